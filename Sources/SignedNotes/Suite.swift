/// A hash together with the signatures that go with it. Each of a log's two trees has one.
public enum Suite: String, Hashable, Sendable, CaseIterable, Codable {
    /// SHA-256 with Ed25519.
    case sha256
    /// SM3 with SM2.
    case sm3
}
