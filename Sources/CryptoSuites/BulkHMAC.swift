import CLibCrypto
import CMultiHash

/// HMAC, RFC 2104, of short messages under many keys at a time: what a tree of secrets is grown with.
///
/// Several codes are computed side by side. The buffers of this type are wiped; the registers and the
/// stack of the kernels are not. For one key and messages of any length there is ``HMAC``.
public enum BulkHMAC {
    /// The length of a key and of a code, in bytes.
    public static let byteCount = 32
    /// The longest message, in bytes: with its padding it fits into one block.
    public static let maximumMessageByteCount = 55

    private static let block = 64

    /// The codes of `messages`, one after the other, the first one under the first of `keys`.
    ///
    /// - Precondition: `keys` has 32 bytes for each message, `messages` has `messageByteCount` bytes,
    ///   1 to ``maximumMessageByteCount``, for each.
    public static func codes(
        _ hash: HMACHash,
        keys: [UInt8],
        messages: [UInt8],
        messageByteCount: Int
    ) -> [UInt8] {
        precondition(
            1...self.maximumMessageByteCount ~= messageByteCount
                && keys.count.isMultiple(of: self.byteCount)
                && messages.count == keys.count / self.byteCount * messageByteCount,
            "each key has one message"
        )
        let count = keys.count / self.byteCount
        var padded = [UInt8](repeating: 0, count: count * 2 * self.block)
        defer { OPENSSL_cleanse(&padded, padded.count) }
        // H(key ^ ipad || message), then H(key ^ opad || that).
        var inner = self.hashes(hash, keys, 0x36, messages, messageByteCount, &padded)
        defer { OPENSSL_cleanse(&inner, inner.count) }
        return self.hashes(hash, keys, 0x5c, inner, self.byteCount, &padded)
    }

    /// The hashes of `(key ^ pad) || message`, each of two blocks with the padding of the hash.
    private static func hashes(
        _ hash: HMACHash,
        _ keys: [UInt8],
        _ pad: UInt8,
        _ messages: [UInt8],
        _ messageByteCount: Int,
        _ padded: inout [UInt8]
    ) -> [UInt8] {
        let count = keys.count / self.byteCount
        let bitCount = (self.block + messageByteCount) * 8
        padded.withUnsafeMutableBufferPointer { padded in
            keys.withUnsafeBufferPointer { keys in
                messages.withUnsafeBufferPointer { messages in
                    for number in 0..<count {
                        let start = number * 2 * self.block
                        for position in 0..<self.byteCount {
                            padded[start + position] =
                                keys[number * self.byteCount + position] ^ pad
                        }
                        for position in self.byteCount..<self.block {
                            padded[start + position] = pad
                        }
                        let second = start + self.block
                        for position in 0..<messageByteCount {
                            padded[second + position] =
                                messages[number * messageByteCount + position]
                        }
                        padded[second + messageByteCount] = 0x80
                        for position in messageByteCount + 1..<self.block - 2 {
                            padded[second + position] = 0
                        }
                        padded[second + self.block - 2] = UInt8(bitCount >> 8)
                        padded[second + self.block - 1] = UInt8(bitCount & 0xff)
                    }
                }
            }
        }
        return [UInt8](unsafeUninitializedCapacity: count * self.byteCount) { digests, filled in
            filled = count * self.byteCount
            guard count > 0, let address = digests.baseAddress else { return }
            switch hash {
            case .sha256: mh_sha256_blocks(padded, 2, count, address)
            case .sm3: mh_sm3_blocks(padded, 2, count, address)
            }
        }
    }
}
