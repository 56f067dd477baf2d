/// A key pair of ECDSA on P-256 with SHA-256, FIPS 186-5.
public struct P256PrivateKey: Sendable {
    /// The public half.
    public let publicKey: P256PublicKey
    let key: EVPKey

    init(_ key: EVPKey) throws(CryptoError) {
        self.key = key
        self.publicKey = try P256PublicKey(of: key)
    }

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public static func generate() throws(CryptoError) -> Self {
        try Self(EVPKey.generate(.p256))
    }

    /// Signs a message: DER, at most 72 bytes, other ones each time.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try self.curveSignature(for: message).der
    }

    /// Signs a message: `r || s`, 64 bytes, other ones each time.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public func rawSignature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        try self.curveSignature(for: message).raw
    }

    private func curveSignature(for message: [UInt8]) throws(CryptoError) -> CurveSignature {
        guard let signature = CurveSignature(der: try self.key.sign(message), kind: .p256) else {
            throw .libraryFailure(operation: "EVP_DigestSign")
        }
        return signature
    }
}
