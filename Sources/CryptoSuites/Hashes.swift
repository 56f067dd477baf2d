import CLibCrypto
import CMultiHash

/// Plain hashes, without the prefixes of a tree.
public enum Hashes {
    /// SHA-256, FIPS 180-4: 32 bytes.
    public static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var stream = SHA256Stream()
        stream.update(bytes)
        return stream.finish()
    }

    /// SM3, GB/T 32905-2016: 32 bytes.
    public static func sm3(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        let bytes = Array(bytes)
        mh_sm3(bytes, bytes.count, &digest)
        return digest
    }

    /// HMAC with SHA-256, RFC 2104: 32 bytes. Compare results with ``constantTimeEquals(_:_:)``.
    public static func hmacSHA256(
        key: [UInt8],
        _ message: some Collection<UInt8>
    ) -> [UInt8] {
        // RFC 2104 §2: a key longer than a block is replaced by its hash.
        var block = key.count > 64 ? Self.sha256(key) : key
        block.append(contentsOf: repeatElement(0, count: 64 - block.count))

        var inner = SHA256Stream()
        inner.update(block.map { $0 ^ 0x36 })
        inner.update(message)
        var outer = SHA256Stream()
        outer.update(block.map { $0 ^ 0x5c })
        outer.update(inner.finish())
        OPENSSL_cleanse(&block, block.count)
        return outer.finish()
    }
}
