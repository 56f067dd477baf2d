/// A private key of any kind, as it comes out of a key file.
public enum PrivateKey: Sendable {
    /// Signs checkpoints and cosignatures of the SHA-256 suite.
    case ed25519(Ed25519PrivateKey)
    /// Signs the tree heads of RFC 6962.
    case p256(P256PrivateKey)
    /// Signs checkpoints and cosignatures of the SM3 suite.
    case sm2(SM2PrivateKey)

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public static func generate(_ kind: KeyKind) throws(CryptoError) -> Self {
        try Self(EVPKey.generate(kind))
    }

    /// Which of the cases this is.
    public var kind: KeyKind { self.key.kind }

    init(_ key: EVPKey) throws(CryptoError) {
        switch key.kind {
        case .ed25519: self = .ed25519(try Ed25519PrivateKey(key))
        case .p256: self = .p256(try P256PrivateKey(key))
        case .sm2: self = .sm2(try SM2PrivateKey(key))
        }
    }

    var key: EVPKey {
        switch self {
        case .ed25519(let key): key.key
        case .p256(let key): key.key
        case .sm2(let key): key.key
        }
    }
}
