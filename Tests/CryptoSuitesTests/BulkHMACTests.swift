import CryptoSuites
import LogTesting
import MerkleTree
import Testing

@Suite struct BulkHMACTests {
    static let seed = UInt64.random(in: .min ... .max)

    /// Every count up to past the widest kernel and past a group of keys, every length of message, one
    /// message a key and more.
    @Test(arguments: HMACHash.allCases)
    func codesAreThoseOfOneKeyAtATime(_ hash: HMACHash) throws {
        var random = SeededGenerator(seed: Self.seed)
        for messageCount in [1, 2, 3, 7, BulkHMAC.maximumMessageCount] {
            for count in 0...70 {
                let messageByteCount = 1 + (count * 7) % BulkHMAC.maximumMessageByteCount
                let keyCount = (count + messageCount - 1) / messageCount
                let keys = (0..<keyCount).map { _ in random.bytes(BulkHMAC.byteCount) }
                let messages = (0..<messageCount).map { _ in random.bytes(messageByteCount) }
                let expected = keys.flatMap { key in
                    messages.map { HMAC(hash, key: key).code(for: $0) }
                }.prefix(count).flatMap { $0 }
                let codes = BulkHMAC.codes(
                    hash,
                    keys: keys.flatMap { $0 },
                    messages: messages.flatMap { $0 },
                    messageByteCount: messageByteCount,
                    count: count
                )
                #expect(
                    codes == expected,
                    "\(count) codes of \(messageCount) messages, seed \(Self.seed)"
                )
            }
        }
    }

    @Test(arguments: 1...BulkHMAC.maximumMessageByteCount)
    func messagesOfEveryLengthFit(_ byteCount: Int) throws {
        let key = [UInt8](repeating: 0x17, count: 32)
        let message = (0..<byteCount).map { UInt8($0) }
        for hash in HMACHash.allCases {
            let code = BulkHMAC.codes(
                hash,
                keys: key,
                messages: message,
                messageByteCount: byteCount,
                count: 1
            )
            #expect(code == HMAC(hash, key: key).code(for: message))
        }
    }

    @Test func leavesAnywhereInABufferAreHashed() throws {
        var random = SeededGenerator(seed: Self.seed)
        let bytes = random.bytes(4_000)
        let lengths = (0..<90).map { ($0 * 31) % 170 }
        let offsets = (0..<90).map { ($0 * 41) % 3_800 }
        let entries = zip(offsets, lengths).map { Array(bytes[$0..<$0 + $1]) }
        #expect(
            SHA256Hasher.leafHashes(in: bytes, offsets: offsets, lengths: lengths)
                == entries.map { SHA256Hasher.leafHash($0) }
        )
        #expect(
            SM3Hasher.leafHashes(in: bytes, offsets: offsets, lengths: lengths)
                == entries.map { SM3Hasher.leafHash($0) }
        )
        #expect(SM3Hasher.leafHashes(in: [], offsets: [], lengths: []).isEmpty)
    }
}
