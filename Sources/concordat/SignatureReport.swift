import SignedNotes

/// The JSON object about a signature that verified.
struct SignatureReport: Encodable {
    private let name: String
    private let keyID: String
    private let kind: String
    private let time: UInt64?
    /// The same for people.
    let sentence: String

    private enum CodingKeys: String, CodingKey {
        case name
        case keyID = "key_id"
        case kind
        case time
    }

    init(_ signature: VerifiedSignature) {
        let key = signature.key
        self.name = key.name
        self.keyID = String(key.label.suffix(8))
        self.kind = key.algorithm.reportName
        self.time = signature.timestamp
        let time = signature.timestamp.map { ", time \($0)" } ?? ""
        self.sentence = "\(key.label) (\(key.algorithm)\(time))"
    }
}

extension SignatureAlgorithm {
    /// The name in JSON objects.
    var reportName: String {
        switch self {
        case .ed25519: "ed25519"
        case .cosignatureEd25519: "ed25519_cosignature"
        case .cosignatureMLDSA44: "ml_dsa_44_cosignature"
        case .sm2: "sm2"
        }
    }
}
