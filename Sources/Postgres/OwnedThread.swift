internal import Glibc

/// Detached operating-system threads for work that blocks.
package enum OwnedThread {
    /// Runs `body` on a new detached thread, which ends with it.
    ///
    /// A process that cannot start a thread cannot do its work either, and traps.
    package static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(body))
        let code = pthread_create(
            &thread,
            nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Start>.fromOpaque(raw).takeRetainedValue().body()
                return nil
            },
            start.toOpaque()
        )
        precondition(code == 0, "pthread_create failed with error \(code)")
        pthread_detach(thread)
    }

    private final class Start {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
