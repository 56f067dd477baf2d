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
        guard let notes = head.notes else { return [] }
        let checks: [(Finding.Note, [UInt8], (VerifiedNote) throws -> Bool)] = [
            (
                .checkpoint, notes.checkpoint,
                { try Self.says(Checkpoint<SHA256Hasher>($0), origin.text, head, head.sha256Root) }
            ),
            (
                .sm3Checkpoint, notes.sm3Checkpoint,
                { try Self.says(Checkpoint<SM3Hasher>($0), origin.sm3Text, head, head.sm3Root) }
            ),
            (
                .twin, notes.twin,
                { note in
                    let twin = try TwinNote(note)
                    return twin.origin == origin && twin.head.size == head.size
                        && twin.head.sha256.bytes == head.sha256Root
                        && twin.head.sm3.bytes == head.sm3Root
                }
            ),
        ]
        return checks.compactMap { name, bytes, saysTheHead in
            do {
                let note = try UnverifiedNote(parsing: bytes).verified(by: keys)
                return try saysTheHead(note) ? nil : NoteProblem(note: name, reason: nil)
            } catch {
                return NoteProblem(note: name, reason: "\(error)")
            }
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
