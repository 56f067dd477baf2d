import CLibCrypto
import CryptoSuites
import Testing

@Suite struct PrivateKeyPEMTests {
    static let message = Array("signed by the key before, verified by the key after".utf8)
    static let passphrase = Array("correct horse, 正确的马".utf8)

    @Test(arguments: KeyKind.allCases)
    func aKeyComesBackAsItWas(_ kind: KeyKind) throws {
        let key = try PrivateKey.generate(kind)
        #expect(key.kind == kind)
        let pem = try key.pem()
        #expect(pem.starts(with: "-----BEGIN PRIVATE KEY-----\n".utf8))
        #expect(pem.last == UInt8(ascii: "\n"))
        let copy = try PrivateKey(pem: pem)
        #expect(copy.kind == kind)
        #expect(copy.publicBytes == key.publicBytes)
        #expect(key.verifies(try copy.sign(Self.message), Self.message))
        #expect(try copy.pem() == pem)
    }

    @Test(arguments: KeyKind.allCases)
    func anEncryptedKeyOpensWithItsPassphraseOnly(_ kind: KeyKind) throws {
        let key = try PrivateKey.generate(kind)
        let pem = try key.pem(passphrase: Self.passphrase)
        #expect(pem.starts(with: "-----BEGIN ENCRYPTED PRIVATE KEY-----\n".utf8))
        let copy = try PrivateKey(pem: pem, passphrase: Self.passphrase)
        #expect(copy.publicBytes == key.publicBytes)
        #expect(throws: CryptoError.passphraseRequired) { try PrivateKey(pem: pem) }
        #expect(throws: CryptoError.wrongPassphrase) {
            try PrivateKey(pem: pem, passphrase: Self.passphrase + [0x0a])
        }
        #expect(throws: CryptoError.emptyPassphrase) { try PrivateKey(pem: pem, passphrase: []) }
        #expect(throws: CryptoError.emptyPassphrase) { try key.pem(passphrase: []) }
        let plain = try key.pem()
        #expect(throws: CryptoError.passphraseNotNeeded) {
            try PrivateKey(pem: plain, passphrase: Self.passphrase)
        }
    }

    @Test func twoEncryptionsOfAKeyDiffer() throws {
        let key = try PrivateKey.generate(.ed25519)
        #expect(try key.pem(passphrase: Self.passphrase) != key.pem(passphrase: Self.passphrase))
    }

    @Test func whatIsNotOneKeyIsRefused() throws {
        let pem = String(decoding: try PrivateKey.generate(.sm2).pem(), as: UTF8.self)
        let others = [
            "", "\n", "not a key\n", String(pem.dropLast(40)), pem + pem,
            pem.replacing("PRIVATE KEY", with: "EC PRIVATE KEY"),
            pem.replacing("PRIVATE KEY", with: "PUBLIC KEY"),
            pem.replacing("BEGIN PRIVATE KEY", with: "BEGIN ENCRYPTED PRIVATE KEY"),
            "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n",
        ]
        for other in others {
            #expect(throws: CryptoError.malformedPEM, "\(other)") {
                try PrivateKey(pem: Array(other.utf8))
            }
        }
        let encrypted = pem.replacing("PRIVATE KEY", with: "ENCRYPTED PRIVATE KEY")
        #expect(throws: CryptoError.malformedPEM) {
            try PrivateKey(pem: Array(encrypted.utf8), passphrase: Self.passphrase)
        }
    }

    /// A damaged file must not turn into another key. (Of Ed25519 the file holds nothing but the
    /// seed, and each seed is a key.)
    @Test(arguments: [KeyKind.p256, .sm2])
    func aChangedByteNeverGivesAnotherKey(_ kind: KeyKind) throws {
        let key = try PrivateKey.generate(kind)
        let pem = try key.pem()
        let body = "-----BEGIN PRIVATE KEY-----\n".utf8.count..<pem.count - 26
        var refused = 0
        for position in body {
            for character in "AQgwz9+/".utf8 where pem[position] != character {
                var damaged = pem
                damaged[position] = character
                if let other = try? PrivateKey(pem: damaged) {
                    #expect(other.publicBytes == key.publicBytes, "position \(position)")
                } else {
                    refused += 1
                }
            }
        }
        #expect(refused > body.count)
    }

    @Test func failuresLeaveNoErrorsBehindInOpenSSL() throws {
        ERR_clear_error()
        let key = try PrivateKey.generate(.p256)
        _ = try? P256PublicKey(rawRepresentation: [0x04] + [UInt8](repeating: 7, count: 64))
        #expect(ERR_peek_error() == 0)
        _ = try? PrivateKey(pem: Array("-----BEGIN PRIVATE KEY-----\nAAAA".utf8))
        #expect(ERR_peek_error() == 0)
        let pem = try key.pem(passphrase: Self.passphrase)
        _ = try? PrivateKey(pem: pem, passphrase: [1])
        #expect(ERR_peek_error() == 0)
        #expect(!key.verifies([UInt8](repeating: 1, count: 64), Self.message))
        #expect(ERR_peek_error() == 0)
    }

    @Test(arguments: KeyKind.allCases)
    func oneKeySignsAndVerifiesOnManyThreads(_ kind: KeyKind) async throws {
        let key = try PrivateKey.generate(kind)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try (0..<25).allSatisfy { round in
                        let message = [UInt8(number), UInt8(round)]
                        let signature = try key.sign(message)
                        return key.verifies(signature, message)
                            && !key.verifies(signature, message + [0])
                    }
                }
            }
            for try await agreed in group { #expect(agreed) }
        }
    }
}

extension PrivateKey {
    var publicBytes: [UInt8] {
        switch self {
        case .ed25519(let key): key.publicKey.rawRepresentation
        case .p256(let key): key.publicKey.rawRepresentation
        case .sm2(let key): key.publicKey.rawRepresentation
        case .mldsa44(let key): key.publicKey.rawRepresentation
        }
    }

    var publicDER: [UInt8] {
        switch self {
        case .ed25519(let key): key.publicKey.derRepresentation
        case .p256(let key): key.publicKey.derRepresentation
        case .sm2(let key): key.publicKey.derRepresentation
        case .mldsa44(let key): key.publicKey.derRepresentation
        }
    }

    func sign(_ message: [UInt8]) throws -> [UInt8] {
        switch self {
        case .ed25519(let key): try key.signature(for: message)
        case .p256(let key): try key.rawSignature(for: message)
        case .sm2(let key): try key.signature(for: message)
        case .mldsa44(let key): try key.signature(for: message)
        }
    }

    func verifies(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
        switch self {
        case .ed25519(let key): key.publicKey.isValidSignature(signature, for: message)
        case .p256(let key): key.publicKey.isValidRawSignature(signature, for: message)
        case .sm2(let key): key.publicKey.isValidSignature(signature, for: message)
        case .mldsa44(let key): key.publicKey.isValidSignature(signature, for: message)
        }
    }
}
