/// What somebody else's code has to do for ML-DSA-44 (FIPS 204), so that it can be exchanged: OpenSSL
/// has it from 3.5 on, and swift-crypto offers the two larger parameter sets only.
///
/// The context string is always empty: FIPS 204 §5.2.
protocol MLDSA44Library: Sendable {
    /// The key pair that a seed of 32 bytes makes; nil if the library fails.
    static func signingKey(seed: [UInt8]) -> (any MLDSA44SigningKey)?

    /// The public key of 1,312 bytes; nil if the library does not take it.
    static func verifyingKey(_ publicKey: [UInt8]) -> (any MLDSA44VerifyingKey)?
}

/// A key pair in a library's keeping.
protocol MLDSA44SigningKey: Sendable {
    /// The public half: 1,312 bytes.
    var publicKey: [UInt8] { get }

    /// A signature of 2,420 bytes, another one each time; nil if the library fails.
    func signature(for message: [UInt8]) -> [UInt8]?
}

/// A public key in a library's keeping.
protocol MLDSA44VerifyingKey: Sendable {
    /// Whether 2,420 bytes are this key's signature over `message`.
    func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool
}

/// Sizes of FIPS 204, table 2.
enum MLDSA44 {
    static let seedByteCount = 32
    static let publicKeyByteCount = 1_312
    static let signatureByteCount = 2_420
}
