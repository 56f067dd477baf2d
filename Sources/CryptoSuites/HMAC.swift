import CLibCrypto

/// HMAC, RFC 2104, with one key: 32 bytes for each message, with SHA-256 or SM3.
///
/// Made once for a key and used from any thread. Compare codes with ``isValid(_:for:)``, in a time
/// that tells nothing of how much of a wrong one is right.
///
/// `@unchecked Sendable`: the context is keyed before this object exists and only copied afterwards;
/// each message is worked on in a copy of its own.
public final class HMAC: @unchecked Sendable {
    /// The length of a code, in bytes.
    public static let byteCount = 32

    /// The hash inside.
    public let hash: HMACHash
    private let keyed: OpaquePointer

    /// Prepares HMAC with a key of any length; one of 32 random bytes is as strong as it gets.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)`` if OpenSSL has no such hash.
    public init(_ hash: HMACHash, key: [UInt8]) throws(CryptoError) {
        defer { ERR_clear_error() }
        guard let mac = EVP_MAC_fetch(nil, "HMAC", nil) else {
            throw .libraryFailure(operation: "EVP_MAC_fetch")
        }
        // The context holds a reference of its own.
        defer { EVP_MAC_free(mac) }
        guard let context = EVP_MAC_CTX_new(mac) else {
            throw .libraryFailure(operation: "EVP_MAC_CTX_new")
        }
        var digest = Array(hash.opensslName.utf8CString)
        // OpenSSL takes a missing key for "the key of before": an empty one needs an address.
        let secret = key.isEmpty ? [0] : key
        let isKeyed = digest.withUnsafeMutableBufferPointer { digest in
            let parameters = [
                OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.baseAddress, 0),
                OSSL_PARAM_construct_end(),
            ]
            return EVP_MAC_init(context, secret, key.count, parameters) == 1
        }
        guard isKeyed else {
            EVP_MAC_CTX_free(context)
            throw .libraryFailure(operation: "EVP_MAC_init")
        }
        self.hash = hash
        self.keyed = context
    }

    // Wipes the key, too.
    deinit { EVP_MAC_CTX_free(self.keyed) }

    /// The code of a message: ``byteCount`` bytes.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)`` if OpenSSL has no memory.
    public func code(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try self.code(forParts: [message])
    }

    /// The code of a message that comes in parts, one behind the other.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)`` if OpenSSL has no memory.
    public func code(forParts parts: [[UInt8]]) throws(CryptoError) -> [UInt8] {
        defer { ERR_clear_error() }
        guard let context = EVP_MAC_CTX_dup(self.keyed) else {
            throw .libraryFailure(operation: "EVP_MAC_CTX_dup")
        }
        defer { EVP_MAC_CTX_free(context) }
        for part in parts {
            guard EVP_MAC_update(context, part, part.count) == 1 else {
                throw .libraryFailure(operation: "EVP_MAC_update")
            }
        }
        var code = [UInt8](repeating: 0, count: Self.byteCount)
        var byteCount = 0
        guard EVP_MAC_final(context, &code, &byteCount, code.count) == 1,
            byteCount == Self.byteCount
        else { throw .libraryFailure(operation: "EVP_MAC_final") }
        return code
    }

    /// Whether `code` is the code of `message`.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)`` if OpenSSL has no memory.
    public func isValid(_ code: [UInt8], for message: [UInt8]) throws(CryptoError) -> Bool {
        constantTimeEquals(try self.code(for: message), code)
    }
}
