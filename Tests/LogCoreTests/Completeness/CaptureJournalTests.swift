import LogCore
import Records
import Testing

/// What a log has told of its writers, and what it has yet to tell, without a log.
@Suite struct CaptureJournalTests {
    private static func tracker(
        _ numbers: [UInt64],
        heartbeat: UInt64? = nil,
        at time: UInt64 = 1_000
    ) -> CompletenessTracker {
        var tracker = CompletenessTracker(
            heartbeats: ["clinic": heartbeat],
            patienceSeconds: 60,
            at: time
        )
        for (index, number) in numbers.enumerated() {
            tracker.take(
                HeardRecord(
                    index: UInt64(index),
                    writer: "clinic",
                    number: number,
                    recordedAt: time
                )
            )
        }
        return tracker
    }

    private static let changes: [CaptureReport.Change] = [
        .gap(2...3), .gap(5...5), .gapClosed(2...3), .silent(after: nil), .silent(after: 7),
        .heard(after: nil), .heard(after: 7), .stopped(by: 9), .resumed(from: 9),
    ]

    @Test(arguments: Self.changes) func aReportIsReadAsItWasWritten(
        _ change: CaptureReport.Change
    )
        throws
    {
        let report = CaptureReport(writer: "clinic", change: change, since: 1_790_000_000)
        let record = JSONValue.object(report.members)
        #expect(CaptureReport(record) == report)
        // Without any one of its members it is another one, or none.
        for member in report.members where !["state", "missing_count"].contains(member.name) {
            let rest = JSONValue.object(report.members.filter { $0.name != member.name })
            #expect(CaptureReport(rest) != report, "\(member.name)")
        }
        let schema = try #require(SchemaRegistry.embedded["capture-state"])
        let own: [JSONMember] = [
            JSONMember(name: "record_id", value: .string("6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17")),
            JSONMember(name: "event_time", value: .string("2026-11-23T10:00:00Z")),
            JSONMember(name: "actor_id", value: .string("log:log.example/eu")),
            JSONMember(name: "actor_type", value: .string("system")),
        ]
        _ = try schema.validate(
            .object(own + report.members),
            in: RecordContext(jurisdiction: "EU")
        )
    }

    @Test func noTwoChangesHaveOneName() {
        let reports = ["clinic", "model"].flatMap { writer in
            Self.changes.map { CaptureReport(writer: writer, change: $0) }
        }
        #expect(Set(reports.map(\.name)).count == reports.count)
    }

    /// SPEC: COMP-6.
    @Test func eachChangeIsDueUntilItIsTold() {
        var tracker = Self.tracker([1, 4, 7])
        var journal = CaptureJournal()
        #expect(journal.due(tracker, at: 1_059).isEmpty, "younger than the patience")
        let due = journal.due(tracker, at: 1_060)
        #expect(due.map(\.change) == [.gap(2...3), .gap(5...6)])
        #expect(due.map(\.since) == [1_000, 1_000])
        journal.take(due[1])
        #expect(journal.due(tracker, at: 1_060) == [due[0]])
        journal.take(due[0])
        journal.take(due[0])
        #expect(journal.due(tracker, at: 1_060).isEmpty)
        // What is left of a gap that was told of is no other gap.
        tracker.take(HeardRecord(index: 3, writer: "clinic", number: 5, recordedAt: 1_001))
        #expect(journal.due(tracker, at: 9_000).isEmpty)
        tracker.take(HeardRecord(index: 4, writer: "clinic", number: 6, recordedAt: 1_001))
        let end = journal.due(tracker, at: 9_000)
        #expect(end == [CaptureReport(writer: "clinic", change: .gapClosed(5...6))])
        journal.take(end[0])
        #expect(journal.due(tracker, at: 9_000).isEmpty)
    }

    /// A daemon that starts anew has heard nothing yet, and does not take that for an end.
    @Test func nothingIsOverBecauseItIsNotSeen() {
        var journal = CaptureJournal()
        journal.take(CaptureReport(writer: "clinic", change: .silent(after: 0)))
        let fresh = Self.tracker([1], heartbeat: 60, at: 5_000)
        #expect(fresh.findings(at: 5_000).isEmpty)
        #expect(journal.due(fresh, at: 5_000).isEmpty)
        #expect(journal.due(fresh, at: 9_000).isEmpty, "it was told of already")
        let heard = Self.tracker([1, 2], heartbeat: 60, at: 5_000)
        #expect(journal.due(heard, at: 5_000).map(\.change) == [.heard(after: 0)])
        // One who is not configured any more is not spoken of.
        let nobody = CompletenessTracker(heartbeats: [:], patienceSeconds: 60, at: 5_000)
        #expect(journal.due(nobody, at: 9_000).isEmpty)
    }

    @Test func aRoundHasABound() {
        let tracker = Self.tracker((0..<1_000).map { 2 * $0 + 1 })
        var journal = CaptureJournal()
        var told = 0
        for _ in 0..<10 {
            let due = journal.due(tracker, at: 2_000)
            #expect(due.count <= 256)
            for report in due { journal.take(report) }
            told += due.count
        }
        #expect(told == 999)
        #expect(journal.due(tracker, at: 2_000).isEmpty)
    }
}
