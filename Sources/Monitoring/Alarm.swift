/// Something that is wrong, as it is told.
public struct Alarm: Hashable, Sendable, Codable {
    /// What kind of thing.
    public let kind: AlarmKind
    /// The monitor's name of the log.
    public let log: String
    /// What exactly: alarms of one kind and subject are one alarm, however often it is seen.
    public let subject: String
    /// A sentence for people.
    public let detail: String
    /// When it was first seen, in POSIX seconds.
    public let since: UInt64
    /// The file with the evidence, below the monitor's folder; nil if there is none.
    public var evidence: String?

    /// Joins the parts.
    public init(
        kind: AlarmKind,
        log: String,
        subject: String,
        detail: String,
        since: UInt64,
        evidence: String? = nil
    ) {
        self.kind = kind
        self.log = log
        self.subject = subject
        self.detail = detail
        self.since = since
        self.evidence = evidence
    }
}
