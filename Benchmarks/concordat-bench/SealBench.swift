import CryptoSuites
import Records

/// Sealing records on one thread, without anything around it: strict JSON, validation, salts,
/// disclosures, both trees, statement and contents.
struct SealBench {
    private let schema: RecordSchema
    private let sealer: RecordSealer
    private let record: [UInt8]

    init(_ hash: HMACHash) throws {
        guard let schema = SchemaRegistry.embedded["data-access"] else {
            throw BenchError.unknownCase("data-access")
        }
        self.schema = schema
        self.sealer = RecordSealer(
            schema,
            shape: .open,
            hash: hash,
            crosswalk: ContentDigest(of: []),
            interval: 60
        )
        self.record = Array(Self.text.utf8)
    }

    func measure() throws -> Measurement {
        let window = BenchWindow(warmUp: .milliseconds(200), length: .seconds(2))
        let context = RecordContext(jurisdiction: "EU")
        let recorded = RecordTime(seconds: 1_795_428_000)
        var latencies: [Int64] = []
        while window.isOpen {
            let start = ContinuousClock.now
            let record = try self.schema.validate(StrictJSON.parse(self.record), in: context)
            let sealed = try self.sealer.seal(
                record,
                retention: "R6M",
                recorded: recorded,
                secret: secureRandomBytes(32)
            )
            precondition(sealed.commitment.fieldCount == 80, "each field has a leaf")
            if let latency = window.latency(since: start) { latencies.append(latency) }
        }
        return Measurement(latencies: latencies, entriesPerCall: 1, seconds: window.seconds)
    }

    private static let text = """
        {"record_id":"6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17","writer_seq":4711,\
        "event_time":"2026-11-23T09:59:58.125Z","timezone_offset":60,"time_source":"ntp",\
        "clock_error_ms":12,"activity":"read","outcome":"success","actor_id":"staff:7f3a90c2",\
        "actor_type":"user","actor_role":["physician","on-call"],"actor_org":"ES-B81234567",\
        "actor_legal_capacity":"controller","correlation_id":"visit-20261123-0042",\
        "system_id":"clinic-records","system_version":"8.4.1","system_instance":"ehr-2",\
        "access_country":"ES","storage_location":"ES-MD/madrid-1","purpose":"dpv:MedicalHealth",\
        "legal_basis_eu":"eu-gdpr:A6-1-e","legal_basis_eu_special":"eu-gdpr:A9-2-h",\
        "operation":"consult","justification":"treatment","authorisation_type":"internal_approval",\
        "resource_ref":"ehr/patients/chart","data_category":["pd:MedicalHealth"],\
        "data_class_eu":"special","data_subject_ref":["subject:c41fd2aa"],\
        "data_subject_category":"patient"}
        """
}
