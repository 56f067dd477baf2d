// Written by Specs/schemas/generate_types.py from Specs/schemas/auditor-disclosure.v1.json. Do not edit.

/// What was disclosed to an auditor, recorded before it left.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct AuditorDisclosureRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "auditor-disclosure" }

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

    /// Values of ``requestKind``.
    public enum RequestKind: String, Hashable, Sendable, CaseIterable {
        /// `record`.
        case record
        /// `search`.
        case search
        /// `evidence`.
        case evidence
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
    /// To whom.
    public var auditorID: String?
    /// By which profile.
    public var profile: String?
    /// The digest of that profile.
    public var profileDigest: String?
    /// The engagement that entitles the auditor.
    public var engagementRef: String?
    /// For what purpose.
    public var purpose: String?
    /// The digest of the request.
    public var requestDigest: String?
    /// What was asked for.
    public var requestKind: RequestKind?
    /// The entries whose fields were disclosed.
    public var targetIndexes: [Int64]?
    /// Their records.
    public var targetRecordIDs: [String]?
    /// The names of the fields that were disclosed.
    public var fields: [String]?
    /// The digests of the disclosures, each over its base64url text.
    public var disclosureDigests: [String]?
    /// How many disclosures left.
    public var disclosureCount: Int64?
    /// By when the auditor must have deleted them, UTC.
    public var deletionDue: String?
    /// When the auditor attested that, UTC.
    public var deletionAttested: String?
    /// On what a transfer rests, if there is one.
    public var transferMechanism: String?
    /// The record of that transfer.
    public var transferRef: String?
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
        self.auditorID = record.values[15].flatMap { $0.text }
        self.profile = record.values[16].flatMap { $0.text }
        self.profileDigest = record.values[17].flatMap { $0.text }
        self.engagementRef = record.values[18].flatMap { $0.text }
        self.purpose = record.values[19].flatMap { $0.text }
        self.requestDigest = record.values[20].flatMap { $0.text }
        self.requestKind = record.values[21].flatMap { $0.text.flatMap(RequestKind.init) }
        self.targetIndexes = record.values[22].flatMap { $0.elements?.compactMap(\.integer) }
        self.targetRecordIDs = record.values[23].flatMap { $0.elements?.compactMap(\.text) }
        self.fields = record.values[24].flatMap { $0.elements?.compactMap(\.text) }
        self.disclosureDigests = record.values[25].flatMap { $0.elements?.compactMap(\.text) }
        self.disclosureCount = record.values[26].flatMap { $0.integer }
        self.deletionDue = record.values[27].flatMap { $0.text }
        self.deletionAttested = record.values[28].flatMap { $0.text }
        self.transferMechanism = record.values[29].flatMap { $0.text }
        self.transferRef = record.values[30].flatMap { $0.text }
        self.attributes = record.values[31].flatMap { $0 }
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
        add("auditor_id", self.auditorID.map { .string($0) })
        add("profile", self.profile.map { .string($0) })
        add("profile_digest", self.profileDigest.map { .string($0) })
        add("engagement_ref", self.engagementRef.map { .string($0) })
        add("purpose", self.purpose.map { .string($0) })
        add("request_digest", self.requestDigest.map { .string($0) })
        add("request_kind", self.requestKind.map { .string($0.rawValue) })
        add("target_indexes", self.targetIndexes.map { .array($0.map { .integer($0) }) })
        add("target_record_ids", self.targetRecordIDs.map { .array($0.map { .string($0) }) })
        add("fields", self.fields.map { .array($0.map { .string($0) }) })
        add("disclosure_digests", self.disclosureDigests.map { .array($0.map { .string($0) }) })
        add("disclosure_count", self.disclosureCount.map { .integer($0) })
        add("deletion_due", self.deletionDue.map { .string($0) })
        add("deletion_attested", self.deletionAttested.map { .string($0) })
        add("transfer_mechanism", self.transferMechanism.map { .string($0) })
        add("transfer_ref", self.transferRef.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
