import LogTesting
import Testing

@testable import Records

/// The Swift types against the schemas, field by field and choice by choice.
@Suite struct TypedRecordTests {
    private static let types: [any TypedRecord.Type] = [
        AIDecisionRecord.self, AuditorDisclosureRecord.self, CaptureStateRecord.self,
        ClockChangeRecord.self, CorrectionRecord.self, DataAccessRecord.self, IncidentRecord.self,
        RetentionActionRecord.self, SchemaChangeRecord.self,
    ]

    @Test func everyClassOfRecordsHasAType() {
        let others: Set<String> = ["opaque", "key-event", "policy-event"]
        let classes = Set(SchemaRegistry.embedded.schemas.map(\.recordClass)).subtracting(others)
        #expect(Set(Self.types.map { $0.recordClass }) == classes)
    }

    /// A value that the type of a field takes: the one with this number, if it is a choice.
    private static func sample(of type: FieldType, _ number: Int) -> JSONValue {
        switch type {
        case .choice(let choices): .string(choices[number % choices.count])
        case .text(let format, _):
            switch format {
            case .timestamp: .string("2026-11-23T10:00:00Z")
            case .uuid: .string("6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17")
            case .country: .string("ES")
            case .location: .string("ES-MD")
            case .digest: .string("sm3:" + String(repeating: "0", count: 64))
            case .decimal: .string("0.5")
            case .code, .ref, .text, .lines: .string("a\(number)")
            }
        case .integer(let range): .integer(range.upperBound)
        case .boolean: .bool(number.isMultiple(of: 2))
        case .array(let element, _, _): .array([self.sample(of: element, number)])
        case .object: ["a": .integer(Int64(number))]
        }
    }

    @Test(arguments: Self.types.map { $0.recordClass })
    func everyFieldIsAPropertyAndBack(_ name: String) throws {
        let type = try #require(Self.types.first { $0.recordClass == name })
        let schema = try #require(SchemaRegistry.embedded[name])
        for number in 0..<16 {
            let values = schema.fields.map { Self.sample(of: $0.type, number) }
            for (field, value) in zip(schema.fields, values) {
                #expect(field.type.violation(of: value) == nil, "\(field.name): \(value)")
            }
            let record = ValidRecord(schema: schema, values: values)
            let json = type.init(record).json
            #expect(json.members?.map(\.name) == schema.fields.map(\.name))
            for (field, value) in zip(schema.fields, values) {
                #expect(json[field.name] == value, "\(field.name)")
            }
        }
        let empty = [JSONValue?](repeating: nil, count: schema.fields.count)
        #expect(type.init(ValidRecord(schema: schema, values: empty)).json.members?.isEmpty == true)
        #expect(type.init().json.members?.isEmpty == true)
    }

    @Test func aControlRecordIsWrittenInSwift() throws {
        var record = RetentionActionRecord()
        record.recordID = "6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17"
        record.eventTime = "2026-11-23T10:00:00Z"
        record.actorID = "officer:1"
        record.actorType = .user
        record.action = .erase
        record.targetIndex = 7
        record.ground = "gdpr-17-1-a"
        let error = #expect(throws: RecordError.self) {
            try record.validated(in: SampleRecords.contextEU)
        }
        #expect(error?.member == "new_state")
        record.newState = .erased
        let valid = try record.validated(in: SampleRecords.contextEU)
        #expect(valid["target_index"] == .integer(7))
    }
}
