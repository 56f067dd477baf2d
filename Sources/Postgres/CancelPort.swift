internal import CLibPQ
internal import Glibc
internal import Synchronization

/// The side of a connection that other threads may touch: asks the server to cancel, and wakes the
/// connection's thread from its wait.
final class CancelPort: Sendable {
    private struct State {
        var gate = CancelGate()
        var handle: CancelHandle?
    }

    private let state = Mutex(State())
    /// Readable once a cancel message was sent; -1 if the process has no descriptor left, and then
    /// the wait ends at its deadline instead.
    let wakeDescriptor: Int32 = clibpq_wake_descriptor()

    deinit {
        if self.wakeDescriptor >= 0 { close(self.wakeDescriptor) }
    }

    /// Takes the key by which the server knows this connection. Called once, when it is open.
    func attach(_ connection: OpaquePointer) {
        let handle = PQgetCancel(connection).map { CancelHandle($0) }
        self.state.withLock { $0.handle = handle }
    }

    /// Calls `body` with the gate, under the lock.
    func withGate<Result: Sendable>(_ body: (inout CancelGate) -> Result) -> Result {
        self.state.withLock { body(&$0.gate) }
    }

    /// Asks run number `run` to stop, or the present one if nil. Never blocks.
    func cancel(run: UInt64?) {
        let handle = self.state.withLock { state in
            state.gate.request(run: run) ? state.handle : nil
        }
        guard let handle else { return }
        // PQcancel opens a connection and blocks until it is answered; cancelling is rare, and so a
        // thread for each is the simplest that cannot make one wait for another.
        OwnedThread.start(name: "postgres-cancel") { handle.send() }
        var one: UInt64 = 1
        _ = write(self.wakeDescriptor, &one, MemoryLayout<UInt64>.size)
    }
}

/// Owns libpq's PGcancel, which is immutable; PQcancel may be called from any thread.
private final class CancelHandle: @unchecked Sendable {
    private let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }

    deinit { PQfreeCancel(self.raw) }

    func send() {
        var message = [CChar](repeating: 0, count: 256)
        // A lost cancel message harms nobody: the wait for the answer is bounded all the same.
        _ = PQcancel(self.raw, &message, Int32(message.count))
    }
}
