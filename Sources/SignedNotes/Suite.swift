/// A hash together with the signatures that go with it. Each of a log's two trees has one.
public enum Suite: String, Hashable, Sendable, CaseIterable, Codable {
    /// SHA-256 with Ed25519.
    case sha256
    /// SM3 with SM2.
    case sm3
}

extension Suite {
    /// The name of the suite's hash, for people.
    public var title: String {
        switch self {
        case .sha256: "SHA-256"
        case .sm3: "SM3"
        }
    }
}
