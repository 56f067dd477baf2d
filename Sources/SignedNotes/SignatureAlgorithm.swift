/// A kind of note signature: C2SP signed-note, and our own type for SM2.
///
/// SPEC: KEY-3.
public enum SignatureAlgorithm: Hashable, Sendable, CaseIterable {
    /// Type 0x01: Ed25519 over the note's text.
    case ed25519
    /// Type 0x04: Ed25519 with a timestamp, over the `cosignature/v1` message.
    case cosignatureEd25519
    /// Type 0x06: ML-DSA-44 with a timestamp, over the `subtree/v1` message of a checkpoint.
    case cosignatureMLDSA44
    /// Type 0xff with the name `concordat/sm2-sm3/v1`: SM2 and SM3 with a timestamp, over the
    /// `cosignature/v1` message.
    case sm2

    /// The bytes that stand for the kind, in front of the public key.
    public var typeBytes: [UInt8] {
        switch self {
        case .ed25519: [0x01]
        case .cosignatureEd25519: [0x04]
        case .cosignatureMLDSA44: [0x06]
        case .sm2: [0xff] + Array("concordat/sm2-sm3/v1".utf8)
        }
    }

    /// The length of a public key, in bytes.
    public var publicKeyByteCount: Int {
        switch self {
        case .ed25519, .cosignatureEd25519: 32
        case .cosignatureMLDSA44: 1_312
        case .sm2: 65
        }
    }

    /// SPEC: KEY-4: the suite whose trees such a signature speaks for.
    public var suite: Suite {
        switch self {
        case .ed25519, .cosignatureEd25519, .cosignatureMLDSA44: .sha256
        case .sm2: .sm3
        }
    }

    /// Whether a timestamp stands in front of each signature, and is signed with the text.
    public var hasTimestamp: Bool {
        switch self {
        case .ed25519: false
        case .cosignatureEd25519, .cosignatureMLDSA44, .sm2: true
        }
    }

    /// The length of a signature without its timestamp, in bytes.
    var signatureByteCount: Int {
        switch self {
        case .ed25519, .cosignatureEd25519, .sm2: 64
        case .cosignatureMLDSA44: 2_420
        }
    }
}

extension SignatureAlgorithm: CustomStringConvertible {
    /// The name for people.
    public var description: String {
        switch self {
        case .ed25519: "Ed25519"
        case .cosignatureEd25519: "Ed25519 cosignature"
        case .cosignatureMLDSA44: "ML-DSA-44 cosignature"
        case .sm2: "SM2"
        }
    }
}
