import LogStorePostgres
import Logging
import Postgres
import PrivateCluster

/// The daemon's database: its private cluster, or one that an operator runs.
struct DaemonDatabase: Sendable {
    /// The private cluster, if there is one. It is started already.
    let cluster: PrivateCluster?
    /// How the serving role connects.
    let serving: String
    /// How the owner connects; nil for an operator's database without `--owner-database`.
    let owner: String?

    private static let name = "concordat"

    /// Starts the private cluster with an up-to-date schema, unless a database is configured.
    static func open(
        _ settings: Settings,
        folder: DataFolder,
        logger: Logger
    ) async throws -> DaemonDatabase {
        if let serving = settings.text(.database) {
            return DaemonDatabase(
                cluster: nil,
                serving: serving,
                owner: settings.text(.ownerDatabase)
            )
        }
        var configuration = PrivateCluster.Configuration(directory: folder.cluster)
        configuration.binDirectory = settings.text(.postgresBin)
        if let user = settings.text(.clusterUser) { configuration.user = user }
        let cluster = PrivateCluster(configuration, logger: logger)
        try await cluster.start()
        do {
            try await cluster.ensureDatabase(Self.name)
            let owner = cluster.conninfo(role: configuration.roleName, database: Self.name)
            for migration in try await Migrator().migrate(ConnectionConfiguration(conninfo: owner))
            {
                logger.info(
                    "A migration was applied",
                    metadata: ["version": "\(migration.version)", "name": "\(migration.name)"]
                )
            }
            return DaemonDatabase(
                cluster: cluster,
                serving: cluster.conninfo(role: "concordat_serving", database: Self.name),
                owner: owner
            )
        } catch {
            await cluster.stop()
            throw error
        }
    }
}
