import CryptoSuites
import LogTesting
import SignedNotes
import Testing

struct VerifierKeyVector: Decodable, CustomTestStringConvertible {
    let name: String
    let vkey: String
    let keyID: String?
    let type: String?
    let publicKey: String?
    let verdict: ExpectedVerdict

    var testDescription: String { self.name }
}

@Suite struct VerifierKeyTests {
    @Test(arguments: try VectorFile<VerifierKeyVector>.load("vkeys"))
    func vectorGetsItsVerdict(_ vector: VerifierKeyVector) throws {
        switch vector.verdict {
        case .valid:
            let key = try VerifierKey(parsing: vector.vkey)
            #expect(key.description == vector.vkey)
            #expect(key.name == vector.name)
            #expect(key.keyID == UInt32(try #require(vector.keyID), radix: 16))
            #expect(Hexadecimal.encode(key.publicKey) == vector.publicKey)
            #expect(Self.typeNames[key.algorithm] == vector.type)
        case .couldNotTell:
            // A kind of key that some verifiers lack: told apart from one that is damaged.
            do throws(VerifierKeyError) {
                let key = try VerifierKey(parsing: vector.vkey)
                #expect(key.algorithm == .cosignatureMLDSA44)
            } catch {
                #expect(error == .unknownAlgorithm)
            }
        case .mustFail:
            let error = #expect(throws: VerifierKeyError.self) {
                try VerifierKey(parsing: vector.vkey)
            }
            #expect(error != .unknownAlgorithm)
        }
    }

    private static let typeNames: [SignatureAlgorithm: String] = [
        .ed25519: "ed25519", .cosignatureEd25519: "ed25519_cosignature", .sm2: "sm2",
    ]

    @Test func everyDamagedBitOfAKeyIsRefused() throws {
        let texts = [
            try TestKeys.log.verifierKey.description,
            try TestKeys.witness.verifierKey.description,
            try TestKeys.sm3Log.verifierKey.description,
        ]
        for text in texts {
            let bytes = Array(text.utf8)
            for bit in 0..<8 * bytes.count {
                let damaged = String(decoding: bytes.flipping(bit: bit), as: UTF8.self)
                #expect(throws: VerifierKeyError.self, "bit \(bit) of \(text)") {
                    try VerifierKey(parsing: damaged)
                }
            }
        }
    }

    @Test func namesOfOtherBytesAreOtherNames() throws {
        let publicKey = try TestKeys.log.verifierKey.publicKey
        let composed = try VerifierKey(name: "\u{e9}", algorithm: .ed25519, publicKey: publicKey)
        let decomposed = try VerifierKey(
            name: "e\u{301}",
            algorithm: .ed25519,
            publicKey: publicKey
        )
        #expect(composed.name == decomposed.name)
        #expect(composed != decomposed)
        #expect(composed.keyID != decomposed.keyID)
    }

    @Test(arguments: [
        "", "a b", "a\u{a0}b", "a+b", "a\nb", "a\u{7f}b", String(repeating: "a", count: 256),
    ])
    func badNameIsRefused(_ name: String) throws {
        let publicKey = try TestKeys.log.verifierKey.publicKey
        #expect(throws: VerifierKeyError.invalidName) {
            try VerifierKey(name: name, algorithm: .ed25519, publicKey: publicKey)
        }
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func publicKeyOfAnotherLengthIsRefused(_ algorithm: SignatureAlgorithm) {
        for byteCount in [0, algorithm.publicKeyByteCount - 1, algorithm.publicKeyByteCount + 1] {
            #expect(throws: VerifierKeyError.invalidPublicKey) {
                try VerifierKey(
                    name: "a",
                    algorithm: algorithm,
                    publicKey: [UInt8](repeating: 4, count: byteCount)
                )
            }
        }
    }
}
