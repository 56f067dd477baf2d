public import Records

/// Who asks, as the configuration knows him.
///
/// A witness and a monitor are none: what they need is public.
public enum Principal: Hashable, Sendable {
    /// Sends records.
    case writer(WriterGrant)
    /// Reads records within a profile.
    case auditor(AuditorGrant)
    /// Keeps the log: acts on the keeping of records, and reads none.
    case `operator`(OperatorGrant)

    /// The name that the configuration gives him.
    public var name: String {
        switch self {
        case .writer(let grant): grant.name
        case .auditor(let grant): grant.name
        case .operator(let grant): grant.name
        }
    }
}

/// What a writer may send.
public struct WriterGrant: Hashable, Sendable {
    /// The writer's name: what his retry keys and his record numbers are counted under.
    public let name: String
    /// The classes that he may send, by the log's name. A log that is not there is denied.
    public let classes: [String: Set<String>]
    /// How often he announces himself at least, in seconds; nil if he promised nothing.
    public let heartbeatSeconds: UInt64?

    /// The class under which bytes are sent as they are.
    public static let opaqueClass = "opaque"

    /// Joins them.
    public init(name: String, classes: [String: Set<String>], heartbeatSeconds: UInt64? = nil) {
        self.name = name
        self.classes = classes
        self.heartbeatSeconds = heartbeatSeconds
    }
}

/// What an auditor may read.
public struct AuditorGrant: Hashable, Sendable {
    /// The auditor's name.
    public let name: String
    /// His profile, as `Profile.id`.
    public let profile: String
    /// The reference of the engagement that he acts under. Every disclosure names it.
    public let engagement: String
    /// The names of the logs that the engagement is about.
    public let logs: Set<String>
    /// The first day of the engagement.
    public let validFrom: CalendarDate
    /// The last day of the engagement.
    public let validUntil: CalendarDate
    /// Grounds of the engagement that open further fields, such as `complaint`.
    public let grounds: Set<String>

    /// Joins them.
    public init(
        name: String,
        profile: String,
        engagement: String,
        logs: Set<String>,
        validFrom: CalendarDate,
        validUntil: CalendarDate,
        grounds: Set<String> = []
    ) {
        self.name = name
        self.profile = profile
        self.engagement = engagement
        self.logs = logs
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.grounds = grounds
    }
}

/// What an operator may do.
public struct OperatorGrant: Hashable, Sendable {
    /// The operator's name.
    public let name: String
    /// The names of the logs on whose records he may act.
    public let logs: Set<String>

    /// Joins the two.
    public init(name: String, logs: Set<String>) {
        self.name = name
        self.logs = logs
    }
}
