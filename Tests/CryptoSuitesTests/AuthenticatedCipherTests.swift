import Glibc
import LogTesting
import Testing

@testable import CryptoSuites

@Suite struct AuthenticatedCipherTests {
    private func key(_ hex: String) throws -> SecretKey { try #require(SecretKey(bytes(hex))) }

    /// The test cases of the GCM specification that NIST adopted (SP 800-38D), AES-256, nonces of
    /// 12 bytes: 13 to 16.
    private static let gcm:
        [(key: String, nonce: String, plain: String, aad: String, out: String)] =
            [
                (
                    String(repeating: "00", count: 32), String(repeating: "00", count: 12), "", "",
                    "530f8afbc74536b9a963b4f1c4cb738b"
                ),
                (
                    String(repeating: "00", count: 32), String(repeating: "00", count: 12),
                    String(repeating: "00", count: 16), "",
                    "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
                ),
                (
                    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                    "cafebabefacedbaddecaf888",
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
                    "",
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
                        + "b094dac5d93471bdec1a502270e3cc6c"
                ),
                (
                    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                    "cafebabefacedbaddecaf888",
                    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b"
                ),
            ]

    @Test(arguments: 0..<4)
    func aes256GCMGivesNISTsAnswers(_ number: Int) throws {
        let vector = Self.gcm[number]
        let cipher = try AuthenticatedCipher(.aes256GCM)
        let nonce = bytes(vector.nonce)
        let sealed = try cipher.seal(
            bytes(vector.plain),
            key: self.key(vector.key),
            nonce: nonce,
            context: bytes(vector.aad)
        )
        #expect(sealed == [1] + nonce + bytes(vector.out))
        let opened = try cipher.open(
            sealed,
            key: self.key(vector.key),
            context: bytes(vector.aad)
        )
        #expect(opened == bytes(vector.plain))
    }

    /// GB/T 32907-2016, appendix A.1: the block that is the key, enciphered. As the first counter of
    /// counter mode it comes out over zeros.
    @Test func sm4GivesTheStandardsAnswer() throws {
        let block = "0123456789abcdeffedcba9876543210"
        let cipher = try AuthenticatedCipher(.sm4CTRHMACSM3)
        let stream = try cipher.counterMode(
            [UInt8](repeating: 0, count: 16),
            key: self.key(block + String(repeating: "00", count: 16)),
            nonce: bytes(block)
        )
        #expect(stream == bytes("681edf34d206965e86b3e94f536e4246"))
    }

    /// draft-ribose-cfrg-sm4-10, appendix A.2.5.
    @Test func sm4CountsAsTheDraftDoes() throws {
        let cipher = try AuthenticatedCipher(.sm4CTRHMACSM3)
        let plain = ["aa", "bb", "cc", "dd", "ee", "ff", "aa", "bb"].map {
            String(repeating: $0, count: 8)
        }
        let stream = try cipher.counterMode(
            bytes(plain.joined()),
            key: self.key(
                "0123456789abcdeffedcba9876543210" + String(repeating: "ff", count: 16)
            ),
            nonce: bytes("000102030405060708090a0b0c0d0e0f")
        )
        #expect(
            stream
                == bytes(
                    "ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7"
                        + "f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514"
                )
        )
    }

    /// What is sealed with SM4, put together from its parts as the specification says.
    @Test func sm4IsSealedAsSpecified() throws {
        let key = try self.key(String(repeating: "5a", count: 32))
        let nonce = (0..<16).map { UInt8($0) }
        let context = Array("context".utf8)
        let plain = Array("a text that is longer than a block of 16 bytes".utf8)
        let sealed = try AuthenticatedCipher(.sm4CTRHMACSM3).seal(
            plain,
            key: key,
            nonce: nonce,
            context: context
        )
        let root = HMAC(.sm3, key: [UInt8](repeating: 0x5a, count: 32))
        let encryption = root.code(for: Array("concordat/sm4-ctr/v1".utf8))
        let authentication = root.code(for: Array("concordat/hmac-sm3/v1".utf8))
        let ciphertext = try AuthenticatedCipher(.sm4CTRHMACSM3).counterMode(
            plain,
            key: try #require(SecretKey(encryption)),
            nonce: nonce
        )
        let tag = HMAC(.sm3, key: authentication).code(
            for: [0, 0, 0, 0, 0, 0, 0, 7] + context + nonce + ciphertext
        )
        #expect(sealed == [2] + nonce + ciphertext + tag)
    }

    @Test(arguments: CipherKind.allCases)
    func whatIsSealedIsOpened(_ kind: CipherKind) throws {
        let cipher = try AuthenticatedCipher(kind)
        var random = SeededGenerator(seed: 11)
        // One cipher for many keys, and lengths around every block.
        for count in Array(0...65) + [255, 256, 1_000, 65_537] {
            let key = try SecretKey.random()
            let plain = random.bytes(count)
            let context = random.bytes(count % 40)
            let sealed = try cipher.seal(plain, key: key, context: context)
            #expect(sealed.count == count + kind.overheadByteCount)
            #expect(try cipher.open(sealed, key: key, context: context) == plain)
        }
    }

    @Test(arguments: CipherKind.allCases)
    func everyDamagedBitIsRefused(_ kind: CipherKind) throws {
        let cipher = try AuthenticatedCipher(kind)
        let key = try SecretKey.random()
        let context = Array("what it is".utf8)
        let sealed = try cipher.seal(
            Array("a secret of some length".utf8),
            key: key,
            context: context
        )
        for bit in 0..<8 * sealed.count {
            var damaged = sealed
            damaged[bit / 8] ^= 1 << (bit % 8)
            // The first byte says which cipher it is.
            let expected: CipherError = bit < 8 ? .malformed : .refused
            #expect(throws: expected, "bit \(bit)") {
                try Self.open(damaged, kind, key, context)
            }
        }
        for bit in 0..<8 * context.count {
            var damaged = context
            damaged[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CipherError.refused, "context bit \(bit)") {
                try Self.open(sealed, kind, key, damaged)
            }
        }
        #expect(throws: CipherError.refused) { try Self.open(sealed, kind, key, context + [0]) }
        #expect(throws: CipherError.refused) { try Self.open(sealed, kind, key, []) }
        for count in 0..<sealed.count {
            let expected: CipherError = count < kind.overheadByteCount ? .malformed : .refused
            #expect(throws: expected, "\(count) bytes") {
                try Self.open(Array(sealed.prefix(count)), kind, key, context)
            }
        }
        for bit in 0..<256 {
            var bytes = key.bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            let other = try #require(SecretKey(bytes))
            #expect(throws: CipherError.refused, "key bit \(bit)") {
                try Self.open(sealed, kind, other, context)
            }
        }
        // After all that it still works.
        #expect(try cipher.open(sealed, key: key, context: context).count == 23)
    }

    private static func open(
        _ sealed: [UInt8],
        _ kind: CipherKind,
        _ key: SecretKey,
        _ context: [UInt8]
    ) throws -> [UInt8] {
        try AuthenticatedCipher(kind).open(sealed, key: key, context: context)
    }

    @Test func oneCipherDoesNotOpenTheOthers() throws {
        let key = try SecretKey.random()
        for (kind, other) in [
            (CipherKind.aes256GCM, CipherKind.sm4CTRHMACSM3), (.sm4CTRHMACSM3, .aes256GCM),
        ] {
            var sealed = try AuthenticatedCipher(kind).seal(
                [UInt8](repeating: 7, count: 64),
                key: key,
                context: []
            )
            #expect(throws: CipherError.malformed) { try Self.open(sealed, other, key, []) }
            sealed[0] = other == .aes256GCM ? 1 : 2
            #expect(throws: CipherError.refused) { try Self.open(sealed, other, key, []) }
        }
    }

    @Test(arguments: CipherKind.allCases)
    func noncesAreRandom(_ kind: CipherKind) throws {
        let cipher = try AuthenticatedCipher(kind)
        let key = try SecretKey.random()
        var nonces: Set<[UInt8]> = []
        for _ in 0..<2_000 {
            let sealed = try cipher.seal([1], key: key, context: [])
            nonces.insert(Array(sealed[1..<1 + kind.nonceByteCount]))
        }
        #expect(nonces.count == 2_000)
        // Each byte of them takes many values.
        for position in 0..<kind.nonceByteCount {
            #expect(Set(nonces.map { $0[position] }).count > 200, "byte \(position)")
        }
    }

    @Test func aSecretKeyHas32Bytes() throws {
        #expect(SecretKey([UInt8](repeating: 0, count: 31)) == nil)
        #expect(SecretKey([UInt8](repeating: 0, count: 33)) == nil)
        let bytes = (0..<32).map { UInt8($0) }
        #expect(try #require(SecretKey(bytes)).bytes == bytes)
        let keys = try Set((0..<100).map { _ in try SecretKey.random().bytes })
        #expect(keys.count == 100)
    }

    @Test(arguments: HMACHash.allCases)
    func derivedKeysAreHMACs(_ hash: HMACHash) throws {
        let bytes = (0..<32).map { UInt8($0) }
        let key = try #require(SecretKey(bytes))
        let label = Array("a purpose".utf8)
        let expected = HMAC(hash, key: bytes).code(for: label)
        #expect(key.derived(hash, label: label).bytes == expected)
        #expect(key.derived(hash, label: Array("another".utf8)).bytes != expected)
    }

    @Test(arguments: CipherKind.allCases)
    func aPassphraseBoxOpensWithItsPassphraseAlone(_ kind: CipherKind) throws {
        let secret = try SecretKey.random()
        let context = Array("a key".utf8)
        let box = try PassphraseBox(
            sealing: secret,
            kind: kind,
            passphrase: Array("open".utf8),
            context: context,
            iterations: 10
        )
        let opened = try box.open(kind: kind, passphrase: Array("open".utf8), context: context)
        #expect(opened.bytes == secret.bytes)
        #expect(throws: CryptoError.wrongPassphrase) {
            try box.open(kind: kind, passphrase: Array("Open".utf8), context: context)
        }
        #expect(throws: CryptoError.wrongPassphrase) {
            try box.open(kind: kind, passphrase: Array("open".utf8), context: [])
        }
        #expect(throws: CryptoError.emptyPassphrase) {
            try box.open(kind: kind, passphrase: [], context: context)
        }
        for iterations in [0, -1, PassphraseBox.maximumIterationCount + 1] {
            let other = PassphraseBox(salt: box.salt, iterations: iterations, sealed: box.sealed)
            #expect(throws: CryptoError.malformedPEM) {
                try other.open(kind: kind, passphrase: Array("open".utf8), context: context)
            }
        }
        let fewer = PassphraseBox(salt: box.salt, iterations: 9, sealed: box.sealed)
        #expect(throws: CryptoError.wrongPassphrase) {
            try fewer.open(kind: kind, passphrase: Array("open".utf8), context: context)
        }
    }

    @Test func aDestroyedFileIsGoneAndOverwritten() throws {
        let folder = try TemporaryFolder("secret-destroyed")
        let path = folder.path + "/secret"
        try SecretFile.create(Array("a secret".utf8), at: path)
        // Another name shows what became of the bytes.
        let other = folder.path + "/other"
        #expect(link(path, other) == 0)
        try SecretFile.destroy(path)
        #expect(try SecretFile.read(other, limitBytes: 100) == [UInt8](repeating: 0, count: 8))
        #expect(throws: KeyFileError.notFound(path: path)) { try SecretFile.destroy(path) }
        #expect(symlink(other, path) == 0)
        #expect(throws: KeyFileError.self) { try SecretFile.destroy(path) }
        #expect(throws: KeyFileError.self) { try SecretFile.destroy(folder.path) }
    }
}
