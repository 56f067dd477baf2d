// Written by Specs/schemas/generate_types.py from Specs/schemas/data-access.v1.json. Do not edit.

/// One access to data: who did what to which information, why, on what authority, for whom.
///
/// What is nil is absent. The class and the retention class are the log's to fill in.
public struct DataAccessRecord: TypedRecord {
    /// The class.
    public static var recordClass: String { "data-access" }

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

    /// Values of ``operation``.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        /// `collect`.
        case collect
        /// `alter`.
        case alter
        /// `consult`.
        case consult
        /// `disclose`.
        case disclose
        /// `transfer`.
        case transfer
        /// `combine`.
        case combine
        /// `erase`.
        case erase
        /// `export`.
        case export
        /// `query`.
        case query
        /// `decrypt`.
        case decrypt
    }

    /// Values of ``authorisationType``.
    public enum AuthorisationType: String, Hashable, Sendable, CaseIterable {
        /// `court_order`.
        case courtOrder = "court_order"
        /// `prosecutor`.
        case prosecutor
        /// `warrant`.
        case warrant
        /// `contract`.
        case contract
        /// `consent`.
        case consent
        /// `statute`.
        case statute
        /// `internal_approval`.
        case internalApproval = "internal_approval"
        /// `cac_approval`.
        case cacApproval = "cac_approval"
    }

    /// Values of ``dataClassEU``.
    public enum DataClassEU: String, Hashable, Sendable, CaseIterable {
        /// `non_personal`.
        case nonPersonal = "non_personal"
        /// `personal`.
        case personal
        /// `special`.
        case special
        /// `criminal_offence`.
        case criminalOffence = "criminal_offence"
        /// `law_enforcement`.
        case lawEnforcement = "law_enforcement"
    }

    /// Values of ``dataClassCN``.
    public enum DataClassCN: String, Hashable, Sendable, CaseIterable {
        /// `general`.
        case general
        /// `personal`.
        case personal
        /// `sensitive_personal`.
        case sensitivePersonal = "sensitive_personal"
        /// `important`.
        case important
        /// `core`.
        case core
    }

    /// Values of ``dataSubjectCategory``.
    public enum DataSubjectCategory: String, Hashable, Sendable, CaseIterable {
        /// `suspect`.
        case suspect
        /// `convicted`.
        case convicted
        /// `victim`.
        case victim
        /// `third_party`.
        case thirdParty = "third_party"
        /// `employee`.
        case employee
        /// `customer`.
        case customer
        /// `patient`.
        case patient
        /// `minor_under_14`.
        case minorUnder14 = "minor_under_14"
    }

    /// Values of ``transferMechanismEU``.
    public enum TransferMechanismEU: String, Hashable, Sendable, CaseIterable {
        /// `adequacy`.
        case adequacy
        /// `scc`.
        case scc
        /// `bcr`.
        case bcr
        /// `cert`.
        case cert
        /// `art49_consent`.
        case art49Consent = "art49_consent"
        /// `art49_contract`.
        case art49Contract = "art49_contract"
        /// `art49_public_interest`.
        case art49PublicInterest = "art49_public_interest"
        /// `art49_legal_claims`.
        case art49LegalClaims = "art49_legal_claims"
        /// `art49_vital_interests`.
        case art49VitalInterests = "art49_vital_interests"
        /// `art49_register`.
        case art49Register = "art49_register"
        /// `led_36`.
        case led36 = "led_36"
        /// `led_37`.
        case led37 = "led_37"
        /// `led_38`.
        case led38 = "led_38"
        /// `none`.
        case nothing = "none"
    }

    /// Values of ``transferMechanismCN``.
    public enum TransferMechanismCN: String, Hashable, Sendable, CaseIterable {
        /// `security_assessment`.
        case securityAssessment = "security_assessment"
        /// `standard_contract`.
        case standardContract = "standard_contract"
        /// `certification`.
        case certification
        /// `exempt_3`.
        case exempt3 = "exempt_3"
        /// `exempt_5`.
        case exempt5 = "exempt_5"
        /// `treaty`.
        case treaty
        /// `none`.
        case nothing = "none"
    }

    /// Values of ``minimisationApplied``.
    public enum MinimisationApplied: String, Hashable, Sendable, CaseIterable {
        /// `masked`.
        case masked
        /// `pseudonymised`.
        case pseudonymised
        /// `aggregated`.
        case aggregated
        /// `full`.
        case full
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
    /// The legal verb of LED 25.
    public var operation: Operation?
    /// Why, as a code.
    public var justification: String?
    /// Where the text of the justification is kept.
    public var justificationRef: String?
    /// What kind of authorisation.
    public var authorisationType: AuthorisationType?
    /// The authorisation.
    public var authorisationRef: String?
    /// The digest of the order.
    public var authorisationDigest: String?
    /// Who issued it.
    public var authorisationIssuer: String?
    /// From when it is valid, UTC.
    public var authorisationValidFrom: String?
    /// Until when it is valid, UTC.
    public var authorisationValidUntil: String?
    /// What it covers.
    public var authorisationScope: String?
    /// On what information.
    public var resourceRef: String?
    /// A digest of that information.
    public var resourceDigest: String?
    /// The database system.
    public var dbSystem: String?
    /// The database operation.
    public var dbOperation: String?
    /// Where the query is kept.
    public var queryRef: String?
    /// How many records, banded.
    public var recordCount: Int64?
    /// Categories of data.
    public var dataCategory: [String]?
    /// The class under EU law.
    public var dataClassEU: DataClassEU?
    /// The class under Chinese law.
    public var dataClassCN: DataClassCN?
    /// The catalogue that makes the data important.
    public var importantDataCatalogueRef: String?
    /// Whose data: rotating pseudonyms of this log.
    public var dataSubjectRef: [String]?
    /// What kind of person.
    public var dataSubjectCategory: DataSubjectCategory?
    /// How many persons, banded.
    public var dataSubjectCount: Int64?
    /// Who received it.
    public var recipientRef: String?
    /// What kind of recipient.
    public var recipientCategory: String?
    /// The recipient's country: ISO 3166-1.
    public var recipientCountry: String?
    /// On what the transfer rests under EU law.
    public var transferMechanismEU: TransferMechanismEU?
    /// On what the transfer rests under Chinese law.
    public var transferMechanismCN: TransferMechanismCN?
    /// The record of the transfer.
    public var transferRef: String?
    /// Whether a foreign authority asked.
    public var foreignAuthorityRequest: Bool?
    /// The approval of the foreign request.
    public var foreignAuthorityApprovalRef: String?
    /// How the data was reduced.
    public var minimisationApplied: MinimisationApplied?
    /// The seal of the exported medium.
    public var sealRef: String?
    /// The order to erase.
    public var erasureOrderRef: String?
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
        self.operation = record.values[45].flatMap { $0.text.flatMap(Operation.init) }
        self.justification = record.values[46].flatMap { $0.text }
        self.justificationRef = record.values[47].flatMap { $0.text }
        self.authorisationType = record.values[48].flatMap {
            $0.text.flatMap(AuthorisationType.init)
        }
        self.authorisationRef = record.values[49].flatMap { $0.text }
        self.authorisationDigest = record.values[50].flatMap { $0.text }
        self.authorisationIssuer = record.values[51].flatMap { $0.text }
        self.authorisationValidFrom = record.values[52].flatMap { $0.text }
        self.authorisationValidUntil = record.values[53].flatMap { $0.text }
        self.authorisationScope = record.values[54].flatMap { $0.text }
        self.resourceRef = record.values[55].flatMap { $0.text }
        self.resourceDigest = record.values[56].flatMap { $0.text }
        self.dbSystem = record.values[57].flatMap { $0.text }
        self.dbOperation = record.values[58].flatMap { $0.text }
        self.queryRef = record.values[59].flatMap { $0.text }
        self.recordCount = record.values[60].flatMap { $0.integer }
        self.dataCategory = record.values[61].flatMap { $0.elements?.compactMap(\.text) }
        self.dataClassEU = record.values[62].flatMap { $0.text.flatMap(DataClassEU.init) }
        self.dataClassCN = record.values[63].flatMap { $0.text.flatMap(DataClassCN.init) }
        self.importantDataCatalogueRef = record.values[64].flatMap { $0.text }
        self.dataSubjectRef = record.values[65].flatMap { $0.elements?.compactMap(\.text) }
        self.dataSubjectCategory = record.values[66].flatMap {
            $0.text.flatMap(DataSubjectCategory.init)
        }
        self.dataSubjectCount = record.values[67].flatMap { $0.integer }
        self.recipientRef = record.values[68].flatMap { $0.text }
        self.recipientCategory = record.values[69].flatMap { $0.text }
        self.recipientCountry = record.values[70].flatMap { $0.text }
        self.transferMechanismEU = record.values[71].flatMap {
            $0.text.flatMap(TransferMechanismEU.init)
        }
        self.transferMechanismCN = record.values[72].flatMap {
            $0.text.flatMap(TransferMechanismCN.init)
        }
        self.transferRef = record.values[73].flatMap { $0.text }
        self.foreignAuthorityRequest = record.values[74].flatMap { $0.bool }
        self.foreignAuthorityApprovalRef = record.values[75].flatMap { $0.text }
        self.minimisationApplied = record.values[76].flatMap {
            $0.text.flatMap(MinimisationApplied.init)
        }
        self.sealRef = record.values[77].flatMap { $0.text }
        self.erasureOrderRef = record.values[78].flatMap { $0.text }
        self.attributes = record.values[79].flatMap { $0 }
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
        add("operation", self.operation.map { .string($0.rawValue) })
        add("justification", self.justification.map { .string($0) })
        add("justification_ref", self.justificationRef.map { .string($0) })
        add("authorisation_type", self.authorisationType.map { .string($0.rawValue) })
        add("authorisation_ref", self.authorisationRef.map { .string($0) })
        add("authorisation_digest", self.authorisationDigest.map { .string($0) })
        add("authorisation_issuer", self.authorisationIssuer.map { .string($0) })
        add("authorisation_valid_from", self.authorisationValidFrom.map { .string($0) })
        add("authorisation_valid_until", self.authorisationValidUntil.map { .string($0) })
        add("authorisation_scope", self.authorisationScope.map { .string($0) })
        add("resource_ref", self.resourceRef.map { .string($0) })
        add("resource_digest", self.resourceDigest.map { .string($0) })
        add("db_system", self.dbSystem.map { .string($0) })
        add("db_operation", self.dbOperation.map { .string($0) })
        add("query_ref", self.queryRef.map { .string($0) })
        add("record_count", self.recordCount.map { .integer($0) })
        add("data_category", self.dataCategory.map { .array($0.map { .string($0) }) })
        add("data_class_eu", self.dataClassEU.map { .string($0.rawValue) })
        add("data_class_cn", self.dataClassCN.map { .string($0.rawValue) })
        add("important_data_catalogue_ref", self.importantDataCatalogueRef.map { .string($0) })
        add("data_subject_ref", self.dataSubjectRef.map { .array($0.map { .string($0) }) })
        add("data_subject_category", self.dataSubjectCategory.map { .string($0.rawValue) })
        add("data_subject_count", self.dataSubjectCount.map { .integer($0) })
        add("recipient_ref", self.recipientRef.map { .string($0) })
        add("recipient_category", self.recipientCategory.map { .string($0) })
        add("recipient_country", self.recipientCountry.map { .string($0) })
        add("transfer_mechanism_eu", self.transferMechanismEU.map { .string($0.rawValue) })
        add("transfer_mechanism_cn", self.transferMechanismCN.map { .string($0.rawValue) })
        add("transfer_ref", self.transferRef.map { .string($0) })
        add("foreign_authority_request", self.foreignAuthorityRequest.map { .bool($0) })
        add("foreign_authority_approval_ref", self.foreignAuthorityApprovalRef.map { .string($0) })
        add("minimisation_applied", self.minimisationApplied.map { .string($0.rawValue) })
        add("seal_ref", self.sealRef.map { .string($0) })
        add("erasure_order_ref", self.erasureOrderRef.map { .string($0) })
        add("attributes", self.attributes.map { $0 })
        return .object(members)
    }
}
