import LogCore
import LogProtocol
import LogTesting
import MerkleTree
import Records
import Testing

@testable import LogServer

/// Specs/completeness.md: what writers do not keep becomes records of the log's own, through the real
/// desk: once each, whoever notices it and after whatever restart.
@Suite struct CaptureReportTests {
    private static let patience: UInt64 = 300
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private func withBench(
        pace: OpaquePace? = nil,
        _ body: @escaping @Sendable (RecordBench) async throws -> Void
    ) async throws {
        try await RecordBench.running(
            self.smith,
            access: RecordBench.widerAccess,
            pace: pace,
            patience: Self.patience,
            body
        )
    }

    /// A record of the clinic's by number.
    private static func numbered(_ number: Int, id: Int? = nil) -> JSONValue {
        RecordBench.access(
            id ?? number,
            [JSONMember(name: "writer_seq", value: .integer(Int64(number)))]
        )
    }

    private static func capture(_ state: String, id: Int, _ more: [JSONMember] = []) -> JSONValue {
        .object(
            [
                JSONMember(name: "record_class", value: .string("capture-state")),
                JSONMember(name: "record_id", value: .string(RecordBench.id(id))),
                JSONMember(name: "event_time", value: .string("2026-11-23T10:00:00Z")),
                JSONMember(name: "actor_id", value: .string("agent:1")),
                JSONMember(name: "actor_type", value: .string("system")),
                JSONMember(name: "capture_id", value: .string("clinic")),
                JSONMember(name: "state", value: .string(state)),
            ] + more
        )
    }

    private static func send(_ record: JSONValue, _ bench: RecordBench) async throws {
        let sent = try await bench.post("/eu/records", record, as: "clinic")
        try #require(sent.status == 201, "\(sent.text)")
    }

    /// What a daemon does that has just started: it reads everything, and tells what is to be told.
    private static func freshRound(_ bench: RecordBench) async throws {
        let (_, watch) = try bench.watch(patience: self.patience)
        _ = try await watch.look(from: 0)
        try await watch.tell()
    }

    /// The log's own records about captures: state, reason and the numbers of a gap.
    private static func told(_ bench: RecordBench) async throws -> [String] {
        var told: [String] = []
        for row in try await bench.store.records(
            of: bench.log.descriptor.id,
            from: 0,
            limit: 1_000
        ) where row.header.recordClass == "capture-state" && row.header.writer.isEmpty {
            let opened = try #require(try bench.vault.open(row))
            let record = try RecordContent(parsing: opened.content).record
            #expect(record["capture_id"]?.text == "clinic")
            #expect(record["actor_id"]?.text == "log:log.example/eu")
            var words = [record["state"]?.text ?? "", record["reason"]?.text ?? ""]
            if let from = record["gap_from"]?.integer, let until = record["gap_until"]?.integer {
                words.append("\(from)-\(until)")
            }
            told.append(words.joined(separator: " "))
        }
        return told
    }

    /// SPEC: COMP-7.
    @Test func aNumberCountsAsSoonAsItsRecordIsPromised() async throws {
        try await self.withBench { bench in
            let board = try #require(bench.board)
            for number in [1, 2, 4] {
                try await Self.send(Self.numbered(number), bench)
                let answer = try await bench.get("/eu/completeness/clinic", as: "clinic")
                let count = try #require(
                    WireJSON.decode(CompletenessAnswer.self, from: answer.body)
                )
                #expect(count.highest == UInt64(number))
                #expect(count.repeats == 0)
            }
            // A retry is no record, and the row that is read later is the same record.
            try await Self.send(Self.numbered(4), bench)
            _ = try await bench.watch(board).look(from: 0)
            #expect(
                board.count(of: "clinic")
                    == WriterCount(highest: 4, received: 3, missing: 1, repeats: 0)
            )
            // The same number in another record is a repeat.
            try await Self.send(Self.numbered(4, id: 40), bench)
            #expect(board.count(of: "clinic")?.repeats == 1)
            // Lines count as well.
            let lines = [Self.numbered(5), Self.numbered(3)].map(\.canonicalBytes)
            _ = try await bench.server.request(
                "POST",
                "/eu/records",
                bench.bearer("clinic") + ["Content-Type: application/x-ndjson"],
                body: Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            )
            #expect(board.count(of: "clinic")?.highest == 5)
            #expect(board.count(of: "clinic")?.missing == 0)
        }
    }

    /// SPEC: COMP-6.
    @Test func aGapAndItsEndAreToldOfOnceEach() async throws {
        try await self.withBench { bench in
            for number in [1, 4] { try await Self.send(Self.numbered(number), bench) }
            // Younger than the patience: it may close.
            try await Self.freshRound(bench)
            #expect(try await Self.told(bench).isEmpty)
            bench.seconds.set(TokenSmith.now + Self.patience)
            try await Self.send(Self.numbered(5), bench)
            // Two daemons that notice it before either has told of it.
            let pair = try (0..<2).map { _ in try bench.watch(patience: Self.patience).watch }
            for watch in pair { _ = try await watch.look(from: 0) }
            async let first: Void = pair[0].tell()
            async let second: Void = pair[1].tell()
            _ = try await (first, second)
            let gap = ["gap numbers-missing 2-3"]
            #expect(try await Self.told(bench) == gap)
            // Restarts, and a part of the gap, change nothing.
            for _ in 0..<2 { try await Self.freshRound(bench) }
            try await Self.send(Self.numbered(2), bench)
            bench.seconds.set(TokenSmith.now + 10 * Self.patience)
            try await Self.send(Self.numbered(6), bench)
            try await Self.freshRound(bench)
            #expect(try await Self.told(bench) == gap)
            try await Self.send(Self.numbered(3), bench)
            for _ in 0..<3 { try await Self.freshRound(bench) }
            #expect(try await Self.told(bench) == gap + ["recovered numbers-arrived 2-3"])
        }
    }

    @Test func silenceIsToldOfOnceUntilTheWriterIsHeard() async throws {
        try await self.withBench { bench in
            try await Self.send(Self.numbered(1), bench)
            // The clinic announced a record a minute.
            let (_, watch) = try bench.watch(patience: Self.patience)
            var next = try await watch.look(from: 0)
            bench.seconds.set(TokenSmith.now + 61)
            next = try await watch.look(from: next)
            try await watch.tell()
            let silent = ["silent heartbeat-missed"]
            #expect(try await Self.told(bench) == silent)
            for minute in 2..<5 {
                bench.seconds.set(TokenSmith.now + 61 * UInt64(minute))
                next = try await watch.look(from: next)
                try await watch.tell()
                // A daemon that starts now has heard nobody, and does not take that for an end.
                try await Self.freshRound(bench)
            }
            #expect(try await Self.told(bench) == silent)
            try await Self.send(Self.numbered(2), bench)
            next = try await watch.look(from: next)
            try await watch.tell()
            try await Self.freshRound(bench)
            let heard = silent + ["recovered heard-again"]
            #expect(try await Self.told(bench) == heard)
            bench.seconds.set(bench.seconds.now + 61)
            next = try await watch.look(from: next)
            try await watch.tell()
            #expect(try await Self.told(bench) == heard + silent, "another silence")
        }
    }

    @Test func aStoppedCaptureIsToldOfUntilItRuns() async throws {
        try await self.withBench { bench in
            try await Self.send(Self.capture("stopped", id: 1), bench)
            for _ in 0..<2 { try await Self.freshRound(bench) }
            #expect(try await Self.told(bench) == ["stopped capture-stopped"])
            // Told again by the writer, it is the same stop.
            try await Self.send(Self.capture("paused", id: 2), bench)
            try await Self.freshRound(bench)
            #expect(try await Self.told(bench).count == 1)
            try await Self.send(Self.capture("resumed", id: 3), bench)
            for _ in 0..<2 { try await Self.freshRound(bench) }
            #expect(
                try await Self.told(bench) == ["stopped capture-stopped", "resumed capture-runs"]
            )
            try await Self.send(Self.capture("stopped", id: 4), bench)
            try await Self.freshRound(bench)
            #expect(try await Self.told(bench).count == 3)
        }
    }

    /// A writer who says in the log's words that his gap was told of does not keep it from being told.
    @Test func nobodyElseSpeaksForTheLog() async throws {
        try await self.withBench { bench in
            for number in [1, 3] { try await Self.send(Self.numbered(number), bench) }
            bench.seconds.set(TokenSmith.now + Self.patience)
            try await Self.send(
                Self.capture(
                    "gap",
                    id: 9,
                    [
                        JSONMember(name: "reason", value: .string("numbers-missing")),
                        JSONMember(name: "gap_from", value: .integer(2)),
                        JSONMember(name: "gap_until", value: .integer(2)),
                    ]
                ),
                bench
            )
            try await Self.freshRound(bench)
            #expect(try await Self.told(bench) == ["gap numbers-missing 2-2"])
        }
    }

    @Test func anOpaqueLogTellsItLikeAnythingElse() async throws {
        var pace = OpaquePace()
        pace.period = .milliseconds(20)
        try await self.withBench(pace: pace) { bench in
            for number in [1, 3] { try await Self.send(Self.numbered(number), bench) }
            bench.seconds.set(TokenSmith.now + Self.patience)
            try await Self.freshRound(bench)
            try await Self.freshRound(bench)
            #expect(try await Self.told(bench) == ["gap numbers-missing 2-2"])
            let count = try await bench.size
            #expect(await bench.log.published(count))
            let entries = try await bench.log.entries(at: 0..<count)
            #expect(Set((0..<entries.count).map { entries[$0].count }).count == 1)
        }
    }
}
