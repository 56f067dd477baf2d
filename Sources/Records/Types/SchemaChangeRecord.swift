// Written by Specs/schemas/generate_types.py from Specs/schemas/schema-change.v1.json. Do not edit.

/// A schema, the crosswalk or a profile that the log uses was replaced.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct SchemaChangeRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "schema-change" }

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

    /// Values of ``subject``.
    public enum Subject: String, Hashable, Sendable, CaseIterable {
        /// `schema`.
        case schema
        /// `crosswalk`.
        case crosswalk
        /// `profile`.
        case profile
        /// `retention_classes`.
        case retentionClasses = "retention_classes"
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
    /// What was replaced.
    public var subject: Subject?
    /// Its name.
    public var name: String?
    /// The digest of the old one.
    public var previousDigest: String?
    /// The digest of the new one.
    public var newDigest: String?
    /// The tree size from which the new one holds.
    public var effectiveSize: Int64?
    /// Why.
    public var reason: String?
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
        self.subject = record.values[15].flatMap { $0.text.flatMap(Subject.init) }
        self.name = record.values[16].flatMap { $0.text }
        self.previousDigest = record.values[17].flatMap { $0.text }
        self.newDigest = record.values[18].flatMap { $0.text }
        self.effectiveSize = record.values[19].flatMap { $0.integer }
        self.reason = record.values[20].flatMap { $0.text }
        self.authorisedBy = record.values[21].flatMap { $0.text }
        self.attributes = record.values[22].flatMap { $0 }
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
        add("subject", self.subject.map { .string($0.rawValue) })
        add("name", self.name.map { .string($0) })
        add("previous_digest", self.previousDigest.map { .string($0) })
        add("new_digest", self.newDigest.map { .string($0) })
        add("effective_size", self.effectiveSize.map { .integer($0) })
        add("reason", self.reason.map { .string($0) })
        add("authorised_by", self.authorisedBy.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
