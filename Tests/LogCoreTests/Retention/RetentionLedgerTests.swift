import LogCore
import Records
import Testing

/// What records say about the keeping of others, without a log.
@Suite struct RetentionLedgerTests {
    private static func header(_ recordClass: String, writer: String = "clinic") -> VaultHeader {
        VaultHeader(
            recordClass: recordClass,
            retention: "R6M",
            writer: writer,
            writerSequence: nil,
            recordedAt: 1_790_000_000
        )
    }

    private static func row(_ index: UInt64, _ recordClass: String = "data-access") -> VaultRow {
        VaultRow(
            index: index,
            recordMAC: [],
            header: self.header(recordClass),
            state: .active,
            isHeld: false,
            changedBy: nil,
            sealed: nil
        )
    }

    private static func incident(_ state: String, _ indexes: [Int64] = []) -> JSONValue {
        var members = [
            JSONMember(name: "incident_id", value: .string("i")),
            JSONMember(name: "state", value: .string(state)),
        ]
        if !indexes.isEmpty {
            members.append(
                JSONMember(
                    name: "affected_indexes",
                    value: .array(indexes.map { .integer($0) })
                )
            )
        }
        return .object(members)
    }

    /// SPEC: RET-7.
    @Test func anotherWriterNeitherClosesNorWidensAnIncident() {
        var ledger = RetentionLedger()
        ledger.take(Self.incident("opened", [7]), Self.header("incident"), at: 10)
        ledger.take(
            Self.incident("closed"),
            Self.header("incident", writer: "model"),
            at: 11
        )
        #expect(ledger.isFrozen(Self.row(7)))
        ledger.take(
            Self.incident("updated", [8]),
            Self.header("incident", writer: "model"),
            at: 12
        )
        ledger.take(Self.incident("closed"), Self.header("incident"), at: 13)
        #expect(!ledger.isFrozen(Self.row(7)))
        // Under the same name it is an incident of the other one's.
        #expect(ledger.isFrozen(Self.row(8)))
        #expect(!ledger.isFrozen(Self.row(10, "incident")))
        #expect(ledger.isFrozen(Self.row(12, "incident")))
    }

    @Test func anIncidentThatGoesOnAfterItsEndIsOpen() {
        var ledger = RetentionLedger()
        for (index, state) in ["opened", "closed", "updated"].enumerated() {
            ledger.take(
                Self.incident(state, [7]),
                Self.header("incident"),
                at: UInt64(10 + index)
            )
        }
        #expect(ledger.isFrozen(Self.row(7)))
    }

    @Test func twoIncidentsFreezeUntilBothAreClosed() {
        var ledger = RetentionLedger()
        ledger.take(Self.incident("opened", [7]), Self.header("incident"), at: 10)
        ledger.take(
            Self.incident("opened", [7]),
            Self.header("incident", writer: "model"),
            at: 11
        )
        ledger.take(Self.incident("closed"), Self.header("incident"), at: 12)
        #expect(ledger.isFrozen(Self.row(7)))
        ledger.take(
            Self.incident("closed"),
            Self.header("incident", writer: "model"),
            at: 13
        )
        #expect(!ledger.isFrozen(Self.row(7)))
    }

    @Test func whatOtherClassesSayIsPassedOver() throws {
        var ledger = RetentionLedger()
        ledger.take(Self.incident("opened", [7]), Self.header("data-access"), at: 10)
        #expect(!ledger.isFrozen(Self.row(7)))
        let facts = try #require(ledger.facts(of: Self.row(7)))
        #expect(facts == RetentionFacts(recorded: facts.recorded, state: .active))
        #expect("\(facts.recorded)" == "2026-09-21")
    }

    /// Damage of any member leaves the facts as they were.
    @Test func malformedNotesAreNone() throws {
        let good: [(String, JSONValue)] = [
            ("action", .string("event")), ("target_index", .integer(7)),
            ("ground", .string("limitation")),
            ("effective_time", .string("2026-10-01T00:00:00Z")),
        ]
        func ledger(_ members: [(String, JSONValue)]) -> RetentionLedger {
            var ledger = RetentionLedger()
            ledger.take(
                .object(members.map { JSONMember(name: $0.0, value: $0.1) }),
                Self.header("retention-action", writer: ""),
                at: 10
            )
            return ledger
        }
        let day = CalendarDate(parsing: "2026-10-01")
        #expect(ledger(good).facts(of: Self.row(7))?.events[.limitation] == day)
        for (position, wrong) in [
            JSONValue.string("events"), .integer(-1), .string("doomsday"), .string("2026-10-01"),
        ].enumerated() {
            var members = good
            members[position].1 = wrong
            #expect(ledger(members).facts(of: Self.row(7))?.events.isEmpty == true, "\(wrong)")
        }
    }
}
