/// A private key of any kind, as it comes out of a key file.
public enum PrivateKey: Sendable {
    /// Signs checkpoints and cosignatures of the SHA-256 suite.
    case ed25519(Ed25519PrivateKey)
    /// Signs the tree heads of RFC 6962.
    case p256(P256PrivateKey)
    /// Signs checkpoints and cosignatures of the SM3 suite.
    case sm2(SM2PrivateKey)
    /// Signs cosignatures of the SHA-256 suite that outlast large quantum computers.
    case mldsa44(MLDSA44PrivateKey)

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)`` or ``CryptoError/randomnessUnavailable``.
    public static func generate(_ kind: KeyKind) throws(CryptoError) -> Self {
        if kind == .mldsa44 { return .mldsa44(try MLDSA44PrivateKey.generate()) }
        return try Self(EVPKey.generate(kind))
    }

    /// Which of the cases this is.
    public var kind: KeyKind {
        switch self {
        case .ed25519: .ed25519
        case .p256: .p256
        case .sm2: .sm2
        case .mldsa44: .mldsa44
        }
    }

    init(_ key: EVPKey) throws(CryptoError) {
        switch key.kind {
        case .ed25519: self = .ed25519(try Ed25519PrivateKey(key))
        case .p256: self = .p256(try P256PrivateKey(key))
        case .sm2: self = .sm2(try SM2PrivateKey(key))
        case .mldsa44: throw .unsupportedKey
        }
    }

    /// Reads an unencrypted PKCS#8 key (RFC 5958, DER) and finds out its kind.
    init(pkcs8: [UInt8]) throws(CryptoError) {
        if MLDSA44PrivateKey.isPKCS8(pkcs8) {
            self = .mldsa44(try MLDSA44PrivateKey(pkcs8: pkcs8))
        } else {
            self = try Self(EVPKey.privateKey(pkcs8: pkcs8))
        }
    }

    /// The key as an unencrypted PKCS#8 structure, for the length of `body`.
    func withPKCS8<Result>(
        _ body: (OpaquePointer) throws(CryptoError) -> Result
    ) throws(CryptoError) -> Result {
        switch self {
        case .ed25519(let key): try key.key.withPKCS8(body)
        case .p256(let key): try key.key.withPKCS8(body)
        case .sm2(let key): try key.key.withPKCS8(body)
        case .mldsa44(let key): try key.withPKCS8(body)
        }
    }
}
