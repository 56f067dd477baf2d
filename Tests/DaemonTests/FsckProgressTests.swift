import LogCore
import Testing

@testable import concordatd

/// What `fsck` says while it works, and in the end.
@Suite struct FsckProgressTests {
    private func progress(_ position: UInt64, of size: UInt64) -> LogExaminer.Progress {
        LogExaminer.Progress(position: position, size: size)
    }

    @Test func aBarHasTheShareTheRateAndTheTimeLeft() {
        let bar = FsckProgress("eu", isTerminal: true)
        #expect(
            bar.text(self.progress(250_000, of: 1_000_000), after: .seconds(2))
                == "eu [######------------------] 25% 250000 of 1000000 entries, 125000/s, 6 s left"
        )
        #expect(
            bar.text(self.progress(0, of: 100), after: .zero)
                == "eu [------------------------] 0% 0 of 100 entries, 0/s, 0 s left"
        )
        #expect(
            bar.text(self.progress(0, of: 0), after: .seconds(1))
                == "eu [########################] 100% 0 of 0 entries, 0/s, 0 s left"
        )
    }

    @Test func aLineHasTheFiguresAlone() {
        #expect(
            FsckProgress("eu", isTerminal: false)
                .text(self.progress(250_000, of: 1_000_000), after: .seconds(2))
                == "eu: 250000 of 1000000 entries, 125000/s, 6 s left"
        )
    }

    @Test func alteredIsWorseThanUntoldAndThatIsWorseThanWell() {
        #expect(FsckVerdict(findings: 0, problems: []) == .well)
        #expect(FsckVerdict(findings: 0, problems: ["x"]) == .couldNotTell)
        #expect(FsckVerdict(findings: 1, problems: ["x"]) == .altered)
        #expect(FsckVerdict([]) == .well)
        #expect(FsckVerdict([.well, .couldNotTell]) == .couldNotTell)
        #expect(FsckVerdict([.couldNotTell, .altered, .well]) == .altered)
    }

    @Test func whatIsNotListedIsCounted() {
        var list = FindingList(limit: 2)
        for index in [UInt64(10), 20, 30, 40] { list.add(.entriesChanged(index..<index + 1)) }
        let report = FsckReport(
            logs: [
                FsckReport.Log(
                    name: "eu",
                    origin: "log.example/eu",
                    verdict: .altered,
                    size: 100,
                    examined: 100,
                    seconds: 1.25,
                    firstIndex: list.firstIndex,
                    findingCount: list.count,
                    findings: list.sorted.map { .init($0) },
                    problems: []
                )
            ],
            findings: [],
            problems: []
        )
        #expect(
            report.text == """
                eu: first bad index 10: entry 10 is not what both trees were made of
                eu: first bad index 20: entry 20 is not what both trees were made of
                eu: ALTERED: 4 found, first bad index 10, 2 more than listed, 100 of 100 entries \
                examined in 1.2 s
                """
        )
    }
}
