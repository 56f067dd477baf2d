internal import CLibPQ
internal import Glibc

/// Detached operating-system threads for work that blocks.
package enum OwnedThread {
    /// Runs `body` on a new detached thread, which ends with it. The kernel shows the first 15 bytes
    /// of `name`.
    ///
    /// A process that cannot start a thread cannot do its work either, and traps.
    package static func start(name: String, _ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let start = Unmanaged.passRetained(
            Start {
                _ = clibpq_name_thread(name)
                body()
            }
        )
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
