import CryptoSuites
import MerkleTree
import SignedNotes

/// Why the three notes of a head are not what they have to be.
struct HeadNotesError: Error, Hashable {
    /// What is wrong, in words.
    let text: String
}

extension HeadNotes {
    /// Signs a head. All texts are made here; nobody's text is signed.
    ///
    /// - Throws: ``HeadNotesError`` if a key fails, or if what it made does not verify.
    init(
        signing head: TwinHead,
        of origin: LogOrigin,
        with keys: SignerKeys,
        at timestamp: UInt64
    ) throws(HeadNotesError) {
        do {
            self.init(
                checkpoint: try SignedNote.sign(
                    text: Checkpoint<SHA256Hasher>(
                        origin: origin.text,
                        size: head.size,
                        root: head.sha256
                    ).text,
                    with: [keys.ed25519],
                    at: timestamp
                ).bytes,
                sm3Checkpoint: try SignedNote.sign(
                    text: Checkpoint<SM3Hasher>(
                        origin: origin.sm3Text,
                        size: head.size,
                        root: head.sm3
                    ).text,
                    with: [keys.sm2],
                    at: timestamp
                ).bytes,
                twin: try SignedNote.sign(
                    text: TwinNote(origin: origin, head: head).text,
                    with: [keys.ed25519, keys.sm2],
                    at: timestamp
                ).bytes
            )
        } catch {
            throw HeadNotesError(text: "signing failed: \(error)")
        }
        // SPEC: SIGNER-11: read and verified again before they leave: a fault in signing stays here.
        try self.verify(head: head, of: origin, with: keys, at: timestamp)
    }

    /// Checks that these are the notes of this head, with nothing more in them.
    ///
    /// - Throws: ``HeadNotesError`` that names the note.
    func verify(
        head: TwinHead,
        of origin: LogOrigin,
        with keys: SignerKeys,
        at timestamp: UInt64
    ) throws(HeadNotesError) {
        func check(_ name: String, _ isRight: () throws -> Bool) throws(HeadNotesError) {
            guard (try? isRight()) == true else {
                throw HeadNotesError(text: "the \(name) does not verify under the log's keys")
            }
        }
        func verified(_ bytes: [UInt8], _ signers: [any NoteSigner]) throws -> VerifiedNote? {
            let note = try UnverifiedNote(parsing: bytes).verified(by: signers.map(\.verifierKey))
            let times = note.verified.compactMap(\.timestamp)
            let isComplete = note.verified.count == signers.count && note.unknown.isEmpty
            return isComplete && times.allSatisfy { $0 == timestamp } ? note : nil
        }
        try check("checkpoint") {
            try verified(self.checkpoint, [keys.ed25519]).map {
                let checkpoint = try Checkpoint<SHA256Hasher>($0)
                return checkpoint.origin.utf8.elementsEqual(origin.text.utf8)
                    && checkpoint.size == head.size && checkpoint.root == head.sha256
            } ?? false
        }
        try check("SM3 checkpoint") {
            try verified(self.sm3Checkpoint, [keys.sm2]).map {
                let checkpoint = try Checkpoint<SM3Hasher>($0)
                return checkpoint.origin.utf8.elementsEqual(origin.sm3Text.utf8)
                    && checkpoint.size == head.size && checkpoint.root == head.sm3
            } ?? false
        }
        try check("twin note") {
            try verified(self.twin, [keys.ed25519, keys.sm2]).map {
                let twin = try TwinNote($0)
                return twin.origin == origin && twin.head == head
            } ?? false
        }
    }
}
