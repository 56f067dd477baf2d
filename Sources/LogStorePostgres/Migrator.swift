public import Postgres

/// Brings a database's schema to this program's version, and tells whether it is there.
public struct Migrator: Sendable {
    private let migrations: [Migration]

    /// Creates a migrator of the schema that this program was built with.
    public init() { self.init(migrations: Migration.embedded) }

    /// - Precondition: The versions count from 1 without gaps.
    init(migrations: [Migration]) {
        precondition(
            migrations.map(\.version) == Array(1...migrations.count),
            "versions count from 1 without gaps"
        )
        self.migrations = migrations
    }

    /// Applies what is missing and returns it, in order. Several at once wait for each other.
    ///
    /// `owner` connects as a superuser, or as a role that is or may become a member of
    /// `concordat_owner`. Each migration is a transaction of its own: if one fails, those before
    /// it stay.
    ///
    /// - Throws: ``MigrationError``; nothing is applied to a database that is ahead, or whose
    ///   history is another one.
    public func migrate(
        _ owner: ConnectionConfiguration
    ) async throws(MigrationError) -> [Migration] {
        var configuration = owner
        configuration.statementTimeout = nil  // rewriting a large table takes its time
        do {
            let connection = try await PostgresConnection(configuration)
            return try await connection.run { session in
                var applied: [Migration] = []
                for migration in self.migrations {
                    if try self.apply(migration, in: session) { applied.append(migration) }
                }
                return applied
            }
        } catch {
            throw Self.error(error)
        }
    }

    /// Checks that the database has exactly this program's schema.
    ///
    /// - Throws: ``MigrationError/behind(found:needed:)``, ``MigrationError/ahead(found:known:)``
    ///   and whatever else keeps this program from serving.
    public func check(_ connection: PostgresConnection) async throws(MigrationError) {
        let found: Int
        do {
            found = try await connection.run { try self.appliedCount(in: $0) }
        } catch {
            throw Self.error(error)
        }
        guard found == self.migrations.count else {
            throw .behind(found: found, needed: self.migrations.count)
        }
    }

    /// Applies one migration unless it is applied already.
    private func apply(_ migration: Migration, in session: borrowing Session) throws -> Bool {
        try session.transaction { session in
            _ = try session.query(Queries.lockMigrations)
            guard try self.appliedCount(in: session) < migration.version else { return false }
            try session.execute(migration.sql)
            _ = try session.query(
                Queries.recordMigration,
                [
                    .int4(Int32(migration.version)), .text(migration.name),
                    .bytes(migration.sha256),
                ]
            )
            return true
        }
    }

    /// The number of migrations that the database has had, all of them known and unchanged.
    private func appliedCount(in session: borrowing Session) throws -> Int {
        guard try session.query(Queries.hasMigrations).bool(0, 0) else { return 0 }
        let rows = try session.query(Queries.appliedMigrations)
        for row in 0..<rows.count {
            guard try rows.int4(row, 0) == row + 1 else { throw MigrationError.unordered }
        }
        guard rows.count <= self.migrations.count else {
            throw MigrationError.ahead(found: rows.count, known: self.migrations.count)
        }
        for (row, migration) in self.migrations.prefix(rows.count).enumerated() {
            guard try rows.bytes(row, 2) == migration.sha256 else {
                throw MigrationError.changed(version: migration.version, name: migration.name)
            }
        }
        return rows.count
    }

    private static func error(_ error: any Error) -> MigrationError {
        switch error {
        case let error as MigrationError: error
        default: .database(String(describing: error))
        }
    }
}
