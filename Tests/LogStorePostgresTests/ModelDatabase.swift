import LogStorePostgres
import LogTesting
import Postgres
import PrivateCluster
import Synchronization

/// A database of the shared cluster that is filled once, and of which each test gets a copy.
struct ModelDatabase: Sendable {
    // Each copy is a whole database: some at a time.
    private static let gate = Gate(permits: 4)
    private static let copyCount = Mutex(0)

    private let cluster: PrivateCluster
    private let name: String

    /// Makes one with the schema and without rows, under a name that no other one has.
    init(named name: String) async throws {
        self.cluster = try await ThrowawayCluster.shared.cluster()
        self.name = name
        try await self.administer("CREATE DATABASE \(name) TEMPLATE template0")
        _ = try await Migrator().migrate(self.database.configuration("concordat"))
    }

    /// The model itself, to be filled. Nobody may be connected to it when it is copied.
    var database: StoreDatabase { StoreDatabase(cluster: self.cluster, name: self.name) }

    /// Lends a copy.
    func withCopy(_ body: (StoreDatabase) async throws -> Void) async throws {
        try await Self.gate.withPermit {
            let number = Self.copyCount.withLock { count in
                count += 1
                return count
            }
            let copy = "\(self.name)_\(number)"
            try await self.administer("CREATE DATABASE \(copy) TEMPLATE \(self.name)")
            let result: Result<Void, any Error>
            do {
                result = .success(
                    try await body(StoreDatabase(cluster: self.cluster, name: copy))
                )
            } catch { result = .failure(error) }
            try await self.administer("DROP DATABASE \(copy) WITH (FORCE)")
            try result.get()
        }
    }

    private func administer(_ sql: String) async throws {
        var configuration = ConnectionConfiguration(conninfo: self.cluster.conninfo)
        configuration.statementTimeout = nil
        let connection = try await PostgresConnection(configuration)
        try await connection.run { try $0.execute(sql) }
        await connection.close()
    }
}
