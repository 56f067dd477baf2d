/// A key pair of Ed25519, RFC 8032.
public struct Ed25519PrivateKey: Sendable {
    /// The public half.
    public let publicKey: Ed25519PublicKey
    let key: EVPKey

    init(_ key: EVPKey) throws(CryptoError) {
        self.key = key
        self.publicKey = try Ed25519PublicKey(of: key)
    }

    /// Makes the key pair of a seed of 32 bytes, which RFC 8032 calls the private key.
    ///
    /// - Throws: ``CryptoError/invalidPrivateKey(_:)`` if there are more or fewer bytes.
    public init(rawRepresentation: [UInt8]) throws(CryptoError) {
        try self.init(EVPKey.ed25519(seed: rawRepresentation))
    }

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public static func generate() throws(CryptoError) -> Self {
        try Self(EVPKey.generate(.ed25519))
    }

    /// Signs a message: 64 bytes, the same ones each time.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try self.key.sign(message)
    }
}
