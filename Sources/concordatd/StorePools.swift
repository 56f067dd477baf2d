import LogStorePostgres
import Postgres

/// The store, with the connection pools that it works on.
struct StorePools: Sendable {
    /// The store.
    let store: PostgresLogStore
    /// Where entries are found by their leaf hashes.
    let leafHashes: PostgresLeafHashStore
    /// Where the contents of records are.
    let vault: PostgresVaultStore
    private let writing: ConnectionPool
    private let reading: ConnectionPool
    private let indexing: ConnectionPool
    private let keeping: ConnectionPool

    /// Opens no connection yet.
    init(conninfo: String) {
        self.init(ConnectionConfiguration(conninfo: conninfo))
    }

    /// Opens no connection yet.
    init(_ given: ConnectionConfiguration) {
        var configuration = given
        configuration.plansByIndex = true
        self.writing = ConnectionPool(configuration, maximum: 4)
        self.reading = ConnectionPool(configuration, maximum: 8)
        // One, whatever the number of logs: filling the lookup is never urgent.
        self.indexing = ConnectionPool(configuration, maximum: 1)
        // What changes in a vault waits for no batch, and no batch for it.
        self.keeping = ConnectionPool(configuration, maximum: 2)
        self.vault = PostgresVaultStore(writing: self.keeping, reading: self.reading)
        self.store = PostgresLogStore(writing: self.writing, reading: self.reading)
        self.leafHashes = PostgresLeafHashStore(writing: self.indexing, reading: self.reading)
    }

    /// Closes all connections.
    func shutdown() async {
        await self.writing.shutdown()
        await self.reading.shutdown()
        await self.indexing.shutdown()
        await self.keeping.shutdown()
    }

    /// Opens a store for the time of `body`.
    static func with(
        _ conninfo: String,
        _ body: (PostgresLogStore) async throws -> Void
    ) async throws {
        try await Self.with(ConnectionConfiguration(conninfo: conninfo), body)
    }

    /// Opens a store for the time of `body`.
    static func with(
        _ configuration: ConnectionConfiguration,
        _ body: (PostgresLogStore) async throws -> Void
    ) async throws {
        let pools = StorePools(configuration)
        do {
            try await body(pools.store)
        } catch {
            await pools.shutdown()
            throw error
        }
        await pools.shutdown()
    }
}
