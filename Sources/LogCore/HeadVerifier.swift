import CryptoSuites
import MerkleTree
public import SignedNotes
import Witnessing

/// Checks stored heads against the log's own keys.
public struct HeadVerifier: Sendable {
    private let origin: LogOrigin
    private let keys: [VerifierKey]

    /// Creates a verifier with the log's keys of both suites.
    public init(origin: LogOrigin, keys: [VerifierKey]) {
        self.origin = origin
        self.keys = keys
    }

    /// Whether all three notes name this head, whoever signed them.
    public func names(_ head: PublishedHead) -> Bool {
        do {
            let checkpoint = try Checkpoint<SHA256Hasher>(
                parsing: try UnverifiedNote(parsing: head.notes.checkpoint).text
            )
            let sm3 = try Checkpoint<SM3Hasher>(
                parsing: try UnverifiedNote(parsing: head.notes.sm3Checkpoint).text
            )
            let twin = try TwinNote(parsing: try UnverifiedNote(parsing: head.notes.twin).text)
            return self.agree(twin, checkpoint, sm3, with: head.head)
        } catch {
            return false
        }
    }

    /// Whether all three notes name this head and are signed by the log with the keys of both
    /// suites.
    public func verifies(_ head: PublishedHead) -> Bool {
        do {
            return self.agree(
                try TwinNote(try self.verified(head.notes.twin)),
                try Checkpoint<SHA256Hasher>(try self.verified(head.notes.checkpoint)),
                try Checkpoint<SM3Hasher>(try self.verified(head.notes.sm3Checkpoint)),
                with: head.head
            )
        } catch {
            return false
        }
    }

    private func verified(_ note: [UInt8]) throws -> VerifiedNote {
        try UnverifiedNote(parsing: note).verified(by: self.keys)
    }

    private func agree(
        _ twin: TwinNote,
        _ sha256: Checkpoint<SHA256Hasher>,
        _ sm3: Checkpoint<SM3Hasher>,
        with head: TwinHead
    ) -> Bool {
        guard twin.origin == self.origin, twin.head == head else { return false }
        return (try? twin.check(sha256: sha256, sm3: sm3)) != nil
    }
}
