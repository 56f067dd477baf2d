import LogTesting
import SignedNotes
import Testing

@testable import CryptoSuites

@Suite struct MLDSA44Tests {
    @Test func theSeedMakesTheKnownPublicKey() throws {
        let key = try MLDSA44PrivateKey(rawRepresentation: MLDSA44Vector.seed)
        let bytes = key.publicKey.rawRepresentation
        #expect(bytes.count == 1_312)
        #expect(Hexadecimal.encode(Hashes.sha256(bytes)) == MLDSA44Vector.publicKeyDigest)
        #expect(try MLDSA44PublicKey(rawRepresentation: bytes) == key.publicKey)
    }

    @Test func theSignatureOfAnotherImplementationVerifies() throws {
        let key = try MLDSA44PrivateKey(rawRepresentation: MLDSA44Vector.seed).publicKey
        let signature = try #require(Base64.decode(MLDSA44Vector.signature))
        #expect(key.isValidSignature(signature, for: MLDSA44Vector.message))
    }

    @Test func signaturesDifferAndAllVerify() throws {
        let key = try MLDSA44PrivateKey.generate()
        let first = try key.signature(for: MLDSA44Vector.message)
        let second = try key.signature(for: MLDSA44Vector.message)
        #expect(first.count == 2_420)
        #expect(first != second)
        for signature in [first, second] {
            #expect(key.publicKey.isValidSignature(signature, for: MLDSA44Vector.message))
        }
    }

    @Test func oneChangedBitIsRefused() throws {
        let key = try MLDSA44PrivateKey(rawRepresentation: MLDSA44Vector.seed).publicKey
        let signature = try #require(Base64.decode(MLDSA44Vector.signature))
        let message = MLDSA44Vector.message
        // The whole of it, a bit a byte: challenge, response and hints.
        for position in signature.indices {
            let damaged = signature.flipping(bit: position * 8 + position % 8)
            #expect(!key.isValidSignature(damaged, for: message), "byte \(position)")
        }
        for bit in 0..<message.count * 8 {
            #expect(!key.isValidSignature(signature, for: message.flipping(bit: bit)))
        }
        let other = try MLDSA44PrivateKey.generate().publicKey
        #expect(!other.isValidSignature(signature, for: message))
        var bytes = key.rawRepresentation
        bytes[700] ^= 1
        #expect(
            try !MLDSA44PublicKey(rawRepresentation: bytes).isValidSignature(
                signature,
                for: message
            )
        )
    }

    @Test func otherLengthsAreRefused() throws {
        let key = try MLDSA44PrivateKey(rawRepresentation: MLDSA44Vector.seed)
        let signature = try #require(Base64.decode(MLDSA44Vector.signature))
        for wrong in [[], Array(signature.dropLast()), signature + [0]] {
            #expect(!key.publicKey.isValidSignature(wrong, for: MLDSA44Vector.message))
        }
        for count in [0, 1_311, 1_313] {
            #expect(throws: CryptoError.invalidPublicKey(.mldsa44)) {
                try MLDSA44PublicKey(rawRepresentation: [UInt8](repeating: 1, count: count))
            }
        }
        for count in [0, 31, 33, 64] {
            #expect(throws: CryptoError.invalidPrivateKey(.mldsa44)) {
                try MLDSA44PrivateKey(rawRepresentation: [UInt8](repeating: 1, count: count))
            }
        }
    }

    @Test func theKeyFileIsThatOfRFC9881() throws {
        let key = PrivateKey.mldsa44(try MLDSA44PrivateKey(rawRepresentation: MLDSA44Vector.seed))
        #expect(try key.pem() == Array(MLDSA44Vector.pem.utf8))
        let read = try PrivateKey(pem: Array(MLDSA44Vector.pem.utf8))
        #expect(read.kind == .mldsa44)
        #expect(read.publicBytes == key.publicBytes)
    }

    @Test func otherFormsOfThePrivateKeyAreRefused() throws {
        // RFC 9881 allows an expanded key too; what is not the seed alone is not read here.
        let lines = MLDSA44Vector.pem.split(separator: "\n")
        let der = try #require(Base64.decode(lines[1...2].joined()))
        for damaged in [Array(der.dropLast()), der + [0], der.flipping(bit: 20 * 8 + 5)] {
            let pem = "\(lines[0])\n\(Base64.encode(damaged))\n\(lines[3])\n"
            #expect(throws: CryptoError.self) { try PrivateKey(pem: Array(pem.utf8)) }
        }
    }
}
