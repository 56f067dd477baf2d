import LogCore
import LogTesting
import Records
import Testing

@testable import LogServer

/// Specs/crosswalk.md, retention, through the real desk: what incidents, reviews, events and holds let
/// happen to a record, and what the list of what is due says.
@Suite struct RetentionDeskTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private func withBench(
        _ body: @escaping @Sendable (RecordBench) async throws -> Void
    ) async throws {
        try await RecordBench.running(self.smith, access: RecordBench.widerAccess, body)
    }

    // MARK: Requests

    /// Sends a data access in a retention class; returns the index of its entry.
    @discardableResult
    private static func send(
        _ number: Int,
        _ retention: String = "R6M",
        in bench: RecordBench
    ) async throws -> Int64 {
        let record = RecordBench.access(
            number,
            [JSONMember(name: "retention_class", value: .string(retention))]
        )
        let sent = try await bench.post("/eu/records", record, as: "clinic")
        try #require(sent.status == 201, "\(sent.text)")
        return try #require(try StrictJSON.parse(sent.body)["index"]?.integer)
    }

    private static func incident(
        _ state: String,
        id: Int,
        name: String = "inc-1",
        _ more: [(String, JSONValue)] = [],
        in bench: RecordBench
    ) async throws {
        let members: [(String, JSONValue)] =
            [
                ("record_class", .string("incident")),
                ("record_id", .string(RecordBench.id(id))),
                ("event_time", .string("2026-09-21T10:00:00Z")),
                ("actor_id", .string("soc:1")), ("actor_type", .string("user")),
                ("incident_id", .string(name)), ("state", .string(state)),
                ("category", .string("breach")),
                ("detected_time", .string("2026-09-21T09:00:00Z")),
            ] + more
        let sent = try await bench.post(
            "/eu/records",
            .object(members.map { JSONMember(name: $0.0, value: $0.1) }),
            as: "clinic"
        )
        try #require(sent.status == 201, "\(sent.text)")
    }

    /// What an action of the operator's gets: nothing if it was done, else the reason.
    private static func act(
        _ action: String,
        on number: Int,
        _ more: [(String, JSONValue)] = [("ground", .string("gdpr-17-1-d"))],
        in bench: RecordBench
    ) async throws -> String? {
        let members = [("action", JSONValue.string(action))] + more
        let response = try await bench.post(
            "/eu/records/\(RecordBench.id(number))/retention",
            .object(members.map { JSONMember(name: $0.0, value: $0.1) }),
            as: "keeper"
        )
        if response.status == 200 { return nil }
        try #require(response.status == 409, "\(response.text)")
        return try StrictJSON.parse(response.body)["detail"]?.text
    }

    private static func due(
        before date: String,
        in bench: RecordBench
    ) async throws -> [String] {
        var due: [String] = []
        var first: Int64? = 0
        while let start = first {
            let response = try await bench.get(
                "/eu/retention/due?before=\(date)&first=\(start)&limit=2",
                as: "keeper"
            )
            try #require(response.status == 200, "\(response.text)")
            let page = try StrictJSON.parse(response.body)
            for item in page["due"]?.elements ?? [] where item["class"]?.text == "data-access" {
                let number = item["record_id"]?.text?.suffix(1) ?? ""
                due.append(
                    "\(number) \(item["due"]?.text ?? "") \(item["date"]?.text ?? "")"
                        + (item["frozen"]?.bool == true ? " frozen" : "")
                )
            }
            first = page["next"]?.integer
        }
        return due
    }

    private static let open =
        "It may not be done now: the record belongs to an incident that is not "
        + "closed. Nothing was appended."

    // MARK: Incidents

    /// SPEC: RET-4, RET-7.
    @Test func anOpenIncidentFreezesWhatItNamesUntilItIsClosed() async throws {
        try await self.withBench { bench in
            for number in 1...3 { try await Self.send(number, in: bench) }
            try await Self.incident(
                "opened",
                id: 20,
                [("affected_indexes", .array([.integer(0)]))],
                in: bench
            )
            #expect(try await Self.act("erase", on: 1, in: bench) == Self.open)
            let fields: [(String, JSONValue)] = [
                ("ground", .string("gdpr-17-1-d")), ("fields", .array([.string("actor_id")])),
            ]
            #expect(try await Self.act("erase", on: 1, fields, in: bench) == Self.open)
            // It keeps contents from being erased, and from nothing else.
            #expect(try await Self.act("restrict", on: 1, in: bench) == nil)
            #expect(try await Self.act("erase", on: 2, in: bench) == nil)
            // An update adds to what it names, and takes nothing away.
            try await Self.incident(
                "updated",
                id: 21,
                [("affected_indexes", .array([.integer(2)]))],
                in: bench
            )
            #expect(try await Self.act("erase", on: 3, in: bench) == Self.open)
            #expect(try await Self.act("erase", on: 1, in: bench) == Self.open)
            // What tells of the incident stays as long as it is open.
            for number in [20, 21] {
                #expect(try await Self.act("erase", on: number, in: bench) == Self.open)
            }
            // Another incident's end is not this one's.
            try await Self.incident("closed", id: 22, name: "inc-2", in: bench)
            #expect(try await Self.act("erase", on: 1, in: bench) == Self.open)
            try await Self.incident("closed", id: 23, in: bench)
            for number in [1, 3, 20] {
                #expect(try await Self.act("erase", on: number, in: bench) == nil)
            }
        }
    }

    @Test func anIncidentMayNameClassesOrFreezeNothing() async throws {
        try await self.withBench { bench in
            for number in 1...2 { try await Self.send(number, in: bench) }
            try await Self.incident(
                "opened",
                id: 20,
                [
                    ("affected_classes", .array([.string("data-access")])),
                    ("freezes_erasure", .bool(false)),
                ],
                in: bench
            )
            #expect(try await Self.act("erase", on: 1, in: bench) == nil)
            try await Self.incident(
                "updated",
                id: 21,
                [("freezes_erasure", .bool(true))],
                in: bench
            )
            #expect(try await Self.act("erase", on: 2, in: bench) == Self.open)
            // Records of the class that came later are of the class.
            try await Self.send(3, in: bench)
            #expect(try await Self.act("erase", on: 3, in: bench) == Self.open)
        }
    }

    /// SPEC: RET-4: a hold first, whatever else is there.
    @Test func aHoldBeatsEveryGroundAndOrder() async throws {
        try await self.withBench { bench in
            try await Self.send(1, in: bench)
            let hold: [(String, JSONValue)] = [
                ("ground", .string("claim")), ("hold_ref", .string("case-1")),
            ]
            #expect(try await Self.act("hold", on: 1, hold, in: bench) == nil)
            let held =
                "It may not be done now: a legal hold is on the record. Nothing was appended."
            let order: [(String, JSONValue)] = [
                ("ground", .string("gdpr-17-1-d")), ("order_ref", .string("order-1")),
            ]
            #expect(try await Self.act("erase", on: 1, order, in: bench) == held)
            try await Self.incident(
                "opened",
                id: 20,
                [("affected_indexes", .array([.integer(0)]))],
                in: bench
            )
            #expect(try await Self.act("erase", on: 1, order, in: bench) == held)
            #expect(try await Self.act("release", on: 1, hold, in: bench) == nil)
            #expect(try await Self.act("erase", on: 1, order, in: bench) == Self.open)
        }
    }

    // MARK: Events

    /// SPEC: RET-8.
    @Test func whatDependsOnAnEventWaitsForItsDay() async throws {
        try await self.withBench { bench in
            try await Self.send(1, "RJUD", in: bench)
            let order: [(String, JSONValue)] = [
                ("ground", .string("court-order")), ("order_ref", .string("order-1")),
            ]
            func refusal(_ words: String) -> String {
                "It may not be done now: \(words). Nothing was appended."
            }
            #expect(
                try await Self.act("erase", on: 1, in: bench)
                    == refusal("the retention class asks for the reference of an order")
            )
            #expect(
                try await Self.act("erase", on: 1, order, in: bench)
                    == refusal("the day of the event final-decision is not known")
            )
            func event(_ name: String, _ day: String) -> [(String, JSONValue)] {
                [("event", .string(name)), ("day", .string(day))]
            }
            #expect(
                try await Self.act("event", on: 1, event("limitation", "2026-09-20"), in: bench)
                    == "No limit of the record's retention class depends on the event. Nothing was "
                    + "appended."
            )
            #expect(
                try await Self.act("event", on: 1, event("final-decision", "2026-10-01"), in: bench)
                    == nil
            )
            #expect(
                try await Self.act("erase", on: 1, order, in: bench)
                    == refusal("the shortest time of keeping ends before 2026-10-02")
            )
            // What is noted later stands.
            #expect(
                try await Self.act("event", on: 1, event("final-decision", "2026-09-20"), in: bench)
                    == nil
            )
            #expect(try await Self.act("erase", on: 1, order, in: bench) == nil)
            #expect(
                try await Self.act("event", on: 1, event("final-decision", "2026-09-20"), in: bench)
                    == refusal("the contents are erased already")
            )
        }
    }

    @Test func contentsAreBlockedUntilLiabilityEnds() async throws {
        try await self.withBench { bench in
            try await Self.send(1, "RBLOCK", in: bench)
            func refusal(_ words: String) -> String {
                "It may not be done now: \(words). Nothing was appended."
            }
            #expect(
                try await Self.act("erase", on: 1, in: bench)
                    == refusal("the retention class asks for a block before the erasure")
            )
            #expect(try await Self.act("block", on: 1, in: bench) == nil)
            #expect(
                try await Self.act("erase", on: 1, in: bench)
                    == refusal("the day of the event limitation is not known")
            )
            let event: [(String, JSONValue)] = [
                ("event", .string("limitation")), ("day", .string("2026-09-20")),
            ]
            #expect(try await Self.act("event", on: 1, event, in: bench) == nil)
            #expect(try await Self.act("erase", on: 1, in: bench) == nil)
        }
    }

    @Test func malformedNotesChangeNothing() async throws {
        try await self.withBench { bench in
            try await Self.send(1, "RJUD", in: bench)
            let path = "/eu/records/\(RecordBench.id(1))/retention"
            for (body, member) in [
                (#"{"action":"event","event":"doomsday","day":"2026-09-20"}"#, "event"),
                (#"{"action":"event","day":"2026-09-20"}"#, "event"),
                (#"{"action":"event","event":"order"}"#, "day"),
                (#"{"action":"event","event":"order","day":"2026-9-20"}"#, "day"),
                (#"{"action":"event","event":"order","day":"2026-02-30"}"#, "day"),
                (#"{"action":"event","event":"order","day":"2026-09-20","ground":"x"}"#, "ground"),
                (#"{"action":"erase","ground":"x","day":"2026-09-20"}"#, "event"),
                (#"{"action":"review"}"#, "ground"),
                (#"{"action":"review","ground":"x","fields":["actor_id"]}"#, "action"),
            ] {
                let response = try await bench.server.request(
                    "POST",
                    path,
                    bench.bearer("keeper"),
                    body: Array(body.utf8)
                )
                expectProblem(response, status: 400, member: member)
            }
            for subject in ["clinic", "aepd"] {
                let response = try await bench.post(
                    path,
                    ["action": .string("review"), "ground": .string("x")],
                    as: subject
                )
                expectProblem(response, status: 403)
            }
            let absent = try await bench.post(
                "/eu/records/\(RecordBench.id(9))/retention",
                ["action": .string("review"), "ground": .string("x")],
                as: "keeper"
            )
            expectProblem(absent, status: 404)
            let size = try await bench.size
            #expect(size == 1)
        }
    }

    // MARK: Reviews and the list

    /// SPEC: RET-6, RET-8.
    @Test func aReviewPutsOffTheNextOne() async throws {
        try await self.withBench { bench in
            try await Self.send(1, "RLED", in: bench)
            #expect(await bench.log.published(1))
            #expect(try await Self.due(before: "2029-09-21", in: bench).isEmpty)
            #expect(try await Self.due(before: "2029-09-22", in: bench) == ["1 review 2029-09-21"])
            // Two and a half years later.
            bench.seconds.set(TokenSmith.now + 913 * 86_400)
            let review: JSONValue = [
                "action": .string("review"), "ground": .string("still-needed"),
                "record_id": .string(RecordBench.id(100)),
            ]
            let path = "/eu/records/\(RecordBench.id(1))/retention"
            var answers: [String] = []
            for _ in 0..<2 {
                let response = try await bench.post(path, review, as: "keeper")
                #expect(response.status == 200, "\(response.text)")
                answers.append(response.text)
            }
            // A retry is the same note.
            #expect(answers[0] == answers[1])
            #expect(
                answers[0]
                    == #"{"index":1,"action":"review","target_index":0,"state":"active","held":false}"#
            )
            #expect(try await Self.due(before: "2029-09-22", in: bench).isEmpty)
            #expect(try await Self.due(before: "2032-03-23", in: bench) == ["1 review 2032-03-22"])
            // The policy says when it may go; after 20 years it must be gone.
            let policy: [(String, JSONValue)] = [
                ("event", .string("policy")), ("day", .string("2031-12-31")),
            ]
            #expect(try await Self.act("event", on: 1, policy, in: bench) == nil)
            #expect(
                try await Self.due(before: "2046-12-31", in: bench) == [
                    "1 erasable 2032-01-01", "1 review 2032-03-22", "1 erase 2046-09-21",
                ]
            )
        }
    }

    @Test func theListKeepsWhatIsLateAndMarksWhatIsFrozen() async throws {
        try await self.withBench { bench in
            for number in 1...5 { try await Self.send(number, in: bench) }
            #expect(await bench.log.published(5))
            #expect(try await Self.due(before: "2027-03-22", in: bench).isEmpty)
            let all = (1...5).map { "\($0) erasable 2027-03-22" }
            #expect(try await Self.due(before: "2027-03-23", in: bench) == all)
            #expect(try await Self.due(before: "2030-01-01", in: bench) == all, "late")
            let hold: [(String, JSONValue)] = [
                ("ground", .string("claim")), ("hold_ref", .string("case-1")),
            ]
            #expect(try await Self.act("hold", on: 2, hold, in: bench) == nil)
            try await Self.incident(
                "opened",
                id: 20,
                [("affected_indexes", .array([.integer(3)]))],
                in: bench
            )
            #expect(try await Self.act("erase", on: 5, in: bench) == nil)
            #expect(
                try await Self.due(before: "2027-03-23", in: bench)
                    == [all[0], all[1] + " frozen", all[2], all[3] + " frozen"]
            )
        }
    }

    /// SPEC: ACC-18.
    @Test func onlyOperatorsGetTheList() async throws {
        try await self.withBench { bench in
            try await Self.send(1, in: bench)
            for subject in ["clinic", "model", "aepd", "stranger"] {
                expectProblem(try await bench.get("/eu/retention/due", as: subject), status: 403)
            }
            expectProblem(try await bench.server.request("GET", "/eu/retention/due"), status: 401)
            for query in [
                "before=tomorrow", "before=2026-02-30", "limit=0", "limit=1001", "first=-1",
                "purpose=x", "before=",
            ] {
                let wrong = try await bench.get("/eu/retention/due?\(query)", as: "keeper")
                #expect(wrong.status == 400, "\(query): \(wrong.text)")
            }
            let today = try await bench.get("/eu/retention/due", as: "keeper")
            #expect(today.text == #"{"before":"2026-09-22","due":[]}"#)
        }
        try await RecordBench.running(self.smith, access: nil) { bench in
            expectProblem(
                try await bench.server.request("GET", "/eu/retention/due"),
                status: 403,
                member: "Authorization"
            )
        }
    }
}
