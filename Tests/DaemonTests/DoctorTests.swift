import Foundation
import LogTesting
import Postgres
import PrivateCluster
import Testing

extension DaemonTests {
    /// `doctor`, and what `serve` makes of its checks.
    @Suite struct DoctorTests {
        private func doctor(
            _ house: House,
            _ arguments: [String] = []
        ) async throws -> (status: Int32, outcomes: [String: String]) {
            let run = try await house.run(["doctor", "--data", house.data, "--json"] + arguments)
            let last = try #require(run.output.split(separator: "\n").last, "\(run.output)")
            let object = try JSONSerialization.jsonObject(with: Data(last.utf8))
            let checks = try #require(
                (object as? [String: Any])?["checks"] as? [[String: Any]],
                "\(run.output)"
            )
            var outcomes: [String: String] = [:]
            for check in checks {
                let name = try #require(check["name"] as? String)
                let outcome = try #require(check["outcome"] as? String)
                #expect((check["remedy"] == nil) == (outcome == "ok"), "\(check)")
                outcomes[name] = outcome
            }
            return (run.status, outcomes)
        }

        @Test func aSoundFolderHasNoFaultBesideADaemonToo() async throws {
            let house = try await House.withLog("doctor")
            let alone = try await self.doctor(house)
            #expect(alone.status == 0, "\(alone.outcomes)")
            #expect(alone.outcomes.values.allSatisfy { $0 == "ok" }, "\(alone.outcomes)")
            for name in ["fsync", "triggers", "pooler", "clock", "signer-lock", "disk-database"] {
                #expect(alone.outcomes[name] == "ok")
            }
            let daemon = try await house.serve()
            try await daemon.append(["x"])
            try await daemon.waitUntilPublished(1)
            let beside = try await self.doctor(house)
            #expect(beside.status == 0, "\(beside.outcomes)")
            #expect(Set(beside.outcomes.keys) == Set(alone.outcomes.keys))
            let text = try await house.run(["doctor", "--data", house.data])
            #expect(text.output.contains("ok       fsync: fsync is on\n"), "\(text.output)")
            #expect(text.output.contains("a process has the signer's record open"))
            #expect(text.output.hasSuffix("0 warning, 0 failure, 0 unknown\n"))
            #expect(try await daemon.append(["y"]) == [1])
            try await daemon.stop()

            // Neither another process nor a standby: not for production.
            let production = try await self.doctor(house, ["--production"])
            #expect(production.status == 1)
            #expect(production.outcomes["production"] == "failure")
            // A disk that is never empty enough.
            let disk = try await self.doctor(house, ["--disk-refusal-percent", "100"])
            #expect(disk.status == 1)
            #expect(disk.outcomes["disk-signer"] == "failure")
            // A key that others can read, and a record that is gone.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o640],
                ofItemAtPath: house.keys + "/sm2.pem"
            )
            try FileManager.default.removeItem(atPath: house.signer + "/record")
            let open = try await self.doctor(house)
            #expect(open.status == 1)
            let failed = open.outcomes.filter { $0.value == "failure" }.keys.sorted()
            #expect(failed == ["key-files", "signer-lock"])
        }

        @Test func withoutADatabaseTheRestIsChecked() async throws {
            let house = try await House.withLog("doctor-alone")
            try FileManager.default.removeItem(atPath: house.postgres)
            let run = try await self.doctor(house)
            #expect(run.status == 2)
            #expect(run.outcomes["database"] == "unknown")
            #expect(run.outcomes["key-files"] == "ok")
            let away = try await self.doctor(house, ["--database", "host=/nonexistent"])
            #expect(away.status == 2)
            #expect(away.outcomes["database"] == "unknown")
            #expect(!FileManager.default.fileExists(atPath: house.postgres), "nothing is made")
        }

        @Test(arguments: [["--disk-refusal-percent", "101"], ["--disk-warning-percent", "ten"]])
        func badLimitsAreRefused(_ flags: [String]) async throws {
            let house = try await House.withLog("doctor-limits")
            let run = try await house.run(["doctor", "--data", house.data] + flags)
            #expect(run.status == 64)
            #expect(run.output.contains("\(flags[0]) is \"\(flags[1])\" and must be"))
        }

        /// A server that may forget what it acknowledged.
        @Test func aForgetfulServerIsNotServedFrom() async throws {
            let house = try House(empty: "forgetful")
            try await ThrowawayCluster.shared.withNamedDatabase { cluster, name in
                let database = try await house.external(cluster, name)
                try await house.createLog(in: database)
                let run = try await house.run([
                    "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--database",
                    database.serving,
                ])
                #expect(run.status == 1)
                #expect(run.output.contains("what is acknowledged could be lost: fsync is off"))
                #expect(run.output.contains("full_page_writes is off"), "\(run.output)")
                let doctor = try await self.doctor(house, ["--database", database.serving])
                #expect(doctor.status == 1)
                #expect(doctor.outcomes["fsync"] == "failure")
                #expect(doctor.outcomes["disk-database"] == nil, "the role may not see where it is")
                let owner = try await self.doctor(
                    house,
                    ["--database", database.serving, "--owner-database", database.owner]
                )
                #expect(owner.outcomes["disk-database"] == "ok")
            }
        }

        @Test func whatIsNotDangerousIsARemark() async throws {
            let house = try House(empty: "remarks")
            try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
                let database = try await house.external(cluster, name)
                try await house.createLog(in: database)
                let connection = try await PostgresConnection(
                    ConnectionConfiguration(conninfo: database.owner)
                )
                try await connection.run { session in
                    try session.execute("ALTER TABLE concordat.heads DISABLE TRIGGER append_only")
                }
                // As a superuser: it works, and says what is wrong with that.
                let daemon = try await house.serve(["--database", database.owner])
                try await daemon.append(["x"])
                try await daemon.waitUntilReady()
                let answer = try await daemon.web.get("/readyz")
                let remarks = try #require(try answer.object["remarks"] as? [String])
                #expect(remarks.contains { $0.hasPrefix("concordat has SUPERUSER") })
                #expect(remarks.contains { $0.hasPrefix("heads: the trigger against changes") })
                #expect(daemon.program.output.contains("The doctor has a remark"))
                try await daemon.stop()

                // Damage that would be passed over in silence is another matter.
                try await connection.run { session in
                    try session.execute("ALTER DATABASE \(name) SET zero_damaged_pages = on")
                }
                let run = try await house.run([
                    "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--database",
                    database.serving,
                ])
                #expect(run.status == 1)
                #expect(run.output.contains("could be lost: zero_damaged_pages is on"))
                await connection.close()
            }
        }

        @Test func aFullDiskRefusesAppendsAndNothingElse() async throws {
            let house = try await House.withLog("full")
            let filled = try await house.serve()
            try await filled.append(["x"])
            try await filled.waitUntilPublished(1)
            try await filled.stop()
            let daemon = try await house.serve(["--disk-refusal-percent", "100"])
            let answer = try await daemon.web.post("/eu/add", Array("refused".utf8))
            #expect(answer.status == 507, "\(answer.text)")
            #expect(answer.field("Retry-After") == "60")
            try await eventually("the head is served") { try await daemon.publishedSize == 1 }
            let readiness = try await daemon.readiness
            #expect(
                !readiness.isReady && readiness.remarks.contains("free"),
                "\(readiness.remarks)"
            )
            let metrics = try await daemon.web.get("/metrics")
            #expect(metrics.text.contains(#"concordat_disk_free_bytes{place="signer"}"#))
            try await daemon.stop()
            // With room the same log goes on.
            let again = try await house.serve()
            #expect(try await again.append(["y"]) == [1])
            try await again.stop()
        }
    }
}
