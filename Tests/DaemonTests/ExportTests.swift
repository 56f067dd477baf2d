import Auditing
import Foundation
import LogClient
import LogTesting
import SignedNotes
import Testing

extension DaemonTests {
    /// A whole log, read by strangers: over HTTP, and from the folder that an export left.
    @Suite struct ExportTests {
        /// Runs `concordat` to its end.
        private func concordat(
            _ house: House,
            _ arguments: [String]
        ) async throws -> (status: Int32, output: String) {
            try await house.concordat(arguments)
        }

        private func append(_ daemon: Daemon, _ range: Range<Int>) async throws {
            let lines = range.map { Data("entry \($0)".utf8).base64EncodedString() + "\n" }
            let answer = try await daemon.web.post(
                "/eu/entries",
                Array(lines.joined().utf8),
                type: "application/x-ndjson"
            )
            try #require(answer.status == 200, "\(answer.text)")
        }

        /// The size of the head in a folder; nil if there is none.
        private func size(in folder: String) -> UInt64? {
            let text = try? String(contentsOfFile: "\(folder)/checkpoint", encoding: .utf8)
            return text.flatMap { UInt64($0.split(separator: "\n")[1]) }
        }

        @Test func aRunningLogIsAuditedAndExported() async throws {
            let house = try await House.withLog("export")
            let daemon = try await house.serve()
            try await daemon.waitUntilReady()
            try await eventually("the empty log is published") {
                try await daemon.web.get("/eu/checkpoint").status == 200
            }
            let base = try daemon.web.base
            let keys = try house.verifierKeys().map(\.description)
            let audit = ["--vkey"] + keys + ["--state", "\(house.path)/state", "--json"]

            var size = 0
            for next in [0, 1, 255, 256, 257, 700] {
                if size < next { try await self.append(daemon, size..<next) }
                size = next
                try await daemon.waitUntilPublished(UInt64(size))
                let run = try await self.concordat(
                    house,
                    ["audit", "--log", "\(base)/eu", "--tiles"] + audit
                )
                #expect(run.status == 0, "\(run.output)")
                #expect(run.output.contains("\"tree_size\":\(size),"), "\(run.output)")
            }

            // Exported once, then followed while the log grows.
            let export = [
                "export", "--data", house.data, "--log", "eu", "--to", "\(house.path)/exported",
                "--listen", String(base.dropFirst("http://".count)), "--interval", "50ms",
            ]
            let once = try await house.run(export)
            #expect(once.status == 0, "\(once.output)")
            #expect(self.size(in: "\(house.path)/exported") == 700)
            let follower = try await RunningProgram.daemon(
                export + ["--follow"],
                output: "\(house.path)/follower.log"
            )
            try await self.append(daemon, 700..<1_000)
            try await eventually("the export follows") {
                try #require(follower.ending == nil, "\(follower.output)")
                return self.size(in: "\(house.path)/exported") == 1_000
            }

            // Killed in the middle of its work, it goes on when it is started again.
            try await self.append(daemon, 1_000..<1_400)
            follower.signal(SIGKILL)
            _ = try await follower.waitUntilEnded()
            try await self.append(daemon, 1_400..<1_500)
            try await daemon.waitUntilPublished(1_500)
            let second = try await RunningProgram.daemon(
                export + ["--follow"],
                output: "\(house.path)/second.log"
            )
            try await eventually("the export goes on") {
                try #require(second.ending == nil, "\(second.output)")
                return self.size(in: "\(house.path)/exported") == 1_500
            }
            second.signal(SIGTERM)
            #expect(try await second.waitUntilEnded() == .status(0), "\(second.output)")

            // The folder is the log: for an audit of its own, for one that knew the log before, for
            // a proof, and without a daemon.
            try await daemon.stop()
            for state in ["state", "fresh"] {
                let run = try await self.concordat(
                    house,
                    ["audit", "--log", "\(house.path)/exported", "--tiles", "--vkey"] + keys
                        + ["--state", "\(house.path)/\(state)"]
                )
                #expect(run.status == 0, "\(run.output)")
            }
            let proof = "\(house.path)/entry.tlog-proof"
            let made = try await self.concordat(
                house,
                ["prove", "--log", "\(house.path)/exported", "--index", "777"]
            )
            try #require(made.status == 0, "\(made.output)")
            try Data(made.output.utf8).write(to: URL(filePath: proof))
            try Data("entry 777".utf8).write(to: URL(filePath: "\(house.path)/entry"))
            let verified = try await self.concordat(
                house,
                ["verify", "--vkey"] + keys + ["--entry", "\(house.path)/entry", proof]
            )
            #expect(verified.status == 0, "\(verified.output)")

            // An exported file that was changed is not written over, and ends the export.
            let again = [
                "export", "--from", "\(house.path)/exported", "--data", house.data, "--log", "eu",
                "--to", "\(house.path)/copy",
            ]
            let copied = try await house.run(again)
            #expect(copied.status == 0, "\(copied.output)")
            let bundle = URL(filePath: "\(house.path)/copy/tile/entries/003")
            var bytes = try Data(contentsOf: bundle)
            bytes[bytes.count - 1] ^= 1
            try bytes.write(to: bundle)
            let refused = try await house.run(again)
            #expect(refused.status == 1)
            #expect(refused.output.contains("tile/entries/003 is damaged"), "\(refused.output)")
            #expect(try Data(contentsOf: bundle) == bytes)
        }

        @Test func exportSaysWhatItNeeds() async throws {
            let house = try House(empty: "export-usage")
            let none = try await house.run(["export", "--to", "\(house.path)/x"])
            #expect(none.status == 64)
            let folder = try await house.run([
                "export", "--to", "\(house.path)/x", "--log", "eu", "--data", "\(house.path)/data",
            ])
            #expect(folder.status == 1)
            #expect(folder.output.contains("there is no data folder"))
        }
    }
}
