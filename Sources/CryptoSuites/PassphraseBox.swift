import CLibCrypto

/// A secret sealed under a passphrase: PBKDF2 (RFC 8018) with the suite's hash, then its cipher.
public struct PassphraseBox: Hashable, Sendable {
    /// How often PBKDF2 hashes the passphrase: what OWASP's password storage sheet asks for with
    /// HMAC-SHA-256. About a fifth of a second.
    public static let iterationCount = 600_000

    /// The most rounds that are done for a file from outside: some three seconds.
    public static let maximumIterationCount = 10_000_000

    private static let saltByteCount = 16

    /// PBKDF2's salt.
    public let salt: [UInt8]
    /// PBKDF2's rounds.
    public let iterations: Int
    /// The secret, sealed.
    public let sealed: [UInt8]

    /// Joins the three, as they stand in a file.
    public init(salt: [UInt8], iterations: Int, sealed: [UInt8]) {
        self.salt = salt
        self.iterations = iterations
        self.sealed = sealed
    }

    /// Seals a secret. `context` says what it is, and is needed to open it.
    ///
    /// - Throws: ``CryptoError/emptyPassphrase``, ``CryptoError/randomnessUnavailable`` or
    ///   ``CryptoError/libraryFailure(operation:)``.
    public init(
        sealing secret: SecretKey,
        kind: CipherKind,
        passphrase: [UInt8],
        context: [UInt8],
        iterations: Int = Self.iterationCount
    ) throws(CryptoError) {
        let salt = try secureRandomBytes(Self.saltByteCount)
        let key = try Self.key(passphrase, salt, iterations, kind)
        var bytes = secret.bytes
        defer { OPENSSL_cleanse(&bytes, bytes.count) }
        let cipher = try AuthenticatedCipher(kind)
        self.salt = salt
        self.iterations = iterations
        self.sealed = try cipher.seal(bytes, key: key, context: context)
    }

    /// Opens it.
    ///
    /// - Throws: ``CryptoError/wrongPassphrase``; damage looks the same. ``CryptoError/malformedPEM``
    ///   if there are no rounds, or more than ``maximumIterationCount``.
    public func open(
        kind: CipherKind,
        passphrase: [UInt8],
        context: [UInt8]
    ) throws(CryptoError) -> SecretKey {
        guard (1...Self.maximumIterationCount).contains(self.iterations) else {
            throw .malformedPEM
        }
        let key = try Self.key(passphrase, self.salt, self.iterations, kind)
        let cipher = try AuthenticatedCipher(kind)
        var bytes: [UInt8]
        do throws(CipherError) {
            bytes = try cipher.open(self.sealed, key: key, context: context)
        } catch {
            if case .library(let error) = error { throw error }
            throw .wrongPassphrase
        }
        defer { OPENSSL_cleanse(&bytes, bytes.count) }
        guard let secret = SecretKey(bytes) else { throw .wrongPassphrase }
        return secret
    }

    private static func key(
        _ passphrase: [UInt8],
        _ salt: [UInt8],
        _ iterations: Int,
        _ kind: CipherKind
    ) throws(CryptoError) -> SecretKey {
        guard !passphrase.isEmpty else { throw .emptyPassphrase }
        defer { ERR_clear_error() }
        var key = [UInt8](repeating: 0, count: SecretKey.byteCount)
        defer { OPENSSL_cleanse(&key, key.count) }
        let digest =
            switch kind.hash {
            case .sha256: EVP_sha256()
            case .sm3: EVP_sm3()
            }
        let isDone = passphrase.withUnsafeBytes { passphrase in
            PKCS5_PBKDF2_HMAC(
                passphrase.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: passphrase.count),
                salt,
                Int32(clamping: salt.count),
                Int32(clamping: iterations),
                digest,
                Int32(key.count),
                &key
            ) == 1
        }
        guard isDone, let secret = SecretKey(key) else {
            throw .libraryFailure(operation: "PKCS5_PBKDF2_HMAC")
        }
        return secret
    }
}
