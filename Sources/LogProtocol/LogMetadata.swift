/// What a log says of itself in `log.json`. Whoever reads it has no reason to believe it: keys to
/// verify with come from elsewhere.
///
///     {"name":"eu","origin":"log.example/eu","jurisdiction":"EU","vkeys":["<vkey>",...],
///      "events":[<index>,...],...}
public struct LogMetadata: Hashable, Sendable, Codable {
    /// The log's short name.
    public let name: String
    /// The origin of the SHA-256 tree.
    public let origin: String
    /// The legal domain whose law the log is kept under.
    public let jurisdiction: String
    /// The verifier keys of the log, of both suites.
    public let vkeys: [String]

    /// Where in the log the statements stand that change its keys or its policy; nil if it does not say.
    public let events: [UInt64]?

    /// Creates metadata from its parts.
    public init(
        name: String,
        origin: String,
        jurisdiction: String,
        vkeys: [String],
        events: [UInt64]? = nil
    ) {
        self.name = name
        self.origin = origin
        self.jurisdiction = jurisdiction
        self.vkeys = vkeys
        self.events = events
    }
}
