// Written by Specs/schemas/generate_types.py from Specs/schemas/clock-change.v1.json. Do not edit.

/// A clock was set, or what it is set by was changed.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct ClockChangeRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "clock-change" }

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

    /// Values of ``change``.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// `step`.
        case step
        /// `slew`.
        case slew
        /// `source`.
        case source
        /// `lost`.
        case lost
        /// `regained`.
        case regained
    }

    /// Values of ``sourceBefore``.
    public enum SourceBefore: String, Hashable, Sendable, CaseIterable {
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

    /// Values of ``sourceAfter``.
    public enum SourceAfter: String, Hashable, Sendable, CaseIterable {
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
    /// The clock.
    public var clockID: String?
    /// What changed.
    public var change: Change?
    /// What it was set by.
    public var sourceBefore: SourceBefore?
    /// What it is set by now.
    public var sourceAfter: SourceAfter?
    /// By how much it was moved, in milliseconds.
    public var offsetMs: Int64?
    /// How far it may have been off before.
    public var errorBeforeMs: Int64?
    /// How far it may be off now.
    public var errorAfterMs: Int64?
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
        self.clockID = record.values[15].flatMap { $0.text }
        self.change = record.values[16].flatMap { $0.text.flatMap(Change.init) }
        self.sourceBefore = record.values[17].flatMap { $0.text.flatMap(SourceBefore.init) }
        self.sourceAfter = record.values[18].flatMap { $0.text.flatMap(SourceAfter.init) }
        self.offsetMs = record.values[19].flatMap { $0.integer }
        self.errorBeforeMs = record.values[20].flatMap { $0.integer }
        self.errorAfterMs = record.values[21].flatMap { $0.integer }
        self.reason = record.values[22].flatMap { $0.text }
        self.authorisedBy = record.values[23].flatMap { $0.text }
        self.attributes = record.values[24].flatMap { $0 }
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
        add("clock_id", self.clockID.map { .string($0) })
        add("change", self.change.map { .string($0.rawValue) })
        add("source_before", self.sourceBefore.map { .string($0.rawValue) })
        add("source_after", self.sourceAfter.map { .string($0.rawValue) })
        add("offset_ms", self.offsetMs.map { .integer($0) })
        add("error_before_ms", self.errorBeforeMs.map { .integer($0) })
        add("error_after_ms", self.errorAfterMs.map { .integer($0) })
        add("reason", self.reason.map { .string($0) })
        add("authorised_by", self.authorisedBy.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
