import CryptoSuites
import LogTesting
import Testing

@Suite struct HashesTests {
    /// FIPS 180-4's examples, published by NIST.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256HasItsKnownAnswers(message: String, hash: String) {
        #expect(hex(Hashes.sha256(message.utf8)) == hash)
    }

    /// GB/T 32905-2016 appendix A.
    @Test(arguments: [
        ("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (
            "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        ),
    ])
    func sm3HasItsKnownAnswers(message: String, hash: String) {
        #expect(hex(Hashes.sm3(message.utf8)) == hash)
    }

    @Test func bothAgreeWithOpenSSLOnEveryLength() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for count in 0...300 {
            let message = random.bytes(count)
            #expect(Hashes.sha256(message) == OpenSSLDigest.sha256(message), "seed \(seed)")
            #expect(Hashes.sm3(message) == OpenSSLDigest.sm3(message), "seed \(seed)")
        }
    }

    @Test func bytesWithoutContiguousStorageHashTheSame() {
        let message = [UInt8](0...200)
        #expect(Hashes.sha256(message.lazy.map { $0 }) == Hashes.sha256(message))
        #expect(Hashes.sm3(message.lazy.map { $0 }) == Hashes.sm3(message))
    }

    @Test func piecesHashAsTheWholeAndTheStreamGoesOn() {
        let message = [UInt8]((0...255).map { UInt8($0) })
        for cut in 0...message.count {
            var stream = SHA256Stream()
            stream.update(message[..<cut])
            #expect(stream.finish() == Hashes.sha256(message[..<cut]))
            var copy = stream
            stream.update(message[cut...])
            #expect(stream.finish() == Hashes.sha256(message))
            copy.update([7])
            #expect(copy.finish() == Hashes.sha256(message[..<cut] + [7]))
        }
    }

    /// RFC 4231 §4.2, §4.3, §4.4 and §4.7 (a key longer than a block).
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func hmacHasItsKnownAnswers(key: [UInt8], message: [UInt8], code: String) {
        #expect(hex(Hashes.hmacSHA256(key: key, message)) == code)
    }

    @Test func constantTimeEqualityIsEquality() {
        let secret = [UInt8]((0..<32).map { UInt8($0) })
        #expect(constantTimeEquals(secret, secret))
        #expect(constantTimeEquals([], []))
        #expect(!constantTimeEquals(secret, Array(secret.dropLast())))
        for bit in 0..<256 { #expect(!constantTimeEquals(secret, secret.flipping(bit: bit))) }
    }

    @Test func randomBytesAreAsManyAsAskedAndDiffer() throws {
        #expect(try secureRandomBytes(0).isEmpty)
        let draws = try (0..<100).map { _ in try secureRandomBytes(32) }
        #expect(draws.allSatisfy { $0.count == 32 })
        #expect(Set(draws).count == 100)
    }
}
