import Dispatch
import Synchronization

/// Says once that something has happened, to a task or to a thread of a connection.
final class DispatchedSignal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let stream = AsyncStream<Void>.makeStream()

    /// Says it.
    func signal() {
        self.semaphore.signal()
        self.stream.continuation.finish()
    }

    /// Waits without holding a thread.
    func wait() async { for await _ in self.stream.stream {} }

    /// Waits on the thread it is called on: for closures that run on a connection's own.
    func waitOnThread() { self.semaphore.wait() }
}
