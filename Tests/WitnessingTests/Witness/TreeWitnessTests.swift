import CryptoSuites
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

/// Every pair of sizes of small trees, in both suites, with everything that can be wrong.
@Suite struct TreeWitnessTests {
    private static let size = 9

    /// A witness that cosigned a head of this size last; nil for none.
    private func witness<Hasher: SuiteHasher>(
        _ scene: WitnessScene,
        at size: Int?,
        as hasher: Hasher.Type
    ) throws -> TreeWitness<Hasher> {
        let log = try scene.witnessed(.light)
        var witness = TreeWitness<Hasher>(
            origin: Hasher.suite == .sha256 ? log.origin : try #require(log.sm3Origin),
            keys: Hasher.suite == .sha256 ? log.keys : log.sm3Keys
        )
        guard let size else { return witness }
        let note = try scene.note(size, as: hasher)
        witness.stored(
            CosignedHead(
                checkpoint: try Checkpoint(parsing: note.text),
                timestamp: 1,
                note: note
            )
        )
        return witness
    }

    private func decide<Hasher: SuiteHasher>(
        _ witness: TreeWitness<Hasher>,
        _ request: AddCheckpointRequest
    ) throws -> TreeWitness<Hasher>.Decision {
        witness.decide(try witness.verify(request).get())
    }

    private func status<Hasher: SuiteHasher>(
        _ witness: TreeWitness<Hasher>,
        _ request: AddCheckpointRequest
    ) throws -> Int {
        switch try self.decide(witness, request) {
        case .answer(let response, _): response.status
        case .cosign: 200
        }
    }

    /// Latest size, claimed old size, new size: 0 to 9 each, and none.
    @Test(arguments: Suite.allCases)
    func everyTripleOfSizesGetsItsAnswer(_ suite: Suite) throws {
        switch suite {
        case .sha256: try self.checkTriples(SHA256Hasher.self)
        case .sm3: try self.checkTriples(SM3Hasher.self)
        }
    }

    private func checkTriples<Hasher: SuiteHasher>(_ hasher: Hasher.Type) throws {
        let scene = try WitnessScene.shared.get()
        let notes = try (0...Self.size).map { try scene.note($0, as: hasher) }
        for latest in [nil] + (0...Self.size).map(Optional.some) {
            let witness = try self.witness(scene, at: latest, as: hasher)
            for new in 0...Self.size {
                for old in 0...Self.size {
                    let place = "\(latest.map(String.init) ?? "none") \(old) \(new)"
                    let hashes = old <= new ? scene.proof(old, new, as: hasher).map(\.bytes) : []
                    guard old <= new else {
                        #expect(
                            throws: AddCheckpointError.oldSizeAbove(
                                oldSize: UInt64(old),
                                size: UInt64(new)
                            )
                        ) {
                            try AddCheckpointRequest(oldSize: UInt64(old), note: notes[new])
                        }
                        continue
                    }
                    let request = try AddCheckpointRequest(
                        oldSize: UInt64(old),
                        proofHashes: hashes,
                        note: notes[new]
                    )
                    switch try self.decide(witness, request) {
                    case .cosign(let checkpoint):
                        #expect(old == latest ?? 0, "\(place)")
                        #expect(
                            checkpoint.text.utf8.elementsEqual(notes[new].text.utf8),
                            "\(place)"
                        )
                    case .answer(let response, let isEvidence):
                        #expect(old != latest ?? 0, "\(place)")
                        #expect(response == .otherSize(UInt64(latest ?? 0)), "\(place)")
                        #expect(!isEvidence)
                    }
                }
            }
        }
    }

    /// Each hash of each proof damaged, left out, and one too many.
    @Test(arguments: Suite.allCases)
    func everyDamagedProofIsRefused(_ suite: Suite) throws {
        switch suite {
        case .sha256: try self.checkProofs(SHA256Hasher.self)
        case .sm3: try self.checkProofs(SM3Hasher.self)
        }
    }

    private func checkProofs<Hasher: SuiteHasher>(_ hasher: Hasher.Type) throws {
        let scene = try WitnessScene.shared.get()
        let notes = try (0...Self.size).map { try scene.note($0, as: hasher) }
        for old in 0...Self.size {
            let witness = try self.witness(scene, at: old, as: hasher)
            for new in old...Self.size {
                let hashes = scene.proof(old, new, as: hasher).map(\.bytes)
                var damaged = [hashes + [[UInt8](repeating: 7, count: 32)]]
                for position in hashes.indices {
                    var copy = hashes
                    copy[position][31] ^= 1
                    damaged.append(copy)
                    copy.remove(at: position)
                    damaged.append(copy)
                }
                for hashes in damaged {
                    let request = try AddCheckpointRequest(
                        oldSize: UInt64(old),
                        proofHashes: hashes,
                        note: notes[new]
                    )
                    #expect(try self.status(witness, request) == 422, "\(old) \(new)")
                }
            }
        }
    }

    @Test func anotherRootOfTheSameSizeIsRefusedAndKept() throws {
        let scene = try WitnessScene.shared.get()
        let other = try scene.sign(
            try Checkpoint(
                origin: scene.origin,
                size: 5,
                root: scene.log.head(6).sha256
            ).text,
            suite: .sha256
        )
        let witness = try self.witness(scene, at: 5, as: SHA256Hasher.self)
        let request = try AddCheckpointRequest(oldSize: 5, note: other)
        guard case .answer(let response, let isEvidence) = try self.decide(witness, request) else {
            Issue.record("cosigned")
            return
        }
        #expect(response.status == 422)
        #expect(response.isPossibleFork)
        #expect(isEvidence)
        // Of another size it would be one that a proof may lead to.
        let newer = try self.witness(scene, at: 4, as: SHA256Hasher.self)
        let proof = scene.proof(4, 5, as: SHA256Hasher.self).map(\.bytes)
        let grown = try AddCheckpointRequest(oldSize: 4, proofHashes: proof, note: other)
        #expect(try self.status(newer, grown) == 422)
    }

    @Test func aTreeWithoutEntriesHasOneRoot() throws {
        let scene = try WitnessScene.shared.get()
        let text = "\(scene.origin)\n0\n\(scene.log.head(3).sha256.base64)\n"
        let request = try AddCheckpointRequest(
            oldSize: 0,
            note: try scene.sign(text, suite: .sha256)
        )
        for latest in [nil, 0] {
            let witness = try self.witness(scene, at: latest, as: SHA256Hasher.self)
            #expect(try self.status(witness, request) == 422)
        }
        // The old size is looked at first.
        let witness = try self.witness(scene, at: 2, as: SHA256Hasher.self)
        #expect(try self.decide(witness, request).response == .otherSize(2))
        // A root of the other suite is one that this tree never has.
        let sm3 = "\(scene.origin)\n0\n\(SM3Hasher.emptyRoot.base64)\n"
        let other = try AddCheckpointRequest(oldSize: 0, note: try scene.sign(sm3, suite: .sha256))
        let empty = try self.witness(scene, at: nil, as: SHA256Hasher.self)
        #expect(try self.status(empty, other) == 422)
    }

    @Test func onlyTheLogsOwnKeysVouch() throws {
        let scene = try WitnessScene.shared.get()
        let text = try scene.text(3, as: SHA256Hasher.self)
        let witness = try self.witness(scene, at: nil, as: SHA256Hasher.self)
        let own = try scene.note(3, as: SHA256Hasher.self)
        let stranger = try Ed25519NoteSigner(name: scene.origin, privateKey: .generate())
        let cosigner = try Ed25519CosignatureSigner(name: "w.example", privateKey: .generate())
        func status(_ note: UnverifiedNote) throws -> Int {
            let request = try AddCheckpointRequest(oldSize: 0, note: note)
            switch witness.verify(request) {
            case .failure(let refusal): return refusal.response.status
            case .success(let signed):
                // Nothing that did not verify is kept.
                #expect(signed.note == own)
                return try self.status(witness, request)
            }
        }
        #expect(try status(own) == 200)
        // Nobody, others, the other suite's key.
        #expect(try status(SignedNote.sign(text: text, with: [stranger], at: 1)) == 403)
        #expect(try status(SignedNote.sign(text: text, with: [cosigner], at: 1)) == 403)
        #expect(try status(SignedNote.sign(text: text, with: [scene.sm2], at: 1)) == 403)
        // Lines of others beside the log's own say nothing and are dropped.
        let junk = try NoteSignature(name: scene.origin, keyID: 1, bytes: [1, 2, 3])
        #expect(try status(own.adding([junk])) == 200)
        #expect(
            try status(SignedNote.sign(text: text, with: [cosigner, scene.ed25519], at: 1)) == 200
        )
        // A line of the log's own key that does not verify refuses all.
        let line = try #require(own.signatures.first)
        for bytes in [Array(line.bytes.dropLast()), line.bytes + [0], line.bytes.flipped(at: 9)] {
            let forged = try NoteSignature(name: line.name, keyID: line.keyID, bytes: bytes)
            let note = try SignedNote.sign(text: text, with: [cosigner], at: 1).adding([forged])
            #expect(try status(note) == 403)
        }
    }

    @Test func severalKeysOfALogAreAllVerified() throws {
        let scene = try WitnessScene.shared.get()
        let second = try MLDSA44CosignatureSigner(name: scene.origin, privateKey: .generate())
        let log = try WitnessedLog(
            origin: scene.origin,
            keys: [scene.ed25519.verifierKey, second.verifierKey],
            mode: .light
        )
        let witness = TreeWitness<SHA256Hasher>(origin: log.origin, keys: log.keys)
        let text = try scene.text(3, as: SHA256Hasher.self)
        for signers: [any NoteSigner] in [[scene.ed25519], [second], [scene.ed25519, second]] {
            let note = try SignedNote.sign(text: text, with: signers, at: 5)
            let signed = try witness.verify(AddCheckpointRequest(oldSize: 0, note: note)).get()
            #expect(signed.note == note)
        }
        let both = try SignedNote.sign(text: text, with: [scene.ed25519, second], at: 5)
        let bad = try NoteSignature(
            name: second.verifierKey.name,
            keyID: second.verifierKey.keyID,
            bytes: both.signatures[1].bytes.flipped(at: 2_000)
        )
        let note = try SignedNote.sign(text: text, with: [scene.ed25519], at: 5).adding([bad])
        let result = witness.verify(try AddCheckpointRequest(oldSize: 0, note: note))
        #expect(throws: AddCheckpointRefusal.self) { try result.get() }
    }

    @Test func anotherOriginIsRefused() throws {
        let scene = try WitnessScene.shared.get()
        let witness = try self.witness(scene, at: nil, as: SHA256Hasher.self)
        let text = "log.example/other\n3\n\(scene.log.head(3).sha256.base64)\n"
        let request = try AddCheckpointRequest(
            oldSize: 0,
            note: try scene.sign(text, suite: .sha256)
        )
        #expect(throws: AddCheckpointRefusal.self) { try witness.verify(request).get() }
    }
}

extension TreeWitness.Decision {
    fileprivate var response: AddCheckpointResponse? {
        if case .answer(let response, _) = self { response } else { nil }
    }
}

extension [UInt8] {
    fileprivate func flipped(at position: Int) -> [UInt8] {
        var bytes = self
        bytes[position] ^= 1
        return bytes
    }
}
