import CryptoSuites
import SignedNotes
import Testing

@testable import concordat

@Suite struct TrustedKeysTests {
    @Test func keyGivenTwiceCountsOnce() throws {
        let key = try Ed25519NoteSigner(name: "log.example", privateKey: .generate()).verifierKey
        let keys = try TrustedKeys(parsing: [key.description, key.description])
        #expect(keys.keys == [key])
        #expect(keys.unsupported.isEmpty)
    }

    @Test func damagedKeyIsNamed() throws {
        #expect(
            throws: UsageError(
                description: "--vkey a\\u{1b}b: not of the form <name>+<key ID>+<base64>"
            )
        ) {
            try TrustedKeys(parsing: ["a\u{1b}b"])
        }
    }

    @Test func keysThatVerifyNothingAreTold() throws {
        let key = try VerifierKey(
            name: "witness.example/pq",
            algorithm: .cosignatureMLDSA44,
            publicKey: [UInt8](repeating: 7, count: 1_312)
        )
        let keys = try TrustedKeys(parsing: [key.description])
        #expect(keys.unsupported == ["witness.example/pq"])
    }
}
