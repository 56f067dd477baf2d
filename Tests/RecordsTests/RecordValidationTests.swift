import LogTesting
import Testing

@testable import Records

/// Specs/records.md section 2: what a record has to have, and what is refused.
@Suite struct RecordValidationTests {
    private let dataAccess: RecordSchema
    private let aiDecision: RecordSchema

    init() throws {
        self.dataAccess = try #require(SchemaRegistry.embedded["data-access"])
        self.aiDecision = try #require(SchemaRegistry.embedded["ai-decision"])
    }

    private func refusal(
        _ record: JSONValue,
        _ schema: RecordSchema? = nil,
        _ context: RecordContext = SampleRecords.contextEU
    ) -> RecordError? {
        do throws(RecordError) {
            _ = try (schema ?? self.dataAccess).validate(record, in: context)
            return nil
        } catch { return error }
    }

    private func dataAccess(_ changes: (String, JSONValue?)...) -> JSONValue {
        changes.reduce(SampleRecords.dataAccess()) { $0.replacing($1.0, with: $1.1) }
    }

    @Test func theSamplesAreRecords() throws {
        let record = try self.dataAccess.validate(
            SampleRecords.dataAccess(),
            in: SampleRecords.contextEU
        )
        #expect(record.presentCount == 30)
        #expect(record["actor_id"] == .string("staff:7f3a90c2"))
        #expect(record["recipient_ref"] == nil)
        #expect(self.refusal(SampleRecords.aiDecision(), self.aiDecision) == nil)
    }

    @Test func everyRequiredFieldIsRequired() throws {
        for schema in [self.dataAccess, self.aiDecision] {
            let sample =
                schema.recordClass == "data-access"
                ? SampleRecords.dataAccess() : SampleRecords.aiDecision()
            let required = schema.fields.filter(\.isRequired)
            #expect(required.count > 20)
            for field in required {
                let error = self.refusal(sample.replacing(field.name, with: nil), schema)
                #expect(error?.code == .missing)
                #expect(error?.member == field.name)
                #expect(error?.schemaLine == field.line)
            }
        }
    }

    /// `null` is refused wherever it stands: an absent value is sealed as one, and nothing else is.
    @Test func nullIsRefusedEverywhere() throws {
        for field in self.dataAccess.fields {
            let error = self.refusal(self.dataAccess((field.name, .null)))
            #expect(error?.code == .nullValue, "\(field.name)")
            #expect(error?.member == field.name)
        }
        let nested = self.dataAccess(("attributes", ["a": .array([.integer(1), .null])]))
        #expect(self.refusal(nested)?.member == "attributes.a[1]")
        #expect(self.refusal(self.dataAccess(("other", .null)))?.code == .nullValue)
    }

    /// Every field refuses every kind of value but its own.
    @Test func everyFieldRefusesOtherTypes() throws {
        let values: [JSONValue] = [
            .bool(true), .integer(1), .string("\u{1}"), .array([]), .array([.null]), [:],
        ]
        for schema in SchemaRegistry.embedded.schemas {
            for field in schema.fields {
                for value in values where field.type.violation(of: value) == nil {
                    let isOfType =
                        switch (field.type, value) {
                        case (.boolean, .bool), (.integer, .integer), (.object, .object): true
                        default: false
                        }
                    #expect(isOfType, "\(schema.recordClass).\(field.name) takes \(value.kind)")
                }
            }
        }
    }

    @Test func errorsNameMemberExpectationAndLine() throws {
        let cases: [(JSONValue, RecordError.Code, String, String)] = [
            (
                self.dataAccess(("operation", .string("delete"))), .notAllowed, "operation",
                "one of collect, alter, consult, disclose, transfer, combine, erase, export, "
                    + "query, decrypt"
            ),
            (
                self.dataAccess(("event_time", .string("2026-02-30T00:00:00Z"))), .malformed,
                "event_time", "a UTC time such as 2026-11-23T10:00:00Z"
            ),
            (
                self.dataAccess(("timezone_offset", .integer(1_440))), .outOfRange,
                "timezone_offset", "-1439 to 1439"
            ),
            (
                self.dataAccess(("actor_role", .array([]))), .outOfRange, "actor_role",
                "1 to 32 elements"
            ),
            (
                self.dataAccess(
                    ("actor_role", .array([.string("a"), .string("b"), .string("a")]))
                ),
                .repeated, "actor_role[2]", "no element twice"
            ),
            (
                self.dataAccess(("data_category", .array([.string("ok"), .string("no good")]))),
                .malformed, "data_category[1]",
                "a code of up to 96 letters, digits and ._:-"
            ),
            (
                self.dataAccess(("system_id", .string(""))), .outOfRange, "system_id",
                "1 to 256 characters"
            ),
            (
                self.dataAccess(("writer_seq", .string("1"))), .wrongType, "writer_seq",
                "a whole number"
            ),
            (
                self.dataAccess(("record_class", .string("incident"))), .classDiffers,
                "record_class", "data-access"
            ),
        ]
        for (record, code, member, expectation) in cases {
            let error = try #require(self.refusal(record), "\(member)")
            #expect(error.code == code)
            #expect(error.member == member)
            #expect(error.expectation == expectation)
            let name = String(member.prefix { $0 != "[" })
            let index = try #require(self.dataAccess.index(of: name))
            #expect(error.schemaLine == self.dataAccess.fields[index].line)
            #expect(error.description.contains(member))
        }
        #expect(self.refusal(.array([]))?.code == .notAnObject)
    }

    @Test func lengthsAreThoseOfCodePoints() {
        let long = String(repeating: "\u{1F600}", count: 256)
        #expect(self.refusal(self.dataAccess(("system_id", .string(long)))) == nil)
        #expect(
            self.refusal(self.dataAccess(("system_id", .string(long + "a"))))?.code == .outOfRange
        )
        #expect(self.refusal(self.dataAccess(("system_id", .string("a\nb"))))?.code == .malformed)
    }

    @Test func otherMembersBecomeAttributes() throws {
        let record = self.dataAccess(
            ("ward", .string("3B")),
            ("attributes", ["shift": .string("night")]),
            ("caf\u{E9}", .integer(1))
        )
        let valid = try self.dataAccess.validate(record, in: SampleRecords.contextEU)
        #expect(
            valid["attributes"]
                == ["shift": .string("night"), "ward": .string("3B"), "caf\u{E9}": .integer(1)]
        )
        // An error does not send back what is as long as a document.
        let long = String(repeating: "n", count: 60_000)
        #expect((self.refusal(self.dataAccess((long, .null)))?.member.utf8.count ?? 999) < 200)
        let ambiguous = self.dataAccess(
            ("ward", .integer(1)),
            ("attributes", ["ward": .integer(2)])
        )
        #expect(self.refusal(ambiguous)?.code == .ambiguousAttribute)
        // A public body has no place for others.
        let body: JSONValue = ["origin": .string("log.example/eu"), "x": .integer(1)]
        let keyEvent = try #require(SchemaRegistry.embedded["key-event"])
        #expect(self.refusal(body, keyEvent)?.code == .notAllowed)
    }

    // MARK: Conditional requirements

    @Test func disclosuresNameTheirRecipient() {
        for operation in ["disclose", "transfer"] {
            var record = self.dataAccess(("operation", .string(operation)))
            for (name, value) in [
                ("recipient_ref", "lab-7"), ("recipient_category", "processor"),
                ("recipient_country", "ES"),
            ] {
                let error = self.refusal(record)
                #expect(error?.code == .missing)
                #expect(error?.member == name)
                record = record.replacing(name, with: .string(value))
            }
            #expect(self.refusal(record) == nil)
        }
    }

    @Test func sidesAskForTheirOwnClasses() {
        let record = self.dataAccess(("data_class_eu", nil))
        #expect(self.refusal(record)?.member == "data_class_eu")
        #expect(self.refusal(record)?.rule == "jurisdiction-eu")
        #expect(self.refusal(record, nil, SampleRecords.contextCN)?.member == "data_class_cn")
        let chinese = record.replacing("data_class_cn", with: .string("sensitive_personal"))
        #expect(self.refusal(chinese, nil, SampleRecords.contextCN) == nil)
        // A state of the European Economic Area is on its side, and so is a part of one.
        for jurisdiction in ["ES", "ES-MD", "NO"] {
            let context = RecordContext(jurisdiction: jurisdiction)
            #expect(self.refusal(record, nil, context)?.member == "data_class_eu")
        }
        #expect(
            self.refusal(record, nil, RecordContext(jurisdiction: "CN-BJ"))?.rule
                == "jurisdiction-cn"
        )
        let led = RecordContext(jurisdiction: "EU", regimes: ["LED"])
        #expect(self.refusal(SampleRecords.dataAccess(), nil, led)?.member == "authorisation_ref")
        let authorised = self.dataAccess(("authorisation_ref", .string("order-9")))
        #expect(self.refusal(authorised, nil, led) == nil)
    }

    private func transfer(_ changes: (String, JSONValue?)...) -> JSONValue {
        let record = self.dataAccess(
            ("operation", .string("transfer")),
            ("recipient_ref", .string("partner")),
            ("recipient_category", .string("processor"))
        )
        return changes.reduce(record) { $0.replacing($1.0, with: $1.1) }
    }

    @Test func transfersElsewhereRestOnSomething() {
        let abroad = self.transfer(("recipient_country", .string("CN")))
        #expect(self.refusal(abroad)?.code == .transferWithoutMechanism)
        #expect(self.refusal(abroad)?.member == "transfer_mechanism_eu")
        let none = abroad.replacing("transfer_mechanism_eu", with: .string("none"))
        #expect(self.refusal(none)?.code == .transferWithoutMechanism)
        let clauses = abroad.replacing("transfer_mechanism_eu", with: .string("scc"))
        #expect(self.refusal(clauses)?.member == "transfer_ref")
        let recorded = clauses.replacing("transfer_ref", with: .string("tia-2026-3"))
        #expect(self.refusal(recorded) == nil)
        // Within the European Economic Area nothing is needed, and that has to be said.
        let neighbour = self.transfer(("recipient_country", .string("PT")))
        #expect(self.refusal(neighbour)?.member == "transfer_mechanism_eu")
        #expect(
            self.refusal(neighbour.replacing("transfer_mechanism_eu", with: .string("none"))) == nil
        )
        #expect(self.refusal(self.transfer(("recipient_country", .string("ES")))) == nil)
    }

    @Test func transfersOutOfChinaRestOnChineseLaw() {
        let record = self.transfer(
            ("recipient_country", .string("ES")),
            ("storage_location", .string("CN-BJ")),
            ("data_class_cn", .string("personal")),
            ("transfer_mechanism_eu", .string("scc")),
            ("transfer_ref", .string("t-1"))
        )
        let error = self.refusal(record, nil, SampleRecords.contextCN)
        #expect(error?.member == "transfer_mechanism_cn")
        let assessed = record.replacing(
            "transfer_mechanism_cn",
            with: .string("security_assessment")
        )
        #expect(self.refusal(assessed, nil, SampleRecords.contextCN) == nil)
        let none = record.replacing("transfer_mechanism_cn", with: .string("none"))
        #expect(
            self.refusal(none, nil, SampleRecords.contextCN)?.code == .transferWithoutMechanism
        )
    }

    @Test func eventsLieWithinTheirAuthorisation() {
        let record = self.dataAccess(
            ("event_time", .string("2026-11-23T10:00:00.5Z")),
            ("authorisation_valid_from", .string("2026-11-23T10:00:00.5Z")),
            ("authorisation_valid_until", .string("2026-11-23T10:00:00.5Z"))
        )
        #expect(self.refusal(record) == nil)
        for time in ["2026-11-23T10:00:00.499999999Z", "2026-11-23T10:00:00.500000001Z"] {
            let error = self.refusal(record.replacing("event_time", with: .string(time)))
            #expect(error?.code == .outsideOfPeriod)
            #expect(error?.member == "event_time")
            #expect(error?.rule == "authorisation-validity")
        }
        let half = record.replacing("authorisation_valid_from", with: nil)
        #expect(
            self.refusal(half.replacing("event_time", with: .string("1999-01-01T00:00:00Z"))) == nil
        )
        let backwards = self.dataAccess(
            ("start_time", .string("2026-11-23T10:00:01Z")),
            ("end_time", .string("2026-11-23T10:00:00Z"))
        )
        #expect(self.refusal(backwards)?.rule == "period")
    }

    @Test func whatMustNotBeStoredIsRefused() {
        let core = self.dataAccess(("data_class_cn", .string("core")))
        #expect(self.refusal(core)?.code == .refused)
        #expect(self.refusal(core)?.member == "data_class_cn")
        for schema in SchemaRegistry.embedded.schemas where schema.index(of: "secrecy") != nil {
            let sample: JSONValue? =
                switch schema.recordClass {
                case "data-access": SampleRecords.dataAccess()
                case "ai-decision": SampleRecords.aiDecision()
                default: nil
                }
            guard let sample else {
                #expect(schema.rules.contains { $0.id == "secrets" }, "\(schema.recordClass)")
                continue
            }
            for secrecy in ["state_secret", "eu_classified"] {
                let error = self.refusal(
                    sample.replacing("secrecy", with: .string(secrecy)),
                    schema
                )
                #expect(error?.code == .refused)
                #expect(error?.rule == "secrets")
            }
            #expect(self.refusal(sample.replacing("secrecy", with: .string("none")), schema) == nil)
        }
        let important = self.dataAccess(("data_class_cn", .string("important")))
        #expect(self.refusal(important)?.member == "important_data_catalogue_ref")
    }

    @Test func biometricIdentificationHasTwoVerifiers() {
        let record = SampleRecords.aiDecision().replacing(
            "provisions",
            with: .array([.string("aia-12-3")])
        )
        #expect(self.refusal(record, self.aiDecision)?.member == "reference_database_ref")
        let referring = record.replacing("reference_database_ref", with: .string("db-1"))
        #expect(self.refusal(referring, self.aiDecision)?.member == "verifier_ids")
        let one = referring.replacing("verifier_ids", with: .array([.string("p1")]))
        #expect(self.refusal(one, self.aiDecision)?.code == .outOfRange)
        let same = referring.replacing(
            "verifier_ids",
            with: .array([.string("p1"), .string("p1")])
        )
        #expect(self.refusal(same, self.aiDecision)?.code == .repeated)
        let two = referring.replacing(
            "verifier_ids",
            with: .array([.string("p1"), .string("p2")])
        )
        #expect(self.refusal(two, self.aiDecision) == nil)
        // A log that is kept for it asks for it, whatever the record says.
        let context = RecordContext(jurisdiction: "EU", provisions: ["aia-12-3"])
        #expect(
            self.refusal(SampleRecords.aiDecision(), self.aiDecision, context)?.rule
                == "provision-aia-12-3"
        )
    }
}
