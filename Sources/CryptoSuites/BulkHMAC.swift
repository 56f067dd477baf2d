import CMultiHash

/// HMAC, RFC 2104, of short messages under many keys at a time: what a tree of secrets is grown with.
///
/// Several codes are computed side by side, and what the hash comes to behind a key serves all of its
/// messages. The buffers are wiped; registers and stacks below are not. For one key and messages of any
/// length there is ``HMAC``.
public enum BulkHMAC {
    /// The length of a key and of a code, in bytes.
    public static let byteCount = 32
    /// The longest message, in bytes: with its padding it fits into one block.
    public static let maximumMessageByteCount = 55
    /// The most messages under one key.
    public static let maximumMessageCount = 32

    /// The codes of the same messages under each of `keys`, key by key: the first `count` of them. The
    /// caller wipes them.
    ///
    /// - Precondition: `keys` has 32 bytes for each key, and as many keys as `count` codes need;
    ///   `messages` are 1 to ``maximumMessageCount``, one behind the other, each of `messageByteCount`
    ///   bytes, 1 to ``maximumMessageByteCount``.
    public static func codes(
        _ hash: HMACHash,
        keys: [UInt8],
        messages: [UInt8],
        messageByteCount: Int,
        count: Int
    ) -> [UInt8] {
        precondition(
            1...self.maximumMessageByteCount ~= messageByteCount
                && messages.count.isMultiple(of: messageByteCount),
            "messages have their length"
        )
        let messageCount = messages.count / messageByteCount
        precondition(
            1...self.maximumMessageCount ~= messageCount
                && keys.count.isMultiple(of: self.byteCount)
                && 0...keys.count / self.byteCount * messageCount ~= count,
            "each code has its key"
        )
        return [UInt8](unsafeUninitializedCapacity: count * self.byteCount) { codes, filled in
            filled = count * self.byteCount
            guard count > 0, let address = codes.baseAddress else { return }
            switch hash {
            case .sha256:
                mh_sha256_hmac_many(
                    keys,
                    messages,
                    messageByteCount,
                    messageCount,
                    count,
                    address
                )
            case .sm3:
                mh_sm3_hmac_many(keys, messages, messageByteCount, messageCount, count, address)
            }
        }
    }
}
