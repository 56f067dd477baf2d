import LogCore
import LogStorePostgres
import Postgres
import PrivateCluster
import SignedNotes

/// A migrated database of its own for one test.
struct StoreDatabase {
    let cluster: PrivateCluster
    let name: String

    /// Makes the database, lends it and drops it.
    static func with(_ body: (StoreDatabase) async throws -> Void) async throws {
        try await self.withEmpty { database in
            _ = try await Migrator().migrate(database.configuration("concordat"))
            try await body(database)
        }
    }

    /// A database without tables. At most four tests have one at a time: more would only wait for
    /// each other's CREATE DATABASE.
    static func withEmpty(_ body: (StoreDatabase) async throws -> Void) async throws {
        try await self.gate.withPermit {
            try await ThrowawayCluster.shared.withNamedDatabase { cluster, name in
                try await body(StoreDatabase(cluster: cluster, name: name))
            }
        }
    }

    private static let gate = Gate(permits: 4)

    /// As above, with a store that has the serving role's rights.
    static func withStore(
        entriesPerPartition: Int64 = PostgresLogStore.defaultEntriesPerPartition,
        _ body: (PostgresLogStore, StoreDatabase) async throws -> Void
    ) async throws {
        try await self.with { database in
            try await database.withStore(entriesPerPartition: entriesPerPartition) {
                try await body($0, database)
            }
        }
    }

    /// Another store on this database.
    func withStore(
        entriesPerPartition: Int64 = PostgresLogStore.defaultEntriesPerPartition,
        _ body: (PostgresLogStore) async throws -> Void
    ) async throws {
        let serving = self.configuration("concordat_serving")
        let writing = ConnectionPool(serving, maximum: 4)
        let reading = ConnectionPool(serving, maximum: 4)
        let store = PostgresLogStore(
            writing: writing,
            reading: reading,
            entriesPerPartition: entriesPerPartition
        )
        let result: Result<Void, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await writing.shutdown()
        await reading.shutdown()
        try result.get()
    }

    /// A database with a store of logs and one of vaults, both with the serving role's rights.
    static func withVault(
        _ body: (PostgresLogStore, PostgresVaultStore, StoreDatabase) async throws -> Void
    ) async throws {
        try await self.withStore { logs, database in
            let serving = database.configuration("concordat_serving")
            let writing = ConnectionPool(serving, maximum: 2)
            let reading = ConnectionPool(serving, maximum: 2)
            let store = PostgresVaultStore(writing: writing, reading: reading)
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(logs, store, database))
            } catch {
                result = .failure(error)
            }
            await writing.shutdown()
            await reading.shutdown()
            try result.get()
        }
    }

    /// A store of leaf hashes on this database, with the serving role's rights.
    func withLeafHashStore(
        connections: Int = 1,
        _ body: (PostgresLeafHashStore) async throws -> Void
    ) async throws {
        let serving = self.configuration("concordat_serving")
        let writing = ConnectionPool(serving, maximum: connections)
        let reading = ConnectionPool(serving, maximum: connections)
        let store = PostgresLeafHashStore(writing: writing, reading: reading)
        let result: Result<Void, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await writing.shutdown()
        await reading.shutdown()
        try result.get()
    }

    /// How to connect as a role.
    func configuration(_ role: String) -> ConnectionConfiguration {
        var configuration = ConnectionConfiguration(
            conninfo: self.cluster.conninfo(role: role, database: self.name)
        )
        configuration.plansByIndex = role == "concordat_serving"
        return configuration
    }

    /// Carries out statements as a role.
    func execute(_ sql: String, as role: String) async throws {
        let connection = try await PostgresConnection(self.configuration(role))
        try await connection.run { try $0.execute(sql) }
        await connection.close()
    }

    /// The one number that a query gives, asked as the superuser.
    func number(_ sql: String) async throws -> Int64 {
        let connection = try await PostgresConnection(self.configuration("concordat"))
        let number = try await connection.run {
            try $0.query(Statement(unescaped: sql)).int8(0, 0)
        }
        await connection.close()
        return number
    }
}

extension PostgresLogStore {
    /// A log by the usual name.
    func createTestLog(_ name: String = "eu") async throws -> LogID {
        try await self.createLog(
            name: LogName(name),
            origin: LogOrigin("log.example/\(name)"),
            jurisdiction: "EU",
            allowsOpaqueEntries: false
        ).id
    }
}
