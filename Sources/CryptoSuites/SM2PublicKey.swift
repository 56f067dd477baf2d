/// A public key of SM2 with SM3, GB/T 32918.2 and GM/T 0009.
public struct SM2PublicKey: Hashable, Sendable {
    private let key: PublicKeyBytes

    /// Reads a public key: the uncompressed point `0x04 || x || y`, 65 bytes.
    ///
    /// - Throws: ``CryptoError/invalidPublicKey(_:)`` if it is anything else.
    public init(rawRepresentation: [UInt8]) throws(CryptoError) {
        self.key = try PublicKeyBytes(.sm2, rawRepresentation)
    }

    init(of privateKey: EVPKey) throws(CryptoError) {
        self.key = try PublicKeyBytes(of: privateKey)
    }

    /// The public key: the uncompressed point `0x04 || x || y`, 65 bytes.
    public var rawRepresentation: [UInt8] { self.key.raw }

    /// The public key as a SubjectPublicKeyInfo, RFC 5280, in DER.
    public var derRepresentation: [UInt8] { self.key.spki }

    /// The signer's identity that goes into every signature: `1234567812345678`, GM/T 0009.
    ///
    /// Libraries differ in what they take when none is given, so it is always given.
    static let signerID = Array("1234567812345678".utf8)

    /// Whether `signature`, as `r || s` of 64 bytes, is this key's over `message`.
    ///
    /// Any bytes may be asked about; what is no signature is not valid.
    public func isValidSignature(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        self.isValidSignature(signature, for: message, id: Self.signerID)
    }

    /// The same under another identity.
    func isValidSignature(_ signature: [UInt8], for message: [UInt8], id: [UInt8]) -> Bool {
        guard let signature = CurveSignature(raw: signature, kind: .sm2) else { return false }
        return self.key.key.verifies(signature.der, over: message, id: id)
    }
}
