// Written by Specs/schemas/generate_types.py from Specs/schemas/ai-decision.v1.json. Do not edit.

/// One decision in which an AI system had a part: which system and model, on what input, with what outcome and oversight.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct AIDecisionRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "ai-decision" }

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

    /// Values of ``activity``.
    public enum Activity: String, Hashable, Sendable, CaseIterable {
        /// `read`.
        case read
        /// `update`.
        case update
        /// `connect`.
        case connect
        /// `query`.
        case query
        /// `write`.
        case write
        /// `create`.
        case create
        /// `delete`.
        case delete
        /// `list`.
        case list
        /// `encrypt`.
        case encrypt
        /// `decrypt`.
        case decrypt
        /// `infer`.
        case infer
        /// `execute`.
        case execute
        /// `export`.
        case export
    }

    /// Values of ``outcome``.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// `success`.
        case success
        /// `failure`.
        case failure
        /// `denied`.
        case denied
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

    /// Values of ``actorLegalCapacity``.
    public enum ActorLegalCapacity: String, Hashable, Sendable, CaseIterable {
        /// `controller`.
        case controller
        /// `processor`.
        case processor
        /// `provider`.
        case provider
        /// `deployer`.
        case deployer
        /// `competent_authority`.
        case competentAuthority = "competent_authority"
        /// `pi_handler`.
        case piHandler = "pi_handler"
        /// `entrusted_party`.
        case entrustedParty = "entrusted_party"
    }

    /// Values of ``legalBasisCN``.
    public enum LegalBasisCN: String, Hashable, Sendable, CaseIterable {
        /// `13-1`.
        case article13Item1 = "13-1"
        /// `13-2`.
        case article13Item2 = "13-2"
        /// `13-3`.
        case article13Item3 = "13-3"
        /// `13-4`.
        case article13Item4 = "13-4"
        /// `13-5`.
        case article13Item5 = "13-5"
        /// `13-6`.
        case article13Item6 = "13-6"
        /// `13-7`.
        case article13Item7 = "13-7"
    }

    /// Values of ``consentCN``.
    public enum ConsentCN: String, Hashable, Sendable, CaseIterable {
        /// `none`.
        case nothing = "none"
        /// `consent`.
        case consent
        /// `separate`.
        case separate
        /// `written`.
        case written
    }

    /// Values of ``payloadState``.
    public enum PayloadState: String, Hashable, Sendable, CaseIterable {
        /// `active`.
        case active
        /// `restricted`.
        case restricted
        /// `blocked`.
        case blocked
        /// `erased`.
        case erased
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

    /// Values of ``decisionRole``.
    public enum DecisionRole: String, Hashable, Sendable, CaseIterable {
        /// `determinative`.
        case determinative
        /// `advisory`.
        case advisory
        /// `filtering`.
        case filtering
    }

    /// Values of ``legalEffect``.
    public enum LegalEffect: String, Hashable, Sendable, CaseIterable {
        /// `none`.
        case nothing = "none"
        /// `similar`.
        case similar
        /// `legal`.
        case legal
    }

    /// Values of ``oversightMode``.
    public enum OversightMode: String, Hashable, Sendable, CaseIterable {
        /// `none`.
        case nothing = "none"
        /// `in_loop`.
        case inLoop = "in_loop"
        /// `on_loop`.
        case onLoop = "on_loop"
        /// `two_person`.
        case twoPerson = "two_person"
    }

    /// Values of ``oversightAction``.
    public enum OversightAction: String, Hashable, Sendable, CaseIterable {
        /// `confirm`.
        case confirm
        /// `disregard`.
        case disregard
        /// `override`.
        case override
        /// `reverse`.
        case reverse
        /// `stop`.
        case stop
    }

    /// Values of ``optOutState``.
    public enum OptOutState: String, Hashable, Sendable, CaseIterable {
        /// `not_offered`.
        case notOffered = "not_offered"
        /// `offered`.
        case offered
        /// `opted_out`.
        case optedOut = "opted_out"
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
    /// When a longer event began, UTC.
    public var startTime: String?
    /// When a longer event ended, UTC.
    public var endTime: String?
    /// The technical verb.
    public var activity: Activity?
    /// How it ended.
    public var outcome: Outcome?
    /// The system's own code of the outcome.
    public var outcomeCode: String?
    /// Who acted: a pseudonym of this log.
    public var actorID: String?
    /// Where the actor's identity is kept.
    public var actorIdentityRef: String?
    /// What kind of actor.
    public var actorType: ActorType?
    /// The roles in which the actor acted.
    public var actorRole: [String]?
    /// The legal entity that the actor belongs to.
    public var actorOrg: String?
    /// The capacity in which that entity acted.
    public var actorLegalCapacity: ActorLegalCapacity?
    /// For whom the actor acted.
    public var onBehalfOf: String?
    /// What belongs together.
    public var correlationID: String?
    /// What led to this.
    public var causationID: String?
    /// The system.
    public var systemID: String?
    /// Its version.
    public var systemVersion: String?
    /// Its instance.
    public var systemInstance: String?
    /// From which country: ISO 3166-1.
    public var accessCountry: String?
    /// Where the contents lie: ISO 3166-2, with the provider's region.
    public var storageLocation: String?
    /// Where they are processed: ISO 3166-2.
    public var processingLocation: String?
    /// The purpose, a term of DPV.
    public var purpose: String?
    /// The legal basis under EU law.
    public var legalBasisEU: String?
    /// The condition for special categories under EU law.
    public var legalBasisEUSpecial: String?
    /// The legal basis under PIPL 13.
    public var legalBasisCN: LegalBasisCN?
    /// The consent under PIPL.
    public var consentCN: ConsentCN?
    /// Where the consent is kept.
    public var consentRefCN: String?
    /// The impact assessment, optionally with its digest.
    public var impactAssessmentRef: String?
    /// The contract with the processor, optionally with its digest.
    public var processingContractRef: String?
    /// Until when the contents are kept, UTC.
    public var retentionUntil: String?
    /// When they must be gone, UTC.
    public var retentionCeiling: String?
    /// Whether a hold keeps them.
    public var legalHold: Bool?
    /// The state of the contents when the record was sealed.
    public var payloadState: PayloadState?
    /// The incident that it belongs to.
    public var incidentRef: String?
    /// What kind of secret the contents would be; secrets are refused.
    public var secrecy: Secrecy?
    /// The writer's JAdES signature over the record.
    public var originSignature: String?
    /// The writer's SM2 signed message over the record.
    public var originSignatureCN: String?
    /// The AI system.
    public var aiSystemID: String?
    /// Its version.
    public var aiSystemVersion: String?
    /// Its registration in the EU.
    public var aiRegistrationEU: String?
    /// Its algorithm filing in China.
    public var algorithmFilingCN: String?
    /// Its generative AI filing in China.
    public var genaiFilingCN: String?
    /// The provider.
    public var providerID: String?
    /// The deployer.
    public var deployerID: String?
    /// Who provides the model.
    public var modelProvider: String?
    /// The model that was asked for.
    public var modelRequested: String?
    /// The model that answered.
    public var modelUsed: String?
    /// Its version.
    public var modelVersion: String?
    /// Its digest.
    public var modelDigest: String?
    /// The agent.
    public var agentID: String?
    /// Its version.
    public var agentVersion: String?
    /// What the system did.
    public var aiOperation: String?
    /// The risk class under the AI Act.
    public var riskClass: String?
    /// What the system is meant for.
    public var intendedPurpose: String?
    /// When the use began, UTC.
    public var usePeriodStart: String?
    /// When the use ended, UTC.
    public var usePeriodEnd: String?
    /// The reference database, optionally with its digest.
    public var referenceDatabaseRef: String?
    /// Where the input is kept.
    public var inputRef: String?
    /// What else the system read.
    public var dataSourceRefs: [String]?
    /// What tools it called.
    public var toolCalls: [String]?
    /// Whether the search led to a match.
    public var match: Bool?
    /// Where the output is kept.
    public var outputRef: String?
    /// What was decided.
    public var decisionCode: String?
    /// The part that the system had in the decision.
    public var decisionRole: DecisionRole?
    /// Its effect on the person.
    public var legalEffect: LegalEffect?
    /// The model's confidence.
    public var confidence: String?
    /// The threshold that it was held against.
    public var threshold: String?
    /// How people oversaw it.
    public var oversightMode: OversightMode?
    /// Who verified the result: pseudonyms of this log.
    public var verifierIDs: [String]?
    /// What they did.
    public var oversightAction: OversightAction?
    /// When, UTC.
    public var oversightTime: String?
    /// Why.
    public var oversightReason: String?
    /// The explanation that was given, optionally with its digest.
    public var explanationRef: String?
    /// What notice the person got.
    public var noticeGiven: String?
    /// When the notice was given.
    public var noticeTime: String?
    /// Whether the person could refuse and did.
    public var optOutState: OptOutState?
    /// Where the decision is contested.
    public var contestRef: String?
    /// Whom it affects: a pseudonym of this log.
    public var affectedPersonRef: String?
    /// The check for unfair differences.
    public var fairnessCheckRef: String?
    /// Whether the system was modified substantially.
    public var substantialModification: Bool?
    /// What describes the modification.
    public var substantialModificationRef: String?
    /// The serious incident.
    public var seriousIncidentRef: String?
    /// Whether people see a label.
    public var contentLabelExplicit: Bool?
    /// Where the explicit label stands.
    public var contentLabelPlace: String?
    /// The label's id in the metadata.
    public var contentLabelID: String?
    /// Who made the content.
    public var contentProducer: String?
    /// Who spreads it.
    public var contentPropagator: String?
    /// The digest of its C2PA manifest.
    public var contentManifestDigest: String?
    /// Who received it without a label.
    public var unlabelledRecipientRef: String?
    /// Provisions that the record is made under, such as aia-12-3.
    public var provisions: [String]?
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
        self.startTime = record.values[9].flatMap { $0.text }
        self.endTime = record.values[10].flatMap { $0.text }
        self.activity = record.values[11].flatMap { $0.text.flatMap(Activity.init) }
        self.outcome = record.values[12].flatMap { $0.text.flatMap(Outcome.init) }
        self.outcomeCode = record.values[13].flatMap { $0.text }
        self.actorID = record.values[14].flatMap { $0.text }
        self.actorIdentityRef = record.values[15].flatMap { $0.text }
        self.actorType = record.values[16].flatMap { $0.text.flatMap(ActorType.init) }
        self.actorRole = record.values[17].flatMap { $0.elements?.compactMap(\.text) }
        self.actorOrg = record.values[18].flatMap { $0.text }
        self.actorLegalCapacity = record.values[19].flatMap {
            $0.text.flatMap(ActorLegalCapacity.init)
        }
        self.onBehalfOf = record.values[20].flatMap { $0.text }
        self.correlationID = record.values[21].flatMap { $0.text }
        self.causationID = record.values[22].flatMap { $0.text }
        self.systemID = record.values[23].flatMap { $0.text }
        self.systemVersion = record.values[24].flatMap { $0.text }
        self.systemInstance = record.values[25].flatMap { $0.text }
        self.accessCountry = record.values[26].flatMap { $0.text }
        self.storageLocation = record.values[27].flatMap { $0.text }
        self.processingLocation = record.values[28].flatMap { $0.text }
        self.purpose = record.values[29].flatMap { $0.text }
        self.legalBasisEU = record.values[30].flatMap { $0.text }
        self.legalBasisEUSpecial = record.values[31].flatMap { $0.text }
        self.legalBasisCN = record.values[32].flatMap { $0.text.flatMap(LegalBasisCN.init) }
        self.consentCN = record.values[33].flatMap { $0.text.flatMap(ConsentCN.init) }
        self.consentRefCN = record.values[34].flatMap { $0.text }
        self.impactAssessmentRef = record.values[35].flatMap { $0.text }
        self.processingContractRef = record.values[36].flatMap { $0.text }
        self.retentionUntil = record.values[37].flatMap { $0.text }
        self.retentionCeiling = record.values[38].flatMap { $0.text }
        self.legalHold = record.values[39].flatMap { $0.bool }
        self.payloadState = record.values[40].flatMap { $0.text.flatMap(PayloadState.init) }
        self.incidentRef = record.values[41].flatMap { $0.text }
        self.secrecy = record.values[42].flatMap { $0.text.flatMap(Secrecy.init) }
        self.originSignature = record.values[43].flatMap { $0.text }
        self.originSignatureCN = record.values[44].flatMap { $0.text }
        self.aiSystemID = record.values[45].flatMap { $0.text }
        self.aiSystemVersion = record.values[46].flatMap { $0.text }
        self.aiRegistrationEU = record.values[47].flatMap { $0.text }
        self.algorithmFilingCN = record.values[48].flatMap { $0.text }
        self.genaiFilingCN = record.values[49].flatMap { $0.text }
        self.providerID = record.values[50].flatMap { $0.text }
        self.deployerID = record.values[51].flatMap { $0.text }
        self.modelProvider = record.values[52].flatMap { $0.text }
        self.modelRequested = record.values[53].flatMap { $0.text }
        self.modelUsed = record.values[54].flatMap { $0.text }
        self.modelVersion = record.values[55].flatMap { $0.text }
        self.modelDigest = record.values[56].flatMap { $0.text }
        self.agentID = record.values[57].flatMap { $0.text }
        self.agentVersion = record.values[58].flatMap { $0.text }
        self.aiOperation = record.values[59].flatMap { $0.text }
        self.riskClass = record.values[60].flatMap { $0.text }
        self.intendedPurpose = record.values[61].flatMap { $0.text }
        self.usePeriodStart = record.values[62].flatMap { $0.text }
        self.usePeriodEnd = record.values[63].flatMap { $0.text }
        self.referenceDatabaseRef = record.values[64].flatMap { $0.text }
        self.inputRef = record.values[65].flatMap { $0.text }
        self.dataSourceRefs = record.values[66].flatMap { $0.elements?.compactMap(\.text) }
        self.toolCalls = record.values[67].flatMap { $0.elements?.compactMap(\.text) }
        self.match = record.values[68].flatMap { $0.bool }
        self.outputRef = record.values[69].flatMap { $0.text }
        self.decisionCode = record.values[70].flatMap { $0.text }
        self.decisionRole = record.values[71].flatMap { $0.text.flatMap(DecisionRole.init) }
        self.legalEffect = record.values[72].flatMap { $0.text.flatMap(LegalEffect.init) }
        self.confidence = record.values[73].flatMap { $0.text }
        self.threshold = record.values[74].flatMap { $0.text }
        self.oversightMode = record.values[75].flatMap { $0.text.flatMap(OversightMode.init) }
        self.verifierIDs = record.values[76].flatMap { $0.elements?.compactMap(\.text) }
        self.oversightAction = record.values[77].flatMap { $0.text.flatMap(OversightAction.init) }
        self.oversightTime = record.values[78].flatMap { $0.text }
        self.oversightReason = record.values[79].flatMap { $0.text }
        self.explanationRef = record.values[80].flatMap { $0.text }
        self.noticeGiven = record.values[81].flatMap { $0.text }
        self.noticeTime = record.values[82].flatMap { $0.text }
        self.optOutState = record.values[83].flatMap { $0.text.flatMap(OptOutState.init) }
        self.contestRef = record.values[84].flatMap { $0.text }
        self.affectedPersonRef = record.values[85].flatMap { $0.text }
        self.fairnessCheckRef = record.values[86].flatMap { $0.text }
        self.substantialModification = record.values[87].flatMap { $0.bool }
        self.substantialModificationRef = record.values[88].flatMap { $0.text }
        self.seriousIncidentRef = record.values[89].flatMap { $0.text }
        self.contentLabelExplicit = record.values[90].flatMap { $0.bool }
        self.contentLabelPlace = record.values[91].flatMap { $0.text }
        self.contentLabelID = record.values[92].flatMap { $0.text }
        self.contentProducer = record.values[93].flatMap { $0.text }
        self.contentPropagator = record.values[94].flatMap { $0.text }
        self.contentManifestDigest = record.values[95].flatMap { $0.text }
        self.unlabelledRecipientRef = record.values[96].flatMap { $0.text }
        self.provisions = record.values[97].flatMap { $0.elements?.compactMap(\.text) }
        self.attributes = record.values[98].flatMap { $0 }
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
        add("start_time", self.startTime.map { .string($0) })
        add("end_time", self.endTime.map { .string($0) })
        add("activity", self.activity.map { .string($0.rawValue) })
        add("outcome", self.outcome.map { .string($0.rawValue) })
        add("outcome_code", self.outcomeCode.map { .string($0) })
        add("actor_id", self.actorID.map { .string($0) })
        add("actor_identity_ref", self.actorIdentityRef.map { .string($0) })
        add("actor_type", self.actorType.map { .string($0.rawValue) })
        add("actor_role", self.actorRole.map { .array($0.map { .string($0) }) })
        add("actor_org", self.actorOrg.map { .string($0) })
        add("actor_legal_capacity", self.actorLegalCapacity.map { .string($0.rawValue) })
        add("on_behalf_of", self.onBehalfOf.map { .string($0) })
        add("correlation_id", self.correlationID.map { .string($0) })
        add("causation_id", self.causationID.map { .string($0) })
        add("system_id", self.systemID.map { .string($0) })
        add("system_version", self.systemVersion.map { .string($0) })
        add("system_instance", self.systemInstance.map { .string($0) })
        add("access_country", self.accessCountry.map { .string($0) })
        add("storage_location", self.storageLocation.map { .string($0) })
        add("processing_location", self.processingLocation.map { .string($0) })
        add("purpose", self.purpose.map { .string($0) })
        add("legal_basis_eu", self.legalBasisEU.map { .string($0) })
        add("legal_basis_eu_special", self.legalBasisEUSpecial.map { .string($0) })
        add("legal_basis_cn", self.legalBasisCN.map { .string($0.rawValue) })
        add("consent_cn", self.consentCN.map { .string($0.rawValue) })
        add("consent_ref_cn", self.consentRefCN.map { .string($0) })
        add("impact_assessment_ref", self.impactAssessmentRef.map { .string($0) })
        add("processing_contract_ref", self.processingContractRef.map { .string($0) })
        add("retention_until", self.retentionUntil.map { .string($0) })
        add("retention_ceiling", self.retentionCeiling.map { .string($0) })
        add("legal_hold", self.legalHold.map { .bool($0) })
        add("payload_state", self.payloadState.map { .string($0.rawValue) })
        add("incident_ref", self.incidentRef.map { .string($0) })
        add("secrecy", self.secrecy.map { .string($0.rawValue) })
        add("origin_signature", self.originSignature.map { .string($0) })
        add("origin_signature_cn", self.originSignatureCN.map { .string($0) })
        add("ai_system_id", self.aiSystemID.map { .string($0) })
        add("ai_system_version", self.aiSystemVersion.map { .string($0) })
        add("ai_registration_eu", self.aiRegistrationEU.map { .string($0) })
        add("algorithm_filing_cn", self.algorithmFilingCN.map { .string($0) })
        add("genai_filing_cn", self.genaiFilingCN.map { .string($0) })
        add("provider_id", self.providerID.map { .string($0) })
        add("deployer_id", self.deployerID.map { .string($0) })
        add("model_provider", self.modelProvider.map { .string($0) })
        add("model_requested", self.modelRequested.map { .string($0) })
        add("model_used", self.modelUsed.map { .string($0) })
        add("model_version", self.modelVersion.map { .string($0) })
        add("model_digest", self.modelDigest.map { .string($0) })
        add("agent_id", self.agentID.map { .string($0) })
        add("agent_version", self.agentVersion.map { .string($0) })
        add("ai_operation", self.aiOperation.map { .string($0) })
        add("risk_class", self.riskClass.map { .string($0) })
        add("intended_purpose", self.intendedPurpose.map { .string($0) })
        add("use_period_start", self.usePeriodStart.map { .string($0) })
        add("use_period_end", self.usePeriodEnd.map { .string($0) })
        add("reference_database_ref", self.referenceDatabaseRef.map { .string($0) })
        add("input_ref", self.inputRef.map { .string($0) })
        add("data_source_refs", self.dataSourceRefs.map { .array($0.map { .string($0) }) })
        add("tool_calls", self.toolCalls.map { .array($0.map { .string($0) }) })
        add("match", self.match.map { .bool($0) })
        add("output_ref", self.outputRef.map { .string($0) })
        add("decision_code", self.decisionCode.map { .string($0) })
        add("decision_role", self.decisionRole.map { .string($0.rawValue) })
        add("legal_effect", self.legalEffect.map { .string($0.rawValue) })
        add("confidence", self.confidence.map { .string($0) })
        add("threshold", self.threshold.map { .string($0) })
        add("oversight_mode", self.oversightMode.map { .string($0.rawValue) })
        add("verifier_ids", self.verifierIDs.map { .array($0.map { .string($0) }) })
        add("oversight_action", self.oversightAction.map { .string($0.rawValue) })
        add("oversight_time", self.oversightTime.map { .string($0) })
        add("oversight_reason", self.oversightReason.map { .string($0) })
        add("explanation_ref", self.explanationRef.map { .string($0) })
        add("notice_given", self.noticeGiven.map { .string($0) })
        add("notice_time", self.noticeTime.map { .string($0) })
        add("opt_out_state", self.optOutState.map { .string($0.rawValue) })
        add("contest_ref", self.contestRef.map { .string($0) })
        add("affected_person_ref", self.affectedPersonRef.map { .string($0) })
        add("fairness_check_ref", self.fairnessCheckRef.map { .string($0) })
        add("substantial_modification", self.substantialModification.map { .bool($0) })
        add("substantial_modification_ref", self.substantialModificationRef.map { .string($0) })
        add("serious_incident_ref", self.seriousIncidentRef.map { .string($0) })
        add("content_label_explicit", self.contentLabelExplicit.map { .bool($0) })
        add("content_label_place", self.contentLabelPlace.map { .string($0) })
        add("content_label_id", self.contentLabelID.map { .string($0) })
        add("content_producer", self.contentProducer.map { .string($0) })
        add("content_propagator", self.contentPropagator.map { .string($0) })
        add("content_manifest_digest", self.contentManifestDigest.map { .string($0) })
        add("unlabelled_recipient_ref", self.unlabelledRecipientRef.map { .string($0) })
        add("provisions", self.provisions.map { .array($0.map { .string($0) }) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
