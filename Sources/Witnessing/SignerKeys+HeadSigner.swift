import CryptoSuites
import MerkleTree
package import SignedNotes

extension SignerKeys: HeadSigner {
    package var firstKeys: [VerifierKey] { [self.ed25519.verifierKey, self.sm2.verifierKey] }

    package func signer(with keys: [VerifierKey]) throws(HeadNotesError) -> any HeadSigner {
        func signer(insteadOf first: any NoteSigner) throws -> any NoteSigner {
            let algorithm = first.verifierKey.algorithm
            guard let key = keys.first(where: { $0.algorithm == algorithm }) else {
                throw MissingKey(name: first.verifierKey.name)
            }
            guard key != first.verifierKey else { return first }
            let loaded = try self.load(key)
            guard loaded.verifierKey == key else { throw MissingKey(name: key.name) }
            return loaded
        }
        do {
            return SignerKeys(
                anyEd25519: try signer(insteadOf: self.ed25519),
                anySM2: try signer(insteadOf: self.sm2),
                load: self.load,
                anyTreeHead: self.treeHeadKey
            )
        } catch {
            throw HeadNotesError(text: "\(error)")
        }
    }

    package func belongs(to origin: LogOrigin) -> Bool {
        self.ed25519.verifierKey.name.utf8.elementsEqual(origin.text.utf8)
            && self.sm2.verifierKey.name.utf8.elementsEqual(origin.sm3Text.utf8)
    }

    /// Signs a head. All texts are made here; nobody's text is signed.
    package func notes(
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> HeadNotes {
        func signed(_ text: String, _ signers: [any NoteSigner]) throws -> [UInt8] {
            try SignedNote.sign(text: text, with: signers, at: timestamp).bytes
        }
        let notes: HeadNotes
        do {
            let checkpoint = try Checkpoint<SHA256Hasher>(
                origin: origin.text,
                size: head.size,
                root: head.sha256
            )
            let sm3Checkpoint = try Checkpoint<SM3Hasher>(
                origin: origin.sm3Text,
                size: head.size,
                root: head.sm3
            )
            let twin = TwinNote(origin: origin, head: head)
            notes = HeadNotes(
                checkpoint: try signed(checkpoint.text, [self.ed25519]),
                sm3Checkpoint: try signed(sm3Checkpoint.text, [self.sm2]),
                // SPEC: TWIN-7: the log's own two lines and no others.
                twin: try signed(twin.text, [self.ed25519, self.sm2])
            )
        } catch {
            throw HeadNotesError(text: "signing failed: \(error)")
        }
        // SPEC: SIGNER-11: read and verified again before they leave: a fault in signing stays here.
        try self.verify(notes, of: head, origin: origin, at: timestamp)
        return notes
    }

    package func treeHead(
        of head: TwinHead,
        at timestamp: UInt64
    ) throws(HeadNotesError) -> TreeHeadSignature? {
        guard let key = self.treeHeadKey else { return nil }
        let signature: TreeHeadSignature
        do {
            signature = try key.sign(head, timestamp)
        } catch {
            throw HeadNotesError(text: "signing the tree head failed: \(error)")
        }
        // SPEC: SIGNER-11: a fault in signing stays here, whatever is signed.
        guard signature.timestamp == timestamp else {
            throw HeadNotesError(text: "the tree head has another time")
        }
        try self.check(signature, of: head)
        return signature
    }

    /// Checks a tree head's signature under the key for it.
    private func check(
        _ signature: TreeHeadSignature,
        of head: TwinHead
    ) throws(HeadNotesError) {
        // SPEC: CT-6: one key for the life of a log.
        guard let key = self.treeHeadKey?.publicKey else {
            throw HeadNotesError(text: "there is a tree head, and not the key that signed it")
        }
        guard signature.isValid(for: head.sha256, treeSize: head.size, key: key) else {
            throw HeadNotesError(text: "the tree head does not verify")
        }
    }

    package func verify(
        _ notes: HeadNotes,
        of head: TwinHead,
        origin: LogOrigin,
        at timestamp: UInt64
    ) throws(HeadNotesError) {
        try self.check("checkpoint", notes.checkpoint, [self.ed25519], timestamp) {
            let checkpoint = try Checkpoint<SHA256Hasher>($0)
            return checkpoint.origin.utf8.elementsEqual(origin.text.utf8)
                && checkpoint.size == head.size && checkpoint.root == head.sha256
        }
        try self.check("SM3 checkpoint", notes.sm3Checkpoint, [self.sm2], timestamp) {
            let checkpoint = try Checkpoint<SM3Hasher>($0)
            return checkpoint.origin.utf8.elementsEqual(origin.sm3Text.utf8)
                && checkpoint.size == head.size && checkpoint.root == head.sm3
        }
        try self.check("twin note", notes.twin, [self.ed25519, self.sm2], timestamp) {
            let twin = try TwinNote($0)
            return twin.origin == origin && twin.head == head
        }
        if let treeHead = notes.treeHead { try self.check(treeHead, of: head) }
    }

    /// Checks that a note has one signature of each signer and no other, of this time, and says
    /// what it should.
    private func check(
        _ name: String,
        _ bytes: [UInt8],
        _ signers: [any NoteSigner],
        _ timestamp: UInt64,
        saysWhatItShould: (VerifiedNote) throws -> Bool
    ) throws(HeadNotesError) {
        do {
            let note = try UnverifiedNote(parsing: bytes).verified(by: signers.map(\.verifierKey))
            let times = note.verified.compactMap(\.timestamp)
            guard note.verified.count == signers.count, note.unknown.isEmpty,
                times.allSatisfy({ $0 == timestamp }), try saysWhatItShould(note)
            else { throw HeadNotesError(text: "the \(name) says something else") }
        } catch let error as HeadNotesError {
            throw error
        } catch {
            throw HeadNotesError(text: "the \(name) does not verify: \(error)")
        }
    }
}
