/// A public key of ECDSA on P-256 with SHA-256, FIPS 186-5.
public struct P256PublicKey: Hashable, Sendable {
    private let key: PublicKeyBytes

    /// Reads a public key: the uncompressed point `0x04 || x || y`, 65 bytes.
    ///
    /// - Throws: ``CryptoError/invalidPublicKey(_:)`` if it is anything else.
    public init(rawRepresentation: [UInt8]) throws(CryptoError) {
        self.key = try PublicKeyBytes(.p256, rawRepresentation)
    }

    /// Reads a SubjectPublicKeyInfo, RFC 5280, in DER: the named curve and an uncompressed point.
    ///
    /// - Throws: ``CryptoError/invalidPublicKey(_:)`` if it is anything else.
    public init(derRepresentation: [UInt8]) throws(CryptoError) {
        let prefix = KeyKind.p256.spkiPrefix
        guard derRepresentation.starts(with: prefix) else { throw .invalidPublicKey(.p256) }
        try self.init(rawRepresentation: Array(derRepresentation.dropFirst(prefix.count)))
    }

    init(of privateKey: EVPKey) throws(CryptoError) {
        self.key = try PublicKeyBytes(of: privateKey)
    }

    /// The public key: the uncompressed point `0x04 || x || y`, 65 bytes.
    public var rawRepresentation: [UInt8] { self.key.raw }

    /// The public key as a SubjectPublicKeyInfo, RFC 5280, in DER.
    public var derRepresentation: [UInt8] { self.key.spki }

    /// Whether `signature`, in DER, is this key's over `message`.
    ///
    /// Any bytes may be asked about; what is no signature is not valid.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        // Back to DER, so that OpenSSL reads no byte that was not checked.
        guard let signature = CurveSignature(der: signature, kind: .p256) else { return false }
        return self.key.key.verifies(signature.der, over: message)
    }

    /// Whether `signature`, as `r || s` of 64 bytes, is this key's over `message`.
    public func isValidRawSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let signature = CurveSignature(raw: signature, kind: .p256) else { return false }
        return self.key.key.verifies(signature.der, over: message)
    }
}
