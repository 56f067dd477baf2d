public import CryptoSuites

/// Signs notes with Ed25519, type 0x01: what the log itself signs its SHA-256 heads with.
public struct Ed25519NoteSigner: NoteSigner {
    /// The key that verifies what this signer signs.
    public let verifierKey: VerifierKey
    private let privateKey: Ed25519PrivateKey

    /// Creates a signer.
    ///
    /// - Throws: ``VerifierKeyError/invalidName``.
    public init(name: String, privateKey: Ed25519PrivateKey) throws(VerifierKeyError) {
        self.verifierKey = try VerifierKey(
            name: name,
            algorithm: .ed25519,
            publicKey: privateKey.publicKey.rawRepresentation
        )
        self.privateKey = privateKey
    }

    /// Signs `text`; the timestamp is left out.
    ///
    /// - Throws: ``CryptoError`` if the key fails to sign.
    public func signature(over text: String, at timestamp: UInt64) throws -> NoteSignature {
        try self.line(self.privateKey.signature(for: Array(text.utf8)))
    }
}
