// Written by Specs/schemas/generate_types.py from Specs/schemas/capture-state.v1.json. Do not edit.

/// A capture or a writer began, paused, stopped, fell silent, left a gap or recovered.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct CaptureStateRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "capture-state" }

    /// Values of ``timeSource``.
    public enum TimeSource: String, Hashable, Sendable, CaseIterable {
        /// `gnss`.
        case gnss
        /// `ptp`.
        case ptp
        /// `nts`.
        case nts
        /// `ntp`.
        case ntp
        /// `tsa`.
        case tsa
        /// `host`.
        case host
    }

    /// Values of ``actorType``.
    public enum ActorType: String, Hashable, Sendable, CaseIterable {
        /// `user`.
        case user
        /// `service_account`.
        case serviceAccount = "service_account"
        /// `api_key`.
        case apiKey = "api_key"
        /// `ai_agent`.
        case aiAgent = "ai_agent"
        /// `vendor`.
        case vendor
        /// `system`.
        case system
        /// `unauthenticated`.
        case unauthenticated
        /// `unknown`.
        case unknown
    }

    /// Values of ``secrecy``.
    public enum Secrecy: String, Hashable, Sendable, CaseIterable {
        /// `none`.
        case nothing = "none"
        /// `official`.
        case official
        /// `state_secret`.
        case stateSecret = "state_secret"
        /// `eu_classified`.
        case euClassified = "eu_classified"
    }

    /// Values of ``state``.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// `started`.
        case started
        /// `paused`.
        case paused
        /// `resumed`.
        case resumed
        /// `stopped`.
        case stopped
        /// `silent`.
        case silent
        /// `gap`.
        case gap
        /// `recovered`.
        case recovered
    }

    /// The class of the record; the log fills it in.
    public var recordClass: String?
    /// The retention class; the log fills it in.
    public var retentionClass: String?
    /// The record's own name, drawn at random.
    public var recordID: String?
    /// Who sent the record, as the log authenticated him.
    public var writer: String?
    /// The writer's own number of the record, from which gaps are seen.
    public var writerSeq: Int64?
    /// When it happened, UTC.
    public var eventTime: String?
    /// The local time's distance from UTC, in minutes.
    public var timezoneOffset: Int64?
    /// What the clock is set by.
    public var timeSource: TimeSource?
    /// How far the clock may be off, in milliseconds.
    public var clockErrorMs: Int64?
    /// Who acted: a pseudonym of this log.
    public var actorID: String?
    /// What kind of actor.
    public var actorType: ActorType?
    /// The legal entity that the actor belongs to.
    public var actorOrg: String?
    /// The system.
    public var systemID: String?
    /// What belongs together.
    public var correlationID: String?
    /// What kind of secret the contents would be; secrets are refused.
    public var secrecy: Secrecy?
    /// The capture or writer.
    public var captureID: String?
    /// What became of it.
    public var state: State?
    /// What it captures.
    public var source: String?
    /// Why.
    public var reason: String?
    /// How often the writer announces to be heard from.
    public var heartbeatSeconds: Int64?
    /// The last number that was received.
    public var lastSeq: Int64?
    /// The first number that is missing.
    public var gapFrom: Int64?
    /// The last number that is missing.
    public var gapUntil: Int64?
    /// How many are missing.
    public var missingCount: Int64?
    /// Since when, UTC.
    public var since: String?
    /// Until when, UTC.
    public var until: String?
    /// Who authorised it.
    public var authorisedBy: String?
    /// Members that the schema does not name, as one object.
    public var attributes: JSONValue?

    /// A record without any field.
    public init() {}

    /// Takes the values out of a record of this class.
    public init(_ record: ValidRecord) {
        self.recordClass = record.values[0].flatMap { $0.text }
        self.retentionClass = record.values[1].flatMap { $0.text }
        self.recordID = record.values[2].flatMap { $0.text }
        self.writer = record.values[3].flatMap { $0.text }
        self.writerSeq = record.values[4].flatMap { $0.integer }
        self.eventTime = record.values[5].flatMap { $0.text }
        self.timezoneOffset = record.values[6].flatMap { $0.integer }
        self.timeSource = record.values[7].flatMap { $0.text.flatMap(TimeSource.init) }
        self.clockErrorMs = record.values[8].flatMap { $0.integer }
        self.actorID = record.values[9].flatMap { $0.text }
        self.actorType = record.values[10].flatMap { $0.text.flatMap(ActorType.init) }
        self.actorOrg = record.values[11].flatMap { $0.text }
        self.systemID = record.values[12].flatMap { $0.text }
        self.correlationID = record.values[13].flatMap { $0.text }
        self.secrecy = record.values[14].flatMap { $0.text.flatMap(Secrecy.init) }
        self.captureID = record.values[15].flatMap { $0.text }
        self.state = record.values[16].flatMap { $0.text.flatMap(State.init) }
        self.source = record.values[17].flatMap { $0.text }
        self.reason = record.values[18].flatMap { $0.text }
        self.heartbeatSeconds = record.values[19].flatMap { $0.integer }
        self.lastSeq = record.values[20].flatMap { $0.integer }
        self.gapFrom = record.values[21].flatMap { $0.integer }
        self.gapUntil = record.values[22].flatMap { $0.integer }
        self.missingCount = record.values[23].flatMap { $0.integer }
        self.since = record.values[24].flatMap { $0.text }
        self.until = record.values[25].flatMap { $0.text }
        self.authorisedBy = record.values[26].flatMap { $0.text }
        self.attributes = record.values[27].flatMap { $0 }
    }

    /// The record's members, in the order of the schema.
    public var json: JSONValue {
        var members: [JSONMember] = []
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(JSONMember(name: name, value: value)) }
        }
        add("record_class", self.recordClass.map { .string($0) })
        add("retention_class", self.retentionClass.map { .string($0) })
        add("record_id", self.recordID.map { .string($0) })
        add("writer", self.writer.map { .string($0) })
        add("writer_seq", self.writerSeq.map { .integer($0) })
        add("event_time", self.eventTime.map { .string($0) })
        add("timezone_offset", self.timezoneOffset.map { .integer($0) })
        add("time_source", self.timeSource.map { .string($0.rawValue) })
        add("clock_error_ms", self.clockErrorMs.map { .integer($0) })
        add("actor_id", self.actorID.map { .string($0) })
        add("actor_type", self.actorType.map { .string($0.rawValue) })
        add("actor_org", self.actorOrg.map { .string($0) })
        add("system_id", self.systemID.map { .string($0) })
        add("correlation_id", self.correlationID.map { .string($0) })
        add("secrecy", self.secrecy.map { .string($0.rawValue) })
        add("capture_id", self.captureID.map { .string($0) })
        add("state", self.state.map { .string($0.rawValue) })
        add("source", self.source.map { .string($0) })
        add("reason", self.reason.map { .string($0) })
        add("heartbeat_seconds", self.heartbeatSeconds.map { .integer($0) })
        add("last_seq", self.lastSeq.map { .integer($0) })
        add("gap_from", self.gapFrom.map { .integer($0) })
        add("gap_until", self.gapUntil.map { .integer($0) })
        add("missing_count", self.missingCount.map { .integer($0) })
        add("since", self.since.map { .string($0) })
        add("until", self.until.map { .string($0) })
        add("authorised_by", self.authorisedBy.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
