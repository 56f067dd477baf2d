import SignedNotes
import Testing

@testable import concordatd

/// What is kept of a recovery that was cut short.
@Suite struct RecoveryReportTests {
    private func report(_ restored: [Range<UInt64>], _ replaced: [UInt64]) -> RecoveryReport {
        var report = RecoveryReport(
            command: "replay",
            log: "eu",
            origin: "log.example/eu",
            recorded: .empty,
            started: "2027-01-01T00:00:00Z"
        )
        report.restored = restored.map { .init($0) }
        report.replaced = replaced.map { .init($0, [1]) }
        return report
    }

    @Test func runsThatTouchAreOne() {
        func joined(_ runs: [Range<UInt64>]) -> [Range<UInt64>] {
            RecoveryReport.joined(runs.map { .init($0) }).map(\.range)
        }
        #expect(joined([]).isEmpty)
        #expect(joined([5..<6, 1..<3, 3..<5]) == [1..<6])
        #expect(joined([1..<9, 2..<3, 10..<11]) == [1..<9, 10..<11])
    }

    @Test func whatTheFirstRunBeganTheSecondTells() {
        var second = self.report([8..<9], [3, 5])
        second.sources = ["b", "a"]
        second.started = "2027-01-02T00:00:00Z"
        var first = self.report([2..<8], [4, 5])
        first.sources = ["a"]
        second.add(unfinished: first)
        #expect(second.started == "2027-01-01T00:00:00Z")
        #expect(second.sources == ["a", "b"])
        #expect(second.restored.map(\.range) == [2..<9])
        #expect(second.replaced.map(\.index) == [4, 3, 5])
    }

    @Test func progressSaysHowFarItIs() {
        let progress = WorkProgress("verifying entries", total: 200)
        #expect(
            progress.text(50, after: .seconds(2))
                == "verifying entries [######------------------] 25% 50 of 200, 25/s"
        )
        #expect(WorkProgress("x", total: 0).text(0, after: .zero).contains("100% 0 of 0"))
    }
}
