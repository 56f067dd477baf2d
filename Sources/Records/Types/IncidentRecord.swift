// Written by Specs/schemas/generate_types.py from Specs/schemas/incident.v1.json. Do not edit.

/// An incident was opened, updated or closed.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct IncidentRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "incident" }

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
        /// `opened`.
        case opened
        /// `updated`.
        case updated
        /// `closed`.
        case closed
    }

    /// Values of ``severity``.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// `low`.
        case low
        /// `medium`.
        case medium
        /// `high`.
        case high
        /// `critical`.
        case critical
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
    /// The incident.
    public var incidentID: String?
    /// What became of it.
    public var state: State?
    /// What kind of incident.
    public var category: String?
    /// How severe.
    public var severity: Severity?
    /// When it was detected, UTC.
    public var detectedTime: String?
    /// When it began, UTC.
    public var beganTime: String?
    /// When it ended, UTC.
    public var endedTime: String?
    /// Whether nothing may be erased while it is open.
    public var freezesErasure: Bool?
    /// Classes of records that it concerns.
    public var affectedClasses: [String]?
    /// Entries that it concerns.
    public var affectedIndexes: [Int64]?
    /// How many records it concerns.
    public var affectedCount: Int64?
    /// The authority that is told.
    public var authority: String?
    /// When it was told, UTC.
    public var notifiedTime: String?
    /// The report.
    public var reportRef: String?
    /// Where the description is kept.
    public var summaryRef: String?
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
        self.incidentID = record.values[15].flatMap { $0.text }
        self.state = record.values[16].flatMap { $0.text.flatMap(State.init) }
        self.category = record.values[17].flatMap { $0.text }
        self.severity = record.values[18].flatMap { $0.text.flatMap(Severity.init) }
        self.detectedTime = record.values[19].flatMap { $0.text }
        self.beganTime = record.values[20].flatMap { $0.text }
        self.endedTime = record.values[21].flatMap { $0.text }
        self.freezesErasure = record.values[22].flatMap { $0.bool }
        self.affectedClasses = record.values[23].flatMap { $0.elements?.compactMap(\.text) }
        self.affectedIndexes = record.values[24].flatMap { $0.elements?.compactMap(\.integer) }
        self.affectedCount = record.values[25].flatMap { $0.integer }
        self.authority = record.values[26].flatMap { $0.text }
        self.notifiedTime = record.values[27].flatMap { $0.text }
        self.reportRef = record.values[28].flatMap { $0.text }
        self.summaryRef = record.values[29].flatMap { $0.text }
        self.attributes = record.values[30].flatMap { $0 }
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
        add("incident_id", self.incidentID.map { .string($0) })
        add("state", self.state.map { .string($0.rawValue) })
        add("category", self.category.map { .string($0) })
        add("severity", self.severity.map { .string($0.rawValue) })
        add("detected_time", self.detectedTime.map { .string($0) })
        add("began_time", self.beganTime.map { .string($0) })
        add("ended_time", self.endedTime.map { .string($0) })
        add("freezes_erasure", self.freezesErasure.map { .bool($0) })
        add("affected_classes", self.affectedClasses.map { .array($0.map { .string($0) }) })
        add("affected_indexes", self.affectedIndexes.map { .array($0.map { .integer($0) }) })
        add("affected_count", self.affectedCount.map { .integer($0) })
        add("authority", self.authority.map { .string($0) })
        add("notified_time", self.notifiedTime.map { .string($0) })
        add("report_ref", self.reportRef.map { .string($0) })
        add("summary_ref", self.summaryRef.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
