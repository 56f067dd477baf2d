import Testing

@testable import CryptoSuites

@Suite struct SM2Tests {
    /// GM/T 0003.5-2012 appendix A: the recommended curve, a key, and its signature.
    enum Sample {
        static let message = Array("message digest".utf8)
        static let id = Array("1234567812345678".utf8)
        static let point = bytes(
            """
            04
            09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020
            ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13
            """
        )
        static let signature = bytes(
            """
            f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3
            b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa
            """
        )
        static let curve = bytes(
            """
            fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc
            28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93
            32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7
            bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0
            """
        )
    }

    @Test func theIdentityAndTheMessageHashAsInTheSample() {
        // Z = SM3(bit length of the ID || ID || a || b || G || P), e = SM3(Z || M)
        let z = Hashes.sm3([0x00, 0x80] + Sample.id + Sample.curve + Sample.point[1...])
        #expect(hex(z) == "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3")
        let e = Hashes.sm3(z + Sample.message)
        #expect(hex(e) == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640")
    }

    @Test func theSampleIsVerified() throws {
        let key = try SM2PublicKey(rawRepresentation: Sample.point)
        #expect(key.isValidSignature(Sample.signature, for: Sample.message))
        #expect(key.isValidSignature(Sample.signature, for: Sample.message, id: Sample.id))
    }

    @Test func anotherIdentityIsRefused() throws {
        let key = try SM2PublicKey(rawRepresentation: Sample.point)
        let others = [[], Array("1234567812345679".utf8), Array("TLSv1.3+GM+Cipher+Suite".utf8)]
        for id in others {
            #expect(!key.isValidSignature(Sample.signature, for: Sample.message, id: id))
        }
    }

    @Test func oneChangedBitIsRefused() throws {
        let key = try SM2PublicKey(rawRepresentation: Sample.point)
        for bit in 0..<512 {
            #expect(
                !key.isValidSignature(Sample.signature.flipping(bit: bit), for: Sample.message)
            )
        }
        for bit in 0..<8 * Sample.message.count {
            #expect(
                !key.isValidSignature(Sample.signature, for: Sample.message.flipping(bit: bit))
            )
        }
        for bit in 0..<8 * 65 {
            #expect(throws: CryptoError.invalidPublicKey(.sm2), "bit \(bit)") {
                try SM2PublicKey(rawRepresentation: Sample.point.flipping(bit: bit))
            }
        }
    }

    @Test func otherFormsOfAPointAreRefused() {
        let x = Sample.point[1...32]
        let others: [[UInt8]] = [
            [], [0x00], [0x02] + x, [0x03] + x, [0x06] + Sample.point[1...],
            Array(Sample.point.dropLast()), Sample.point + [0],
            [0x04] + [UInt8](repeating: 0, count: 64), P256Tests.point,
        ]
        for other in others {
            #expect(throws: CryptoError.invalidPublicKey(.sm2)) {
                try SM2PublicKey(rawRepresentation: other)
            }
        }
    }

    /// Two signatures with one r share their secret number, and give the key away.
    @Test func tenThousandSignaturesHaveTenThousandNumbers() throws {
        let key = try SM2PrivateKey.generate()
        let message = Array("the same message each time".utf8)
        var numbers = Set<[UInt8]>()
        for _ in 0..<10_000 {
            numbers.insert(Array(try key.signature(for: message).prefix(32)))
        }
        #expect(numbers.count == 10_000)
    }

    @Test func signaturesOfNewKeysAreVerified() throws {
        for count in 0..<50 {
            let key = try SM2PrivateKey.generate()
            let message = [UInt8](repeating: 0x5a, count: count)
            let signature = try key.signature(for: message)
            #expect(signature.count == 64)
            #expect(key.publicKey.isValidSignature(signature, for: message))
            #expect(!key.publicKey.isValidSignature(signature, for: message + [0]))
            let other = try SM2PrivateKey.generate().publicKey
            #expect(!other.isValidSignature(signature, for: message))
        }
    }
}
