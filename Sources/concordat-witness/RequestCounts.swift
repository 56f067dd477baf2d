import LogProtocol
import Synchronization

/// How often requests got an answer before it was known which log they are about.
final class RequestCounts: Sendable {
    // Used by all connections; held for an addition.
    private let counts = Mutex<[Int: UInt64]>([:])

    /// Counts an answer, unless a log's own witness has counted it.
    func count(_ response: AddCheckpointResponse) {
        guard [400, 404].contains(response.status) else { return }
        self.counts.withLock { $0[response.status, default: 0] += 1 }
    }

    /// The counts by HTTP status.
    var unplaced: [Int: UInt64] { self.counts.withLock { $0 } }
}
