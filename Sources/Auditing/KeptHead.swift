import CryptoSuites
import LogClient
import MerkleTree
import SignedNotes

/// A head that was met in this run or an earlier one, and kept as a file.
struct KeptHead: Hashable, Sendable {
    let notes: HeadFiles
    let origin: LogOrigin
    let head: TwinHead

    init(_ served: ServedHead) {
        self.notes = served.files
        self.origin = served.origin
        self.head = served.head
    }

    /// Reads the three notes of a head of `size` entries, which must say the same.
    ///
    /// - Throws: What is wrong with them.
    init(size: UInt64, twin: [UInt8], sm3: [UInt8], sha256: [UInt8]) throws {
        self.notes = HeadFiles(
            sha256: try UnverifiedNote(parsing: sha256),
            sm3: try UnverifiedNote(parsing: sm3),
            twin: try UnverifiedNote(parsing: twin)
        )
        let twin = try TwinNote(parsing: self.notes.twin.text)
        try twin.check(
            sha256: Checkpoint(parsing: self.notes.sha256.text),
            sm3: Checkpoint(parsing: self.notes.sm3.text)
        )
        guard twin.head.size == size else { throw TwinNoteError.size }
        self.origin = twin.origin
        self.head = twin.head
    }

    /// Checks the signatures of those keys that are known. Keys may have changed since: a line of
    /// an unknown key says nothing.
    ///
    /// - Throws: ``NoteError`` if a signature of a known key does not verify.
    func checkSignatures(_ keys: [VerifierKey]) throws(NoteError) {
        for (_, note) in self.notes.byFile {
            do throws(NoteError) { _ = try note.verified(by: keys) } catch {
                guard error == .noKnownKey else { throw error }
            }
        }
    }

    /// The file whose root is not that of `other`, SHA-256 first; nil if both are the same.
    func difference(from other: TwinHead) -> LogFile? {
        if self.head.sha256 != other.sha256 { return .checkpoint(.sha256) }
        if self.head.sm3 != other.sm3 { return .checkpoint(.sm3) }
        return nil
    }
}
