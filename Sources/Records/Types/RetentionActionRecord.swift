// Written by Specs/schemas/generate_types.py from Specs/schemas/retention-action.v2.json. Do not edit.

/// What was done to the contents of a record: restricted, blocked, unblocked, held, released or erased.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct RetentionActionRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "retention-action" }

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

    /// Values of ``action``.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// `restrict`.
        case restrict
        /// `block`.
        case block
        /// `unblock`.
        case unblock
        /// `hold`.
        case hold
        /// `release`.
        case release
        /// `erase`.
        case erase
        /// `review`.
        case review
        /// `event`.
        case event
    }

    /// Values of ``previousState``.
    public enum PreviousState: String, Hashable, Sendable, CaseIterable {
        /// `active`.
        case active
        /// `restricted`.
        case restricted
        /// `blocked`.
        case blocked
        /// `erased`.
        case erased
    }

    /// Values of ``newState``.
    public enum NewState: String, Hashable, Sendable, CaseIterable {
        /// `active`.
        case active
        /// `restricted`.
        case restricted
        /// `blocked`.
        case blocked
        /// `erased`.
        case erased
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
    /// What was done, or noted: that the need to keep was reviewed, or the day of an event.
    public var action: Action?
    /// The entry whose contents it was done to.
    public var targetIndex: Int64?
    /// The record at that index.
    public var targetRecordID: String?
    /// The class of that record.
    public var targetClass: String?
    /// The fields that were erased; all of them if absent.
    public var targetFields: [String]?
    /// The state before.
    public var previousState: PreviousState?
    /// The state afterwards.
    public var newState: NewState?
    /// On what ground, as a code; of a noted event, which one.
    public var ground: String?
    /// The provision that the ground rests on.
    public var groundProvision: String?
    /// The order, where one is required.
    public var orderRef: String?
    /// The digest of the order.
    public var orderDigest: String?
    /// Who asked for it.
    public var requestedBy: String?
    /// The hold that is set or released.
    public var holdRef: String?
    /// From when it is effective, UTC; of a noted event, its day.
    public var effectiveTime: String?
    /// By when no backup has the contents any more, UTC.
    public var backupsUntil: String?
    /// How many fields were erased.
    public var erasedCount: Int64?
    /// Until when the class asks to keep the contents, UTC.
    public var retentionFloor: String?
    /// When the class asks that they be gone, UTC.
    public var retentionCeiling: String?
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
        self.action = record.values[15].flatMap { $0.text.flatMap(Action.init) }
        self.targetIndex = record.values[16].flatMap { $0.integer }
        self.targetRecordID = record.values[17].flatMap { $0.text }
        self.targetClass = record.values[18].flatMap { $0.text }
        self.targetFields = record.values[19].flatMap { $0.elements?.compactMap(\.text) }
        self.previousState = record.values[20].flatMap { $0.text.flatMap(PreviousState.init) }
        self.newState = record.values[21].flatMap { $0.text.flatMap(NewState.init) }
        self.ground = record.values[22].flatMap { $0.text }
        self.groundProvision = record.values[23].flatMap { $0.text }
        self.orderRef = record.values[24].flatMap { $0.text }
        self.orderDigest = record.values[25].flatMap { $0.text }
        self.requestedBy = record.values[26].flatMap { $0.text }
        self.holdRef = record.values[27].flatMap { $0.text }
        self.effectiveTime = record.values[28].flatMap { $0.text }
        self.backupsUntil = record.values[29].flatMap { $0.text }
        self.erasedCount = record.values[30].flatMap { $0.integer }
        self.retentionFloor = record.values[31].flatMap { $0.text }
        self.retentionCeiling = record.values[32].flatMap { $0.text }
        self.attributes = record.values[33].flatMap { $0 }
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
        add("action", self.action.map { .string($0.rawValue) })
        add("target_index", self.targetIndex.map { .integer($0) })
        add("target_record_id", self.targetRecordID.map { .string($0) })
        add("target_class", self.targetClass.map { .string($0) })
        add("target_fields", self.targetFields.map { .array($0.map { .string($0) }) })
        add("previous_state", self.previousState.map { .string($0.rawValue) })
        add("new_state", self.newState.map { .string($0.rawValue) })
        add("ground", self.ground.map { .string($0) })
        add("ground_provision", self.groundProvision.map { .string($0) })
        add("order_ref", self.orderRef.map { .string($0) })
        add("order_digest", self.orderDigest.map { .string($0) })
        add("requested_by", self.requestedBy.map { .string($0) })
        add("hold_ref", self.holdRef.map { .string($0) })
        add("effective_time", self.effectiveTime.map { .string($0) })
        add("backups_until", self.backupsUntil.map { .string($0) })
        add("erased_count", self.erasedCount.map { .integer($0) })
        add("retention_floor", self.retentionFloor.map { .string($0) })
        add("retention_ceiling", self.retentionCeiling.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
