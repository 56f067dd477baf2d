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
        // Type 0x07, which nobody has defined.
        let keys = try TrustedKeys(parsing: ["witness.example/new+00000000+Bw=="])
        #expect(keys.keys.isEmpty)
        #expect(keys.unsupported == ["witness.example/new"])
    }
}
