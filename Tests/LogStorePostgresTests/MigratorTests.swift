import CryptoSuites
import LogCore
import MerkleTree
import Postgres
import SignedNotes
import Testing
import Witnessing

@testable import LogStorePostgres

@Suite struct MigratorTests {
    @Test func anEmptyDatabaseIsMigratedOnce() async throws {
        try await self.withDatabase { configuration in
            let applied = try await Migrator().migrate(configuration)
            #expect(applied == Migration.embedded)
            #expect(try await Migrator().migrate(configuration).isEmpty)
            let connection = try await PostgresConnection(configuration)
            try await Migrator().check(connection)
        }
    }

    @Test func severalAtOnceApplyEachStepOnce() async throws {
        try await self.withDatabase { configuration in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await Migrator().migrate(configuration).count }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.reduce(0, +) == Migration.embedded.count)
        }
    }

    /// Roles belong to the cluster: databases of one cluster meet over them.
    @Test func severalDatabasesAreMigratedAtOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await self.withDatabase { _ = try await Migrator().migrate($0) }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func aDatabaseThatIsBehindIsNotServed() async throws {
        try await self.withDatabase { configuration in
            let connection = try await PostgresConnection(configuration)
            let needed = Migration.embedded.count
            await #expect(throws: MigrationError.behind(found: 0, needed: needed)) {
                try await Migrator().check(connection)
            }
            _ = try await Migrator().migrate(configuration)
            let next = Migrator(migrations: Migration.embedded + [self.step(needed + 1)])
            await #expect(throws: MigrationError.behind(found: needed, needed: needed + 1)) {
                try await next.check(connection)
            }
        }
    }

    @Test func aDatabaseThatIsAheadIsRefused() async throws {
        try await self.withDatabase { configuration in
            let known = Migration.embedded.count
            let newer = Migrator(migrations: Migration.embedded + [self.step(known + 1)])
            let applied = try await newer.migrate(configuration)
            #expect(applied.count == known + 1)
            let connection = try await PostgresConnection(configuration)
            let ahead = MigrationError.ahead(found: known + 1, known: known)
            await #expect(throws: ahead) { try await Migrator().check(connection) }
            await #expect(throws: ahead) { _ = try await Migrator().migrate(configuration) }
        }
    }

    @Test func anAppliedStepWithAnotherTextIsRefused() async throws {
        try await self.withDatabase { configuration in
            _ = try await Migrator().migrate(configuration)
            var migrations = Migration.embedded
            let first = try #require(migrations.first)
            migrations[0] = Migration(version: 1, name: first.name, sql: first.sql + " ")
            let changed = Migrator(migrations: migrations)
            let connection = try await PostgresConnection(configuration)
            let error = MigrationError.changed(version: 1, name: first.name)
            await #expect(throws: error) { try await changed.check(connection) }
            await #expect(throws: error) { _ = try await changed.migrate(configuration) }
        }
    }

    @Test func aStepThatFailsLeavesNothingAndThoseBeforeItStay() async throws {
        try await self.withDatabase { configuration in
            let count = Migration.embedded.count
            let broken = Migration(
                version: count + 1,
                name: "broken",
                sql: "CREATE TABLE concordat.half (); SELECT 1 / 0;"
            )
            let migrator = Migrator(migrations: Migration.embedded + [broken])
            await #expect(throws: MigrationError.self) {
                _ = try await migrator.migrate(configuration)
            }
            let connection = try await PostgresConnection(configuration)
            try await Migrator().check(connection)
            let isThere = try await connection.run {
                try $0.query("SELECT to_regclass('concordat.half') IS NOT NULL").bool(0, 0)
            }
            #expect(!isThere)
        }
    }

    /// A database of the first schema, with a log that has a published and a pending head.
    @Test func theSecondStepKeepsWhatIsThere() async throws {
        try await StoreDatabase.withEmpty { database in
            let owner = database.configuration("concordat")
            _ = try await Migrator(migrations: [Migration.embedded[0]]).migrate(owner)
            try await database.execute(
                """
                SET ROLE concordat_serving;
                SELECT concordat.create_log('eu', 'log.example/eu', 'EU', true, 1000,
                    sha256('0'), sha256('1'));
                INSERT INTO concordat.entries_1_0 VALUES (1, 0, 'entry');
                UPDATE concordat.tree_state SET size = 1, sha256_edge = sha256_root,
                    sm3_edge = sm3_root;
                INSERT INTO concordat.heads
                    (log_id, size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin)
                VALUES (1, 0, sha256('0'), sha256('1'), 'a', 'b', 'c');
                UPDATE concordat.pending_heads SET size = 1, sha256_root = sha256('2'),
                    sm3_root = sha256('3'), checkpoint = 'd', sm3_checkpoint = 'e', twin = 'f';
                """,
                as: "concordat"
            )
            #expect(
                try await Migrator().migrate(owner).map(\.version)
                    == Array(2...Migration.embedded.count)
            )
            try await database.withStore { store in
                let log = try #require(try await store.logs().first).id
                let published = try #require(try await store.publishedHead(of: log))
                #expect(published.head.size == 0 && published.notes.twin == Array("c".utf8))
                #expect(published.notes.treeHead == nil)
                // What was signed before goes on to publication as it is, the next with more.
                let pending = try #require(try await store.pendingHead(of: log))
                let notes = try #require(pending.notes)
                #expect(notes.checkpoint == Array("d".utf8) && notes.treeHead == nil)
                try await store.publish(
                    PublishedHead(head: pending.head, notes: notes),
                    of: log
                )
                #expect(try await store.publishedHead(of: log)?.notes == notes)
                try await database.withLeafHashStore { leafHashes in
                    let leaf = SHA256Hasher.leafHash(Array("entry".utf8))
                    let before = try await leafHashes.indexedSize(of: log)
                    let after = try await leafHashes.add([leaf], of: log, after: 0)
                    #expect(before == 0 && after == 1)
                }
            }
        }
    }

    @Test func whoMayNotBecomeTheOwnerIsToldWhatToDo() async throws {
        try await StoreDatabase.withEmpty { database in
            let reader = database.configuration("concordat_reader")
            await #expect {
                _ = try await Migrator().migrate(reader)
            } throws: { error in
                guard case .database(let text)? = error as? MigrationError else { return false }
                return text.contains("concordat_reader is not a member of concordat_owner")
            }
        }
    }

    @Test func theSchemaBelongsToTheOwner() async throws {
        try await self.withDatabase { configuration in
            _ = try await Migrator().migrate(configuration)
            let connection = try await PostgresConnection(configuration)
            let foreign = try await connection.run {
                try $0.query(
                    """
                    SELECT count(*) FROM pg_class
                    WHERE relnamespace = 'concordat'::regnamespace
                        AND relowner <> 'concordat_owner'::regrole
                    """
                ).int8(0, 0)
            }
            #expect(foreign == 0)
        }
    }

    private func step(_ version: Int) -> Migration {
        Migration(version: version, name: "next", sql: "CREATE TABLE concordat.next ();")
    }

    private func withDatabase(
        _ body: (ConnectionConfiguration) async throws -> Void
    ) async throws {
        try await StoreDatabase.withEmpty { try await body($0.configuration("concordat")) }
    }
}
