/// A public key of ML-DSA-44, FIPS 204.
public struct MLDSA44PublicKey: Hashable, Sendable {
    /// The public key: 1,312 bytes.
    public let rawRepresentation: [UInt8]
    private let key: any MLDSA44VerifyingKey

    /// Reads a key from its bytes.
    ///
    /// - Throws: ``CryptoError/invalidPublicKey(_:)`` unless there are 1,312 of them.
    public init(rawRepresentation: [UInt8]) throws(CryptoError) {
        guard rawRepresentation.count == MLDSA44.publicKeyByteCount,
            let key = MLDSA44Implementation.verifyingKey(rawRepresentation)
        else { throw .invalidPublicKey(.mldsa44) }
        self.rawRepresentation = rawRepresentation
        self.key = key
    }

    /// The public key as a SubjectPublicKeyInfo, RFC 9881, in DER.
    public var derRepresentation: [UInt8] { KeyKind.mldsa44.spkiPrefix + self.rawRepresentation }

    /// Whether `signature` is this key's over `message`, with the empty context.
    ///
    /// Any bytes may be asked about; what is no signature is not valid.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        signature.count == MLDSA44.signatureByteCount && self.key.isValid(signature, for: message)
    }

    /// Two keys are equal if their bytes are.
    public static func == (first: Self, second: Self) -> Bool {
        first.rawRepresentation == second.rawRepresentation
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.rawRepresentation) }
}
