import Postgres
import Testing

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
