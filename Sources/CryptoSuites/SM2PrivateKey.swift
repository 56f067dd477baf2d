/// A key pair of SM2 with SM3, GB/T 32918.2 and GM/T 0009.
public struct SM2PrivateKey: Sendable {
    /// The public half.
    public let publicKey: SM2PublicKey
    let key: EVPKey

    init(_ key: EVPKey) throws(CryptoError) {
        self.key = key
        self.publicKey = try SM2PublicKey(of: key)
    }

    /// Makes a new key from the system's randomness.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public static func generate() throws(CryptoError) -> Self {
        try Self(EVPKey.generate(.sm2))
    }

    /// Signs a message under the identity `1234567812345678`: `r || s`, 64 bytes, other ones each
    /// time.
    ///
    /// - Throws: ``CryptoError/libraryFailure(operation:)``.
    public func signature(for message: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let signature = CurveSignature(der: try self.key.sign(message), kind: .sm2) else {
            throw .libraryFailure(operation: "EVP_DigestSign")
        }
        return signature.raw
    }
}
