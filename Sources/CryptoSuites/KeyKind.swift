/// The signature algorithms of the two suites.
public enum KeyKind: String, CaseIterable, Hashable, Sendable {
    /// Ed25519, RFC 8032: the log's and the witnesses' signature in the SHA-256 suite.
    case ed25519
    /// ECDSA on P-256 with SHA-256, FIPS 186-5: the tree heads of RFC 6962.
    case p256
    /// SM2 with SM3, GB/T 32918.2: the signature of the SM3 suite.
    case sm2
    /// ML-DSA-44, FIPS 204: a witness's second signature in the SHA-256 suite.
    case mldsa44 = "ml-dsa-44"

    /// The length of ``Ed25519PublicKey/rawRepresentation`` and its siblings, in bytes.
    public var publicKeyByteCount: Int {
        switch self {
        case .ed25519: 32
        case .p256, .sm2: 65
        case .mldsa44: MLDSA44.publicKeyByteCount
        }
    }

    /// What precedes the raw key in a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, DER).
    ///
    /// A key of one kind has one length, so these bytes never vary. For the curves it is
    /// id-ecPublicKey with the *named* curve and an uncompressed point; explicit curve parameters,
    /// with which a file could bring a weak curve, have no prefix here and are not accepted.
    var spkiPrefix: [UInt8] {
        switch self {
        case .ed25519:
            [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
        case .p256:
            [
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
            ]
        case .sm2:
            [
                0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
                0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00,
            ]
        case .mldsa44:
            // RFC 9881 §4: id-ml-dsa-44, without parameters.
            [
                0x30, 0x82, 0x05, 0x32, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65,
                0x03, 0x04, 0x03, 0x11, 0x03, 0x82, 0x05, 0x21, 0x00,
            ]
        }
    }

    /// OpenSSL's name for the key type; nil for the one that it does not keep for us.
    var opensslName: String? {
        switch self {
        case .ed25519: "ED25519"
        case .p256: "EC"
        case .sm2: "SM2"
        case .mldsa44: nil
        }
    }
}
