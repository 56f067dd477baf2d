public import CryptoSuites

/// Signs notes with a timestamp and Ed25519, type 0x04: what a witness cosigns SHA-256 heads with.
public struct Ed25519CosignatureSigner: NoteSigner {
    /// The key that verifies what this signer signs.
    public let verifierKey: VerifierKey
    private let privateKey: Ed25519PrivateKey

    /// Creates a signer.
    ///
    /// - Throws: ``VerifierKeyError/invalidName``.
    public init(name: String, privateKey: Ed25519PrivateKey) throws(VerifierKeyError) {
        self.verifierKey = try VerifierKey(
            name: name,
            algorithm: .cosignatureEd25519,
            publicKey: privateKey.publicKey.rawRepresentation
        )
        self.privateKey = privateKey
    }

    /// Signs `text` together with the timestamp, in POSIX seconds.
    ///
    /// - Precondition: `timestamp` is below 2^63.
    /// - Throws: ``CryptoError`` if the key fails to sign.
    public func signature(over text: String, at timestamp: UInt64) throws -> NoteSignature {
        try self.timestampedLine(over: text, at: timestamp) { message in
            try self.privateKey.signature(for: message)
        }
    }
}
