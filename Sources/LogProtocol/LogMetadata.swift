/// What a log says of itself in `log.json`. Whoever reads it has no reason to believe it: keys to
/// verify with come from elsewhere.
///
///     {"name":"eu","origin":"log.example/eu","jurisdiction":"EU","vkeys":["<vkey>",...],...}
public struct LogMetadata: Hashable, Sendable, Codable {
    /// The log's short name.
    public let name: String
    /// The origin of the SHA-256 tree.
    public let origin: String
    /// The legal domain whose law the log is kept under.
    public let jurisdiction: String
    /// The verifier keys of the log, of both suites.
    public let vkeys: [String]

    /// Creates metadata from its parts.
    public init(name: String, origin: String, jurisdiction: String, vkeys: [String]) {
        self.name = name
        self.origin = origin
        self.jurisdiction = jurisdiction
        self.vkeys = vkeys
    }
}
