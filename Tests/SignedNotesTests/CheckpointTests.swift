import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing

struct CheckpointVector: Decodable, CustomTestStringConvertible {
    let name: String
    let suite: Suite
    let text: String
    let origin: String?
    let size: UInt64?
    let root: String?
    let verdict: ExpectedVerdict

    var testDescription: String { self.name }
}

@Suite struct CheckpointTests {
    @Test(arguments: try VectorFile<CheckpointVector>.load("checkpoints"))
    func vectorGetsItsVerdict(_ vector: CheckpointVector) throws {
        switch vector.suite {
        case .sha256: try self.check(vector, in: SHA256Hasher.self)
        case .sm3: try self.check(vector, in: SM3Hasher.self)
        }
    }

    private func check<Hasher: SuiteHasher>(
        _ vector: CheckpointVector,
        in _: Hasher.Type
    ) throws {
        guard vector.verdict == .valid else {
            #expect(throws: CheckpointError.self) {
                try Checkpoint<Hasher>(parsing: vector.text)
            }
            return
        }
        let checkpoint = try Checkpoint<Hasher>(parsing: vector.text)
        #expect(checkpoint.text == vector.text)
        #expect(checkpoint.origin == vector.origin)
        #expect(checkpoint.size == vector.size)
        #expect(checkpoint.root.description == vector.root)
    }

    private static let sha256Text =
        "\(TestKeys.origin)\n7\nmMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=\n"
    private static let sm3Text =
        "\(TestKeys.origin)/sm3\n7\nuwX//Rg7TVBn99AlCQ971SeR4CKrylFdvMzqfaRptd0=\n"

    private func verified(
        _ text: String,
        by signers: [any NoteSigner]
    ) throws -> VerifiedNote {
        try SignedNote.sign(text: text, with: signers, at: 1)
            .verified(by: signers.map(\.verifierKey))
    }

    @Test func logKeyVouchesForTheTreeOfItsSuite() throws {
        let sha256 = try Checkpoint<SHA256Hasher>(
            self.verified(Self.sha256Text, by: [TestKeys.log, TestKeys.witness])
        )
        #expect(sha256.text == Self.sha256Text)
        let sm3 = try Checkpoint<SM3Hasher>(
            self.verified(Self.sm3Text, by: [TestKeys.sm3Log, TestKeys.sm3Witness])
        )
        #expect(sm3.text == Self.sm3Text)
    }

    @Test func witnessesAloneVouchForNoCheckpoint() throws {
        #expect(throws: CheckpointError.notSignedByLog) {
            try Checkpoint<SHA256Hasher>(self.verified(Self.sha256Text, by: [TestKeys.witness]))
        }
        #expect(throws: CheckpointError.notSignedByLog) {
            try Checkpoint<SM3Hasher>(self.verified(Self.sm3Text, by: [TestKeys.sm3Witness]))
        }
        #expect(CheckpointError.notSignedByLog.verdict == .undecided)
    }

    @Test func keyOfOneSuiteVouchesForNoRootOfTheOther() throws {
        // Each with the other's name, so that only the kind of key is wrong.
        let sm2 = try SM2NoteSigner(name: TestKeys.origin, privateKey: .generate())
        #expect(throws: CheckpointError.notSignedByLog) {
            try Checkpoint<SHA256Hasher>(self.verified(Self.sha256Text, by: [sm2]))
        }
        let ed25519 = try Ed25519NoteSigner(
            name: "\(TestKeys.origin)/sm3",
            privateKey: .generate()
        )
        #expect(throws: CheckpointError.notSignedByLog) {
            try Checkpoint<SM3Hasher>(self.verified(Self.sm3Text, by: [ed25519]))
        }
    }

    @Test func cosignatureUnderTheLogsNameIsNotTheLogs() throws {
        let cosigner = try Ed25519CosignatureSigner(
            name: TestKeys.origin,
            privateKey: .generate()
        )
        #expect(throws: CheckpointError.notSignedByLog) {
            try Checkpoint<SHA256Hasher>(self.verified(Self.sha256Text, by: [cosigner]))
        }
    }

    @Test func logKeyVouchesForNoOtherOrigin() throws {
        let text = Self.sha256Text.replacing("/eu", with: "/us")
        #expect(throws: CheckpointError.notSignedByLog) {
            try Checkpoint<SHA256Hasher>(self.verified(text, by: [TestKeys.log]))
        }
    }

    @Test func signedRootOfTheEmptyTreeIsChecked() throws {
        let empty = try Checkpoint(
            origin: TestKeys.origin,
            size: 0,
            root: SHA256Hasher.emptyRoot
        )
        #expect(try Checkpoint(self.verified(empty.text, by: [TestKeys.log])) == empty)
        let other = Self.sha256Text.replacing("\n7\n", with: "\n0\n")
        #expect(throws: CheckpointError.rootOfEmptyTree) {
            try Checkpoint<SHA256Hasher>(self.verified(other, by: [TestKeys.log]))
        }
    }

    @Test(arguments: ["", "a b", "a+b", "a\nb", String(repeating: "a", count: 256)])
    func badOriginIsRefused(_ origin: String) {
        #expect(throws: CheckpointError.origin) {
            try Checkpoint(origin: origin, size: 0, root: SHA256Hasher.emptyRoot)
        }
    }
}
