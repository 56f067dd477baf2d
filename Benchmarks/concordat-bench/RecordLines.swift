import NIOCore

/// Records of 80 fields as a clinic would send them, 30 of the members present, a line each.
///
/// Number n always gives the same line. Actors, people and resources repeat as they do in a clinic, so
/// that a search finds some.
struct RecordLines: Sendable {
    /// How many actors there are.
    static let actorCount = 5_000
    private static let subjectCount = 200_000
    private static let resourceCount = 20_000

    /// The id of record `number`.
    static func id(_ number: Int) -> String { "00000000-0000-4000-8000-\(Self.digits(number, 12))" }

    /// Who did what record `number` tells of.
    static func actor(_ number: Int) -> String {
        "staff:\(Self.digits(Self.mixed(number) % Self.actorCount, 8))"
    }

    /// The lines of some numbers.
    static func body(_ numbers: Range<Int>) -> ByteBuffer {
        var body = ByteBuffer()
        body.reserveCapacity(numbers.count * 1_408)
        for number in numbers {
            body.writeString(#"{"record_class":"data-access","record_id":""#)
            body.writeString(Self.id(number))
            body.writeString(#"","writer_seq":"#)
            body.writeString(String(number + 1))
            body.writeString(#","actor_id":""#)
            body.writeString(Self.actor(number))
            body.writeString(#"","data_subject_ref":["subject:"#)
            body.writeString(Self.digits(Self.mixed(number + 1) % Self.subjectCount, 8))
            body.writeString(#""],"resource_ref":"ehr/patients/chart/"#)
            body.writeString(Self.digits(Self.mixed(number + 2) % Self.resourceCount, 8))
            body.writeStaticString(Self.rest)
        }
        return body
    }

    /// An odd factor: neighbours far apart.
    private static func mixed(_ number: Int) -> Int {
        ((number &* 0x9E37_79B1) & 0xffff_ffff) >> 7
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    private static let rest: StaticString = """
        ","event_time":"2026-11-23T09:59:58.125Z","timezone_offset":60,"time_source":"ntp",\
        "clock_error_ms":12,"activity":"read","outcome":"success",\
        "actor_type":"user","actor_role":["physician","on-call"],"actor_org":"ES-B81234567",\
        "actor_legal_capacity":"controller","system_id":"clinic-records",\
        "system_version":"8.4.1","system_instance":"ehr-2",\
        "access_country":"ES","storage_location":"ES-MD/madrid-1","purpose":"dpv:MedicalHealth",\
        "legal_basis_eu":"eu-gdpr:A6-1-e","legal_basis_eu_special":"eu-gdpr:A9-2-h",\
        "operation":"consult","justification":"treatment","authorisation_type":"internal_approval",\
        "data_category":["pd:MedicalHealth"],"data_class_eu":"special",\
        "data_subject_category":"patient"}

        """
}
