import CryptoSuites
import Testing

@Suite struct Ed25519Tests {
    struct Vector: Sendable {
        let seed: String
        let publicKey: String
        let message: String
        let signature: String
    }

    /// RFC 8032 §7.1.
    static let vectors = [
        Vector(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            message: "",
            signature: """
                e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970
                1cf9b46bd25bf5f0595bbe24655141438e7a100b
                """
        ),
        Vector(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            message: "72",
            signature: """
                92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613
                d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                """
        ),
        Vector(
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            message: "af82",
            signature: """
                6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760
                984dc6594a7c15e9716ed28dc027beceea1ec40a
                """
        ),
    ]

    @Test(arguments: Self.vectors)
    func knownAnswersAreSignedAndVerified(_ vector: Vector) throws {
        let key = try Ed25519PrivateKey(rawRepresentation: bytes(vector.seed))
        #expect(key.publicKey.rawRepresentation == bytes(vector.publicKey))
        #expect(try key.signature(for: bytes(vector.message)) == bytes(vector.signature))
        let publicKey = try Ed25519PublicKey(rawRepresentation: bytes(vector.publicKey))
        #expect(publicKey == key.publicKey)
        #expect(publicKey.isValidSignature(bytes(vector.signature), for: bytes(vector.message)))
    }

    @Test func oneChangedBitIsRefused() throws {
        let vector = Self.vectors[2]
        let (message, signature) = (bytes(vector.message), bytes(vector.signature))
        let publicKey = try Ed25519PublicKey(rawRepresentation: bytes(vector.publicKey))
        for bit in 0..<512 {
            #expect(!publicKey.isValidSignature(signature.flipping(bit: bit), for: message))
        }
        for bit in 0..<16 {
            #expect(!publicKey.isValidSignature(signature, for: message.flipping(bit: bit)))
        }
        for bit in 0..<256 {
            let other = publicKey.rawRepresentation.flipping(bit: bit)
            if let other = try? Ed25519PublicKey(rawRepresentation: other) {
                #expect(!other.isValidSignature(signature, for: message))
            }
        }
    }

    /// RFC 8032 §5.1.7: S is below the group's order, else one signature has two spellings.
    @Test func aSignatureWithTheOrderAddedIsRefused() throws {
        let vector = Self.vectors[0]
        let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var signature = bytes(vector.signature)
        var carry = 0
        for position in 0..<32 {
            let sum = Int(signature[32 + position]) + Int(order[position]) + carry
            signature[32 + position] = UInt8(sum & 0xff)
            carry = sum >> 8
        }
        try #require(carry == 0)
        let publicKey = try Ed25519PublicKey(rawRepresentation: bytes(vector.publicKey))
        #expect(!publicKey.isValidSignature(signature, for: []))
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func keysOfAnotherLengthAreRefused(count: Int) {
        let raw = [UInt8](repeating: 1, count: count)
        #expect(throws: CryptoError.invalidPublicKey(.ed25519)) {
            try Ed25519PublicKey(rawRepresentation: raw)
        }
        #expect(throws: CryptoError.invalidPrivateKey(.ed25519)) {
            try Ed25519PrivateKey(rawRepresentation: raw)
        }
    }
}
