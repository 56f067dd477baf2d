import CLibCrypto
import CMultiHash

/// HMAC, RFC 2104, with one key: 32 bytes for each message, with SHA-256 or SM3.
///
/// Made once for a key and used from any thread. Compare codes with ``isValid(_:for:)``, in a time
/// that tells nothing of how much of a wrong one is right.
///
/// Short messages are many, and the library's own contexts take longer to copy than those take to
/// hash: what is kept here is what the hash has come to behind the two blocks of the key.
///
/// `@unchecked Sendable`: the key is written before this object exists and only read afterwards.
public final class HMAC: @unchecked Sendable {
    /// The length of a code, in bytes.
    public static let byteCount = 32

    private static let blockByteCount = 64

    /// The hash inside.
    public let hash: HMACHash
    private let key: UnsafeMutablePointer<mh_hmac_key>

    /// Prepares HMAC with a key of any length; one of 32 random bytes is as strong as it gets. The
    /// caller wipes his own copy.
    public init(_ hash: HMACHash, key: [UInt8]) {
        // A key longer than a block is replaced by its hash.
        var block = key.count > Self.blockByteCount ? hash.digest(of: key) : key
        block.reserveCapacity(Self.blockByteCount)
        block += [UInt8](repeating: 0, count: Self.blockByteCount - block.count)
        var pads = [UInt8](repeating: 0, count: 2 * Self.blockByteCount)
        defer {
            OPENSSL_cleanse(&block, block.count)
            OPENSSL_cleanse(&pads, pads.count)
        }
        for (position, byte) in block.enumerated() {
            pads[position] = byte ^ 0x36
            pads[Self.blockByteCount + position] = byte ^ 0x5c
        }
        self.hash = hash
        self.key = .allocate(capacity: 1)
        self.key.initialize(to: mh_hmac_key())
        switch hash {
        case .sha256: mh_sha256_hmac_key(pads, self.key)
        case .sm3: mh_sm3_hmac_key(pads, self.key)
        }
    }

    deinit {
        OPENSSL_cleanse(self.key, MemoryLayout<mh_hmac_key>.size)
        self.key.deallocate()
    }

    /// The code of a message: ``byteCount`` bytes.
    public func code(for message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.byteCount) { code, count in
            count = Self.byteCount
            guard let address = code.baseAddress else { return }
            switch self.hash {
            case .sha256: mh_sha256_hmac(self.key, message, message.count, address)
            case .sm3: mh_sm3_hmac(self.key, message, message.count, address)
            }
        }
    }

    /// The code of a message that comes in parts, one behind the other.
    public func code(forParts parts: [[UInt8]]) -> [UInt8] {
        self.code(for: Array(parts.joined()))
    }

    /// Whether `code` is the code of `message`.
    public func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
        constantTimeEquals(self.code(for: message), code)
    }
}
