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
        let configuration = Self.clusterConfiguration(settings, folder)
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

    /// Opens the database for somebody who only reads, and migrates nothing: the configured one; the
    /// private cluster that a daemon runs now; or, if none does, the cluster started for this while.
    ///
    /// - Throws: ``DaemonError/noCluster(_:)`` if there is no database yet.
    static func openForReading(
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
        let configuration = Self.clusterConfiguration(settings, folder)
        guard PrivateCluster.exists(configuration) else { throw DaemonError.noCluster(folder.path) }
        let role = "concordat_serving"
        let ownerRole = configuration.roleName
        let end = ContinuousClock.now + Self.attachingPatience
        while true {
            let cluster = PrivateCluster(configuration, logger: logger)
            do {
                try await cluster.start()
                return DaemonDatabase(
                    cluster: cluster,
                    serving: cluster.conninfo(role: role, database: Self.name),
                    owner: cluster.conninfo(role: ownerRole, database: Self.name)
                )
            } catch let error as PrivateClusterError {
                // Whoever holds the folder runs a server there, or is about to.
                guard case .directoryInUse = error, ContinuousClock.now < end else { throw error }
            }
            let attached = await Self.attached(configuration, role: role)
            if let attached {
                return DaemonDatabase(
                    cluster: nil,
                    serving: attached,
                    owner: await Self.attached(configuration, role: ownerRole)
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// How long a cluster that another process holds may take to start.
    private static let attachingPatience = Duration.seconds(30)

    private static func attached(
        _ configuration: PrivateCluster.Configuration,
        role: String
    ) async -> String? {
        await withCheckedContinuation { continuation in
            // Asking blocks.
            OwnedThread.start(name: "attach") {
                continuation.resume(
                    returning: PrivateCluster.attached(
                        configuration,
                        role: role,
                        database: Self.name
                    )
                )
            }
        }
    }

    private static func clusterConfiguration(
        _ settings: Settings,
        _ folder: DataFolder
    ) -> PrivateCluster.Configuration {
        var configuration = PrivateCluster.Configuration(directory: folder.cluster)
        configuration.binDirectory = settings.text(.postgresBin)
        if let user = settings.text(.clusterUser) { configuration.user = user }
        return configuration
    }
}
