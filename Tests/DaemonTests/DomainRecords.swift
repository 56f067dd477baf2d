import Foundation
import LogTesting
import Records

/// Records as writers of both sides would send them now.
enum DomainRecords {
    /// An id that a record has not had.
    static func newID() -> String { UUID().uuidString.lowercased() }

    /// A clinic's access to a patient's data, in Spain or in China.
    static func access(
        _ id: String,
        number: Int?,
        jurisdiction: String = "EU",
        _ changes: [String: JSONValue?] = [:]
    ) -> JSONValue {
        var record = SampleRecords.dataAccess(recordID: id)
        var own: [String: JSONValue?] = [
            "record_class": .string("data-access"), "event_time": .string(Self.now),
            "writer_seq": number.map { .integer(Int64($0)) },
        ]
        if jurisdiction == "CN" {
            own.merge([
                "actor_org": .string("CN-91110108"), "access_country": .string("CN"),
                "storage_location": .string("CN-BJ/north-1"), "timezone_offset": .integer(480),
                "data_class_eu": nil, "legal_basis_eu": nil, "legal_basis_eu_special": nil,
                "data_class_cn": .string("sensitive_personal"), "legal_basis_cn": .string("13-2"),
                "actor_legal_capacity": .string("pi_handler"),
            ]) { _, new in new }
        }
        for (name, value) in own.merging(changes, uniquingKeysWith: { _, new in new }) {
            record = record.replacing(name, with: value)
        }
        return record
    }

    /// A decision of a model.
    static func decision(_ id: String, _ changes: [String: JSONValue?] = [:]) -> JSONValue {
        var record = SampleRecords.aiDecision(recordID: id)
        let own: [String: JSONValue?] = [
            "record_class": .string("ai-decision"), "event_time": .string(Self.now),
            "use_period_start": .string(Self.now), "use_period_end": .string(Self.now),
            "writer_seq": nil,
        ]
        for (name, value) in own.merging(changes, uniquingKeysWith: { _, new in new }) {
            record = record.replacing(name, with: value)
        }
        return record
    }

    private static var now: String {
        RecordTime(seconds: Int64(Date.now.timeIntervalSince1970)).description
    }
}
