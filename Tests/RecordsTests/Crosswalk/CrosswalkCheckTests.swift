import Records
import Testing

/// What a record answers, and what it leaves open.
@Suite struct CrosswalkCheckTests {
    private static let today = CalendarDate(parsing: "2026-11-23")

    private func check(
        _ record: JSONValue,
        recordClass: String = "data-access",
        on date: String = "2026-11-23",
        sides: Set<LegalSide> = Set(LegalSide.allCases)
    ) throws -> CrosswalkCheck {
        CrosswalkCheck(
            recordClass: recordClass,
            on: try #require(CalendarDate(parsing: date)),
            sides: sides,
            crosswalk: try CrosswalkFiles.newest(),
            value: { record[$0] }
        )
    }

    private func row(_ id: String, of check: CrosswalkCheck) throws -> CrosswalkCheck.Row {
        try #require(check.rows.first { $0.provision.id == id }, "\(id)")
    }

    private static let five: JSONValue = [
        "actor_id": .string("a-1"), "event_time": .string("2026-11-23T10:00:00Z"),
        "activity": .string("read"), "resource_ref": .string("t:patients"),
        "outcome": .string("success"),
    ]

    /// The five elements that both sides name, each of them needed by both.
    @Test func theFiveSharedFieldsAnswerBothSides() throws {
        let whole = try self.check(Self.five)
        for id in ["es-ens-op-exp-8-1", "cn-mlps-8-1-4-3-b"] {
            #expect(try self.row(id, of: whole).finding == .answered)
            for field in ["actor_id", "event_time", "activity", "resource_ref", "outcome"] {
                for absent in [nil, JSONValue.null] {
                    let check = try self.check(Self.five.replacing([field], by: absent))
                    let row = try self.row(id, of: check)
                    #expect(row.finding == .missing)
                    #expect(row.missingFields == [field])
                    #expect(!check.isAnswered)
                }
            }
        }
    }

    @Test func lawEnforcementAsksForMoreOnLawEnforcementDataOnly() throws {
        let plain = try self.check(Self.five)
        #expect(try self.row("eu-led-25-1", of: plain).finding == .notApplicable)
        let police = Self.five.replacing(["data_class_eu"], by: .string("law_enforcement"))
            .replacing(["operation"], by: .string("consult"))
        let row = try self.row("eu-led-25-1", of: self.check(police))
        #expect(row.finding == .missing)
        #expect(row.missingFields == ["justification"])
        let disclosed = police.replacing(["operation"], by: .string("disclose"))
            .replacing(["justification"], by: .string("case-1"))
        #expect(
            try self.row("eu-led-25-1", of: self.check(disclosed)).missingFields
                == ["recipient_ref"]
        )
        let answered = disclosed.replacing(["recipient_ref"], by: .string("court-3"))
        #expect(try self.row("eu-led-25-1", of: self.check(answered)).finding == .answered)
    }

    @Test func whatDoesNotApplyYetIsToldAndBreaksNothing() throws {
        let empty = JSONValue.object([])
        let before = try self.check(empty, recordClass: "ai-decision", on: "2027-12-01")
        let row = try self.row("eu-aia-12-1", of: before)
        #expect(row.finding == .later)
        #expect(row.missingFields.contains("ai_system_id"))
        let after = try self.check(empty, recordClass: "ai-decision", on: "2027-12-02")
        #expect(try self.row("eu-aia-12-1", of: after).finding == .missing)
        // With nothing that applies there is nothing that is missing.
        let early = try self.check(empty, recordClass: "ai-decision", on: "2000-01-01")
        #expect(early.isAnswered)
        #expect(try self.row("cn-csl-21-3", of: after).finding == .ended)
    }

    @Test func theBiometricMinimumIsForRecordsMadeUnderIt() throws {
        let record: JSONValue = [
            "provisions": .array([.string("aia-12-3")]), "match": .bool(true),
            "use_period_start": .string("x"), "use_period_end": .string("x"),
            "reference_database_ref": .string("x"), "verifier_ids": .array([.string("a")]),
        ]
        let date = "2028-01-01"
        let check = try self.check(record, recordClass: "ai-decision", on: date)
        #expect(try self.row("eu-aia-12-3", of: check).missingFields == ["input_ref"])
        let unmatched = record.replacing(["match"], by: .bool(false))
        let other = try self.check(unmatched, recordClass: "ai-decision", on: date)
        #expect(try self.row("eu-aia-12-3", of: other).finding == .answered)
        let plain = record.replacing(["provisions"], by: .array([.string("aia-12")]))
        let none = try self.check(plain, recordClass: "ai-decision", on: date)
        #expect(try self.row("eu-aia-12-3", of: none).finding == .notApplicable)
    }

    @Test func onlyTheSidesThatWereAskedAboutAreCompared() throws {
        let check = try self.check(Self.five, sides: [.china])
        #expect(!check.rows.isEmpty)
        #expect(check.rows.allSatisfy { $0.provision.side == .china })
    }

    /// What the product does not claim is never shown as answered.
    @Test func qualifiedStatusIsNeverAnswered() throws {
        let check = try self.check(Self.five, on: "2030-01-01")
        for id in ["eu-eidas-45l-1", "eu-qel-7-5-03"] {
            #expect(try self.row(id, of: check).finding == .unmet)
        }
        for row in check.rows where row.provision.answer != .record {
            #expect(row.missingFields.isEmpty)
            #expect(row.finding != .answered)
        }
    }
}
