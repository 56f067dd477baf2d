import CLibCrypto

/// A secret of 32 bytes: the key of a cipher, or what other keys are derived from.
///
/// The bytes lie in one place, which is overwritten when the last reference goes away.
///
/// `@unchecked Sendable`: the bytes are written before this object exists and only read afterwards.
public final class SecretKey: @unchecked Sendable {
    /// The length, in bytes.
    public static let byteCount = 32

    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Copies a secret; nil unless it has ``byteCount`` bytes. The caller wipes his own copy.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.storage = .allocate(capacity: Self.byteCount)
        _ = self.storage.initialize(fromContentsOf: bytes)
    }

    /// Makes a new secret from OpenSSL's generator, which the kernel seeds.
    ///
    /// - Throws: ``CryptoError/randomnessUnavailable``.
    public static func random() throws(CryptoError) -> SecretKey {
        var bytes = try secureRandomBytes(Self.byteCount)
        defer { OPENSSL_cleanse(&bytes, bytes.count) }
        return SecretKey(whole: bytes)
    }

    private init(whole bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a secret has its length")
        self.storage = .allocate(capacity: Self.byteCount)
        _ = self.storage.initialize(fromContentsOf: bytes)
    }

    deinit {
        OPENSSL_cleanse(self.storage.baseAddress, self.storage.count)
        self.storage.deallocate()
    }

    /// Whether the other is the same secret, in a time that tells nothing of how alike they are.
    public func isEqual(to other: SecretKey) -> Bool {
        CRYPTO_memcmp(self.storage.baseAddress, other.storage.baseAddress, Self.byteCount) == 0
    }

    /// A copy of the bytes, which the caller wipes.
    public var bytes: [UInt8] { Array(self.storage) }

    /// Lends the bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(self.storage))
    }

    /// HMAC under this secret.
    public func hmac(_ hash: HMACHash) -> HMAC {
        var bytes = self.bytes
        defer { OPENSSL_cleanse(&bytes, bytes.count) }
        return HMAC(hash, key: bytes)
    }

    /// The secret for one purpose: the HMAC of `label` under this one. Who learns it learns nothing
    /// of this one, and nothing of those for other purposes.
    public func derived(_ hash: HMACHash, label: [UInt8]) -> SecretKey {
        Self.derived(from: self.hmac(hash), label: label)
    }

    /// As ``derived(_:label:)``, from a secret whose HMAC is prepared already.
    public static func derived(from hmac: HMAC, label: [UInt8]) -> SecretKey {
        var code = hmac.code(for: label)
        defer { OPENSSL_cleanse(&code, code.count) }
        return SecretKey(whole: code)
    }
}
