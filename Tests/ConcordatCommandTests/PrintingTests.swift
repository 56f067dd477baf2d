import CryptoSuites
import LogProtocol
import MerkleTree
import SignedNotes
import Testing

@testable import concordat

@Suite struct PrintingTests {
    @Test func barShowsShareCountAndRate() {
        let summary = AppendRun.Summary(appendedCount: 990, refusedCount: 10, byteCount: 50)
        #expect(
            ProgressBar(total: 100).text(summary, after: .seconds(2))
                == "[############------------] 50% 1000 entries, 500/s"
        )
        #expect(
            ProgressBar(total: nil).text(summary, after: .seconds(4)) == "1000 entries, 250/s"
        )
        #expect(ProgressBar(total: 0).text(summary, after: .zero) == "1000 entries, 1000000/s")
        #expect(ProgressBar(total: 10).text(summary, after: .seconds(1)).contains("100%"))
    }

    @Test func eachResultIsALine() {
        let entry = AppendedEntry(
            index: .max,
            sha256: SHA256Hasher.leafHash([1]),
            sm3: SM3Hasher.leafHash([1])
        )
        let problem = ProblemDocument(
            type: "about:blank",
            title: "No",
            status: 400,
            detail: "a\u{1b}b",
            member: "line 3"
        )
        let plain = AppendPrinter(isJSON: false, totalByteCount: nil)
        #expect(plain.line(.appended(entry)) == "18446744073709551615\n")
        #expect(plain.line(.refused(problem)) == "refused: line 3: a\\u{1b}b\n")
        let json = AppendPrinter(isJSON: true, totalByteCount: nil)
        #expect(
            json.line(.appended(entry)) == """
                {"index":18446744073709551615,"leaf_hash":{"sha256":"\(entry.sha256.base64)",\
                "sm3":"\(entry.sm3.base64)"}}

                """
        )
        #expect(json.line(.refused(problem)).hasPrefix("{\"error\":{"))
    }

    @Test func endOfAnAppendIsAStatus() async {
        let printer = AppendPrinter(isJSON: false, totalByteCount: nil)
        #expect(await printer.status { _ in AppendRun.Summary(appendedCount: 1) } == .proven)
        #expect(await printer.status { _ in AppendRun.Summary(refusedCount: 1) } == .refuted)
        #expect(
            await printer.status { _ in throw InputError(path: "test input", errorNumber: 2) }
                == .undecided
        )
    }

    @Test(
        arguments: [
            ("0s", Duration.zero), ("10s", .seconds(10)), ("250ms", .milliseconds(250)),
            ("2m", .seconds(120)), ("1h", .seconds(3_600)),
        ]
    )
    func durationIsRead(_ text: String, _ duration: Duration) {
        #expect(DurationArgument(argument: text)?.duration == duration)
    }

    @Test(arguments: ["", "s", "1", "-1s", "+1s", "01s", "1.5s", "1 s", "1S", "1sec", "1000001s"])
    func otherDurationsAreRefused(_ text: String) {
        #expect(DurationArgument(argument: text) == nil)
    }
}
