import Foundation
import LogTesting
import Postgres
import PrivateCluster
import Testing

extension DaemonTests {
    /// `concordatd fsck` as operators give it.
    @Suite struct FsckTests {
        @Test func aLogIsExaminedBesideItsDaemonAndWithoutIt() async throws {
            let house = try await House.withLog("fsck")
            let daemon = try await house.serve()
            try await daemon.append((0..<20).map { "entry \($0)" })
            try await daemon.waitUntilPublished(20)
            let beside = try await house.fsck()
            #expect(beside.status == 0, "\(beside.output)")
            #expect(
                beside.output.contains(#/^eu: well, 20 of 20 entries examined in \d+\.\d s\n$/#),
                "\(beside.output)"
            )
            // The daemon goes on, and what it adds meanwhile disturbs nobody.
            async let appended = daemon.append((20..<60).map { "entry \($0)" })
            for _ in 0..<5 {
                let meanwhile = try await house.fsck(["--name", "eu"])
                #expect(meanwhile.status == 0, "\(meanwhile.output)")
            }
            #expect(try await appended == Array(20..<60))
            try await daemon.waitUntilReady()
            try await daemon.waitUntilPublished(60)
            try await daemon.stop()

            let alone = try await house.fsck(["--json"])
            #expect(alone.status == 0, "\(alone.output)")
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(alone.output.utf8)) as? [String: Any]
            )
            #expect(report["verdict"] as? String == "well")
            let log = try #require((report["logs"] as? [[String: Any]])?.first)
            #expect(log["name"] as? String == "eu")
            #expect(log["origin"] as? String == House.origin)
            #expect(log["size"] as? Int == 60)
            #expect(log["examined"] as? Int == 60)
            #expect((log["findings"] as? [Any])?.isEmpty == true)
            #expect(ServerProcesses.all(in: house.postgres).isEmpty, "its server is left")

            // Nothing was changed, and nothing stands in the way.
            let again = try await house.serve()
            #expect(try await again.append(["after"]) == [60])
            try await house.checkTree(again, size: 61)
            try await again.stop()
        }

        @Test func whatASuperuserAlteredIsNamed() async throws {
            let house = try await House.withLog("fsck-altered")
            try await house.grow(by: 300, "first")
            try await House.copy(house.postgres, to: house.path + "/earlier")
            try await house.tamper(
                "entries_1_0",
                "UPDATE concordat.entries_1_0 SET data = 'forged' WHERE idx = 7"
            )
            let lines = try await house.fsck()
            #expect(lines.status == 1, "\(lines.output)")
            #expect(
                lines.output.hasPrefix(
                    "eu: first bad index 7: entry 7 is not what both trees were made of\n"
                        + "eu: ALTERED: 1 found, first bad index 7, 300 of 300 entries examined"
                ),
                "\(lines.output)"
            )
            let json = try await house.fsck(["--json"])
            #expect(json.status == 1)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
            )
            #expect(report["verdict"] as? String == "altered")
            let log = try #require((report["logs"] as? [[String: Any]])?.first)
            #expect(log["first_index"] as? Int == 7)
            #expect(log["finding_count"] as? Int == 1)
            let finding = try #require((log["findings"] as? [[String: Any]])?.first)
            #expect(finding["subject"] as? String == "entry")
            #expect(finding["first_index"] as? Int == 7)

            // A copy of before what was promised since.
            try await House.replace(house.postgres, by: house.path + "/earlier")
            try await house.grow(by: 20, "second", from: 300)
            try await House.replace(house.postgres, by: house.path + "/earlier")
            let behind = try await house.fsck()
            #expect(behind.status == 1, "\(behind.output)")
            #expect(
                behind.output.contains(
                    "eu: first bad index 300: the database has 300 entries and the signer has "
                        + "promised 320\n"
                ),
                "\(behind.output)"
            )

            // The log's row is gone, and with it everything that would contradict.
            try await House.replace(house.postgres, by: House.model.value.postgres)
            try await house.tamper("logs", "DELETE FROM concordat.pending_heads")
            try await house.tamper("logs", "DELETE FROM concordat.tree_state")
            try await house.tamper("logs", "DELETE FROM concordat.vault_epochs")
            try await house.tamper("logs", "DELETE FROM concordat.vault_search_state")
            try await house.tamper("logs", "DELETE FROM concordat.logs")
            let gone = try await house.fsck()
            #expect(gone.status == 1, "\(gone.output)")
            #expect(
                gone.output.contains(
                    "database: the signer has promised 320 entries and the database does not have"
                ),
                "\(gone.output)"
            )
        }

        @Test func whatCannotBeToldHasItsOwnStatus() async throws {
            let house = try await House.withLog("fsck-untold")
            let name = try await house.fsck(["--name", "cn"])
            #expect(name.status == 2)
            #expect(name.output == "concordatd: there is no log cn in the database\n")

            let keys = house.path + "/keys"
            try FileManager.default.moveItem(atPath: house.keys, toPath: keys)
            let keyless = try await house.fsck()
            #expect(keyless.status == 2, "\(keyless.output)")
            #expect(keyless.output.contains("eu: could not tell: no signature was checked"))
            try FileManager.default.moveItem(atPath: keys, toPath: house.keys)

            let signer = house.path + "/signer"
            try FileManager.default.moveItem(atPath: house.signer, toPath: signer)
            let recordless = try await house.fsck()
            #expect(recordless.status == 2, "\(recordless.output)")
            #expect(recordless.output.contains("--signer names a signer elsewhere"))
            try FileManager.default.moveItem(atPath: signer, toPath: house.signer)

            try FileManager.default.removeItem(atPath: house.signer + "/journal")
            let damaged = try await house.fsck()
            #expect(damaged.status == 1, "\(damaged.output)")
            #expect(damaged.output.contains("the signer's files contradict themselves"))

            let database = try await house.fsck(["--database", "host=/nowhere dbname=concordat"])
            #expect(database.status == 2, "\(database.output)")
            try FileManager.default.removeItem(atPath: house.postgres)
            let empty = try await house.fsck()
            #expect(empty.status == 2)
            #expect(empty.output.contains("there is no database in"), "\(empty.output)")
            #expect(!FileManager.default.fileExists(atPath: house.postgres), "one was made")

            for wrong in [["--nmae", "eu"], ["--name", "E U"], ["--signer", "127.0.0.1:1"]] {
                let usage = try await house.fsck(wrong)
                #expect(usage.status == 64, "\(wrong): \(usage.output)")
            }
            let nowhere = try await house.run(["fsck"])
            #expect(nowhere.status == 64, "\(nowhere.output)")
        }

        @Test func aSignerAndADatabaseElsewhereAreAsked() async throws {
            let house = try await House.withLog("fsck-elsewhere")
            let cluster = ThrowawayCluster.durable
            try await cluster.withNamedDatabase { running, name in
                let database = try await house.external(running, name)
                try await house.createLog(in: database)
                let socket = house.path + "/signer.sock"
                let flags = ["--signer", "unix:" + socket] + database.serve
                let signer = try await house.startSigner(socket: socket)
                let daemon = try await house.serve(flags)
                try await daemon.append((0..<20).map { "entry \($0)" })
                try await daemon.waitUntilPublished(20)
                let beside = try await house.fsck(flags)
                #expect(beside.status == 0, "\(beside.output)")
                try await daemon.stop()
                signer.signal(SIGTERM)
                #expect(try await signer.waitUntilEnded() == .status(0))
                let deaf = try await house.fsck(flags)
                #expect(deaf.status == 2, "\(deaf.output)")
                #expect(deaf.output.contains("the signer does not answer"), "\(deaf.output)")
                // Its files tell as much, if they are here.
                let files = try await house.fsck(database.serve)
                #expect(files.status == 0, "\(files.output)")
            }
            #expect(!FileManager.default.fileExists(atPath: house.postgres), "a cluster was made")
        }

        /// The scrubber of a daemon at work.
        @Test func anEntryAlteredUnderARunningDaemonStopsTheLog() async throws {
            let house = try await House.withLog("scrub")
            let daemon = try await house.serve(["--scrub-rate", "100000"])
            try await daemon.append((0..<300).map { "entry \($0)" })
            try await daemon.waitUntilPublished(300)
            let web = try daemon.web
            try await eventually("a whole round") {
                try await web.get("/metrics").text.contains(
                    #/concordat_scrub_rounds_total\{log="eu"\} [1-9]/#
                )
            }
            try await daemon.waitUntilReady()
            let conninfo = try #require(
                PrivateCluster.attached(
                    PrivateCluster.Configuration(directory: house.postgres),
                    role: "concordat",
                    database: "concordat"
                )
            )
            let connection = try await PostgresConnection(
                ConnectionConfiguration(conninfo: conninfo)
            )
            try await connection.run { session in
                try session.execute(
                    "ALTER TABLE concordat.entries_1_0 DISABLE TRIGGER append_only; "
                        + "UPDATE concordat.entries_1_0 SET data = 'forged' WHERE idx = 7"
                )
            }
            await connection.close()
            try await eventually("the scrubber finds it") {
                try await daemon.readiness.remarks.contains(
                    "read-only: the database contradicts itself: entry 7 is not what both trees"
                )
            }
            #expect(try await !daemon.readiness.isReady)
            let answer = try await web.post("/eu/add", Array("refused".utf8))
            #expect(answer.status == 503, "\(answer.text)")
            let metrics = try await web.get("/metrics").text
            #expect(metrics.contains(#/concordat_scrub_findings_total\{log="eu"\} [1-9]/#))
            try await eventually("the log's own figure follows") {
                try await web.get("/metrics").text.contains(#"concordat_read_only{log="eu"} 1"#)
            }
            try await daemon.stop()
            #expect(daemon.program.output.contains("The stored log was altered"))
        }
    }
}

extension House {
    /// Runs `concordatd fsck` on the house's data folder.
    func fsck(
        _ arguments: [String] = []
    ) async throws -> (status: Int32, output: String) {
        try await self.run(["fsck", "--data", self.data] + arguments)
    }
}
