import CryptoSuites
import MerkleTree
import SignedNotes
import Witnessing

/// What is wrong with one of a head's notes.
struct NoteProblem: Hashable, Sendable {
    /// Which note.
    let note: Finding.Note
    /// Why it is not one that the log signed; nil if it is, and says another head.
    let reason: String?

    /// What is wrong with the notes of a head, checked under the log's keys.
    ///
    /// - Complexity: Four signatures, about a millisecond.
    static func all(
        in head: StoredHead,
        origin: LogOrigin,
        keys: [VerifierKey]
    ) -> [NoteProblem] {
        let notes: [Finding.Note] = [.checkpoint, .sm3Checkpoint, .twin]
        return notes.compactMap { Self.one(in: head, $0, origin: origin, keys: keys) }
    }

    /// What is wrong with one note of a head; nil if nothing is, or if the head has no notes.
    static func one(
        in head: StoredHead,
        _ note: Finding.Note,
        origin: LogOrigin,
        keys: [VerifierKey]
    ) -> NoteProblem? {
        guard let notes = head.notes else { return nil }
        func verified(_ bytes: [UInt8]) throws -> VerifiedNote {
            try UnverifiedNote(parsing: bytes).verified(by: keys)
        }
        do {
            let saysTheHead: Bool
            switch note {
            case .checkpoint:
                let checkpoint = try Checkpoint<SHA256Hasher>(verified(notes.checkpoint))
                saysTheHead = Self.says(checkpoint, origin.text, head, head.sha256Root)
            case .sm3Checkpoint:
                let checkpoint = try Checkpoint<SM3Hasher>(verified(notes.sm3Checkpoint))
                saysTheHead = Self.says(checkpoint, origin.sm3Text, head, head.sm3Root)
            case .twin:
                let twin = try TwinNote(verified(notes.twin))
                saysTheHead =
                    twin.origin == origin && twin.head.size == head.size
                    && twin.head.sha256.bytes == head.sha256Root
                    && twin.head.sm3.bytes == head.sm3Root
            }
            return saysTheHead ? nil : NoteProblem(note: note, reason: nil)
        } catch {
            return NoteProblem(note: note, reason: "\(error)")
        }
    }

    private static func says<Hasher: TreeHasher>(
        _ checkpoint: Checkpoint<Hasher>,
        _ origin: String,
        _ head: StoredHead,
        _ root: [UInt8]
    ) -> Bool {
        checkpoint.origin.utf8.elementsEqual(origin.utf8) && checkpoint.size == head.size
            && checkpoint.root.bytes == root
    }
}
