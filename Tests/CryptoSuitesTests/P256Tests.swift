import CryptoSuites
import Testing

@Suite struct P256Tests {
    /// RFC 6979 §A.2.5, the key and its signatures with SHA-256.
    static let point = bytes(
        """
        04
        60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6
        7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299
        """
    )
    static let sample = bytes(
        """
        efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
        f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8
        """
    )
    static let test = bytes(
        """
        f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367
        019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083
        """
    )

    @Test func knownAnswersAreVerified() throws {
        let key = try P256PublicKey(rawRepresentation: Self.point)
        #expect(key.isValidRawSignature(Self.sample, for: Array("sample".utf8)))
        #expect(key.isValidRawSignature(Self.test, for: Array("test".utf8)))
        #expect(!key.isValidRawSignature(Self.sample, for: Array("test".utf8)))
    }

    @Test func oneChangedBitIsRefused() throws {
        let key = try P256PublicKey(rawRepresentation: Self.point)
        let message = Array("sample".utf8)
        for bit in 0..<512 {
            #expect(!key.isValidRawSignature(Self.sample.flipping(bit: bit), for: message))
        }
        for bit in 0..<8 * message.count {
            #expect(!key.isValidRawSignature(Self.sample, for: message.flipping(bit: bit)))
        }
    }

    @Test func bothFormsOfASignatureAreVerified() throws {
        let key = try P256PrivateKey.generate()
        let message = Array("a tree head".utf8)
        for _ in 0..<20 {
            let der = try key.signature(for: message)
            let raw = try key.rawSignature(for: message)
            #expect(key.publicKey.isValidSignature(der, for: message))
            #expect(key.publicKey.isValidRawSignature(raw, for: message))
            #expect(!key.publicKey.isValidSignature(raw, for: message))
            #expect(!key.publicKey.isValidRawSignature(der, for: message))
            for bit in 0..<16 {
                #expect(!key.publicKey.isValidSignature(der.flipping(bit: bit), for: message))
            }
        }
    }

    @Test func oneChangedBitOfThePointIsRefused() throws {
        for bit in 0..<8 * 65 {
            #expect(throws: CryptoError.invalidPublicKey(.p256), "bit \(bit)") {
                try P256PublicKey(rawRepresentation: Self.point.flipping(bit: bit))
            }
        }
    }

    @Test func otherFormsOfAPointAreRefused() {
        let x = Self.point[1...32]
        let others: [[UInt8]] = [
            [], [0x00], [0x02] + x, [0x03] + x, [0x06] + Self.point[1...],
            [0x07] + Self.point[1...], Array(Self.point.dropLast()), Self.point + [0],
            [0x04] + [UInt8](repeating: 0, count: 64), [UInt8](repeating: 0, count: 65),
        ]
        for other in others {
            #expect(throws: CryptoError.invalidPublicKey(.p256)) {
                try P256PublicKey(rawRepresentation: other)
            }
        }
    }
}
