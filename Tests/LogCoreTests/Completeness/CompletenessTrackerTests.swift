import LogCore
import Testing

/// Specs/completeness.md: what is told, and when.
@Suite struct CompletenessTrackerTests {
    private func tracker() -> CompletenessTracker {
        CompletenessTracker(
            heartbeats: ["clinic": 60, "model": nil],
            patienceSeconds: 30,
            at: 1_000
        )
    }

    @Test func aGapIsToldOnceItIsOldEnough() {
        var tracker = self.tracker()
        #expect(tracker.receive(1, from: "model", at: 1_000) == .new)
        #expect(tracker.receive(4, from: "model", at: 1_001) == .new)
        #expect(tracker.findings(at: 1_030).isEmpty)
        #expect(
            tracker.findings(at: 1_031)
                == [.gap(writer: "model", .init(numbers: 2...3, noticedAt: 1_001))]
        )
        #expect(tracker.figures(at: 1_050).missingRecords == 2)
        #expect(tracker.figures(at: 1_050).oldestGapSeconds == 49)
        #expect(tracker.receive(2, from: "model", at: 1_052) == .new)
        #expect(tracker.receive(3, from: "model", at: 1_053) == .new)
        #expect(tracker.findings(at: 5_000).filter { $0.writer == "model" }.isEmpty)
    }

    @Test func aWriterWhoAnnouncedHimselfIsSilentAfterThat() {
        var tracker = self.tracker()
        #expect(tracker.findings(at: 1_060).isEmpty)
        #expect(tracker.findings(at: 1_061) == [.silent(writer: "clinic", since: 1_000)])
        tracker.hear(from: "clinic", at: 1_061)
        #expect(tracker.findings(at: 1_121).isEmpty)
        #expect(tracker.figures(at: 1_122).silentWriters == 1)
        // The other one promised nothing.
        #expect(!tracker.findings(at: 99_999).contains { $0.writer == "model" })
    }

    @Test func aStoppedCaptureIsToldUntilItRunsAgain() {
        var tracker = self.tracker()
        tracker.capture(isRunning: false, of: "clinic", at: 1_010)
        tracker.capture(isRunning: false, of: "clinic", at: 1_500)
        // The first stop counts, and who said that he stops is not silent as well.
        #expect(
            tracker.findings(at: 9_000) == [.captureStopped(writer: "clinic", since: 1_010)]
        )
        #expect(tracker.figures(at: 9_000).stoppedCaptures == 1)
        tracker.capture(isRunning: true, of: "clinic", at: 9_000)
        #expect(tracker.findings(at: 9_060).isEmpty)
        #expect(tracker.figures(at: 9_060) == CompletenessFigures())
    }

    @Test func nobodyAddsAWriterBySendingAName() {
        var tracker = self.tracker()
        #expect(tracker.receive(1, from: "stranger", at: 1_000) == nil)
        tracker.hear(from: "stranger", at: 1_000)
        tracker.capture(isRunning: false, of: "stranger", at: 1_000)
        #expect(tracker.count(of: "stranger") == nil)
        #expect(tracker.findings(at: 1_000).isEmpty)
    }

    @Test func countsAreComparedWithTheWritersOwn() throws {
        var tracker = self.tracker()
        for number in [1, 2, 5, 5] as [UInt64] {
            tracker.receive(number, from: "model", at: 1_000)
        }
        let count = try #require(tracker.count(of: "model"))
        #expect(count == WriterCount(highest: 5, received: 3, missing: 2, repeats: 1))
        #expect(count.compared(withWritersOwn: 5) == .logLacks(count: 2))
        #expect(count.compared(withWritersOwn: 8) == .logLacks(count: 5))
        #expect(count.compared(withWritersOwn: 4) == .writerLacks(count: 1))
        for number in [3, 4] as [UInt64] { tracker.receive(number, from: "model", at: 1_000) }
        let whole = try #require(tracker.count(of: "model"))
        #expect(whole.compared(withWritersOwn: 5) == .equal)
    }
}
