import Testing

@testable import CryptoSuites

@Suite struct HMACTests {
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
    func sha256HasItsKnownAnswers(key: [UInt8], message: [UInt8], code: String) throws {
        #expect(hex(HMAC(.sha256, key: key).code(for: message)) == code)
    }

    /// From `openssl mac -digest SM3 -macopt hexkey:0102 HMAC`.
    @Test func sm3HasItsKnownAnswer() throws {
        let code = HMAC(.sm3, key: [1, 2]).code(for: Array("abc".utf8))
        #expect(hex(code) == "1f461db7f335c6703b5d0b46348de1e5318be31c4dbf4346312f588d37205d80")
    }

    /// RFC 2104 §2, word for word, over the digests of this module.
    private func reference(_ hash: HMACHash, _ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        func digest(_ bytes: [UInt8]) -> [UInt8] {
            hash == .sha256 ? OpenSSLDigest.sha256(bytes) : OpenSSLDigest.sm3(bytes)
        }
        var block = key.count > 64 ? digest(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        return digest(block.map { $0 ^ 0x5c } + digest(block.map { $0 ^ 0x36 } + message))
    }

    @Test(arguments: HMACHash.allCases)
    func everyLengthOfKeyAndMessageAgreesWithTheDefinition(_ hash: HMACHash) throws {
        let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) }
        for keyByteCount in [0, 1, 31, 32, 33, 63, 64, 65, 130] {
            let key = Array(bytes[..<keyByteCount])
            let hmac = HMAC(hash, key: key)
            for byteCount in [0, 1, 19, 32, 55, 56, 64, 119, 200] {
                let message = Array(bytes[..<byteCount])
                let expected = self.reference(hash, key, message)
                #expect(hmac.code(for: message) == expected)
                let cut = byteCount / 3
                let parts = [Array(message[..<cut]), [], Array(message[cut...])]
                #expect(hmac.code(forParts: parts) == expected)
            }
        }
    }

    @Test(arguments: HMACHash.allCases)
    func oneFlippedBitOfCodeOrMessageIsRefused(_ hash: HMACHash) throws {
        let hmac = HMAC(hash, key: [UInt8](repeating: 9, count: 32))
        let message = Array("a record".utf8)
        let code = hmac.code(for: message)
        #expect(hmac.isValid(code, for: message))
        for bit in 0..<256 { #expect(!hmac.isValid(code.flipping(bit: bit), for: message)) }
        for bit in 0..<8 * message.count {
            #expect(!hmac.isValid(code, for: message.flipping(bit: bit)))
        }
        #expect(!hmac.isValid(Array(code.dropLast()), for: message))
    }

    @Test func oneKeyServesManyThreads() async throws {
        let hmac = HMAC(.sm3, key: [UInt8](repeating: 3, count: 32))
        let expected = (0..<64).map { hmac.code(for: [UInt8($0)]) }
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<64 {
                group.addTask { (number, hmac.code(for: [UInt8(number)])) }
            }
            for try await (number, code) in group { #expect(code == expected[number]) }
        }
    }
}
