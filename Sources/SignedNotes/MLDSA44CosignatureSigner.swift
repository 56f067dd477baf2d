public import CryptoSuites

/// Signs checkpoints with a timestamp and ML-DSA-44, type 0x06: a witness's second cosignature on
/// SHA-256 heads.
///
/// What is signed names the cosigner, the origin, the size and the root; there is nothing else in a
/// checkpoint of three lines.
public struct MLDSA44CosignatureSigner: NoteSigner {
    /// The key that verifies what this signer signs.
    public let verifierKey: VerifierKey
    private let privateKey: MLDSA44PrivateKey

    /// Creates a signer.
    ///
    /// - Throws: ``VerifierKeyError/invalidName``.
    public init(name: String, privateKey: MLDSA44PrivateKey) throws(VerifierKeyError) {
        self.verifierKey = try VerifierKey(
            name: name,
            algorithm: .cosignatureMLDSA44,
            publicKey: privateKey.publicKey.rawRepresentation
        )
        self.privateKey = privateKey
    }

    /// Signs the checkpoint `text` together with the timestamp, in POSIX seconds.
    ///
    /// - Precondition: `timestamp` is below 2^63.
    /// - Throws: ``NoteSignerError/notACheckpoint``, or ``CryptoError`` if the key fails to sign.
    public func signature(over text: String, at timestamp: UInt64) throws -> NoteSignature {
        try self.timestampedLine(over: text, at: timestamp) { message in
            try self.privateKey.signature(for: message)
        }
    }
}
