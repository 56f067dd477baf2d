import Auditing
import Foundation
import LogClient
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import concordat

/// `concordat audit` as a process, over logs in folders.
@Suite(.timeLimit(.minutes(5))) struct AuditCommandTests {
    private let home: TemporaryFolder

    init() throws { self.home = try TemporaryFolder() }

    private func write(_ log: SmallLog) throws {
        try log.write(to: LogFolder(path: self.home.path(of: "log")))
    }

    private func arguments(_ log: SmallLog, _ more: [String] = []) -> [String] {
        ["audit", "--log", self.home.path(of: "log"), "--state", self.home.path(of: "state")]
            + more + ["--vkey"] + log.keys.map(\.description)
    }

    @Test func verifiedLogIsToldInASentenceAndInJSON() async throws {
        let log = try SmallLog(size: 300)
        try self.write(log)
        let first = try await CommandProcess.run(self.arguments(log))
        #expect(first.status == 0, "\(first.errors)")
        #expect(
            first.output.hasPrefix(
                "proven: the 300 entries of log.example/small make both roots, signed by "
                    + "log.example/small+"
            )
        )
        #expect(first.output.hasSuffix("300 of them are new, and 1 heads met so far agree\n"))
        let second = try await CommandProcess.run(self.arguments(log, ["--json", "--recheck"]))
        #expect(second.status == 0)
        #expect(second.output.contains(#""rechecked_entries":256"#), "\(second.output)")
        #expect(second.output.contains(#""verified_heads":["sha256","sm3"]"#))
        #expect(second.output.contains(#""sm3":"\#(log.head.sm3)""#))
        #expect(second.errors.isEmpty)
    }

    @Test func unverifiedHeadIsSaid() async throws {
        let log = try SmallLog(size: 3)
        try self.write(log)
        let run = try await CommandProcess.run([
            "audit", "--log", "file:" + self.home.path(of: "log"), "--state",
            self.home.path(of: "state"),
            "--vkey", log.keys[1].description,
        ])
        #expect(run.status == 0)
        #expect(
            run.output.hasSuffix("; the head of the SHA-256 tree is not verified: no key for it\n")
        )
    }

    @Test func refutedLogIsOneLine() async throws {
        let log = try SmallLog(size: 300)
        try self.write(log)
        let bundle = URL(filePath: self.home.path(of: "log/tile/entries/000"))
        var bytes = try Data(contentsOf: bundle)
        bytes[2] ^= 1
        try bytes.write(to: bundle)
        let run = try await CommandProcess.run(self.arguments(log))
        #expect(run.status == 1)
        #expect(
            run.output == """
                refuted at entry 0: it does not hash to its place in tile/0/000; evidence in \
                \(self.home.path(of: "state"))/audit/alarms/1

                """
        )
        let json = try await CommandProcess.run(self.arguments(log, ["--json"]))
        #expect(json.status == 1)
        #expect(json.output.hasPrefix(#"{"detail":"it does not hash to its place in tile/0/000; "#))
        #expect(json.output.hasSuffix(#""step":"entry 0","verdict":"refuted"}"# + "\n"))
    }

    @Test func whatCannotBeToldIsSaid() async throws {
        let log = try SmallLog(size: 3)
        let missing = try await CommandProcess.run(self.arguments(log))
        #expect(missing.status == 2)
        #expect(missing.output.contains("there is no folder"))
        let silent = try await CommandProcess.run([
            "audit", "--log", "http://127.0.0.1:1/eu", "--state", self.home.path(of: "state"),
            "--retry", "0s", "--vkey", log.keys[0].description,
        ])
        #expect(silent.status == 2)
        #expect(silent.output.hasPrefix("could not tell, checkpoint: no connection"))
        try self.write(log)
        let keyless = try await CommandProcess.run([
            "audit", "--log", self.home.path(of: "log"), "--state", self.home.path(of: "state"),
        ])
        #expect(keyless.status == 2)
        #expect(keyless.output == "could not tell, keys: no key to verify with was given\n")
        let usage = [
            ["audit", "--log", "ftp://h", "--state", "s"], ["audit", "--log", "http://h/eu"],
            ["audit", "--log", "l", "--state", "s", "--vkey", "x"],
            ["audit", "--log", "l", "--state", "s", "--requests", "0"],
        ]
        for arguments in usage {
            #expect(try await CommandProcess.run(arguments).status == 64, "\(arguments)")
        }
    }

    /// SPEC: AUDIT-9: killed wherever it is, the next audit goes on from what was saved.
    @Test func killedAuditGoesOn() async throws {
        let log = try SmallLog.large.get()
        try self.write(log)
        let arguments = self.arguments(log, ["--json", "--save-every", "4096", "--requests", "1"])
        let state = self.home.path(of: "state/audit/state")
        let ended = try await CommandProcess.kill(arguments) {
            FileManager.default.fileExists(atPath: state)
        }
        #expect(ended == SIGKILL, "the audit was over before it could be killed")
        let next = try await CommandProcess.run(arguments)
        #expect(next.status == 0, "\(next.output)")
        #expect(next.output.contains(#""tree_size":70000,"#))
        #expect(!next.output.contains(#""new_entries":70000,"#), "nothing was kept")
        let again = try await CommandProcess.run(self.arguments(log, ["--json", "--recheck"]))
        #expect(again.output.contains(#""rechecked_entries":69888,"#), "\(again.output)")
    }

    @Test func meterDrawsABarOrWritesLinesNowAndThen() {
        let progress = AuditProgress(
            phase: .reading,
            entryCount: 500,
            totalCount: 1_000,
            byteCount: 3 << 20
        )
        #expect(
            AuditMeter.text(progress, after: .seconds(2))
                == "reading [############------------] 50% 500 entries, 250/s, 3 MiB"
        )
        for (isTerminal, expected) in [(true, 3), (false, 1)] {
            let said = Said()
            let clock = ManualTime()
            let meter = AuditMeter(isTerminal: isTerminal, write: said.add, now: clock.now)
            for _ in 0..<22 {
                meter.update(progress)
                clock.advance(by: .milliseconds(isTerminal ? 15 : 500))
            }
            meter.finish()
            let texts = said.texts
            // A terminal is drawn on at 0, 105, 210 and 315 ms, and wiped in the end.
            #expect(texts.count == expected + (isTerminal ? 2 : 0), "\(texts)")
            #expect(texts.last?.hasSuffix(isTerminal ? "\u{1b}[K" : "\n") == true)
        }
    }
}
