import CryptoSuites
import LogTesting
import MerkleTree
import Testing

@Suite struct BulkHMACTests {
    static let seed = UInt64.random(in: .min ... .max)

    /// Every count up to past the widest kernel, every length of message.
    @Test(arguments: HMACHash.allCases)
    func codesAreThoseOfOneKeyAtATime(_ hash: HMACHash) throws {
        var random = SeededGenerator(seed: Self.seed)
        for count in 0...35 {
            let messageByteCount = 1 + (count * 7) % BulkHMAC.maximumMessageByteCount
            let keys = (0..<count).map { _ in random.bytes(BulkHMAC.byteCount) }
            let messages = (0..<count).map { _ in random.bytes(messageByteCount) }
            let expected = try zip(keys, messages).flatMap {
                try HMAC(hash, key: $0).code(for: $1)
            }
            let codes = BulkHMAC.codes(
                hash,
                keys: keys.flatMap { $0 },
                messages: messages.flatMap { $0 },
                messageByteCount: messageByteCount
            )
            #expect(codes == expected, "\(count) keys, seed \(Self.seed)")
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
                messageByteCount: byteCount
            )
            #expect(try code == HMAC(hash, key: key).code(for: message))
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
