import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

struct ProofFileVector: Decodable, CustomTestStringConvertible {
    let name: String
    let suite: Suite
    let proof: String?
    let proofHex: String?
    let vkeys: [String]
    let entry: String
    let verdict: ExpectedVerdict
    let origin: String?
    let leafIndex: UInt64?
    let treeSize: UInt64?
    let leaf: String?
    let signers: [String]?

    var testDescription: String { self.name }

    func bytes() throws -> [UInt8] {
        if let proof { return Array(proof.utf8) }
        let hex = try #require(self.proofHex)
        return try #require(Hexadecimal.decode(hex))
    }
}

@Suite struct ProofFileTests {
    @Test(arguments: try VectorFile<ProofFileVector>.load("proofs"))
    func vectorGetsItsVerdict(_ vector: ProofFileVector) throws {
        let bytes = try vector.bytes()
        let entry = try #require(Hexadecimal.decode(vector.entry))
        let keys = try vector.vkeys.map { try VerifierKey(parsing: $0) }
        do throws(ProofFileError) {
            switch try AnyProofFile(parsing: bytes) {
            case .sha256(let file):
                #expect(file.bytes == bytes)
                try self.check(try file.verify(entry: entry, keys: keys), against: vector)
            case .sm3(let file):
                #expect(file.bytes == bytes)
                try self.check(try file.verify(entry: entry, keys: keys), against: vector)
            }
        } catch {
            let expected: ExpectedVerdict = error.verdict == .refuted ? .mustFail : .couldNotTell
            #expect(vector.verdict == expected, "\(error)")
        }
    }

    private func check<Hasher>(
        _ proven: ProvenInclusion<Hasher>,
        against vector: ProofFileVector
    ) throws(ProofFileError) {
        #expect(vector.verdict == .valid)
        #expect(Hasher.suite == vector.suite)
        #expect(proven.checkpoint.origin == vector.origin)
        #expect(proven.leafIndex == vector.leafIndex)
        #expect(proven.checkpoint.size == vector.treeSize)
        #expect(proven.leaf.description == vector.leaf)
        #expect(proven.signatures.map(\.key.description) == vector.signers)
    }

    /// A proof file for the second of two entries.
    private func proofFile<Hasher: SuiteHasher>(
        _: Hasher.Type,
        signers: [any NoteSigner]
    ) throws -> ProofFile<Hasher> {
        let leaves = [Hasher.leafHash(Array("a".utf8)), Hasher.leafHash(Array("b".utf8))]
        let checkpoint = try Checkpoint<Hasher>(
            origin: #require(signers.first).verifierKey.name,
            size: 2,
            root: Hasher.nodeHash(left: leaves[0], right: leaves[1])
        )
        let proof = try InclusionProof<Hasher>(leafIndex: 1, treeSize: 2, path: [leaves[0]])
        return try ProofFile(
            proof,
            note: SignedNote.sign(text: checkpoint.text, with: signers, at: 1)
        )
    }

    @Test func everyDamagedBitIsNoticedInSHA256() throws {
        try self.checkEveryBit(of: self.proofFile(SHA256Hasher.self, signers: [TestKeys.log]))
    }

    @Test func everyDamagedBitIsNoticedInSM3() throws {
        try self.checkEveryBit(of: self.proofFile(SM3Hasher.self, signers: [TestKeys.sm3Log]))
    }

    private func checkEveryBit<Hasher>(of file: ProofFile<Hasher>) throws {
        let keys = try TestKeys.all.map(\.verifierKey)
        let entry = Array("b".utf8)
        let proven = try ProofFile<Hasher>(parsing: file.bytes).verify(entry: entry, keys: keys)
        #expect(proven.leafIndex == 1)
        #expect(try file.verify(leaf: Hasher.leafHash(entry), keys: keys) == proven)
        for bit in 0..<8 * file.bytes.count {
            #expect(throws: ProofFileError.self, "bit \(bit)") {
                try ProofFile<Hasher>(parsing: file.bytes.flipping(bit: bit))
                    .verify(entry: entry, keys: keys)
            }
        }
        for bit in 0..<8 {
            #expect(throws: ProofFileError.proof(.rootMismatch)) {
                try file.verify(entry: entry.flipping(bit: bit), keys: keys)
            }
        }
    }

    @Test func extraIsKeptAndNotEmpty() throws {
        let file = try self.proofFile(SHA256Hasher.self, signers: [TestKeys.log])
        let extra: [UInt8] = [0, 1, 2, 255]
        let with = try ProofFile(
            extra: extra,
            index: file.index,
            path: file.path,
            note: file.note
        )
        #expect(try ProofFile<SHA256Hasher>(parsing: with.bytes).extra == extra)
        #expect(throws: ProofFileError.extra) {
            try ProofFile(extra: [], index: file.index, path: file.path, note: file.note)
        }
    }

    @Test func checkpointOfAnotherSizeMakesNoProofFile() throws {
        let file = try self.proofFile(SHA256Hasher.self, signers: [TestKeys.log])
        let other = try InclusionProof<SHA256Hasher>(leafIndex: 2, treeSize: 3, path: file.path)
        #expect(throws: ProofFileError.checkpoint(.size)) {
            try ProofFile(other, note: file.note)
        }
    }

    @Test func policyAsksForItsQuorum() throws {
        let policy = try Policy(
            parsing: Array(
                """
                log \(TestKeys.log.verifierKey)
                log \(TestKeys.sm3Log.verifierKey)
                witness w1 \(TestKeys.witness.verifierKey)
                witness w1-sm3 \(TestKeys.sm3Witness.verifierKey)
                group w any w1 w1-sm3
                quorum w

                """.utf8
            )
        )
        let entry = Array("b".utf8)
        let cosigned = try self.proofFile(
            SHA256Hasher.self,
            signers: [TestKeys.log, TestKeys.witness]
        )
        let proven = try cosigned.verify(entry: entry, policy: policy)
        #expect(proven.signatures.count == 2)
        let sm3 = try self.proofFile(
            SM3Hasher.self,
            signers: [TestKeys.sm3Log, TestKeys.sm3Witness]
        )
        #expect(try sm3.verify(entry: entry, policy: policy).signatures.count == 2)

        let bare = try self.proofFile(SHA256Hasher.self, signers: [TestKeys.log])
        #expect(throws: ProofFileError.quorum) { try bare.verify(entry: entry, policy: policy) }
        // A cosignature of the other suite on the same text says nothing about this tree.
        let crossed = try self.proofFile(
            SHA256Hasher.self,
            signers: [TestKeys.log, TestKeys.sm3Witness]
        )
        #expect(throws: ProofFileError.quorum) { try crossed.verify(entry: entry, policy: policy) }
    }

    @Test func witnessOfAPolicyDoesNotStandInForItsLog() throws {
        let impostor = try SM2NoteSigner(name: "\(TestKeys.origin)/sm3", privateKey: .generate())
        let policy = try Policy(
            parsing: Array(
                """
                log \(TestKeys.sm3Log.verifierKey)
                witness w \(impostor.verifierKey)
                quorum w

                """.utf8
            )
        )
        let file = try self.proofFile(SM3Hasher.self, signers: [impostor])
        #expect(throws: ProofFileError.note(.noKnownKey)) {
            try file.verify(entry: Array("b".utf8), policy: policy)
        }
    }

    @Test func cosignatureThatFailsRefutesUnderAPolicy() throws {
        let policy = try Policy(
            parsing: Array(
                """
                log \(TestKeys.log.verifierKey)
                witness w \(TestKeys.witness.verifierKey)
                quorum none

                """.utf8
            )
        )
        let file = try self.proofFile(SHA256Hasher.self, signers: [TestKeys.log])
        let stray = try TestKeys.witness.signature(over: "another text\n", at: 1)
        let damaged = try ProofFile(
            index: file.index,
            path: file.path,
            note: file.note.adding([stray])
        )
        #expect(throws: ProofFileError.note(.invalidSignature(name: stray.name))) {
            try damaged.verify(entry: Array("b".utf8), policy: policy)
        }
        #expect(try file.verify(entry: Array("b".utf8), policy: policy).leafIndex == 1)
    }
}
