import Foundation
import LogTesting
import Logging
import Postgres
import PrivateCluster
import Testing
import Witnessing

extension DaemonTests {
    /// A database that the signer does not know, or a signer that does not know the database, gets
    /// no signature, whoever brought it about and however.
    @Suite struct RefusalTests {
        @Test func aDatabaseRestoredFromAnEarlierCopyIsRefused() async throws {
            let house = try await House.withLog("restored")
            try await house.grow(by: 20, "first")
            try await House.copy(house.postgres, to: house.path + "/earlier")
            try await house.grow(by: 20, "second")
            try await House.copy(house.postgres, to: house.path + "/later")

            try await House.replace(house.postgres, by: house.path + "/earlier")
            try await house.expectRefusal(
                "the database has 20 entries and the signer has promised 40",
                publishedSize: 20
            )

            // Nothing was spoilt: the right database goes on.
            try await House.replace(house.postgres, by: house.path + "/later")
            try await house.grow(by: 1, "third", from: 40)
        }

        @Test func anEarlierDumpIsRefused() async throws {
            let house = try await House.withLog("dumped")
            let cluster = ThrowawayCluster.durable
            try await cluster.withNamedDatabase { running, name in
                let database = try await house.external(running, name)
                try await house.createLog(in: database)
                try await house.grow(by: 20, "first", serve: database.serve)
                let dump = house.path + "/dump"
                let programs = try await House.tool("/usr/bin/pg_config", ["--bindir"])
                    .trimmingCharacters(in: .newlines)
                try await House.tool(
                    programs + "/pg_dump",
                    ["--format=custom", "--file=\(dump)", database.owner]
                )
                try await house.grow(by: 20, "second", serve: database.serve)
                try await cluster.withNamedDatabase { running, name in
                    let restored = try await house.external(running, name)
                    try await House.tool(
                        programs + "/pg_restore",
                        ["--exit-on-error", "--dbname=\(restored.owner)", dump]
                    )
                    try await house.expectRefusal(
                        "the database has 20 entries and the signer has promised 40",
                        publishedSize: 20,
                        serve: restored.serve
                    )
                }
                try await house.grow(by: 1, "third", from: 40, serve: database.serve)
            }
        }

        @Test func anEmptyDatabaseUnderAnOldKeyIsRefused() async throws {
            let house = try await House.withLog("emptied")
            try await house.grow(by: 20, "first")
            try await House.replace(house.postgres, by: House.model.value.postgres)
            try await house.expectRefusal(
                "the database has 0 entries and the signer has promised 20",
                publishedSize: nil
            )
        }

        /// A clone of everything, taken at 20 entries, goes its own way to 45. Its database then
        /// stands under the signer that went to 40.
        @Test func aDatabaseGrownUnderAnotherSignerIsRefused() async throws {
            let house = try await House.withLog("forked")
            try await house.grow(by: 20, "first")
            let clone = try House(empty: "fork")
            try await House.copy(house.data, to: clone.data)
            try await clone.grow(by: 25, "clone", from: 20)
            try await house.grow(by: 20, "second", from: 20)

            try await House.replace(house.postgres, by: clone.postgres)
            try await house.expectRefusal(
                "the head of size 45 was signed and its record lacks it",
                publishedSize: 45
            )
        }

        /// As above, but the clone's heads are taken out of the database: what is left to contradict
        /// the signer are the entries.
        @Test func aForkWithoutHeadsIsRefused() async throws {
            let house = try await House.withLog("headless")
            try await house.grow(by: 20, "first")
            let clone = try House(empty: "fork")
            try await House.copy(house.data, to: clone.data)
            try await clone.grow(by: 25, "clone", from: 20)
            try await clone.tamper("heads", "DELETE FROM concordat.heads WHERE size > 20")
            try await house.grow(by: 20, "second", from: 20)

            try await House.replace(house.postgres, by: clone.postgres)
            try await house.expectRefusal(
                "the roots at size 40 differ from the signer's",
                publishedSize: 20
            )
        }

        @Test func anEntryRewrittenByASuperuserIsRefused() async throws {
            let house = try await House.withLog("rewritten")
            try await house.grow(by: 20, "first")
            try await house.tamper(
                "entries_1_0",
                "UPDATE concordat.entries_1_0 SET data = 'forged' WHERE idx = 7"
            )
            try await house.expectRefusal(
                "the roots at size 20 differ from the signer's",
                publishedSize: 20
            )
        }

        @Test func aSecondSignerWithAnEmptyRecordIsRefused() async throws {
            let house = try await House.withLog("second-signer")
            try await house.grow(by: 20, "first")
            // The same keys, and a record that starts at nothing.
            try await House.replace(house.signer, by: House.model.value.signer)
            try await house.expectRefusal(
                "the head of size 20 was signed and its record lacks it",
                publishedSize: 20
            )
        }

        @Test func aSignerWithARecordRestoredFromAnEarlierCopyIsRefused() async throws {
            let house = try await House.withLog("old-record")
            try await house.grow(by: 20, "first")
            try await House.copy(house.signer, to: house.path + "/earlier")
            try await house.grow(by: 20, "second", from: 20)
            try await House.replace(house.signer, by: house.path + "/earlier")
            try await house.expectRefusal(
                "the head of size 40 was signed and its record lacks it",
                publishedSize: 40
            )
        }

        /// Which part of the signer's folder is gone.
        enum Loss: CaseIterable {
            case folder
            case record
            case journal
        }

        @Test(arguments: Loss.allCases) func aSignerThatLostItsRecordSignsNothing(
            _ loss: Loss
        ) async throws {
            let house = try await House.withLog("lost-record")
            try await house.grow(by: 20, "first")
            let lost =
                switch loss {
                case .folder: house.signer
                case .record: house.signer + "/record"
                case .journal: house.signer + "/journal"
                }
            try FileManager.default.removeItem(atPath: lost)
            try await house.expectRefusal(
                loss == .journal ? "its record failed" : "it has no record of this log",
                publishedSize: 20
            )
        }
    }
}

/// A database outside of the data folder, as settings name it.
struct ExternalDatabase: Sendable {
    /// How its owner connects.
    let owner: String
    /// How the daemon connects.
    let serving: String

    /// The flags of `serve`.
    var serve: [String] { ["--database", self.serving] }
}

extension House {
    /// A database of a throwaway cluster, without a schema.
    func external(_ cluster: PrivateCluster, _ name: String) async throws -> ExternalDatabase {
        ExternalDatabase(
            owner: cluster.conninfo(role: "concordat", database: name),
            serving: cluster.conninfo(role: "concordat_serving", database: name)
        )
    }

    /// Makes the log anew, in a database outside.
    func createLog(in database: ExternalDatabase) async throws {
        if FileManager.default.fileExists(atPath: self.data) {
            try FileManager.default.removeItem(atPath: self.data)
        }
        let migrated = try await self.run(["migrate", "--owner-database", database.owner])
        try #require(migrated.status == 0, "\(migrated.output)")
        let created = try await self.run([
            "log", "create", "--data", self.data, "--database", database.serving,
            "--owner-database", database.owner, "--name", "eu", "--origin", House.origin,
            "--jurisdiction", "EU", "--allow-opaque",
        ])
        try #require(created.status == 0, "\(created.output)")
    }

    /// Does what only a superuser can, while the daemon is stopped: takes the seat belt off a table
    /// of the private cluster, changes it, puts it on again.
    func tamper(_ table: String, _ change: String) async throws {
        let cluster = PrivateCluster(
            PrivateCluster.Configuration(directory: self.postgres),
            logger: Logger(label: "tamper") { _ in SwiftLogNoOpLogHandler() }
        )
        try await cluster.start()
        let connection = try await PostgresConnection(
            ConnectionConfiguration(
                conninfo: cluster.conninfo(role: "concordat", database: "concordat")
            )
        )
        try await connection.run { session in
            try session.execute("ALTER TABLE concordat.\(table) DISABLE TRIGGER append_only")
            try session.execute(change)
            try session.execute("ALTER TABLE concordat.\(table) ENABLE ALWAYS TRIGGER append_only")
        }
        await connection.close()
        await cluster.stop()
    }

    /// Serves, appends, waits until all is published, stops.
    func grow(
        by count: Int,
        _ name: String,
        from start: UInt64? = nil,
        serve flags: [String] = []
    ) async throws {
        let daemon = try await self.serve(flags)
        let indexes = try await daemon.append((0..<count).map { "\(name) \($0)" })
        let first = try #require(indexes.first)
        #expect(indexes == Array(first..<first + UInt64(count)))
        if let start { #expect(first == start) }
        try await daemon.waitUntilPublished(first + UInt64(count))
        try await daemon.stop()
    }

    /// Serves, and expects that the log says why it does not work, still answers with the head that
    /// its database has, takes nothing, and gets nothing signed.
    func expectRefusal(
        _ reason: String,
        publishedSize: UInt64?,
        serve flags: [String] = []
    ) async throws {
        let signed = try self.signerState()
        let daemon = try await self.serve(flags)
        let web = try daemon.web
        try await eventually("a reason in /readyz") {
            let readiness = try await daemon.readiness
            return !readiness.isReady && readiness.remarks.contains("read-only")
        }
        let remarks = try await daemon.readiness.remarks
        #expect(remarks.contains(reason), "\(remarks)")

        // The heads are read from the database a moment after that.
        if publishedSize != nil {
            try await eventually("the database's head is served") {
                try await web.get("/eu/checkpoint").status == 200
            }
        }
        let before = try await web.get("/eu/checkpoint")
        if let publishedSize {
            #expect(before.status == 200, "\(before.text)")
            let lines = before.text.split(separator: "\n")
            #expect(lines.first == Substring(House.origin))
            #expect(lines.dropFirst().first == Substring(String(publishedSize)))
            let bundle = try await web.get("/eu/tile/entries/000.p/\(publishedSize)")
            #expect(bundle.status == 200, "\(bundle.text)")
        } else {
            #expect(before.status == 404, "\(before.text)")
        }
        for path in ["/eu/add", "/eu/entries"] {
            let answer = try await web.post(path, Array("refused".utf8), key: "refused")
            #expect(answer.status == 503, "\(answer.text)")
            #expect(answer.field("Content-Type") == "application/problem+json")
            #expect(try answer.object["status"] as? Int == 503)
            let detail = try #require(try answer.object["detail"] as? String)
            #expect(detail.contains("read-only"), "\(detail)")
            #expect(answer.field("Retry-After") != nil)
        }
        // Five times as long as a head takes.
        try await Task.sleep(for: .milliseconds(500))
        for path in ["checkpoint", "sm3/checkpoint", "twin"] {
            let after = try await web.get("/eu/" + path)
            #expect(after.status == before.status, "\(after.text)")
            if path == "checkpoint" { #expect(after.body == before.body) }
            let pending = try await web.get("/eu/pending/" + path)
            #expect(pending.status == 404, "\(pending.text)")
        }
        let still = try await daemon.readiness
        #expect(!still.isReady && still.remarks.contains(reason), "\(still.remarks)")
        #expect(try self.signerState() == signed, "the signer's record changed")
        try await daemon.stop()
        #expect(try self.signerState() == signed, "the signer's record changed")
    }
}
