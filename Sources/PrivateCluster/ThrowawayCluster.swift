internal import CProcess
internal import Glibc
internal import Logging
internal import Postgres
internal import Synchronization

/// A cluster for tests: starts when first used, is gone with the process, and trades durability for
/// speed (`fsync=off`).
///
/// All tests of a process share one, each with a database of its own:
///
///     try await ThrowawayCluster.shared.withDatabase { conninfo in ... }
///
/// Roles belong to the cluster, not to a database: the three of `PrivateCluster.Configuration` are
/// there from the start, so that tests do not race to make them.
package actor ThrowawayCluster {
    /// The one that tests share.
    package static let shared = ThrowawayCluster()
    /// The one for tests of programs that refuse a server which forgets what it was told.
    package static let durable = ThrowawayCluster(
        settings: ["fsync": "on", "full_page_writes": "on"]
    )

    private static let prefix = "concordat-throwaway-"
    private static let folder = "/tmp"

    private struct Running {
        let cluster: PrivateCluster
        let pool: ConnectionPool
    }

    private let settings: [String: String]
    private var startup: Task<Running, any Error>?
    private var databaseCount = 0

    /// A further cluster, for a test that needs settings of its own.
    package init(settings: [String: String] = [:]) {
        let fast = [
            "fsync": "off", "full_page_writes": "off", "max_connections": "300",
            "autovacuum": "off", "max_wal_size": "256MB",
        ]
        self.settings = fast.merging(settings) { _, own in own }
    }

    /// Makes an empty database, lends it, and drops it, connections or not.
    package func withDatabase<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (_ conninfo: String) async throws -> Result
    ) async throws -> Result {
        try await self.withNamedDatabase { cluster, name in
            try await body(cluster.conninfo(role: "concordat", database: name))
        }
    }

    /// As ``withDatabase(isolation:_:)``, for tests that connect as several roles: ask
    /// `cluster.conninfo(role:database:)`.
    package func withNamedDatabase<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (_ cluster: PrivateCluster, _ database: String) async throws -> Result
    ) async throws -> Result {
        let running = try await self.running()
        let name = await self.nextName()
        try await Self.execute("CREATE DATABASE \(name) TEMPLATE template0", running)
        let result: Result
        do {
            result = try await body(running.cluster, name)
        } catch {
            // The test's own error says more than one about a database that goes away anyway.
            try? await Self.drop(name, running)
            throw error
        }
        try await Self.drop(name, running)
        return result
    }

    /// The running cluster; started if it is not.
    package func cluster() async throws -> PrivateCluster { try await self.running().cluster }

    private func nextName() -> String {
        self.databaseCount += 1
        return "test_\(self.databaseCount)"
    }

    /// Drops a test's database. A test may have killed server processes, so that connections that
    /// were good a moment ago are gone.
    private static func drop(_ name: String, _ running: Running) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while true {
            do {
                try await Self.execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", running)
                return
            } catch let error as PostgresError {
                guard [.connection, .unknownOutcome].contains(error.kind),
                    ContinuousClock.now < end
                else { throw error }
            }
        }
    }

    private static func execute(_ sql: String, _ running: Running) async throws {
        // A cancelled test still has its database dropped.
        try await Task { try await running.pool.run { try $0.execute(sql) } }.value
    }

    private func running() async throws -> Running {
        if let startup { return try await startup.value }
        let settings = self.settings
        let startup = Task { try await Self.start(settings) }
        self.startup = startup
        return try await startup.value
    }

    private static func start(_ settings: [String: String]) async throws -> Running {
        Self.sweep()
        let directory = try FileSystem.makeTemporaryDirectory("\(Self.folder)/\(Self.prefix)")
        // The server's user must be able to pass.
        guard chmod(directory, 0o711) == 0 else { throw FileSystem.error("chmod", directory) }
        var configuration = PrivateCluster.Configuration(directory: directory)
        configuration.settings = settings
        configuration.isDurable = false
        let cluster = PrivateCluster(
            configuration,
            logger: Logger(label: "throwaway") { _ in SwiftLogNoOpLogHandler() }
        )
        try await cluster.start()
        ExitCleaning.add(directory: directory, process: await cluster.processID)
        var connection = ConnectionConfiguration(conninfo: cluster.conninfo)
        connection.statementTimeout = nil
        var patience = ConnectionPool.Patience()
        // Many tests on few cores.
        patience.acquireTimeout = .seconds(300)
        let pool = ConnectionPool(connection, maximum: 4, patience: patience)
        let roles = configuration.roles
        try await pool.run { session in
            for role in roles { try session.execute("CREATE ROLE \(role) LOGIN") }
        }
        return Running(cluster: cluster, pool: pool)
    }

    /// Removes what killed processes left: folders whose lock is free, once no server is in them.
    private static func sweep() {
        for name in FileSystem.names(in: Self.folder) where name.hasPrefix(Self.prefix) {
            let directory = "\(Self.folder)/\(name)"
            // One that is just being made is not locked yet.
            guard let age = FileSystem.age(of: directory + "/lock"), age > 60,
                let lock = try? FileLock(in: directory)
            else { continue }
            withExtendedLifetime(lock) {
                if ClusterProcesses(dataDirectory: directory + "/data").ids.isEmpty {
                    // Best effort: what stays is swept next time.
                    try? FileSystem.remove(directory)
                }
            }
        }
    }
}

/// What remains to be done when the process ends in the ordinary way.
private enum ExitCleaning {
    private struct Leaving {
        let directory: String
        let process: pid_t
    }

    /// Guards itself; the handler that reads it cannot be handed anything.
    private static let leavings = Mutex<[Leaving]>([])

    static func add(directory: String, process: pid_t?) {
        guard let process else { return }
        let isFirst = self.leavings.withLock { leavings in
            leavings.append(Leaving(directory: directory, process: process))
            return leavings.count == 1
        }
        guard isFirst else { return }
        atexit {
            for leaving in ExitCleaning.leavings.withLock({ $0 }) {
                kill(leaving.process, SIGQUIT)
                let processes = ClusterProcesses(dataDirectory: leaving.directory + "/data")
                for _ in 0..<400 where !processes.ids.isEmpty { usleep(5000) }
                processes.signal(SIGKILL)
                try? FileSystem.remove(leaving.directory)
            }
        }
    }
}
