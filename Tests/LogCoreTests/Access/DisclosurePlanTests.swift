import LogCore
import LogTesting
import Records
import Testing

/// Specs/access.md: which fields leave, exactly.
@Suite struct DisclosurePlanTests {
    private let crosswalk: Crosswalk

    init() throws { self.crosswalk = try CrosswalkLibrary.embedded().newest }

    private func profile(_ id: String) throws -> Profile {
        try #require(self.crosswalk.profile(id))
    }

    private static let fields = [
        "record_id", "event_time", "legal_basis_eu", "legal_basis_cn", "data_subject_ref",
        "query_ref", "attributes", "field_of_tomorrow",
    ]

    @Test func fieldsOfTheProfileLeaveAndOthersSayWhy() throws {
        let plan = DisclosurePlan(
            profile: try self.profile("eu-gdpr"),
            recordClass: "data-access",
            fields: Self.fields
        )
        #expect(plan.indexes == [0, 1, 2])
        #expect(plan.fields == ["record_id", "event_time", "legal_basis_eu"])
        #expect(
            plan.withheld == [
                .init(field: "legal_basis_cn", reason: .denied),
                .init(field: "data_subject_ref", reason: .groundMissing),
                .init(field: "query_ref", reason: .denied),
                .init(field: "attributes", reason: .denied),
                .init(field: "field_of_tomorrow", reason: .notInProfile),
            ]
        )
    }

    @Test func theOtherSideSeesTheOtherFields() throws {
        let plan = DisclosurePlan(
            profile: try self.profile("cn-pipl-audit"),
            recordClass: "data-access",
            fields: Self.fields
        )
        #expect(plan.fields == ["record_id", "event_time", "legal_basis_cn"])
    }

    @Test func aComplaintOpensTheSubjectAndNothingElse() throws {
        let profile = try self.profile("eu-gdpr")
        let plan = DisclosurePlan(
            profile: profile,
            recordClass: "data-access",
            fields: Self.fields,
            grounds: ["complaint", "curiosity"]
        )
        #expect(plan.fields == ["record_id", "event_time", "legal_basis_eu", "data_subject_ref"])
        let other = DisclosurePlan(
            profile: profile,
            recordClass: "data-access",
            fields: Self.fields,
            grounds: ["order"]
        )
        #expect(!other.fields.contains("data_subject_ref"))
    }

    @Test func aMatchOpensTheInput() throws {
        let profile = try self.profile("eu-ai-act")
        func plan(_ values: [String: JSONValue]) -> DisclosurePlan {
            DisclosurePlan(
                profile: profile,
                recordClass: "ai-decision",
                fields: ["match", "input_ref", "output_ref"],
                values: values
            )
        }
        #expect(plan(["match": .bool(true)]).fields == ["match", "input_ref"])
        #expect(plan(["match": .bool(false)]).fields == ["match"])
        #expect(plan([:]).withheld.first == .init(field: "input_ref", reason: .conditionNotMet))
    }

    @Test func whatWasNotAskedForStaysAndWhatIsUnknownIsDenied() throws {
        let plan = DisclosurePlan(
            profile: try self.profile("eu-gdpr"),
            recordClass: "data-access",
            fields: Self.fields,
            requested: ["event_time", "legal_basis_cn", "no_such_field"]
        )
        #expect(plan.fields == ["event_time"])
        #expect(plan.withheld.contains(.init(field: "record_id", reason: .notRequested)))
        #expect(plan.withheld.contains(.init(field: "legal_basis_cn", reason: .denied)))
        #expect(plan.withheld.last == .init(field: "no_such_field", reason: .unknownField))
    }

    /// Random requests, grounds, classes and values: what leaves is allowed, and never denied.
    @Test func nothingLeavesThatIsNotAllowed() throws {
        var random = SeededGenerator.random("disclosure plans")
        let names = Array(self.crosswalk.labels.fields.keys.sorted()) + ["x1", "x2"]
        let grounds = ["complaint", "order", "curiosity"]
        var left = 0
        for _ in 0..<1_000 {
            let profile = try #require(self.crosswalk.profiles.randomElement(using: &random))
            let recordClass =
                try #require(
                    (self.crosswalk.labels.classes.keys.sorted() + ["x"]).randomElement(
                        using: &random
                    )
                )
            let fields = Array(names.shuffled(using: &random).prefix(40))
            let requested: Set<String>? =
                Bool.random(using: &random)
                ? Set(names.shuffled(using: &random).prefix(30)) : nil
            let has = Set(grounds.filter { _ in Bool.random(using: &random) })
            let values: [String: JSONValue] =
                Bool.random(using: &random)
                ? [
                    "match": .bool(true), "affected_person_ref": .string("x"),
                    "data_class_eu": .string("law_enforcement"),
                ] : [:]
            let plan = DisclosurePlan(
                profile: profile,
                recordClass: recordClass,
                fields: fields,
                requested: requested,
                grounds: has,
                values: values
            )
            #expect(plan.fields == plan.indexes.map { fields[$0] })
            #expect(
                Set(plan.fields + plan.withheld.map(\.field))
                    == Set(fields).union(requested ?? [])
            )
            for field in plan.fields {
                let rule = try #require(profile.classes[recordClass])
                let opened = rule.onGround.filter { has.contains($0.key) }.flatMap(\.value)
                let isRight =
                    !profile.denied.contains(field) && requested?.contains(field) ?? true
                    && (rule.allowed.contains(field) || opened.contains(field)
                        || rule.onCondition.contains { $0.field == field })
                if !isRight { Issue.record("\(profile.id) \(recordClass) \(field)") }
                left += 1
            }
        }
        #expect(left > 500)
    }

    @Test func theRecordOfADisclosureHasTheDigestsOfExactlyWhatLeaves() throws {
        let date = try #require(CalendarDate(parsing: "2026-11-23"))
        let grant = AuditorGrant(
            name: "aepd",
            profile: "eu-gdpr",
            engagement: "AEPD-2026-17",
            logs: ["eu"],
            validFrom: date,
            validUntil: date
        )
        let texts = ["WyJhIl0", "WyJiIl0", "WyJjIl0"].map { Array($0.utf8) }
        let items = [
            DisclosureRecord.Item(
                index: 5,
                recordID: "00000000-0000-4000-8000-000000000001",
                fields: ["record_id", "event_time"],
                disclosures: [texts[0], texts[1]]
            ),
            DisclosureRecord.Item(
                index: 9,
                recordID: "00000000-0000-4000-8000-000000000002",
                fields: ["event_time"],
                disclosures: [texts[2]]
            ),
        ]
        let record = try #require(
            DisclosureRecord(
                grant: grant,
                crosswalk: self.crosswalk.digest,
                purpose: "supervision",
                kind: .search,
                items: items
            )
        )
        let value = JSONValue.object(record.members)
        #expect(value["auditor_id"] == .string("aepd"))
        #expect(value["engagement_ref"] == .string("AEPD-2026-17"))
        #expect(value["profile_digest"] == .string("\(self.crosswalk.digest)"))
        #expect(value["purpose"] == .string("supervision"))
        #expect(value["request_kind"] == .string("search"))
        #expect(value["disclosure_count"] == .integer(3))
        #expect(value["target_indexes"] == .array([.integer(5), .integer(9)]))
        #expect(value["fields"] == .array([.string("record_id"), .string("event_time")]))
        #expect(
            value["disclosure_digests"]
                == .array(texts.map { .string("\(ContentDigest(of: $0))") })
        )
        // One byte more in what leaves is another record.
        let other = DisclosureRecord.Item(
            index: 9,
            recordID: items[1].recordID,
            fields: ["event_time"],
            disclosures: [texts[2] + [0x41]]
        )
        #expect(other != items[1])

        let empty = try #require(
            DisclosureRecord(
                grant: grant,
                crosswalk: self.crosswalk.digest,
                purpose: "supervision",
                kind: .search,
                items: []
            )
        )
        let nothing = JSONValue.object(empty.members)
        #expect(nothing["disclosure_count"] == .integer(0))
        #expect(nothing["target_indexes"] == nil)
        #expect(nothing["disclosure_digests"] == nil)
    }

    @Test func moreThanOneEntryCanSpeakOfIsNotOneDisclosure() throws {
        let date = try #require(CalendarDate(parsing: "2026-11-23"))
        let grant = AuditorGrant(
            name: "a",
            profile: "eu-gdpr",
            engagement: "e",
            logs: [],
            validFrom: date,
            validUntil: date
        )
        func record(_ records: Int, _ fields: Int) -> DisclosureRecord? {
            let names = (0..<fields).map { "f\($0)" }
            return DisclosureRecord(
                grant: grant,
                crosswalk: self.crosswalk.digest,
                purpose: "supervision",
                kind: .search,
                items: (0..<records).map {
                    DisclosureRecord.Item(
                        index: UInt64($0),
                        recordID: "r",
                        fields: names,
                        disclosures: names.map { Array($0.utf8) }
                    )
                }
            )
        }
        #expect(record(1_000, 2) != nil)
        #expect(record(1_001, 1) == nil)
        #expect(record(1, 2_001) == nil)
    }
}
