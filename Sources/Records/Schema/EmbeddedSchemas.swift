// Written by Specs/schemas/embed.sh from Specs/schemas/*.json. Do not edit.

/// The bytes of the schemas in `Specs/schemas`.
enum EmbeddedSchemas {
    /// Name of the file and its text.
    static let files: [(name: String, text: String)] = [
        (
            name: "ai-decision.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:ai-decision:v1",
              "title": "AI decision, version 1",
              "description": "One decision in which an AI system had a part: which system and model, on what input, with what outcome and oversight.",
              "x-class": "ai-decision",
              "x-version": 1,
              "x-fields": 99,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "timezone_offset", "time_source", "clock_error_ms", "activity", "outcome", "actor_id", "actor_type", "actor_role", "actor_org", "actor_legal_capacity", "system_id", "system_version", "system_instance", "access_country", "storage_location", "purpose", "ai_system_id", "ai_system_version", "provider_id", "deployer_id", "model_provider", "model_requested", "model_used", "ai_operation", "intended_purpose", "use_period_start", "use_period_end", "input_ref", "output_ref", "decision_code", "decision_role", "legal_effect", "oversight_mode", "model_version"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "start_time": {
                  "x-index": 9,
                  "description": "When a longer event began, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF start_time/end_time; PROV startedAtTime",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(a) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "end_time": {
                  "x-index": 10,
                  "description": "When a longer event ended, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF start_time/end_time; PROV startedAtTime",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(a) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "activity": {
                  "x-index": 11,
                  "description": "The technical verb.",
                  "type": "string",
                  "enum": ["read", "update", "connect", "query", "write", "create", "delete", "list", "encrypt", "decrypt", "infer", "execute", "export"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF activity_id; DPV processing terms",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 4 [U]"]
                  }
                },
                "outcome": {
                  "x-index": 12,
                  "description": "How it ended.",
                  "type": "string",
                  "enum": ["success", "failure", "denied"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF status_id, disposition_id",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "outcome_code": {
                  "x-index": 13,
                  "description": "The system's own code of the outcome.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF status_code",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "actor_id": {
                  "x-index": 14,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_identity_ref": {
                  "x-index": 15,
                  "description": "Where the actor's identity is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-source-term": "OCSF actor.user.uid_alt",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]"],
                    "CN": ["PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 16,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_role": {
                  "x-index": 17,
                  "description": "The roles in which the actor acted.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel user.roles; OCSF actor.iam_role",
                  "x-provisions": {
                    "EU": ["LO7 37.2(e) [V]"],
                    "CN": ["PIPL 51(4) [V]"]
                  }
                },
                "actor_org": {
                  "x-index": 18,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "actor_legal_capacity": {
                  "x-index": 19,
                  "description": "The capacity in which that entity acted.",
                  "type": "string",
                  "enum": ["controller", "processor", "provider", "deployer", "competent_authority", "pi_handler", "entrusted_party"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasDataController, dpv:hasDataProcessor, eu-aiact:AIProvider, eu-aiact:AIDeployer",
                  "x-provisions": {
                    "EU": ["GDPR 28 [V]", "LED 22 [U]", "AIA 25 [U]"],
                    "CN": ["PIPL 21 [V]", "PIPL 73(1) [V]"]
                  }
                },
                "on_behalf_of": {
                  "x-index": 20,
                  "description": "For whom the actor acted.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF actor.invoked_by; PROV actedOnBehalfOf",
                  "x-provisions": {
                    "EU": ["GDPR 29 [U]"],
                    "CN": ["PIPL 21 [V]"]
                  }
                },
                "correlation_id": {
                  "x-index": 21,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "causation_id": {
                  "x-index": 22,
                  "description": "What led to this.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "system_id": {
                  "x-index": 23,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "system_version": {
                  "x-index": 24,
                  "description": "Its version.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "system_instance": {
                  "x-index": 25,
                  "description": "Its instance.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "access_country": {
                  "x-index": 26,
                  "description": "From which country: ISO 3166-1.",
                  "type": "string",
                  "x-format": "country",
                  "pattern": "^[A-Z]{2}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel geo.country.iso_code; OCSF src_endpoint.location.country",
                  "x-provisions": {
                    "EU": ["GDPR 44 [U]", "GDPR 30(1)(e) [V]"],
                    "CN": ["PIPL 38 [V]", "NDSMR 35 [V]"]
                  }
                },
                "storage_location": {
                  "x-index": 27,
                  "description": "Where the contents lie: ISO 3166-2, with the provider's region.",
                  "type": "string",
                  "x-format": "location",
                  "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9-]{1,32})?$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageLocation; OTel cloud.region",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]"],
                    "CN": ["CSL 39 [V]", "PIPL 36/40 [V]", "NDSMR 33 [V]"]
                  }
                },
                "processing_location": {
                  "x-index": 28,
                  "description": "Where they are processed: ISO 3166-2.",
                  "type": "string",
                  "x-format": "location",
                  "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9-]{1,32})?$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:ProcessingLocation",
                  "x-provisions": {
                    "EU": ["GDPR 44 [U]"],
                    "CN": ["PIPL 40 [V]"]
                  }
                },
                "purpose": {
                  "x-index": 29,
                  "description": "The purpose, a term of DPV.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasPurpose; sector-law LegalEvidenceCollection, CrimeInvestigation, JudicialRecordKeeping",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(b) [V]", "LO7 6 [U]"],
                    "CN": ["PIPL 6 [U]", "PIPL 17 [V]"]
                  }
                },
                "legal_basis_eu": {
                  "x-index": 30,
                  "description": "The legal basis under EU law.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "dpv:hasLegalBasis: eu-gdpr:A6-1-a..f; LED/LO7 11 own",
                  "x-provisions": {
                    "EU": ["GDPR 6 [V]", "LO7 11 [U]"],
                    "CN": []
                  }
                },
                "legal_basis_eu_special": {
                  "x-index": 31,
                  "description": "The condition for special categories under EU law.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-gdpr:A9-2-a..j",
                  "x-provisions": {
                    "EU": ["GDPR 9 [V]", "LED 10 [U]", "LO7 13 [U]"],
                    "CN": []
                  }
                },
                "legal_basis_cn": {
                  "x-index": 32,
                  "description": "The legal basis under PIPL 13.",
                  "type": "string",
                  "enum": ["13-1", "13-2", "13-3", "13-4", "13-5", "13-6", "13-7"],
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own (no DPV CN extension)",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["PIPL 13 [V]"]
                  }
                },
                "consent_cn": {
                  "x-index": 33,
                  "description": "The consent under PIPL.",
                  "type": "string",
                  "enum": ["none", "consent", "separate", "written"],
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "dpv:ConsentRecord",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["PIPL 23 [V]", "PIPL 25 [U]", "PIPL 29 [V]", "PIPL 39 [V]"]
                  }
                },
                "consent_ref_cn": {
                  "x-index": 34,
                  "description": "Where the consent is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "CN",
                  "x-source-term": "own"
                },
                "impact_assessment_ref": {
                  "x-index": 35,
                  "description": "The impact assessment, optionally with its digest.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasImpactAssessment, dpv:DPIA, eu-aiact:FRIA",
                  "x-provisions": {
                    "EU": ["GDPR 35 [V]", "LED 27 [U]", "AIA 27 [U]"],
                    "CN": ["PIPL 55-56 [V]"]
                  }
                },
                "processing_contract_ref": {
                  "x-index": 36,
                  "description": "The contract with the processor, optionally with its digest.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasLegalMeasure",
                  "x-provisions": {
                    "EU": ["GDPR 28(3) [V]", "LED 22 [U]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "retention_until": {
                  "x-index": 37,
                  "description": "Until when the contents are kept, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "LO7 8 [V]", "LECrim 588 bis k [V]"],
                    "CN": ["PIPL 19 [V]", "PIPL 56 [V]", "NDSMR 12 [V]"]
                  }
                },
                "retention_ceiling": {
                  "x-index": 38,
                  "description": "When they must be gone, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "LO7 8 [V]", "LECrim 588 bis k [V]"],
                    "CN": ["PIPL 19 [V]", "PIPL 56 [V]", "NDSMR 12 [V]"]
                  }
                },
                "legal_hold": {
                  "x-index": 39,
                  "description": "Whether a hold keeps them.",
                  "type": "boolean",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "LO7 8 [V]", "LECrim 588 bis k [V]"],
                    "CN": ["PIPL 19 [V]", "PIPL 56 [V]", "NDSMR 12 [V]"]
                  }
                },
                "payload_state": {
                  "x-index": 40,
                  "description": "The state of the contents when the record was sealed.",
                  "type": "string",
                  "enum": ["active", "restricted", "blocked", "erased"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasStatus",
                  "x-provisions": {
                    "EU": ["GDPR 17-18 [U]", "LOPDGDD 32 [V]"],
                    "CN": ["PIPL 47 [V]", "NDSMR 24 [V]"]
                  }
                },
                "incident_ref": {
                  "x-index": 41,
                  "description": "The incident that it belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "DPV risk IncidentIdentifier; dpv:SecurityIncidentRecord",
                  "x-provisions": {
                    "EU": ["GDPR 33 [V]", "AIA 73 [V]", "NIS2 23 [U]"],
                    "CN": ["PIPL 57 [V]", "DSL 29 [V]", "NDSMR 11 [V]"]
                  }
                },
                "secrecy": {
                  "x-index": 42,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "origin_signature": {
                  "x-index": 43,
                  "description": "The writer's JAdES signature over the record.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 16384,
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-source-term": "CloudEvents ext dssematerial is SHA-256 only, so own",
                  "x-provisions": {
                    "EU": ["QEL-IR 7.5-03 [V]"],
                    "CN": []
                  }
                },
                "origin_signature_cn": {
                  "x-index": 44,
                  "description": "The writer's SM2 signed message over the record.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 16384,
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["ESL 13 [V]", "GB/T 35275 [U]"]
                  }
                },
                "ai_system_id": {
                  "x-index": 45,
                  "description": "The AI system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "dpv-ai:hasAISystem; OTel service.name/.version",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "AIA 13 [V]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "ai_system_version": {
                  "x-index": 46,
                  "description": "Its version.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv-ai:hasAISystem; OTel service.name/.version",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "AIA 13 [V]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "ai_registration_eu": {
                  "x-index": 47,
                  "description": "Its registration in the EU.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["AIA 49 [U]"],
                    "CN": []
                  }
                },
                "algorithm_filing_cn": {
                  "x-index": 48,
                  "description": "Its algorithm filing in China.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["ALG 24 [V]", "GenAI 17 [V2]"]
                  }
                },
                "genai_filing_cn": {
                  "x-index": 49,
                  "description": "Its generative AI filing in China.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["ALG 24 [V]", "GenAI 17 [V2]"]
                  }
                },
                "provider_id": {
                  "x-index": 50,
                  "description": "The provider.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "eu-aiact:AIProvider, eu-aiact:AIDeployer",
                  "x-provisions": {
                    "EU": ["AIA 16 [U]", "AIA 26 [V]"],
                    "CN": ["PIPL 24 [V]", "ALG 7 [U]"]
                  }
                },
                "deployer_id": {
                  "x-index": 51,
                  "description": "The deployer.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "eu-aiact:AIProvider, eu-aiact:AIDeployer",
                  "x-provisions": {
                    "EU": ["AIA 16 [U]", "AIA 26 [V]"],
                    "CN": ["PIPL 24 [V]", "ALG 7 [U]"]
                  }
                },
                "model_provider": {
                  "x-index": 52,
                  "description": "Who provides the model.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.provider.name; OCSF ai_model.ai_provider",
                  "x-provisions": {
                    "EU": ["AIA 25 [U]"],
                    "CN": ["GenAI 7 [U]"]
                  }
                },
                "model_requested": {
                  "x-index": 53,
                  "description": "The model that was asked for.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.request.model, gen_ai.response.model",
                  "x-provisions": {
                    "EU": ["AIA 12(2)(a) [V]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "model_used": {
                  "x-index": 54,
                  "description": "The model that answered.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.request.model, gen_ai.response.model",
                  "x-provisions": {
                    "EU": ["AIA 12(2)(a) [V]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "model_version": {
                  "x-index": 55,
                  "description": "Its version.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF ai_model.version",
                  "x-provisions": {
                    "EU": ["AIA 12(2)(a) [V]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "model_digest": {
                  "x-index": 56,
                  "description": "Its digest.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF ai_model.version",
                  "x-provisions": {
                    "EU": ["AIA 12(2)(a) [V]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "agent_id": {
                  "x-index": 57,
                  "description": "The agent.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.agent.id, .version; OCSF ai_agent.uid, .version (1.9-dev)",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]"],
                    "CN": ["ALG [U]"]
                  }
                },
                "agent_version": {
                  "x-index": 58,
                  "description": "Its version.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.agent.id, .version; OCSF ai_agent.uid, .version (1.9-dev)",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]"],
                    "CN": ["ALG [U]"]
                  }
                },
                "ai_operation": {
                  "x-index": 59,
                  "description": "What the system did.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.operation.name",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["ALG 28 [V]"]
                  }
                },
                "risk_class": {
                  "x-index": 60,
                  "description": "The risk class under the AI Act.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-aiact:hasRiskLevel, eu-aiact:HighRiskAISystem-AnnexIII-*",
                  "x-provisions": {
                    "EU": ["AIA 6 [U]"],
                    "CN": []
                  }
                },
                "intended_purpose": {
                  "x-index": 61,
                  "description": "What the system is meant for.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "eu-aiact:IntendedPurpose",
                  "x-provisions": {
                    "EU": ["AIA 13(3)(b)(i) [U]"],
                    "CN": ["PIPL 17 [V]"]
                  }
                },
                "use_period_start": {
                  "x-index": 62,
                  "description": "When the use began, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF start_time, end_time",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(a) [V]"],
                    "CN": ["CSL 23(3) [V]"]
                  }
                },
                "use_period_end": {
                  "x-index": 63,
                  "description": "When the use ended, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF start_time, end_time",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(a) [V]"],
                    "CN": ["CSL 23(3) [V]"]
                  }
                },
                "reference_database_ref": {
                  "x-index": 64,
                  "description": "The reference database, optionally with its digest.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(b) [V]"],
                    "CN": []
                  }
                },
                "input_ref": {
                  "x-index": 65,
                  "description": "Where the input is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "COM",
                  "x-source-term": "OTel gen_ai.input.messages (content, never inlined)",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(c) [V]", "GDPR 5(1)(c) [V]"],
                    "CN": ["GenAI 11 [V2]"]
                  }
                },
                "data_source_refs": {
                  "x-index": 66,
                  "description": "What else the system read.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "ref",
                    "pattern": "^[!-~]{1,256}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.data_source.id",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]", "AIA 26(4) [U]"],
                    "CN": ["NDSMR 19 [U]"]
                  }
                },
                "tool_calls": {
                  "x-index": 67,
                  "description": "What tools it called.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "ref",
                    "pattern": "^[!-~]{1,256}$"
                  },
                  "minItems": 1,
                  "maxItems": 128,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.tool.name, gen_ai.tool.call.id",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["ALG [U]"]
                  }
                },
                "match": {
                  "x-index": 68,
                  "description": "Whether the search led to a match.",
                  "type": "boolean",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(c) [V]"],
                    "CN": []
                  }
                },
                "output_ref": {
                  "x-index": 69,
                  "description": "Where the output is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "COM",
                  "x-source-term": "OTel gen_ai.output.messages",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "AIA 86 [V2]"],
                    "CN": ["GenAI 11 [V2]"]
                  }
                },
                "decision_code": {
                  "x-index": 70,
                  "description": "What was decided.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "dpv:hasOutcome",
                  "x-provisions": {
                    "EU": ["AIA 86 [V2]", "GDPR 22 [V]"],
                    "CN": ["PIPL 24 [V]"]
                  }
                },
                "decision_role": {
                  "x-index": 71,
                  "description": "The part that the system had in the decision.",
                  "type": "string",
                  "enum": ["determinative", "advisory", "filtering"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasAutomationLevel",
                  "x-provisions": {
                    "EU": ["AIA 86 [V2]"],
                    "CN": ["PIPL 24(3) [V]"]
                  }
                },
                "legal_effect": {
                  "x-index": 72,
                  "description": "Its effect on the person.",
                  "type": "string",
                  "enum": ["none", "similar", "legal"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["GDPR 22(1) [V]", "AIA 86 [V2]"],
                    "CN": ["PIPL 24(3) [V]"]
                  }
                },
                "confidence": {
                  "x-index": 73,
                  "description": "The model's confidence.",
                  "type": "string",
                  "x-format": "decimal",
                  "pattern": "^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.evaluation.score.value (nearest)",
                  "x-provisions": {
                    "EU": ["AIA 13(3)(b)(ii) [U]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "threshold": {
                  "x-index": 74,
                  "description": "The threshold that it was held against.",
                  "type": "string",
                  "x-format": "decimal",
                  "pattern": "^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel gen_ai.evaluation.score.value (nearest)",
                  "x-provisions": {
                    "EU": ["AIA 13(3)(b)(ii) [U]"],
                    "CN": ["ALG 8 [V]"]
                  }
                },
                "oversight_mode": {
                  "x-index": 75,
                  "description": "How people oversaw it.",
                  "type": "string",
                  "enum": ["none", "in_loop", "on_loop", "two_person"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasHumanInvolvement, HumanInvolvementForVerification/ForIntervention",
                  "x-provisions": {
                    "EU": ["AIA 14 [V]"],
                    "CN": ["PIPL 24(3) [V]"]
                  }
                },
                "verifier_ids": {
                  "x-index": 76,
                  "description": "Who verified the result: pseudonyms of this log.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "ref",
                    "pattern": "^[!-~]{1,256}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-aiact:HumanOverseer",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]", "AIA 14(5) [V]"],
                    "CN": []
                  }
                },
                "oversight_action": {
                  "x-index": 77,
                  "description": "What they did.",
                  "type": "string",
                  "enum": ["confirm", "disregard", "override", "reverse", "stop"],
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF disposition_id",
                  "x-provisions": {
                    "EU": ["AIA 14(4)(d)-(e) [V]", "AIA 26(2) [U]"],
                    "CN": ["PIPL 24 [V]"]
                  }
                },
                "oversight_time": {
                  "x-index": 78,
                  "description": "When, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF disposition_id",
                  "x-provisions": {
                    "EU": ["AIA 14(4)(d)-(e) [V]", "AIA 26(2) [U]"],
                    "CN": ["PIPL 24 [V]"]
                  }
                },
                "oversight_reason": {
                  "x-index": 79,
                  "description": "Why.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF disposition_id",
                  "x-provisions": {
                    "EU": ["AIA 14(4)(d)-(e) [V]", "AIA 26(2) [U]"],
                    "CN": ["PIPL 24 [V]"]
                  }
                },
                "explanation_ref": {
                  "x-index": 80,
                  "description": "The explanation that was given, optionally with its digest.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasAlgorithmicLogic",
                  "x-provisions": {
                    "EU": ["AIA 86 [V2]", "GDPR 15(1)(h) [V]"],
                    "CN": ["PIPL 24(3) [V]", "ALG 17 [V]"]
                  }
                },
                "notice_given": {
                  "x-index": 81,
                  "description": "What notice the person got.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasNotice",
                  "x-provisions": {
                    "EU": ["AIA 26(11) [V]", "AIA 50 [V]", "GDPR 13-14 [U]"],
                    "CN": ["PIPL 17 [V]", "PIPL 24 [V]", "ALG 16 [V]"]
                  }
                },
                "notice_time": {
                  "x-index": 82,
                  "description": "When the notice was given.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "opt_out_state": {
                  "x-index": 83,
                  "description": "Whether the person could refuse and did.",
                  "type": "string",
                  "enum": ["not_offered", "offered", "opted_out"],
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["GDPR 21-22 [U]"],
                    "CN": ["PIPL 24(2) [V]", "ALG 17 [V]"]
                  }
                },
                "contest_ref": {
                  "x-index": 84,
                  "description": "Where the decision is contested.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:RightExerciseRecord",
                  "x-provisions": {
                    "EU": ["GDPR 22(3) [U]"],
                    "CN": ["PIPL 24(3) [V]", "PIPL 50 [U]"]
                  }
                },
                "affected_person_ref": {
                  "x-index": 85,
                  "description": "Whom it affects: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-search": true,
                  "x-source-term": "dpv:hasDataSubject",
                  "x-provisions": {
                    "EU": ["GDPR 15 [V]", "GDPR 22 [V]", "AIA 86 [V2]"],
                    "CN": ["PIPL 24 [V]", "PIPL 45 [U]"]
                  }
                },
                "fairness_check_ref": {
                  "x-index": 86,
                  "description": "The check for unfair differences.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv-ai:BiasDetection",
                  "x-provisions": {
                    "EU": ["AIA 10(2)(f) [U]", "LO7 14.3 [V]"],
                    "CN": ["PIPL 24(1) [V]", "ALG [U]"]
                  }
                },
                "substantial_modification": {
                  "x-index": 87,
                  "description": "Whether the system was modified substantially.",
                  "type": "boolean",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-aiact:SubstantialModification",
                  "x-provisions": {
                    "EU": ["AIA 12(2)(a) [V]"],
                    "CN": ["ALG 24 [V]"]
                  }
                },
                "substantial_modification_ref": {
                  "x-index": 88,
                  "description": "What describes the modification.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "EU",
                  "x-source-term": "own"
                },
                "serious_incident_ref": {
                  "x-index": 89,
                  "description": "The serious incident.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-aiact:SeriousIncident",
                  "x-provisions": {
                    "EU": ["AIA 73 [V]"],
                    "CN": []
                  }
                },
                "content_label_explicit": {
                  "x-index": 90,
                  "description": "Whether people see a label.",
                  "type": "boolean",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["AIA 50(2) [V]", "AIA 50(4) [V]"],
                    "CN": ["Labelling 4 [V2]"]
                  }
                },
                "content_label_place": {
                  "x-index": 91,
                  "description": "Where the explicit label stands.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "content_label_id": {
                  "x-index": 92,
                  "description": "The label's id in the metadata.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "GB 45438 AIGC.ProduceID",
                  "x-provisions": {
                    "EU": ["AIA 50(2) [V]"],
                    "CN": ["Labelling 5 [V2]"]
                  }
                },
                "content_producer": {
                  "x-index": 93,
                  "description": "Who made the content.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "GB 45438 ContentProducer, ContentPropagator",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["Labelling 5-6 [V2]"]
                  }
                },
                "content_propagator": {
                  "x-index": 94,
                  "description": "Who spreads it.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "GB 45438 ContentProducer, ContentPropagator",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["Labelling 5-6 [V2]"]
                  }
                },
                "content_manifest_digest": {
                  "x-index": 95,
                  "description": "The digest of its C2PA manifest.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "EU",
                  "x-source-term": "C2PA manifest",
                  "x-provisions": {
                    "EU": ["AIA 50(2) [V]"],
                    "CN": []
                  }
                },
                "unlabelled_recipient_ref": {
                  "x-index": 96,
                  "description": "Who received it without a label.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["Labelling 9 [V2]"]
                  }
                },
                "provisions": {
                  "x-index": 97,
                  "description": "Provisions that the record is made under, such as aia-12-3.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 98,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "allOf": [
                {"if": {"properties": {"consent_cn": {"enum": ["separate", "written"]}}, "required": ["consent_cn"]}, "then": {"required": ["consent_ref_cn"]}},
                {"if": {"properties": {"oversight_action": {"enum": ["disregard", "override", "reverse", "stop"]}}, "required": ["oversight_action"]}, "then": {"required": ["oversight_time", "oversight_reason"]}},
                {"if": {"properties": {"substantial_modification": {"enum": [true]}}, "required": ["substantial_modification"]}, "then": {"required": ["substantial_modification_ref"]}},
                {"if": {"properties": {"content_label_explicit": {"enum": [true]}}, "required": ["content_label_explicit"]}, "then": {"required": ["content_label_place"]}}
              ],
              "x-rules": [
                {"id": "jurisdiction-eu", "jurisdiction": "EU", "required": ["risk_class"]},
                {"id": "provision-aia-12-3", "provision": "aia-12-3", "in": "provisions", "required": ["use_period_start", "use_period_end", "reference_database_ref", "input_ref", "verifier_ids"], "minItems": {"verifier_ids": 2}},
                {"id": "use-period", "time": "use_period_end", "notBefore": "use_period_start"},
                {"id": "period", "time": "end_time", "notBefore": "start_time"},
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "auditor-disclosure.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:auditor-disclosure:v1",
              "title": "Auditor disclosure, version 1",
              "description": "What was disclosed to an auditor, recorded before it left.",
              "x-class": "auditor-disclosure",
              "x-version": 1,
              "x-fields": 32,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "auditor_id", "profile", "engagement_ref", "disclosure_count"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "auditor_id": {
                  "x-index": 15,
                  "description": "To whom.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "profile": {
                  "x-index": 16,
                  "description": "By which profile.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "profile_digest": {
                  "x-index": 17,
                  "description": "The digest of that profile.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "engagement_ref": {
                  "x-index": 18,
                  "description": "The engagement that entitles the auditor.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "purpose": {
                  "x-index": 19,
                  "description": "For what purpose.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasPurpose"
                },
                "request_digest": {
                  "x-index": 20,
                  "description": "The digest of the request.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                },
                "request_kind": {
                  "x-index": 21,
                  "description": "What was asked for.",
                  "type": "string",
                  "enum": ["record", "search", "evidence"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_indexes": {
                  "x-index": 22,
                  "description": "The entries whose fields were disclosed.",
                  "type": "array",
                  "items": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 9007199254740991
                  },
                  "minItems": 1,
                  "maxItems": 1000,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_record_ids": {
                  "x-index": 23,
                  "description": "Their records.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "uuid",
                    "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                    "format": "uuid"
                  },
                  "minItems": 1,
                  "maxItems": 1000,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "fields": {
                  "x-index": 24,
                  "description": "The names of the fields that were disclosed.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 128,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "disclosure_digests": {
                  "x-index": 25,
                  "description": "The digests of the disclosures, each over its base64url text.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "digest",
                    "pattern": "^(sha256|sm3):[0-9a-f]{64}$"
                  },
                  "minItems": 1,
                  "maxItems": 2000,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "disclosure_count": {
                  "x-index": 26,
                  "description": "How many disclosures left.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "deletion_due": {
                  "x-index": 27,
                  "description": "By when the auditor must have deleted them, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "deletion_attested": {
                  "x-index": 28,
                  "description": "When the auditor attested that, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "transfer_mechanism": {
                  "x-index": 29,
                  "description": "On what a transfer rests, if there is one.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "transfer_ref": {
                  "x-index": 30,
                  "description": "The record of that transfer.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 31,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "x-rules": [
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "capture-state.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:capture-state:v1",
              "title": "Capture state, version 1",
              "description": "A capture or a writer began, paused, stopped, fell silent, left a gap or recovered.",
              "x-class": "capture-state",
              "x-version": 1,
              "x-fields": 28,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "capture_id", "state"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "capture_id": {
                  "x-index": 15,
                  "description": "The capture or writer.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "state": {
                  "x-index": 16,
                  "description": "What became of it.",
                  "type": "string",
                  "enum": ["started", "paused", "resumed", "stopped", "silent", "gap", "recovered"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "source": {
                  "x-index": 17,
                  "description": "What it captures.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "reason": {
                  "x-index": 18,
                  "description": "Why.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "heartbeat_seconds": {
                  "x-index": 19,
                  "description": "How often the writer announces to be heard from.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 31536000,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "last_seq": {
                  "x-index": 20,
                  "description": "The last number that was received.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "gap_from": {
                  "x-index": 21,
                  "description": "The first number that is missing.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "gap_until": {
                  "x-index": 22,
                  "description": "The last number that is missing.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "missing_count": {
                  "x-index": 23,
                  "description": "How many are missing.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "since": {
                  "x-index": 24,
                  "description": "Since when, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "until": {
                  "x-index": 25,
                  "description": "Until when, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "authorised_by": {
                  "x-index": 26,
                  "description": "Who authorised it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 27,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "allOf": [
                {"if": {"properties": {"state": {"enum": ["gap"]}}, "required": ["state"]}, "then": {"required": ["gap_from", "gap_until"]}}
              ],
              "x-rules": [
                {"id": "span", "time": "until", "notBefore": "since"},
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "clock-change.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:clock-change:v1",
              "title": "Clock change, version 1",
              "description": "A clock was set, or what it is set by was changed.",
              "x-class": "clock-change",
              "x-version": 1,
              "x-fields": 25,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "clock_id", "change"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "clock_id": {
                  "x-index": 15,
                  "description": "The clock.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "change": {
                  "x-index": 16,
                  "description": "What changed.",
                  "type": "string",
                  "enum": ["step", "slew", "source", "lost", "regained"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "source_before": {
                  "x-index": 17,
                  "description": "What it was set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "source_after": {
                  "x-index": 18,
                  "description": "What it is set by now.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "offset_ms": {
                  "x-index": 19,
                  "description": "By how much it was moved, in milliseconds.",
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "error_before_ms": {
                  "x-index": 20,
                  "description": "How far it may have been off before.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "error_after_ms": {
                  "x-index": 21,
                  "description": "How far it may be off now.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "reason": {
                  "x-index": 22,
                  "description": "Why.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "authorised_by": {
                  "x-index": 23,
                  "description": "Who authorised it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 24,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "x-rules": [
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "correction.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:correction:v1",
              "title": "Correction, version 1",
              "description": "A record is superseded by another one; nothing is edited.",
              "x-class": "correction",
              "x-version": 1,
              "x-fields": 24,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "target_index", "reason"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_index": {
                  "x-index": 15,
                  "description": "The entry that is superseded.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "target_record_id": {
                  "x-index": 16,
                  "description": "The record at that index.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "corrected_fields": {
                  "x-index": 17,
                  "description": "The fields that were wrong.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 128,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "replacement_index": {
                  "x-index": 18,
                  "description": "The entry that takes its place.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "replacement_record_id": {
                  "x-index": 19,
                  "description": "The record at that index.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "reason": {
                  "x-index": 20,
                  "description": "Why.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "requested_by": {
                  "x-index": 21,
                  "description": "Who asked for it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "request_ref": {
                  "x-index": 22,
                  "description": "The request.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 23,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "x-rules": [
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "data-access.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:data-access:v1",
              "title": "Data access, version 1",
              "description": "One access to data: who did what to which information, why, on what authority, for whom.",
              "x-class": "data-access",
              "x-version": 1,
              "x-fields": 80,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "timezone_offset", "time_source", "clock_error_ms", "activity", "outcome", "actor_id", "actor_type", "actor_role", "actor_org", "actor_legal_capacity", "system_id", "system_version", "system_instance", "access_country", "storage_location", "purpose", "operation", "authorisation_type", "resource_ref", "data_category"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "start_time": {
                  "x-index": 9,
                  "description": "When a longer event began, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF start_time/end_time; PROV startedAtTime",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(a) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "end_time": {
                  "x-index": 10,
                  "description": "When a longer event ended, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF start_time/end_time; PROV startedAtTime",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(a) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "activity": {
                  "x-index": 11,
                  "description": "The technical verb.",
                  "type": "string",
                  "enum": ["read", "update", "connect", "query", "write", "create", "delete", "list", "encrypt", "decrypt", "infer", "execute", "export"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF activity_id; DPV processing terms",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 4 [U]"]
                  }
                },
                "outcome": {
                  "x-index": 12,
                  "description": "How it ended.",
                  "type": "string",
                  "enum": ["success", "failure", "denied"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF status_id, disposition_id",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "outcome_code": {
                  "x-index": 13,
                  "description": "The system's own code of the outcome.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF status_code",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "actor_id": {
                  "x-index": 14,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_identity_ref": {
                  "x-index": 15,
                  "description": "Where the actor's identity is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-source-term": "OCSF actor.user.uid_alt",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]"],
                    "CN": ["PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 16,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_role": {
                  "x-index": 17,
                  "description": "The roles in which the actor acted.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel user.roles; OCSF actor.iam_role",
                  "x-provisions": {
                    "EU": ["LO7 37.2(e) [V]"],
                    "CN": ["PIPL 51(4) [V]"]
                  }
                },
                "actor_org": {
                  "x-index": 18,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "actor_legal_capacity": {
                  "x-index": 19,
                  "description": "The capacity in which that entity acted.",
                  "type": "string",
                  "enum": ["controller", "processor", "provider", "deployer", "competent_authority", "pi_handler", "entrusted_party"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasDataController, dpv:hasDataProcessor, eu-aiact:AIProvider, eu-aiact:AIDeployer",
                  "x-provisions": {
                    "EU": ["GDPR 28 [V]", "LED 22 [U]", "AIA 25 [U]"],
                    "CN": ["PIPL 21 [V]", "PIPL 73(1) [V]"]
                  }
                },
                "on_behalf_of": {
                  "x-index": 20,
                  "description": "For whom the actor acted.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF actor.invoked_by; PROV actedOnBehalfOf",
                  "x-provisions": {
                    "EU": ["GDPR 29 [U]"],
                    "CN": ["PIPL 21 [V]"]
                  }
                },
                "correlation_id": {
                  "x-index": 21,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "causation_id": {
                  "x-index": 22,
                  "description": "What led to this.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "system_id": {
                  "x-index": 23,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "system_version": {
                  "x-index": 24,
                  "description": "Its version.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "system_instance": {
                  "x-index": 25,
                  "description": "Its instance.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "access_country": {
                  "x-index": 26,
                  "description": "From which country: ISO 3166-1.",
                  "type": "string",
                  "x-format": "country",
                  "pattern": "^[A-Z]{2}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel geo.country.iso_code; OCSF src_endpoint.location.country",
                  "x-provisions": {
                    "EU": ["GDPR 44 [U]", "GDPR 30(1)(e) [V]"],
                    "CN": ["PIPL 38 [V]", "NDSMR 35 [V]"]
                  }
                },
                "storage_location": {
                  "x-index": 27,
                  "description": "Where the contents lie: ISO 3166-2, with the provider's region.",
                  "type": "string",
                  "x-format": "location",
                  "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9-]{1,32})?$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageLocation; OTel cloud.region",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]"],
                    "CN": ["CSL 39 [V]", "PIPL 36/40 [V]", "NDSMR 33 [V]"]
                  }
                },
                "processing_location": {
                  "x-index": 28,
                  "description": "Where they are processed: ISO 3166-2.",
                  "type": "string",
                  "x-format": "location",
                  "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9-]{1,32})?$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:ProcessingLocation",
                  "x-provisions": {
                    "EU": ["GDPR 44 [U]"],
                    "CN": ["PIPL 40 [V]"]
                  }
                },
                "purpose": {
                  "x-index": 29,
                  "description": "The purpose, a term of DPV.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasPurpose; sector-law LegalEvidenceCollection, CrimeInvestigation, JudicialRecordKeeping",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(b) [V]", "LO7 6 [U]"],
                    "CN": ["PIPL 6 [U]", "PIPL 17 [V]"]
                  }
                },
                "legal_basis_eu": {
                  "x-index": 30,
                  "description": "The legal basis under EU law.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "dpv:hasLegalBasis: eu-gdpr:A6-1-a..f; LED/LO7 11 own",
                  "x-provisions": {
                    "EU": ["GDPR 6 [V]", "LO7 11 [U]"],
                    "CN": []
                  }
                },
                "legal_basis_eu_special": {
                  "x-index": 31,
                  "description": "The condition for special categories under EU law.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-gdpr:A9-2-a..j",
                  "x-provisions": {
                    "EU": ["GDPR 9 [V]", "LED 10 [U]", "LO7 13 [U]"],
                    "CN": []
                  }
                },
                "legal_basis_cn": {
                  "x-index": 32,
                  "description": "The legal basis under PIPL 13.",
                  "type": "string",
                  "enum": ["13-1", "13-2", "13-3", "13-4", "13-5", "13-6", "13-7"],
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own (no DPV CN extension)",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["PIPL 13 [V]"]
                  }
                },
                "consent_cn": {
                  "x-index": 33,
                  "description": "The consent under PIPL.",
                  "type": "string",
                  "enum": ["none", "consent", "separate", "written"],
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "dpv:ConsentRecord",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["PIPL 23 [V]", "PIPL 25 [U]", "PIPL 29 [V]", "PIPL 39 [V]"]
                  }
                },
                "consent_ref_cn": {
                  "x-index": 34,
                  "description": "Where the consent is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "CN",
                  "x-source-term": "own"
                },
                "impact_assessment_ref": {
                  "x-index": 35,
                  "description": "The impact assessment, optionally with its digest.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasImpactAssessment, dpv:DPIA, eu-aiact:FRIA",
                  "x-provisions": {
                    "EU": ["GDPR 35 [V]", "LED 27 [U]", "AIA 27 [U]"],
                    "CN": ["PIPL 55-56 [V]"]
                  }
                },
                "processing_contract_ref": {
                  "x-index": 36,
                  "description": "The contract with the processor, optionally with its digest.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasLegalMeasure",
                  "x-provisions": {
                    "EU": ["GDPR 28(3) [V]", "LED 22 [U]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "retention_until": {
                  "x-index": 37,
                  "description": "Until when the contents are kept, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "LO7 8 [V]", "LECrim 588 bis k [V]"],
                    "CN": ["PIPL 19 [V]", "PIPL 56 [V]", "NDSMR 12 [V]"]
                  }
                },
                "retention_ceiling": {
                  "x-index": 38,
                  "description": "When they must be gone, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "LO7 8 [V]", "LECrim 588 bis k [V]"],
                    "CN": ["PIPL 19 [V]", "PIPL 56 [V]", "NDSMR 12 [V]"]
                  }
                },
                "legal_hold": {
                  "x-index": 39,
                  "description": "Whether a hold keeps them.",
                  "type": "boolean",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "LO7 8 [V]", "LECrim 588 bis k [V]"],
                    "CN": ["PIPL 19 [V]", "PIPL 56 [V]", "NDSMR 12 [V]"]
                  }
                },
                "payload_state": {
                  "x-index": 40,
                  "description": "The state of the contents when the record was sealed.",
                  "type": "string",
                  "enum": ["active", "restricted", "blocked", "erased"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasStatus",
                  "x-provisions": {
                    "EU": ["GDPR 17-18 [U]", "LOPDGDD 32 [V]"],
                    "CN": ["PIPL 47 [V]", "NDSMR 24 [V]"]
                  }
                },
                "incident_ref": {
                  "x-index": 41,
                  "description": "The incident that it belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "DPV risk IncidentIdentifier; dpv:SecurityIncidentRecord",
                  "x-provisions": {
                    "EU": ["GDPR 33 [V]", "AIA 73 [V]", "NIS2 23 [U]"],
                    "CN": ["PIPL 57 [V]", "DSL 29 [V]", "NDSMR 11 [V]"]
                  }
                },
                "secrecy": {
                  "x-index": 42,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "origin_signature": {
                  "x-index": 43,
                  "description": "The writer's JAdES signature over the record.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 16384,
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-source-term": "CloudEvents ext dssematerial is SHA-256 only, so own",
                  "x-provisions": {
                    "EU": ["QEL-IR 7.5-03 [V]"],
                    "CN": []
                  }
                },
                "origin_signature_cn": {
                  "x-index": 44,
                  "description": "The writer's SM2 signed message over the record.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 16384,
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["ESL 13 [V]", "GB/T 35275 [U]"]
                  }
                },
                "operation": {
                  "x-index": 45,
                  "description": "The legal verb of LED 25.",
                  "type": "string",
                  "enum": ["collect", "alter", "consult", "disclose", "transfer", "combine", "erase", "export", "query", "decrypt"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF 6005 activities (Read, Update, Connect, Query, Write, Create, Delete, List, Encrypt, Decrypt); DPV Collect, Consult, Disclose, Transfer, Modify, Erase",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]"],
                    "CN": ["PIPL 4 [U]", "NDSMR 62(2) [U]"]
                  }
                },
                "justification": {
                  "x-index": 46,
                  "description": "Why, as a code.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "EU",
                  "x-source-term": "dpv:hasJustification",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]"],
                    "CN": ["PIPL 6 [U]"]
                  }
                },
                "justification_ref": {
                  "x-index": 47,
                  "description": "Where the text of the justification is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "EU",
                  "x-source-term": "own"
                },
                "authorisation_type": {
                  "x-index": 48,
                  "description": "What kind of authorisation.",
                  "type": "string",
                  "enum": ["court_order", "prosecutor", "warrant", "contract", "consent", "statute", "internal_approval", "cac_approval"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis c [V]", "AIA 26(10) [V]"],
                    "CN": ["DSL 35-36 [V]", "CPL 150 [V]"]
                  }
                },
                "authorisation_ref": {
                  "x-index": 49,
                  "description": "The authorisation.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis c.3 [V]"],
                    "CN": ["DSL 36 [V]", "PIPL 41 [V]"]
                  }
                },
                "authorisation_digest": {
                  "x-index": 50,
                  "description": "The digest of the order.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "authorisation_issuer": {
                  "x-index": 51,
                  "description": "Who issued it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis c [V]"],
                    "CN": ["CPL 151 [V]"]
                  }
                },
                "authorisation_valid_from": {
                  "x-index": 52,
                  "description": "From when it is valid, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis c.3(c),(e) [V]", "LECrim 588 ter g [V]"],
                    "CN": ["CPL 151 [V]"]
                  }
                },
                "authorisation_valid_until": {
                  "x-index": 53,
                  "description": "Until when it is valid, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "C",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis c.3(c),(e) [V]", "LECrim 588 ter g [V]"],
                    "CN": ["CPL 151 [V]"]
                  }
                },
                "authorisation_scope": {
                  "x-index": 54,
                  "description": "What it covers.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "C",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis c.3(c),(e) [V]", "LECrim 588 ter g [V]"],
                    "CN": ["CPL 151 [V]"]
                  }
                },
                "resource_ref": {
                  "x-index": 55,
                  "description": "On what information.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF database, table, resources; OTel db.namespace, db.collection.name",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "resource_digest": {
                  "x-index": 56,
                  "description": "A digest of that information.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "COM",
                  "x-source-term": "OCSF fingerprint",
                  "x-provisions": {
                    "EU": ["LECrim 588 ter f [V]"],
                    "CN": ["ESL 5(2) [V]"]
                  }
                },
                "db_system": {
                  "x-index": 57,
                  "description": "The database system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel db.system.name, db.operation.name",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS [V2]"]
                  }
                },
                "db_operation": {
                  "x-index": 58,
                  "description": "The database operation.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OTel db.system.name, db.operation.name",
                  "x-provisions": {
                    "EU": ["ENS 8.1 [V]"],
                    "CN": ["MLPS [V2]"]
                  }
                },
                "query_ref": {
                  "x-index": 59,
                  "description": "Where the query is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "COM",
                  "x-source-term": "OCSF query_info.uid",
                  "x-provisions": {
                    "EU": ["LED 25 [V]", "NIS2-IR [U]"],
                    "CN": ["MLPS [V2]"]
                  }
                },
                "record_count": {
                  "x-index": 60,
                  "description": "How many records, banded.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own (OCSF count means repeated events; query_info.bytes is size)",
                  "x-provisions": {
                    "EU": ["GDPR 33(3)(a) [V]"],
                    "CN": ["DSL 30 [V]", "NDSMR 33 [V]"]
                  }
                },
                "data_category": {
                  "x-index": 61,
                  "description": "Categories of data.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "DPV pd terms; CloudEvents ext datacategory",
                  "x-provisions": {
                    "EU": ["GDPR 30(1)(c) [V]"],
                    "CN": ["PIPL 17 [V]", "PIPL 51(2) [V]"]
                  }
                },
                "data_class_eu": {
                  "x-index": 62,
                  "description": "The class under EU law.",
                  "type": "string",
                  "enum": ["non_personal", "personal", "special", "criminal_offence", "law_enforcement"],
                  "x-requirement": "R",
                  "x-sensitivity": "EU",
                  "x-source-term": "dpv:SpecialCategoryPersonalData; OCSF data_classification.category_id (5 = military and law enforcement)",
                  "x-provisions": {
                    "EU": ["GDPR 9-10 [U]", "LED 10 [U]"],
                    "CN": []
                  }
                },
                "data_class_cn": {
                  "x-index": 63,
                  "description": "The class under Chinese law.",
                  "type": "string",
                  "enum": ["general", "personal", "sensitive_personal", "important", "core"],
                  "x-requirement": "R",
                  "x-sensitivity": "CN",
                  "x-source-term": "CloudEvents ext dataclassification; own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["DSL 21 [V]", "PIPL 28 [V]", "NDSMR 29 [V]"]
                  }
                },
                "important_data_catalogue_ref": {
                  "x-index": 64,
                  "description": "The catalogue that makes the data important.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["NDSMR 29 [V]", "NDSMR 37 [V]"]
                  }
                },
                "data_subject_ref": {
                  "x-index": 65,
                  "description": "Whose data: rotating pseudonyms of this log.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "ref",
                    "pattern": "^[!-~]{1,256}$"
                  },
                  "minItems": 1,
                  "maxItems": 256,
                  "uniqueItems": true,
                  "x-requirement": "C",
                  "x-sensitivity": "COM",
                  "x-search": true,
                  "x-source-term": "dpv:hasDataSubject; OTel enduser.pseudo.id",
                  "x-provisions": {
                    "EU": ["GDPR 15 [V]", "LECrim 588 ter i.3 [V]"],
                    "CN": ["PIPL 44-45 [U]"]
                  }
                },
                "data_subject_category": {
                  "x-index": 66,
                  "description": "What kind of person.",
                  "type": "string",
                  "enum": ["suspect", "convicted", "victim", "third_party", "employee", "customer", "patient", "minor_under_14"],
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "LO7 list; dpv:hasDataSubject",
                  "x-provisions": {
                    "EU": ["LED 6 [U]", "LO7 9 [V]"],
                    "CN": ["PIPL 28 [V]"]
                  }
                },
                "data_subject_count": {
                  "x-index": 67,
                  "description": "How many persons, banded.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasScale",
                  "x-provisions": {
                    "EU": ["GDPR 33(3) [V]"],
                    "CN": ["NDSMR 28 [V]", "cross-border 5/7/8 [U]"]
                  }
                },
                "recipient_ref": {
                  "x-index": 68,
                  "description": "Who received it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasRecipient",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "GDPR 15(1)(c) [V]"],
                    "CN": ["PIPL 23 [V]", "NDSMR 12 [V]"]
                  }
                },
                "recipient_category": {
                  "x-index": 69,
                  "description": "What kind of recipient.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasRecipient",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "GDPR 15(1)(c) [V]"],
                    "CN": ["PIPL 23 [V]", "NDSMR 12 [V]"]
                  }
                },
                "recipient_country": {
                  "x-index": 70,
                  "description": "The recipient's country: ISO 3166-1.",
                  "type": "string",
                  "x-format": "country",
                  "pattern": "^[A-Z]{2}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:hasThirdCountry; dpv:hasDataImporter",
                  "x-provisions": {
                    "EU": ["GDPR 30(1)(e) [V]"],
                    "CN": ["PIPL 39 [V]"]
                  }
                },
                "transfer_mechanism_eu": {
                  "x-index": 71,
                  "description": "On what the transfer rests under EU law.",
                  "type": "string",
                  "enum": ["adequacy", "scc", "bcr", "cert", "art49_consent", "art49_contract", "art49_public_interest", "art49_legal_claims", "art49_vital_interests", "art49_register", "led_36", "led_37", "led_38", "none"],
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "eu-gdpr:A45-3, A46-2-b, A46-2-c, A49-1-*; LED own",
                  "x-provisions": {
                    "EU": ["GDPR 45-49 [U]", "LED 36-38 [U]"],
                    "CN": []
                  }
                },
                "transfer_mechanism_cn": {
                  "x-index": 72,
                  "description": "On what the transfer rests under Chinese law.",
                  "type": "string",
                  "enum": ["security_assessment", "standard_contract", "certification", "exempt_3", "exempt_5", "treaty", "none"],
                  "x-requirement": "C",
                  "x-sensitivity": "CN",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": [],
                    "CN": ["PIPL 38 [V]", "NDSMR 35-37 [V]"]
                  }
                },
                "transfer_ref": {
                  "x-index": 73,
                  "description": "The record of the transfer.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:DataTransferRecord",
                  "x-provisions": {
                    "EU": ["GDPR 49(6) [V]", "LED 37(3) [V]"],
                    "CN": ["NDSMR 38 [V]"]
                  }
                },
                "foreign_authority_request": {
                  "x-index": 74,
                  "description": "Whether a foreign authority asked.",
                  "type": "boolean",
                  "x-requirement": "C",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["GDPR 48 [V]", "Data Act 32 [V]"],
                    "CN": ["DSL 36 [V]", "PIPL 41 [V]", "ICJA 4 [V]"]
                  }
                },
                "foreign_authority_approval_ref": {
                  "x-index": 75,
                  "description": "The approval of the foreign request.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "minimisation_applied": {
                  "x-index": 76,
                  "description": "How the data was reduced.",
                  "type": "string",
                  "enum": ["masked", "pseudonymised", "aggregated", "full"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:Pseudonymisation",
                  "x-provisions": {
                    "EU": ["GDPR 25 [V]", "GDPR 32 [V]"],
                    "CN": ["PIPL 51(3) [V]"]
                  }
                },
                "seal_ref": {
                  "x-index": 77,
                  "description": "The seal of the exported medium.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "OCSF digital_signature",
                  "x-provisions": {
                    "EU": ["LECrim 588 ter f [V]"],
                    "CN": ["ESL 13 [V]"]
                  }
                },
                "erasure_order_ref": {
                  "x-index": 78,
                  "description": "The order to erase.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "C",
                  "x-sensitivity": "EU",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["LECrim 588 bis k.3 [V]"],
                    "CN": ["CPL 152 [V]"]
                  }
                },
                "attributes": {
                  "x-index": 79,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "allOf": [
                {"if": {"properties": {"operation": {"enum": ["disclose", "transfer"]}}, "required": ["operation"]}, "then": {"required": ["recipient_ref", "recipient_category", "recipient_country"]}},
                {"if": {"properties": {"consent_cn": {"enum": ["separate", "written"]}}, "required": ["consent_cn"]}, "then": {"required": ["consent_ref_cn"]}},
                {"if": {"properties": {"data_class_cn": {"enum": ["important"]}}, "required": ["data_class_cn"]}, "then": {"required": ["important_data_catalogue_ref"]}},
                {"if": {"properties": {"foreign_authority_request": {"enum": [true]}}, "required": ["foreign_authority_request"]}, "then": {"required": ["foreign_authority_approval_ref"]}}
              ],
              "x-rules": [
                {"id": "jurisdiction-eu", "jurisdiction": "EU", "required": ["data_class_eu"]},
                {"id": "jurisdiction-cn", "jurisdiction": "CN", "required": ["data_class_cn"]},
                {"id": "regime-led", "regime": "LED", "required": ["justification", "authorisation_ref"]},
                {"id": "transfer", "storage": "storage_location", "country": "recipient_country", "mechanism": {"EU": "transfer_mechanism_eu", "CN": "transfer_mechanism_cn"}, "reference": "transfer_ref"},
                {"id": "authorisation-validity", "time": "event_time", "notBefore": "authorisation_valid_from", "notAfter": "authorisation_valid_until"},
                {"id": "period", "time": "end_time", "notBefore": "start_time"},
                {"id": "core-data", "refused": {"data_class_cn": ["core"]}},
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "incident.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:incident:v1",
              "title": "Incident, version 1",
              "description": "An incident was opened, updated or closed.",
              "x-class": "incident",
              "x-version": 1,
              "x-fields": 31,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "incident_id", "state", "category", "detected_time"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "incident_id": {
                  "x-index": 15,
                  "description": "The incident.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "state": {
                  "x-index": 16,
                  "description": "What became of it.",
                  "type": "string",
                  "enum": ["opened", "updated", "closed"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "category": {
                  "x-index": 17,
                  "description": "What kind of incident.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "severity": {
                  "x-index": 18,
                  "description": "How severe.",
                  "type": "string",
                  "enum": ["low", "medium", "high", "critical"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "detected_time": {
                  "x-index": 19,
                  "description": "When it was detected, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "began_time": {
                  "x-index": 20,
                  "description": "When it began, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "ended_time": {
                  "x-index": 21,
                  "description": "When it ended, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "freezes_erasure": {
                  "x-index": 22,
                  "description": "Whether nothing may be erased while it is open.",
                  "type": "boolean",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "affected_classes": {
                  "x-index": 23,
                  "description": "Classes of records that it concerns.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 32,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "affected_indexes": {
                  "x-index": 24,
                  "description": "Entries that it concerns.",
                  "type": "array",
                  "items": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 9007199254740991
                  },
                  "minItems": 1,
                  "maxItems": 1000,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "affected_count": {
                  "x-index": 25,
                  "description": "How many records it concerns.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "authority": {
                  "x-index": 26,
                  "description": "The authority that is told.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "notified_time": {
                  "x-index": 27,
                  "description": "When it was told, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "report_ref": {
                  "x-index": 28,
                  "description": "The report.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "summary_ref": {
                  "x-index": 29,
                  "description": "Where the description is kept.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 30,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "x-rules": [
                {"id": "span", "time": "ended_time", "notBefore": "began_time"},
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "key-event.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:key-event:v1",
              "title": "Key event, version 1",
              "description": "The log gains, replaces or retires a key. Public: the body of a statement that the keys sign.",
              "x-class": "key-event",
              "x-version": 1,
              "x-fields": 7,
              "type": "object",
              "required": ["origin", "action", "suite", "effective_size"],
              "properties": {
                "origin": {
                  "x-index": 0,
                  "description": "The origin of the log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "action": {
                  "x-index": 1,
                  "description": "What happens to the key.",
                  "type": "string",
                  "enum": ["add", "replace", "retire"],
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "suite": {
                  "x-index": 2,
                  "description": "The suite of the key.",
                  "type": "string",
                  "enum": ["sha256", "sm3"],
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "new_vkey": {
                  "x-index": 3,
                  "description": "The new verifier key.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 4096,
                  "x-requirement": "O",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "old_vkey": {
                  "x-index": 4,
                  "description": "The verifier key that it replaces or that is retired.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 4096,
                  "x-requirement": "O",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "effective_size": {
                  "x-index": 5,
                  "description": "The first tree size whose heads the change holds for.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "reason": {
                  "x-index": 6,
                  "description": "Why.",
                  "type": "string",
                  "enum": ["scheduled", "compromise", "lost", "algorithm"],
                  "x-requirement": "O",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                }
              },
              "allOf": [
                {"if": {"properties": {"action": {"enum": ["add"]}}, "required": ["action"]}, "then": {"required": ["new_vkey"]}},
                {"if": {"properties": {"action": {"enum": ["replace"]}}, "required": ["action"]}, "then": {"required": ["new_vkey", "old_vkey"]}},
                {"if": {"properties": {"action": {"enum": ["retire"]}}, "required": ["action"]}, "then": {"required": ["old_vkey"]}}
              ]
            }

            """#
        ),
        (
            name: "opaque.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:opaque:v1",
              "title": "Opaque record, version 1",
              "description": "What every statement of an opaque log names as its schema. The true schema is a committed field of the record, or there is none: then the record is a dummy.",
              "x-class": "opaque",
              "x-version": 1,
              "x-fields": 2,
              "type": "object",
              "required": [
              ],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                }
              }
            }

            """#
        ),
        (
            name: "policy-event.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:policy-event:v1",
              "title": "Policy event, version 1",
              "description": "The log is published under another policy. Public: the body of a statement that the keys sign.",
              "x-class": "policy-event",
              "x-version": 1,
              "x-fields": 5,
              "type": "object",
              "required": ["origin", "policy", "effective_size"],
              "properties": {
                "origin": {
                  "x-index": 0,
                  "description": "The origin of the log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "policy": {
                  "x-index": 1,
                  "description": "The policy file, verbatim.",
                  "type": "string",
                  "x-format": "lines",
                  "minLength": 1,
                  "maxLength": 32768,
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "previous_digest": {
                  "x-index": 2,
                  "description": "The digest of the policy file before; absent for the first one.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "effective_size": {
                  "x-index": 3,
                  "description": "The first tree size whose heads the policy holds for.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "R",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                },
                "reason": {
                  "x-index": 4,
                  "description": "Why.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "PUB",
                  "x-source-term": "own"
                }
              }
            }

            """#
        ),
        (
            name: "retention-action.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:retention-action:v1",
              "title": "Retention action, version 1",
              "description": "What was done to the contents of a record: restricted, blocked, unblocked, held, released or erased.",
              "x-class": "retention-action",
              "x-version": 1,
              "x-fields": 34,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "action", "target_index", "ground"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "action": {
                  "x-index": 15,
                  "description": "What was done.",
                  "type": "string",
                  "enum": ["restrict", "block", "unblock", "hold", "release", "erase"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_index": {
                  "x-index": 16,
                  "description": "The entry whose contents it was done to.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "target_record_id": {
                  "x-index": 17,
                  "description": "The record at that index.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "target_class": {
                  "x-index": 18,
                  "description": "The class of that record.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_fields": {
                  "x-index": 19,
                  "description": "The fields that were erased; all of them if absent.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 128,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "previous_state": {
                  "x-index": 20,
                  "description": "The state before.",
                  "type": "string",
                  "enum": ["active", "restricted", "blocked", "erased"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "new_state": {
                  "x-index": 21,
                  "description": "The state afterwards.",
                  "type": "string",
                  "enum": ["active", "restricted", "blocked", "erased"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "ground": {
                  "x-index": 22,
                  "description": "On what ground, as a code.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "ground_provision": {
                  "x-index": 23,
                  "description": "The provision that the ground rests on.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "order_ref": {
                  "x-index": 24,
                  "description": "The order, where one is required.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "order_digest": {
                  "x-index": 25,
                  "description": "The digest of the order.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "requested_by": {
                  "x-index": 26,
                  "description": "Who asked for it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "hold_ref": {
                  "x-index": 27,
                  "description": "The hold that is set or released.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "effective_time": {
                  "x-index": 28,
                  "description": "From when it is effective, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "backups_until": {
                  "x-index": 29,
                  "description": "By when no backup has the contents any more, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "erased_count": {
                  "x-index": 30,
                  "description": "How many fields were erased.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "retention_floor": {
                  "x-index": 31,
                  "description": "Until when the class asks to keep the contents, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "retention_ceiling": {
                  "x-index": 32,
                  "description": "When the class asks that they be gone, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 33,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "allOf": [
                {"if": {"properties": {"action": {"enum": ["erase"]}}, "required": ["action"]}, "then": {"required": ["new_state"]}},
                {"if": {"properties": {"action": {"enum": ["hold", "release"]}}, "required": ["action"]}, "then": {"required": ["hold_ref"]}}
              ],
              "x-rules": [
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "retention-action.v2.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:retention-action:v2",
              "title": "Retention action, version 2",
              "description": "What was done to the contents of a record: restricted, blocked, unblocked, held, released or erased.",
              "x-class": "retention-action",
              "x-version": 2,
              "x-fields": 34,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "action", "target_index", "ground"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "action": {
                  "x-index": 15,
                  "description": "What was done, or noted: that the need to keep was reviewed, or the day of an event.",
                  "type": "string",
                  "enum": ["restrict", "block", "unblock", "hold", "release", "erase", "review", "event"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_index": {
                  "x-index": 16,
                  "description": "The entry whose contents it was done to.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "target_record_id": {
                  "x-index": 17,
                  "description": "The record at that index.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "target_class": {
                  "x-index": 18,
                  "description": "The class of that record.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "target_fields": {
                  "x-index": 19,
                  "description": "The fields that were erased; all of them if absent.",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "x-format": "code",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$"
                  },
                  "minItems": 1,
                  "maxItems": 128,
                  "uniqueItems": true,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "previous_state": {
                  "x-index": 20,
                  "description": "The state before.",
                  "type": "string",
                  "enum": ["active", "restricted", "blocked", "erased"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "new_state": {
                  "x-index": 21,
                  "description": "The state afterwards.",
                  "type": "string",
                  "enum": ["active", "restricted", "blocked", "erased"],
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "ground": {
                  "x-index": 22,
                  "description": "On what ground, as a code; of a noted event, which one.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "ground_provision": {
                  "x-index": 23,
                  "description": "The provision that the ground rests on.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "order_ref": {
                  "x-index": 24,
                  "description": "The order, where one is required.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "order_digest": {
                  "x-index": 25,
                  "description": "The digest of the order.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "LOCAL",
                  "x-source-term": "own"
                },
                "requested_by": {
                  "x-index": 26,
                  "description": "Who asked for it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "hold_ref": {
                  "x-index": 27,
                  "description": "The hold that is set or released.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "effective_time": {
                  "x-index": 28,
                  "description": "From when it is effective, UTC; of a noted event, its day.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "backups_until": {
                  "x-index": 29,
                  "description": "By when no backup has the contents any more, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "erased_count": {
                  "x-index": 30,
                  "description": "How many fields were erased.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "retention_floor": {
                  "x-index": 31,
                  "description": "Until when the class asks to keep the contents, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "retention_ceiling": {
                  "x-index": 32,
                  "description": "When the class asks that they be gone, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 33,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "allOf": [
                {"if": {"properties": {"action": {"enum": ["erase"]}}, "required": ["action"]}, "then": {"required": ["new_state"]}},
                {"if": {"properties": {"action": {"enum": ["hold", "release"]}}, "required": ["action"]}, "then": {"required": ["hold_ref"]}},
                {"if": {"properties": {"action": {"enum": ["event"]}}, "required": ["action"]}, "then": {"required": ["effective_time"]}}
              ],
              "x-rules": [
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
        (
            name: "schema-change.v1.json",
            text: #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:concordat:schema:schema-change:v1",
              "title": "Schema change, version 1",
              "description": "A schema, the crosswalk or a profile that the log uses was replaced.",
              "x-class": "schema-change",
              "x-version": 1,
              "x-fields": 23,
              "x-provisions-marks": "A provision is followed by how its text was checked: [V] read in the text itself, [V2] read in a secondary source, [U] not verified. None of them is legal advice or a claim of conformity.",
              "type": "object",
              "required": ["record_id", "event_time", "actor_id", "actor_type", "subject", "name", "new_digest"],
              "properties": {
                "record_class": {
                  "x-index": 0,
                  "description": "The class of the record; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents type",
                  "x-provisions": {
                    "EU": ["LED 25 [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "retention_class": {
                  "x-index": 1,
                  "description": "The retention class; the log fills it in.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "dpv:StorageDuration",
                  "x-provisions": {
                    "EU": ["GDPR 5(1)(e) [V]", "AIA 19/26(6) [V2]"],
                    "CN": ["CSL 23(3) [V]", "NDSMR 12 [V]"]
                  }
                },
                "record_id": {
                  "x-index": 2,
                  "description": "The record's own name, drawn at random.",
                  "type": "string",
                  "x-format": "uuid",
                  "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                  "format": "uuid",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "CloudEvents id; OCSF metadata.uid; OTel log.record.uid",
                  "x-provisions": {
                    "EU": ["GDPR 5(2) [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "writer": {
                  "x-index": 3,
                  "description": "Who sent the record, as the log authenticated him.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "own"
                },
                "writer_seq": {
                  "x-index": 4,
                  "description": "The writer's own number of the record, from which gaps are seen.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "event_time": {
                  "x-index": 5,
                  "description": "When it happened, UTC.",
                  "type": "string",
                  "x-format": "timestamp",
                  "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$",
                  "format": "date-time",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OCSF time; CloudEvents time",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "CSL 23(3) [V]"]
                  }
                },
                "timezone_offset": {
                  "x-index": 6,
                  "description": "The local time's distance from UTC, in minutes.",
                  "type": "integer",
                  "minimum": -1439,
                  "maximum": 1439,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF timezone_offset",
                  "x-provisions": {
                    "EU": ["e-Evidence form [V]"],
                    "CN": ["MLPS b) [V2]"]
                  }
                },
                "time_source": {
                  "x-index": 7,
                  "description": "What the clock is set by.",
                  "type": "string",
                  "enum": ["gnss", "ptp", "nts", "ntp", "tsa", "host"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "clock_error_ms": {
                  "x-index": 8,
                  "description": "How far the clock may be off, in milliseconds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 86400000,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own",
                  "x-provisions": {
                    "EU": ["ENS R2 [V]", "NIS2-IR 3.2.6 [V]"],
                    "CN": ["MLPS [V2]", "ESL 6(3) [V]"]
                  }
                },
                "actor_id": {
                  "x-index": 9,
                  "description": "Who acted: a pseudonym of this log.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel enduser.pseudo.id; OCSF actor.user.uid; PROV wasAssociatedWith",
                  "x-provisions": {
                    "EU": ["LED 25(1) [V]", "ENS 8.1 [V]"],
                    "CN": ["MLPS b) [V2]", "PIPL 51(4) [V]"]
                  }
                },
                "actor_type": {
                  "x-index": 10,
                  "description": "What kind of actor.",
                  "type": "string",
                  "enum": ["user", "service_account", "api_key", "ai_agent", "vendor", "system", "unauthenticated", "unknown"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext authtype; OCSF user.type_id",
                  "x-provisions": {
                    "EU": ["AIA 12(3)(d) [V]"],
                    "CN": ["MLPS a) [V2]"]
                  }
                },
                "actor_org": {
                  "x-index": 11,
                  "description": "The legal entity that the actor belongs to.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "OCSF user.org; dpv:hasResponsibleEntity",
                  "x-provisions": {
                    "EU": ["GDPR 30 [V]", "AIA 26 [V]"],
                    "CN": ["PIPL 21 [V]", "NDSMR 12 [V]"]
                  }
                },
                "system_id": {
                  "x-index": 12,
                  "description": "The system.",
                  "type": "string",
                  "x-format": "text",
                  "minLength": 1,
                  "maxLength": 256,
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-search": true,
                  "x-source-term": "OTel service.name, service.version, service.instance.id",
                  "x-provisions": {
                    "EU": ["AIA 12 [V]", "ENS 8.2 [U]"],
                    "CN": ["MLPS [V2]", "GB/T 39786 [U]"]
                  }
                },
                "correlation_id": {
                  "x-index": 13,
                  "description": "What belongs together.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "CloudEvents ext correlationid, causationid",
                  "x-provisions": {
                    "EU": ["AIA 12(2) [V]"],
                    "CN": ["MLPS c) [V2]"]
                  }
                },
                "secrecy": {
                  "x-index": 14,
                  "description": "What kind of secret the contents would be; secrets are refused.",
                  "type": "string",
                  "enum": ["none", "official", "state_secret", "eu_classified"],
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "subject": {
                  "x-index": 15,
                  "description": "What was replaced.",
                  "type": "string",
                  "enum": ["schema", "crosswalk", "profile", "retention_classes"],
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "name": {
                  "x-index": 16,
                  "description": "Its name.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "previous_digest": {
                  "x-index": 17,
                  "description": "The digest of the old one.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "new_digest": {
                  "x-index": 18,
                  "description": "The digest of the new one.",
                  "type": "string",
                  "x-format": "digest",
                  "pattern": "^(sha256|sm3):[0-9a-f]{64}$",
                  "x-requirement": "R",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "effective_size": {
                  "x-index": 19,
                  "description": "The tree size from which the new one holds.",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991,
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "reason": {
                  "x-index": 20,
                  "description": "Why.",
                  "type": "string",
                  "x-format": "code",
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,95}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "authorised_by": {
                  "x-index": 21,
                  "description": "Who authorised it.",
                  "type": "string",
                  "x-format": "ref",
                  "pattern": "^[!-~]{1,256}$",
                  "x-requirement": "O",
                  "x-sensitivity": "BOTH",
                  "x-source-term": "own"
                },
                "attributes": {
                  "x-index": 22,
                  "description": "Members that the schema does not name, as one object.",
                  "type": "object",
                  "x-sensitivity": "COM",
                  "x-source-term": "own"
                }
              },
              "x-rules": [
                {"id": "secrets", "refused": {"secrecy": ["state_secret", "eu_classified"]}}
              ]
            }

            """#
        ),
    ]
}
