internal import Glibc
import Synchronization

/// Wakes every thread that waits on a socket, once and for good.
final class StopSignal: Sendable {
    /// A descriptor that becomes readable when the signal is given.
    let number: Int32
    /// The other end, whose closing is the signal; nil once it was given.
    private let writer: Mutex<Int32?>

    /// Creates a signal that is not given yet.
    ///
    /// - Throws: ``SignerFilesError/failed(operation:path:code:)`` if there are no descriptors left.
    init() throws(SignerFilesError) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw .last("socketpair", "") }
        self.number = ends[0]
        self.writer = Mutex(ends[1])
    }

    deinit {
        self.give()
        close(self.number)
    }

    /// Whether the signal was given.
    var isGiven: Bool { self.writer.withLock { $0 == nil } }

    /// Gives the signal. May be called again.
    func give() {
        self.writer.withLock { writer in
            if let number = writer { close(number) }
            writer = nil
        }
    }
}
