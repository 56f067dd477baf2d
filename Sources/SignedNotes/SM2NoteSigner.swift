public import CryptoSuites

/// Signs notes with a timestamp, SM2 and SM3: the log's own signature and a witness's on SM3 heads.
public struct SM2NoteSigner: NoteSigner {
    /// The key that verifies what this signer signs.
    public let verifierKey: VerifierKey
    private let privateKey: SM2PrivateKey

    /// Creates a signer.
    ///
    /// - Throws: ``VerifierKeyError/invalidName``.
    public init(name: String, privateKey: SM2PrivateKey) throws(VerifierKeyError) {
        self.verifierKey = try VerifierKey(
            name: name,
            algorithm: .sm2,
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
