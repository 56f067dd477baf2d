public import Records

/// Records that their schemas accept, for tests of whatever is done with them.
public enum SampleRecords {
    /// A data access with 30 fields of 80, as a clinic in Spain would send it.
    public static func dataAccess(
        recordID: String = "6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17"
    ) -> JSONValue {
        [
            "record_id": .string(recordID),
            "writer_seq": .integer(4_711),
            "event_time": .string("2026-11-23T09:59:58.125Z"),
            "timezone_offset": .integer(60),
            "time_source": .string("ntp"),
            "clock_error_ms": .integer(12),
            "activity": .string("read"),
            "outcome": .string("success"),
            "actor_id": .string("staff:7f3a90c2"),
            "actor_type": .string("user"),
            "actor_role": .array([.string("physician"), .string("on-call")]),
            "actor_org": .string("ES-B81234567"),
            "actor_legal_capacity": .string("controller"),
            "correlation_id": .string("visit-20261123-0042"),
            "system_id": .string("clinic-records"),
            "system_version": .string("8.4.1"),
            "system_instance": .string("ehr-2"),
            "access_country": .string("ES"),
            "storage_location": .string("ES-MD/madrid-1"),
            "purpose": .string("dpv:MedicalHealth"),
            "legal_basis_eu": .string("eu-gdpr:A6-1-e"),
            "legal_basis_eu_special": .string("eu-gdpr:A9-2-h"),
            "operation": .string("consult"),
            "justification": .string("treatment"),
            "authorisation_type": .string("internal_approval"),
            "resource_ref": .string("ehr/patients/chart"),
            "data_category": .array([.string("pd:MedicalHealth")]),
            "data_class_eu": .string("special"),
            "data_subject_ref": .array([.string("subject:c41fd2aa")]),
            "data_subject_category": .string("patient"),
        ]
    }

    /// An AI decision, as a bank in Spain would send it of its loan model.
    public static func aiDecision(
        recordID: String = "0b9d1f3e-52c7-4f0a-8e66-9a7d34c1e905"
    ) -> JSONValue {
        [
            "record_id": .string(recordID),
            "writer_seq": .integer(12),
            "event_time": .string("2026-11-23T10:15:00Z"),
            "timezone_offset": .integer(60),
            "time_source": .string("ptp"),
            "clock_error_ms": .integer(1),
            "activity": .string("infer"),
            "outcome": .string("success"),
            "actor_id": .string("service:loan-desk"),
            "actor_type": .string("service_account"),
            "actor_role": .array([.string("scoring")]),
            "actor_org": .string("ES-A28000001"),
            "actor_legal_capacity": .string("deployer"),
            "system_id": .string("loan-desk"),
            "system_version": .string("3.2.0"),
            "system_instance": .string("a1"),
            "access_country": .string("ES"),
            "storage_location": .string("ES-CT"),
            "purpose": .string("dpv:CreditChecking"),
            "ai_system_id": .string("loan-scoring"),
            "ai_system_version": .string("2026.11"),
            "provider_id": .string("ES-B99000002"),
            "deployer_id": .string("ES-A28000001"),
            "model_provider": .string("in-house"),
            "model_requested": .string("loan-tree"),
            "model_used": .string("loan-tree"),
            "model_version": .string("17"),
            "ai_operation": .string("classify"),
            "risk_class": .string("eu-aiact:HighRiskAISystem-AnnexIII-5b"),
            "intended_purpose": .string("creditworthiness"),
            "use_period_start": .string("2026-11-23T10:14:59Z"),
            "use_period_end": .string("2026-11-23T10:15:00Z"),
            "input_ref": .string("inputs/2026/11/23/000012"),
            "output_ref": .string("outputs/2026/11/23/000012"),
            "decision_code": .string("refer"),
            "decision_role": .string("advisory"),
            "legal_effect": .string("legal"),
            "confidence": .string("0.73"),
            "threshold": .string("0.8"),
            "oversight_mode": .string("in_loop"),
            "affected_person_ref": .string("subject:91b07e55"),
        ]
    }

    /// The context of a log on the EU side.
    public static let contextEU = RecordContext(jurisdiction: "EU")
    /// The context of a log on the Chinese side.
    public static let contextCN = RecordContext(jurisdiction: "CN")
}

extension JSONValue {
    /// A copy of an object in which a member has another value, or none.
    public func replacing(_ name: String, with value: JSONValue?) -> JSONValue {
        var members = (self.members ?? []).filter { !$0.name.utf8.elementsEqual(name.utf8) }
        if let value { members.append(JSONMember(name: name, value: value)) }
        return .object(members)
    }
}
