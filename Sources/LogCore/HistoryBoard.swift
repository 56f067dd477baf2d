import LogProtocol
import SignedNotes
import Synchronization
import Witnessing

/// What is known here of a log's keys and policies by size, as its signer has recorded it.
///
/// Whoever appends a statement, and through whichever daemon: the signer sees every entry before a
/// head that contains it is signed.
final class HistoryBoard: Sendable {
    // Held to read or replace the value, never while anything is waited for.
    private let known: Mutex<LogHistory>
    private let origin: LogOrigin

    /// Starts with the log's first keys.
    init(origin: LogOrigin, firstKeys: [VerifierKey]) {
        self.origin = origin
        self.known = Mutex(LogHistory(origin: origin, keys: firstKeys))
    }

    /// What is known now.
    var history: LogHistory { self.known.withLock { $0 } }

    /// Asks the signer for what is new, and returns it.
    ///
    /// - Throws: ``SignerError``; also ``SignerError/recordFailed(_:)`` if a statement that the signer has
    ///   taken says nothing under the first keys that are known here.
    @discardableResult
    func refresh(from signer: any LogSigner) async throws(SignerError) -> [HistoryStatement] {
        var all: [HistoryStatement] = []
        while true {
            let count = self.history.events.count
            let events = try await signer.events(of: self.origin, after: count)
            guard !events.isEmpty else { return all }
            all += events
            try self.known.withLock { (known) throws(SignerError) in
                for event in events {
                    switch known.take(event) {
                    case .taken, .known: break
                    case .ignored, nil:
                        throw .recordFailed(
                            "its statement at index \(event.index) is not signed with the keys that "
                                + "this daemon has of the log"
                        )
                    }
                }
            }
        }
    }
}
