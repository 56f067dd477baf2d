import Foundation
import LogCore
import LogTesting
import Postgres
import PrivateCluster
import Testing

@testable import LogStorePostgres

/// What a database tells of itself, seen wrong on a real one.
@Suite struct DatabaseReaderTests {
    private func reading(
        _ database: StoreDatabase,
        as role: String = "concordat_serving",
        now: @escaping @Sendable () -> Int64 = { Self.now }
    ) async throws -> DatabaseReading {
        try await DatabaseReader(database.configuration(role), now: now).reading()
    }

    private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

    @Test func theServingRoleHasNothingThatItDoesNotNeed() async throws {
        try await StoreDatabase.withStore { store, database in
            _ = try await store.createTestLog()
            let reading = try await self.reading(database)
            #expect(reading.role.name == "concordat_serving")
            #expect(reading.role.attributes.isEmpty)
            #expect(reading.role.changeableTables.isEmpty)
            #expect(reading.role.ownedTables.isEmpty)
            #expect(reading.unguardedTables == [])
            #expect(reading.schemaProblem == nil)
            #expect(reading.isLocal && !reading.isStandby && reading.canWaitForDisk)
            #expect(reading.clockOffsetMicroseconds == 0)
            #expect(reading.serverVersion >= 140_000)
            // The tests' own cluster is fast and forgetful.
            #expect(reading.settings["fsync"] == "off")
            #expect(reading.settings["full_page_writes"] == "off")
            #expect(reading.settings["data_checksums"] == "on")
            #expect(reading.settings["zero_damaged_pages"] == "off")
            #expect(reading.settings["ignore_checksum_failure"] == "off")
            #expect(reading.settings["data_directory"] == nil, "it is for the owner to see")
            #expect(reading.synchronousStandbyCount == 0)
            #expect(reading.oldestTransactionAge >= 0)
        }
    }

    @Test func settingsOfTheDatabaseAreSeen() async throws {
        try await StoreDatabase.with { database in
            for (setting, value) in [
                ("zero_damaged_pages", "on"), ("ignore_checksum_failure", "on"),
                ("synchronous_commit", "off"),
            ] {
                try await database.execute(
                    "ALTER DATABASE \(database.name) SET \(setting) = \(value)",
                    as: "concordat"
                )
                let reading = try await self.reading(database)
                #expect(reading.settings[setting] == value)
                #expect(reading.canWaitForDisk, "a batch may still ask for it")
            }
        }
    }

    @Test func grantsOnEachTableAreSeen() async throws {
        try await StoreDatabase.withStore { store, database in
            _ = try await store.createTestLog()
            for (table, right) in [
                ("heads", "DELETE"), ("entries", "TRUNCATE"), ("tiles", "UPDATE (sha256)"),
                ("logs", "UPDATE"), ("leaf_hashes", "DELETE"), ("idempotency", "DELETE"),
                ("schema_migrations", "UPDATE"), ("vault_records", "UPDATE (state)"),
                ("vault_contents", "DELETE"), ("vault_actions", "TRUNCATE"),
                ("entries_1_0", "DELETE"),
            ] {
                try await database.execute(
                    "GRANT \(right) ON concordat.\(table) TO concordat_serving",
                    as: "concordat"
                )
                let reading = try await self.reading(database)
                #expect(reading.role.changeableTables == [table], "\(right)")
                try await database.execute(
                    "REVOKE \(right) ON concordat.\(table) FROM concordat_serving",
                    as: "concordat"
                )
            }
        }
    }

    @Test(arguments: ["SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"])
    func attributesOfTheRoleAreSeen(_ attribute: String) async throws {
        try await StoreDatabase.with { database in
            try await self.withRole(attribute, in: database) { configuration in
                let reading = try await DatabaseReader(configuration, now: { Self.now }).reading()
                #expect(reading.role.attributes == [attribute])
            }
        }
    }

    @Test func membershipInTheOwnerIsSeen() async throws {
        try await StoreDatabase.with { database in
            try await self.withRole("IN ROLE concordat_owner NOINHERIT", in: database) {
                let reading = try await DatabaseReader($0, now: { Self.now }).reading()
                #expect(reading.role.attributes.isEmpty)
                #expect(reading.role.changeableTables.isEmpty, "it inherits nothing")
                #expect(
                    reading.role.ownedTables == [
                        "entries", "heads", "idempotency", "leaf_hashes", "logs",
                        "schema_migrations", "tiles", "vault_actions", "vault_contents",
                        "vault_epochs", "vault_records", "vault_search_state", "vault_tokens",
                    ]
                )
            }
        }
    }

    /// Lends a role of its own. Who may log in is fixed, so somebody else becomes it.
    private func withRole(
        _ attributes: String,
        in database: StoreDatabase,
        _ body: (ConnectionConfiguration) async throws -> Void
    ) async throws {
        let role = "doctor_\(UInt32.random(in: .min ... .max))"
        try await database.execute(
            """
            CREATE ROLE \(role) \(attributes); GRANT USAGE ON SCHEMA concordat TO \(role);
            GRANT SELECT ON ALL TABLES IN SCHEMA concordat TO \(role)
            """,
            as: "concordat"
        )
        var configuration = database.configuration("concordat")
        configuration.conninfo += " options='-c role=\(role)'"
        let result: Result<Void, any Error>
        do { result = .success(try await body(configuration)) } catch { result = .failure(error) }
        try await database.execute("DROP OWNED BY \(role); DROP ROLE \(role)", as: "concordat")
        try result.get()
    }

    /// What can befall a seat belt.
    private static let loosenings = [
        "ALTER TABLE concordat.TABLE DISABLE TRIGGER TRIGGER",
        "ALTER TABLE concordat.TABLE ENABLE TRIGGER TRIGGER",
        "ALTER TABLE concordat.TABLE ENABLE REPLICA TRIGGER TRIGGER",
        "DROP TRIGGER TRIGGER ON concordat.TABLE",
    ]

    @Test(arguments: [
        "cosignatures", "entries", "entries_1_1", "heads", "idempotency", "leaf_hash_state",
        "leaf_hashes", "logs", "schema_migrations", "superseded_heads", "tiles", "tree_state",
    ])
    func aTriggerThatIsNotAlwaysOnIsSeen(_ table: String) async throws {
        try await StoreDatabase.withStore { store, database in
            _ = try await store.createTestLog()
            let trigger = table.hasSuffix("_state") ? "only_grows" : "append_only"
            for loosening in Self.loosenings {
                let sql = loosening.replacing(" TRIGGER TRIGGER", with: " TRIGGER \(trigger)")
                    .replacing("concordat.TABLE", with: "concordat.\(table)")
                try await database.execute(sql, as: "concordat")
                #expect(try await self.reading(database).unguardedTables == [table], "\(sql)")
                guard !sql.hasPrefix("DROP") else { continue }
                try await database.execute(
                    "ALTER TABLE concordat.\(table) ENABLE ALWAYS TRIGGER \(trigger)",
                    as: "concordat"
                )
                #expect(try await self.reading(database).unguardedTables == [])
            }
            // Another one by the same name is none.
            try await database.execute(
                """
                CREATE TRIGGER \(trigger) BEFORE UPDATE ON concordat.\(table)
                FOR EACH STATEMENT EXECUTE FUNCTION concordat.refuse_shrinking();
                ALTER TABLE concordat.\(table) ENABLE ALWAYS TRIGGER \(trigger)
                """,
                as: "concordat"
            )
            #expect(try await self.reading(database).unguardedTables == [table])
        }
    }

    @Test func anotherSchemaIsSeen() async throws {
        try await StoreDatabase.withEmpty { database in
            let reading = try await self.reading(database)
            let needed = Migration.embedded.count
            #expect(reading.schemaProblem == .behind(found: 0, needed: needed))
            #expect(reading.unguardedTables == nil)
        }
    }

    @Test func clocksThatDisagreeAreSeen() async throws {
        try await StoreDatabase.with { database in
            for offset: Int64 in [3_600_000_000, -3_600_000_000] {
                let reading = try await self.reading(database) { Self.now - offset }
                let error = (reading.clockOffsetMicroseconds - offset).magnitude
                #expect(error < 60_000_000, "\(reading.clockOffsetMicroseconds)")
            }
        }
    }

    @Test func theWayToTheClockIsNotHeldAgainstIt() {
        #expect(DatabaseReader.offset(of: 5, between: 5, and: 9) == 0)
        #expect(DatabaseReader.offset(of: 9, between: 5, and: 9) == 0)
        #expect(DatabaseReader.offset(of: 4, between: 5, and: 9) == -1)
        #expect(DatabaseReader.offset(of: 11, between: 5, and: 9) == 2)
    }

    @Test func aConnectionToTheServerKeepsItsSession() async throws {
        try await StoreDatabase.with { database in
            let session = try await self.reading(database).session
            #expect(session.keptState)
            #expect(session.processes == [session.announcedProcess, session.announcedProcess])
        }
    }

    @Test func aPoolerThatGivesServersAwayIsSeen() async throws {
        try await StoreDatabase.with { database in
            let servers = [
                try await PostgresConnection(database.configuration("concordat_serving")),
                try await PostgresConnection(database.configuration("concordat_serving")),
            ]
            let pooler = TransactionPooler(servers.map { SessionProbe.Connection($0) })
            let session = try await SessionProbe(
                first: pooler.client(),
                second: pooler.client(),
                word: "word"
            ).reading()
            #expect(!session.keptState)
            #expect(Set(session.processes).count == 2)
            for server in servers { await server.close() }
        }
    }

    @Test func aDatabaseOutOfReachIsAnError() async throws {
        let nowhere = ConnectionConfiguration(conninfo: "host=/nonexistent dbname=none")
        await #expect(throws: StoreError.self) {
            try await DatabaseReader(nowhere, now: { 0 }).reading()
        }
    }
}

/// Does what a pooler in transaction mode does: a client has a server for the time of a
/// transaction, and the server given back last is the next one that is given.
private final class TransactionPooler {
    private var free: [SessionProbe.Connection]

    init(_ servers: [SessionProbe.Connection]) { self.free = servers }

    func client() -> SessionProbe.Connection {
        var held: SessionProbe.Connection?
        func borrow<Result>(
            _ body: (SessionProbe.Connection) async throws -> Result
        ) async throws -> Result {
            let next = self.free.popLast()
            let server = try #require(next)
            defer { self.free.append(server) }
            return try await body(server)
        }
        return SessionProbe.Connection(
            mark: { word in try await borrow { try await $0.mark(word) } },
            read: { try await borrow { try await $0.read() } },
            begin: {
                let next = self.free.popLast()
                let server = try #require(next)
                held = server
                try await server.begin()
            },
            end: {
                let server = try #require(held)
                held = nil
                try await server.end()
                self.free.append(server)
            }
        )
    }
}
