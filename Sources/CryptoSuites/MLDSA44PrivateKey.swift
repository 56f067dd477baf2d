import CLibCrypto

/// A key pair of ML-DSA-44, FIPS 204.
public struct MLDSA44PrivateKey: Sendable {
    /// The public half.
    public let publicKey: MLDSA44PublicKey
    private let seed: Seed
    private let key: any MLDSA44SigningKey

    /// Makes the key pair of a seed of 32 bytes, which FIPS 204 calls ξ.
    ///
    /// - Throws: ``CryptoError/invalidPrivateKey(_:)`` if there are more or fewer bytes.
    public init(rawRepresentation seed: [UInt8]) throws(CryptoError) {
        guard seed.count == MLDSA44.seedByteCount,
            let key = MLDSA44Implementation.signingKey(seed: seed)
        else { throw .invalidPrivateKey(.mldsa44) }
        self.publicKey = try MLDSA44PublicKey(rawRepresentation: key.publicKey)
        self.seed = Seed(seed)
        self.key = key
    }

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``CryptoError/randomnessUnavailable``.
    public static func generate() throws(CryptoError) -> Self {
        var seed = try secureRandomBytes(MLDSA44.seedByteCount)
        defer { OPENSSL_cleanse(&seed, seed.count) }
        return try Self(rawRepresentation: seed)
    }

    /// Signs a message with the empty context: 2,420 bytes, other ones each time.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let signature = self.key.signature(for: message) else {
            throw .libraryFailure(operation: "MLDSA44_sign")
        }
        return signature
    }

    // MARK: PKCS#8

    /// RFC 9881 §6: version 0, the algorithm, and the seed alone as `[0] IMPLICIT OCTET STRING`.
    private static let pkcs8Prefix: [UInt8] = [
        0x30, 0x34, 0x02, 0x01, 0x00, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
        0x04, 0x03, 0x11, 0x04, 0x22, 0x80, 0x20,
    ]

    /// Whether the bytes are a PKCS#8 key of this algorithm in the form with the seed alone.
    static func isPKCS8(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: self.pkcs8Prefix)
            && bytes.count == self.pkcs8Prefix.count + MLDSA44.seedByteCount
    }

    /// Reads what ``pkcs8`` makes.
    init(pkcs8 bytes: [UInt8]) throws(CryptoError) {
        guard Self.isPKCS8(bytes) else { throw .invalidPrivateKey(.mldsa44) }
        var seed = Array(bytes.suffix(MLDSA44.seedByteCount))
        defer { OPENSSL_cleanse(&seed, seed.count) }
        try self.init(rawRepresentation: seed)
    }

    /// The key as an unencrypted PKCS#8 structure, for the length of `body`.
    func withPKCS8<Result>(
        _ body: (OpaquePointer) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        defer { ERR_clear_error() }
        var bytes = Self.pkcs8Prefix + self.seed.bytes
        defer { OPENSSL_cleanse(&bytes, bytes.count) }
        // OpenSSL knows the structure without knowing what the algorithm in it does.
        let structure = bytes.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            return d2i_PKCS8_PRIV_KEY_INFO(nil, &next, bytes.count)
        }
        guard let structure else { throw .libraryFailure(operation: "d2i_PKCS8_PRIV_KEY_INFO") }
        defer { PKCS8_PRIV_KEY_INFO_free(structure) }
        return try body(structure)
    }

    /// The seed, overwritten when the last copy of the key goes.
    ///
    /// `@unchecked Sendable`: written once before it is shared, and once when nobody has it any more.
    private final class Seed: @unchecked Sendable {
        private(set) var bytes: [UInt8]

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        deinit { OPENSSL_cleanse(&self.bytes, self.bytes.count) }
    }
}
