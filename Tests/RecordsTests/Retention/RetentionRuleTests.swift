import Records
import Testing

/// Specs/crosswalk.md, retention: what may be done to contents, and when.
@Suite struct RetentionRuleTests {
    private let crosswalk: Crosswalk

    init() throws { self.crosswalk = try CrosswalkFiles.newest() }

    private func rule(_ id: String, _ side: RetentionSide = .europe) throws -> RetentionRule {
        RetentionRule(try #require(self.crosswalk.retentionClass(id), "\(id)"), side: side)
    }

    private func date(_ text: String) throws -> CalendarDate {
        try #require(CalendarDate(parsing: text))
    }

    private func refusal(
        _ rule: RetentionRule,
        _ request: RetentionRequest,
        _ facts: RetentionFacts,
        on date: String
    ) throws -> RetentionRefusal? {
        let date = try self.date(date)
        do throws(RetentionRefusal) {
            _ = try rule.state(after: request, facts: facts, on: date)
            return nil
        } catch { return error }
    }

    /// SPEC: RET-3: the whole table, written once more by hand.
    @Test func theTableOfStatesIsThis() {
        let table: [RetentionVerb: [RecordState: RecordState]] = [
            .restrict: [.active: .restricted],
            .block: [.active: .blocked, .restricted: .blocked],
            .unblock: [.restricted: .active, .blocked: .active],
            .hold: [.active: .active, .restricted: .restricted, .blocked: .blocked],
            .release: [.active: .active, .restricted: .restricted, .blocked: .blocked],
            .erase: [.active: .erased, .restricted: .erased, .blocked: .erased],
            .eraseFields: [.active: .active, .restricted: .restricted, .blocked: .blocked],
        ]
        for verb in RetentionVerb.allCases {
            for state in RecordState.allCases {
                #expect(verb.state(after: state) == table[verb]?[state], "\(verb) on \(state)")
            }
        }
    }

    /// Every class, side, state, action, hold, incident, order and ground on the days around the floor.
    @Test func noEscapeFromHoldIncidentFloorOrOrder() throws {
        let recorded = try self.date("2026-08-31")
        var allowed = 0
        var refused = 0
        for retentionClass in self.crosswalk.retentionClasses {
            for side in RetentionSide.allCases {
                let rule = RetentionRule(retentionClass, side: side)
                for state in RecordState.allCases {
                    for verb in [RetentionVerb.erase, .eraseFields] {
                        for bits in 0..<32 {
                            let isHeld = bits & 1 != 0
                            let hasIncident = bits & 2 != 0
                            let order = bits & 4 != 0 ? "ES-TS-2027-1" : nil
                            let ground = bits & 8 != 0 ? "gdpr-17-1-d" : nil
                            let knows = bits & 16 != 0
                            let facts = RetentionFacts(
                                recorded: recorded,
                                state: state,
                                isHeld: isHeld,
                                hasOpenIncident: hasIncident,
                                events: knows
                                    ? [
                                        .policy: recorded, .finalDecision: recorded,
                                        .limitation: recorded, .order: recorded,
                                    ] : [:]
                            )
                            for day in ["2027-02-28", "2027-03-01"] {
                                let refusal = try self.refusal(
                                    rule,
                                    RetentionRequest(
                                        verb: verb,
                                        orderReference: order,
                                        ground: ground
                                    ),
                                    facts,
                                    on: day
                                )
                                let isAllowed = self.mayErase(
                                    retentionClass.id,
                                    side,
                                    state,
                                    isHeld: isHeld,
                                    hasIncident: hasIncident,
                                    hasOrder: order != nil,
                                    hasGround: ground != nil,
                                    knowsEvents: knows,
                                    isAfterSixMonths: day == "2027-03-01"
                                )
                                if (refusal == nil) != isAllowed {
                                    Issue.record(
                                        "\(retentionClass.id) \(side) \(state) \(bits) \(day)"
                                    )
                                }
                                if isAllowed { allowed += 1 } else { refused += 1 }
                            }
                        }
                    }
                }
            }
        }
        #expect(allowed > 100 && refused > 1_000)
    }

    /// The same, said by hand.
    private func mayErase(
        _ id: String,
        _ side: RetentionSide,
        _ state: RecordState,
        isHeld: Bool,
        hasIncident: Bool,
        hasOrder: Bool,
        hasGround: Bool,
        knowsEvents: Bool,
        isAfterSixMonths: Bool
    ) -> Bool {
        if state == .erased || isHeld || hasIncident { return false }
        switch (id, side) {
        // Data-protection law goes first in the EU, and there only.
        case ("R6M", .europe): return isAfterSixMonths || hasGround
        case ("R6M", .china): return isAfterSixMonths
        // Three and ten years are not over.
        case ("R3Y", .china), ("RDOC", .europe): return false
        case ("RLED", .europe): return knowsEvents
        case ("RJUD", .europe): return knowsEvents && hasOrder
        case ("RBLOCK", .europe): return knowsEvents && state == .blocked
        default: return false
        }
    }

    @Test func theFloorEndsWithItsLastDay() throws {
        let rule = try self.rule("R6M")
        let facts = RetentionFacts(recorded: try self.date("2026-08-31"), state: .active)
        #expect(try self.rule("R6M").erasableFrom(facts) == self.date("2027-03-01"))
        let early = try self.refusal(
            rule,
            RetentionRequest(verb: .erase),
            facts,
            on: "2027-02-28"
        )
        #expect(early == .beforeFloor(allowedFrom: try self.date("2027-03-01")))
        #expect(
            try self.refusal(rule, RetentionRequest(verb: .erase), facts, on: "2027-03-01") == nil
        )
    }

    @Test func eachRefusalHasItsCase() throws {
        let recorded = try self.date("2020-01-01")
        func facts(
            _ state: RecordState = .active,
            held: Bool = false,
            incident: Bool = false,
            _ events: [RetentionEvent: CalendarDate] = [:]
        ) -> RetentionFacts {
            RetentionFacts(
                recorded: recorded,
                state: state,
                isHeld: held,
                hasOpenIncident: incident,
                events: events
            )
        }
        let erase = RetentionRequest(verb: .erase)
        let cases: [(String, RetentionSide, RetentionRequest, RetentionFacts, RetentionRefusal)] = [
            ("R6M", .europe, erase, facts(.erased), .alreadyErased),
            ("R6M", .europe, .init(verb: .restrict), facts(.blocked), .wrongState(.blocked)),
            ("R6M", .europe, erase, facts(held: true), .onHold),
            ("R6M", .europe, .init(verb: .hold), facts(held: true), .onHold),
            ("R6M", .europe, .init(verb: .release), facts(), .notHeld),
            ("R6M", .europe, erase, facts(incident: true), .frozenByIncident),
            ("R3Y", .europe, erase, facts(), .wrongSide),
            ("RJUD", .china, erase, facts(), .wrongSide),
            ("RJUD", .europe, erase, facts(), .orderNeeded),
            ("RJUD", .europe, .init(verb: .erase, orderReference: ""), facts(), .orderNeeded),
            (
                "RJUD", .europe, .init(verb: .erase, orderReference: "o"), facts(),
                .eventUnknown(.finalDecision)
            ),
            ("RBLOCK", .europe, erase, facts(), .notBlocked),
            ("RBLOCK", .europe, erase, facts(.blocked), .eventUnknown(.limitation)),
        ]
        for (id, side, request, facts, expected) in cases {
            let refusal = try self.refusal(self.rule(id, side), request, facts, on: "2026-11-23")
            #expect(refusal == expected, "\(id) \(request.verb)")
            #expect(refusal?.description.isEmpty == false)
        }
        // A hold goes before the order of a court, and says so.
        let held = try self.refusal(
            self.rule("RJUD"),
            RetentionRequest(verb: .erase, orderReference: "o"),
            facts(held: true, [.finalDecision: recorded]),
            on: "2026-11-23"
        )
        #expect(held == .onHold)
    }

    @Test func dueListsKeepWhatIsLateAndMarkWhatIsFrozen() throws {
        let rled = try self.rule("RLED")
        let r6m = try self.rule("R6M")
        let old = RetentionFacts(recorded: try self.date("2020-01-31"), state: .active)
        let reviewed = RetentionFacts(
            recorded: try self.date("2020-01-31"),
            state: .active,
            isHeld: true,
            reviewed: try self.date("2024-02-29")
        )
        let erased = RetentionFacts(recorded: try self.date("2000-01-01"), state: .erased)
        let records = [
            ("b", rled, reviewed), ("a", rled, old), ("c", r6m, old), ("d", r6m, erased),
        ].map { (record: $0.0, rule: $0.1, facts: $0.2) }
        let list = RetentionDue.list(records, through: try self.date("2040-01-31"))
        #expect(
            list.map { "\($0.record) \($0.kind.rawValue) \($0.date) \($0.isFrozen)" } == [
                "c erasable 2020-08-01 false", "a review 2023-01-31 false",
                "b review 2027-02-28 true", "a erase 2040-01-31 false", "b erase 2040-01-31 true",
            ]
        )
        #expect(RetentionDue.list(records, through: try self.date("2020-07-31")).isEmpty)
    }
}
