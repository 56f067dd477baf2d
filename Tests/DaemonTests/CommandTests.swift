import Foundation
import LogTesting
import Postgres
import PrivateCluster
import SignedNotes
import Testing

extension DaemonTests {
    /// The commands beside `serve`, each as an operator gives it.
    @Suite struct CommandTests {
        private func create(
            _ house: House,
            name: String = "eu",
            origin: String = House.origin,
            jurisdiction: String = "EU",
            _ more: [String] = []
        ) async throws -> (status: Int32, output: String) {
            try await house.run(
                [
                    "log", "create", "--data", house.data, "--name", name, "--origin", origin,
                    "--jurisdiction", jurisdiction,
                ] + more
            )
        }

        @Test func aLogIsCreatedOnce() async throws {
            let house = try await House.withLog("create")
            let files = try Self.files(house.data)
            let again = try await self.create(house)
            #expect(again.status == 1)
            #expect(again.output == "concordatd: \(house.keys) exists already\n")
            #expect(try Self.files(house.data) == files, "something was changed")

            // Keys gone, record there: what was promised under it is not begun anew.
            try FileManager.default.moveItem(atPath: house.keys, toPath: house.path + "/keys")
            let recorded = try await self.create(house)
            #expect(recorded.status == 1)
            #expect(recorded.output == "concordatd: \(house.signer) exists already\n")
            #expect(!FileManager.default.fileExists(atPath: house.keys))

            // Both gone, the vault's keys there: contents may be sealed under them.
            try FileManager.default.removeItem(atPath: house.signer)
            let vault = house.data + "/vault/eu"
            let sealed = try await self.create(house)
            #expect(sealed.status == 1)
            #expect(sealed.output == "concordatd: \(vault) exists already\n")

            // All gone, rows there: refused as well, and nothing is left behind.
            try FileManager.default.removeItem(atPath: vault)
            let rows = try await self.create(house)
            #expect(rows.status == 1)
            #expect(rows.output.contains("a log of this name or origin in the database exists"))
            #expect(!FileManager.default.fileExists(atPath: house.keys))
            #expect(!FileManager.default.fileExists(atPath: house.signer))
            #expect(!FileManager.default.fileExists(atPath: vault))

            // The same origin under another name is the same log towards the world.
            let origin = try await self.create(house, name: "other")
            #expect(origin.status == 1)
            #expect(origin.output.contains("a log of this name or origin in the database exists"))
            #expect(!FileManager.default.fileExists(atPath: house.data + "/keys/other"))

            // Another log beside it is welcome.
            let other = try await self.create(house, name: "cn", origin: "log.example/cn")
            #expect(other.status == 0, "\(other.output)")
        }

        @Test(arguments: ["", "EU", "-a", "a_b", "a/b", "../x", String(repeating: "a", count: 64)])
        func aNameThatIsNoPathElementIsRefused(_ name: String) async throws {
            let house = try House(empty: "name")
            let run = try await house.run([
                "log", "create", "--data", house.data, "--name=\(name)", "--origin", House.origin,
                "--jurisdiction", "EU",
            ])
            #expect(run.status != 0, "\(run.output)")
            #expect(!FileManager.default.fileExists(atPath: house.postgres), "\(run.output)")
        }

        @Test(arguments: ["", "a b", "a+b", "x/sm3", "12345", "concordat/x", "a\u{7}"])
        func anOriginThatKeysCannotHaveIsRefused(_ origin: String) async throws {
            let house = try House(empty: "origin")
            let run = try await house.run([
                "log", "create", "--data", house.data, "--name", "eu", "--origin=\(origin)",
                "--jurisdiction", "EU",
            ])
            #expect(run.status != 0, "\(run.output)")
            #expect(!FileManager.default.fileExists(atPath: house.postgres), "\(run.output)")
        }

        @Test(arguments: ["", "E", "eu", "EU1", "A VERY LONG ONE X"])
        func aJurisdictionThatIsNoCodeIsRefused(_ code: String) async throws {
            let house = try House(empty: "jurisdiction")
            let run = try await house.run([
                "log", "create", "--data", house.data, "--name", "eu", "--origin", House.origin,
                "--jurisdiction=\(code)",
            ])
            #expect(run.status != 0, "\(run.output)")
            #expect(!FileManager.default.fileExists(atPath: house.postgres), "\(run.output)")
        }

        @Test func keysAreListedWithoutADatabase() async throws {
            let house = try await House.withLog("keys")
            try FileManager.default.removeItem(atPath: house.postgres)
            for key in ["ed25519.pem", "sm2.pem", "p256.pem"] {
                try FileManager.default.removeItem(atPath: "\(house.keys)/\(key)")
            }
            let keys = try house.verifierKeys()
            #expect(keys.map(\.name) == [House.origin, House.origin + "/sm3"])
            let list = try await house.run(["keys", "list", "--data", house.data])
            #expect(list.status == 0)
            #expect(list.output == keys.map { "eu\t\($0)\n" }.joined())
            let one = try await house.run(["keys", "--data", house.data, "--name", "eu"])
            #expect(one.output == list.output)
            let none = try await house.run(["keys", "--data", house.data, "--name", "cn"])
            #expect(none.status == 1, "\(none.output)")
        }

        @Test func secretsAreTheirOwnersOnly() async throws {
            let house = try await House.withLog("modes")
            for file in ["ed25519.pem", "sm2.pem", "p256.pem", "idempotency.key"] {
                let path = "\(house.keys)/\(file)"
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
                #expect(mode as? Int == 0o600, "\(file)")
            }
            // A key that others can read is not used: the log starts, and signs nothing.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: house.keys + "/ed25519.pem"
            )
            let daemon = try await house.serve()
            let answer = try await daemon.web.post("/eu/add", Array("x".utf8))
            #expect(answer.status == 503, "\(answer.text)")
            #expect(daemon.program.output.contains("ed25519.pem"), "\(daemon.program.output)")
            try await daemon.stop()
        }

        @Test func aPassphraseOpensTheKeys() async throws {
            let house = try House(empty: "passphrase")
            let file = house.path + "/passphrase"
            try Data("correct horse\n".utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            let created = try await self.create(
                house,
                ["--allow-opaque", "--key-passphrase-file", file]
            )
            #expect(created.status == 0, "\(created.output)")
            let pem = try String(contentsOfFile: house.keys + "/sm2.pem", encoding: .utf8)
            #expect(pem.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"))

            let without = try await house.serve()
            #expect(try await without.web.post("/eu/add", Array("x".utf8)).status == 503)
            try await without.stop()
            let daemon = try await house.serve(["--key-passphrase-file", file])
            #expect(try await daemon.append(["x"]) == [0])
            try await house.checkTree(daemon, size: 1)
            try await daemon.stop()
        }

        @Test func aLogThatTakesNoBytesSaysSo() async throws {
            let house = try House(empty: "closed")
            let created = try await self.create(house)
            #expect(created.status == 0, "\(created.output)")
            let daemon = try await house.serve()
            let answer = try await daemon.web.post("/eu/add", Array("x".utf8))
            #expect(answer.status == 403, "\(answer.text)")
            try await daemon.waitUntilReady()
            try await daemon.stop()
        }

        @Test func withoutALogThereIsNothingToServe() async throws {
            let house = try House(empty: "none")
            try Self.makeFolder(house.data)
            let run = try await house.run([
                "serve", "--data", house.data, "--listen", "127.0.0.1:0",
            ])
            #expect(run.status == 1)
            #expect(run.output.contains("there is no log yet; create one: concordatd log create"))
            #expect(ServerProcesses.all(in: house.postgres).isEmpty)
        }

        @Test func aDatabaseIsMigratedByItsOwnerOnly() async throws {
            let house = try House(empty: "migrate")
            try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
                let database = try await house.external(cluster, name)
                try Self.makeFolder(house.data)
                let early = try await house.run([
                    "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--database",
                    database.serving,
                ])
                #expect(early.status == 1)
                #expect(early.output.contains("has version 0"), "\(early.output)")
                #expect(early.output.hasSuffix(": run concordatd migrate\n"), "\(early.output)")

                let needed = try await self.create(house, ["--database", database.serving])
                #expect(needed.status == 1)
                #expect(needed.output.contains("--owner-database is needed beside --database"))
                #expect(!FileManager.default.fileExists(atPath: house.keys))

                let first = try await house.run(["migrate", "--owner-database", database.owner])
                #expect(first.status == 0, "\(first.output)")
                #expect(first.output.hasPrefix("applied 1 "))
                #expect(first.output.hasSuffix("\nthe schema is up to date\n"))
                let second = try await house.run(["migrate", "--owner-database", database.owner])
                #expect(second.status == 0)
                #expect(second.output == "the schema is up to date\n")

                try await house.createLog(in: database)
                let daemon = try await house.serve(database.serve)
                #expect(try await daemon.append(["a"]) == [0])
                try await house.checkTree(daemon, size: 1)
                #expect(
                    !FileManager.default.fileExists(atPath: house.postgres),
                    "there is a database, and a cluster was made"
                )
                try await daemon.stop()

                // A schema that is newer than the program is not guessed at, nor one with a gap.
                let record = "INSERT INTO concordat.schema_migrations (version, name, sha256) "
                for (version, reason) in [("max(version) + 1", "newer"), ("9999", "gaps")] {
                    let connection = try await PostgresConnection(
                        ConnectionConfiguration(conninfo: database.owner)
                    )
                    try await connection.run { session in
                        try session.execute(
                            record + "SELECT \(version), 'later', sha256('later') "
                                + "FROM concordat.schema_migrations GROUP BY ()"
                        )
                    }
                    await connection.close()
                    let refused = try await house.run([
                        "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--database",
                        database.serving,
                    ])
                    #expect(refused.status == 1)
                    #expect(refused.output.contains(reason), "\(refused.output)")
                }
            }
        }

        @Test func migrateWithoutADatabaseSaysWhatItNeeds() async throws {
            let run = try await House(empty: "migrate-none").run(["migrate"])
            #expect(run.status == 64)
            #expect(run.output.contains("--owner-database (or CONCORDAT_OWNER_DATABASE"))
        }

        private static func makeFolder(_ path: String) throws {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }

        /// Files by path with their bytes; a database's own files change by themselves.
        private static func files(_ folder: String) throws -> [String: Data] {
            var files: [String: Data] = [:]
            for part in ["keys", "signer"] {
                let names = FileManager.default.enumerator(atPath: "\(folder)/\(part)")
                for case let name as String in names ?? .init() {
                    let path = "\(part)/\(name)"
                    files[path] = FileManager.default.contents(atPath: "\(folder)/\(path)")
                }
            }
            return files
        }
    }
}
