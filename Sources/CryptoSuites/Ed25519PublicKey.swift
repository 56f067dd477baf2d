/// A public key of Ed25519, RFC 8032.
public struct Ed25519PublicKey: Hashable, Sendable {
    private let key: PublicKeyBytes

    /// Reads a public key: 32 bytes.
    ///
    /// - Throws: ``CryptoError/invalidPublicKey(_:)`` if it is anything else.
    public init(rawRepresentation: [UInt8]) throws(CryptoError) {
        self.key = try PublicKeyBytes(.ed25519, rawRepresentation)
    }

    init(of privateKey: EVPKey) throws(CryptoError) {
        self.key = try PublicKeyBytes(of: privateKey)
    }

    /// The public key: 32 bytes.
    public var rawRepresentation: [UInt8] { self.key.raw }

    /// The public key as a SubjectPublicKeyInfo, RFC 5280, in DER.
    public var derRepresentation: [UInt8] { self.key.spki }

    /// Whether `signature` is this key's over `message`.
    ///
    /// Any bytes may be asked about; what is no signature is not valid.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        signature.count == 64 && self.key.key.verifies(signature, over: message)
    }
}
