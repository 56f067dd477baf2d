/// What a log knows of the law that its records are made under, beyond what they say themselves.
public struct RecordContext: Hashable, Sendable {
    /// The log's jurisdiction, such as `EU`, `ES` or `CN`.
    public let jurisdiction: String
    /// The side of the border that it is on: `EU` for each state of the European Economic Area.
    let side: String
    /// The regimes that the log is kept under, such as `LED`.
    public let regimes: Set<String>
    /// Provisions that every record is made under, such as `aia-12-3`.
    public let provisions: Set<String>

    /// Creates a context.
    public init(jurisdiction: String, regimes: Set<String> = [], provisions: Set<String> = []) {
        self.jurisdiction = jurisdiction
        self.side = Territory.side(of: jurisdiction)
        self.regimes = regimes
        self.provisions = provisions
    }
}
