import CryptoSuites
import Listening
import LogCore
import LogProtocol
import LogServer
import LogStorePostgres
import Logging
import Metrics
import Postgres
import PrivateCluster
import Records
import ServiceLifecycle
import SignedNotes
import Witnessing

/// The whole daemon, put together: database, signer, logs and server.
struct LogDaemon {
    private let services: [any Service]
    private let stopSignals: StopSignals
    private let logger: Logger
    /// The server, which tells the port it was given.
    let server: LogServer

    /// Opens everything that the settings name. Nothing is served before ``run()``.
    ///
    /// - Throws: ``DaemonError`` and what the parts throw; what was opened before is closed then.
    init(_ settings: Settings, logger: Logger) async throws {
        self.stopSignals = await StopSignals()
        let folder = try DataFolder(existing: try settings.required(.data))
        // All settings are read before anything is started.
        let serverConfiguration = try Self.serverConfiguration(settings)
        let configuration = try Self.logConfiguration(settings)
        let limits = try DiskLimits(settings)
        let pace = try Self.opaquePace(settings, batchEntries: configuration.batchEntries)
        let policies = try PolicyFiles(settings)
        _ = try settings.isOn(.production)
        _ = try settings.duration(.vaultKeyLifetime)
        if let signer = settings.text(.signer) {
            _ = try SigningParty.socketPath(signer, setting: .signer)
        }
        let database = try await DaemonDatabase.open(settings, folder: folder, logger: logger)
        do {
            let registry = MetricsRegistry()
            MetricsSystem.bootstrap(registry)
            if database.cluster == nil { try await Self.checkSchema(database.serving) }
            let pools = StorePools(conninfo: database.serving)
            let party = try await SigningParty.open(settings, folder: folder, logger: logger)
            let ways = WitnessWays()
            let logs = try await Self.logs(
                pools: pools,
                party: party,
                folder: folder,
                policies: policies,
                ways: ways,
                configuration,
                VaultOptions(
                    passphrase: try passphrase(settings),
                    keyLifetime: try settings.duration(.vaultKeyLifetime)
                ),
                logger
            )
            guard !logs.isEmpty else { throw DaemonError.noLogs(folder.path) }
            let doctor = Doctor(settings: settings, folder: folder, now: systemMicroseconds)
            let access = Doctor.Access(
                serving: database.serving,
                owner: nil,
                isPrivate: database.cluster != nil
            )
            let remarks = try await Self.checkUp(doctor, access, logger)
            let places = try await doctor.diskPlaces(access)
            let watch = DiskWatch(logs: logs, limits: limits, logger: logger) {
                await doctor.machine.disks(places)
            }
            // Before the first append is taken.
            await watch.look()
            let library = try CrosswalkLibrary.embedded()
            let gate = try AccessFile(settings, folder: folder)?.gate(
                logs: logs.map(\.descriptor.name),
                library: library,
                logger: logger
            )
            if let gate, gate.hasCertificates, serverConfiguration.tls?.asksClients != true {
                logger.warning(
                    "The access file has certificates, and clients are not asked for any",
                    metadata: ["missing": "\(Setting.tlsClientCa.flag)"]
                )
            }
            let tls = serverConfiguration.tls
            let patience = try settings.duration(.gapPatience) ?? .seconds(300)
            let completeness = Self.completeness(of: logs, gate, patience)
            let pacers = Self.pacers(
                of: logs,
                pace,
                crosswalk: library.newest.digest,
                interval: configuration.interval,
                logger
            )
            let records = RecordOptions(
                crosswalk: library.newest,
                interval: configuration.interval.components.seconds,
                now: systemTime,
                pacers: pacers
            )
            let server = LogServer(
                logs: logs,
                configuration: serverConfiguration,
                registry: registry,
                now: { Int64(systemTime()) },
                access: gate,
                documents: PublicDocuments(
                    crosswalks: library.versions.reduce(into: [:]) {
                        $0[$1.digest.bytes] = $1.bytes
                    },
                    schemas: SchemaRegistry.embedded.schemas.reduce(into: [:]) {
                        $0[$1.digest.bytes] = $1.bytes
                    }
                ),
                completeness: completeness,
                records: records,
                remarks: {
                    remarks + watch.remarks
                        + (tls.flatMap { TLSFiles.remark($0, now: systemTime()) }.map { [$0] } ?? [])
                },
                logger: logger
            )
            // Stopped from the end: first the server answers what it has taken in, then the logs
            // promise what waits, then what they stand on goes.
            var services: [any Service] = []
            if let cluster = database.cluster { services.append(ClusterRunner(cluster: cluster)) }
            services.append(StandRunner(pools: pools, signer: party.own, ways: ways))
            services += logs.map { LogRunner(log: $0) }
            services += pacers.values.map { PacerRunner(pacer: $0) }
            services += logs.compactMap { log in
                guard let vault = log.vault, let board = completeness[log.descriptor.name] else {
                    return nil
                }
                let control = ControlRecords(log: log, options: records)
                return CompletenessRunner(
                    watch: CompletenessWatch(
                        vault: vault,
                        board: board,
                        recorder: { await control.append($0) },
                        // What is told of after a second is not looked at each five.
                        pause: min(.seconds(5), patience),
                        logger: logger
                    )
                )
            }
            services.append(watch)
            services.append(server)
            self.services = services
            self.server = server
            self.logger = logger
        } catch {
            await database.cluster?.stop()
            throw error
        }
    }

    /// Serves until SIGTERM or SIGINT, then stops in order. One that came while the parts were
    /// opened counts, too.
    func run() async throws {
        var configuration = ServiceGroupConfiguration(
            services: (self.services + [self.stopSignals]).map {
                .init(
                    service: $0,
                    successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup
                )
            },
            logger: self.logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(60)
        try await ServiceGroup(configuration: configuration).run()
    }

    // MARK: - Parts

    private static func serverConfiguration(
        _ settings: Settings
    ) throws -> ServerConfiguration {
        var configuration = ServerConfiguration(address: try Self.address(settings))
        configuration.tls = try TLSFiles.termination(settings)
        if let count = try settings.count(.maximumConnections) {
            configuration.maximumConnectionCount = count
        }
        if let count = try settings.count(.maximumBatchBytes) {
            configuration.maximumBatchByteCount = count
        }
        if let count = try settings.count(.maximumBatchLines) {
            configuration.maximumBatchLineCount = count
        }
        return configuration
    }

    private static func address(_ settings: Settings) throws -> ListenAddress {
        let text = settings.text(.listen) ?? "127.0.0.1:8080"
        guard let address = ListenAddress(parsing: text) else {
            throw DaemonError.badAddress(.listen, text)
        }
        return address
    }

    private static func logConfiguration(_ settings: Settings) throws -> LogServiceConfiguration {
        var configuration = LogServiceConfiguration()
        if let interval = try settings.duration(.interval) { configuration.interval = interval }
        if let count = try settings.count(.waitingEntries) { configuration.waitingEntries = count }
        if let count = try settings.count(.batchEntries) { configuration.batchEntries = count }
        if let patience = try settings.duration(.signerPatience) {
            configuration.signerPatience = patience
        }
        if let rate = try settings.count(.scrubRate, least: 0) { configuration.scrubRate = rate }
        return configuration
    }

    private static func opaquePace(
        _ settings: Settings,
        batchEntries: Int
    ) throws -> OpaquePace {
        var pace = OpaquePace()
        if let period = try settings.duration(.opaquePeriod) { pace.period = period }
        if let batch = try settings.count(.opaqueBatch) {
            // What does not fit into one transaction shows its parts.
            guard batch <= min(batchEntries, 4_096) else {
                throw SettingsError.invalid(
                    .opaqueBatch,
                    "\(batch)",
                    expected: "a whole number of 1 to \(min(batchEntries, 4_096))"
                )
            }
            pace.batch = batch
        }
        return pace
    }

    /// What writes the records of each opaque log that has a vault.
    private static func pacers(
        of logs: [LogService],
        _ pace: OpaquePace,
        crosswalk: ContentDigest,
        interval: Duration,
        _ logger: Logger
    ) -> [LogName: OpaquePacer] {
        var pacers: [LogName: OpaquePacer] = [:]
        for log in logs where log.vault != nil && log.descriptor.hasOpaqueRecords {
            pacers[log.descriptor.name] = OpaquePacer(
                log: log,
                pace: pace,
                crosswalk: crosswalk,
                interval: interval.components.seconds,
                now: systemTime,
                logger: logger
            )
        }
        return pacers
    }

    /// SPEC: DOCTOR-1: makes the doctor's checks; returns what an operator should know about the daemon.
    ///
    /// - Throws: ``DaemonError/unsafe(_:)`` if entries that are acknowledged could be lost.
    private static func checkUp(
        _ doctor: Doctor,
        _ access: Doctor.Access,
        _ logger: Logger
    ) async throws -> [String] {
        let results = try await doctor.results(access, opensRecords: false)
        let dangers = results.filter(\.stopsServing)
        guard dangers.isEmpty else { throw DaemonError.unsafe(dangers.map(\.remark)) }
        // Disks are watched, and spoken of as long as they are full only.
        let remarks = results.filter { $0.outcome != .ok && !$0.name.hasPrefix("disk-") }
        for result in remarks {
            logger.warning(
                "The doctor has a remark",
                metadata: ["check": "\(result.name)", "remark": "\(result.remark)"]
            )
        }
        return remarks.map(\.remark)
    }

    /// What is known of the writers of each log that has a vault and configured writers.
    private static func completeness(
        of logs: [LogService],
        _ gate: AccessGate?,
        _ patience: Duration
    ) -> [LogName: CompletenessBoard] {
        guard let gate else { return [:] }
        var boards: [LogName: CompletenessBoard] = [:]
        for log in logs where log.vault != nil {
            let name = log.descriptor.name
            boards[name] = CompletenessBoard(
                log: name,
                heartbeats: gate.heartbeats(ofLog: name),
                patienceSeconds: UInt64(patience.components.seconds),
                now: systemTime
            )
        }
        return boards
    }

    static func checkSchema(_ conninfo: String) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: conninfo)
        )
        do {
            try await Migrator().check(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private static func logs(
        pools: StorePools,
        party: SigningParty,
        folder: DataFolder,
        policies: PolicyFiles,
        ways: WitnessWays,
        _ configuration: LogServiceConfiguration,
        _ vaultOptions: VaultOptions,
        _ logger: Logger
    ) async throws -> [LogService] {
        let descriptors = try await pools.store.logs()
        try policies.check(names: descriptors.map(\.name.text))
        var logs: [LogService] = []
        for descriptor in descriptors {
            let keys = LogKeyFolder(path: folder.keys(of: descriptor.name))
            let verifierKeys = try keys.verifierKeys()
            let policy = try policies.policy(
                of: descriptor,
                keys: try folder.history(of: descriptor.name).keys
            )
            let log = LogService(
                descriptor,
                verifierKeys: verifierKeys,
                treeHeadKey: try keys.treeHeadKey(),
                store: pools.store,
                leafHashes: pools.leafHashes,
                rows: pools.store,
                vault: try await Self.vault(of: descriptor, pools, folder, vaultOptions, logger),
                signer: party.signer,
                witnesses: try policy.map {
                    LogWitnesses(policy: $0, transports: try ways.ways(to: $0), now: systemTime)
                },
                announced: {
                    LogWitnesses(policy: $0, transports: try ways.ways(to: $0), now: systemTime)
                },
                idempotencySecret: try keys.idempotencySecret(),
                configuration: configuration,
                seconds: systemTime,
                logger: logger
            )
            logs.append(log)
        }
        return logs
    }

    /// The vault of a log; nil for a log that was created before there was one.
    ///
    /// Keys that cannot be read stop nothing but records, and are looked for again.
    static func vault(
        of log: LogDescriptor,
        _ pools: StorePools,
        _ folder: DataFolder,
        _ options: VaultOptions,
        _ logger: Logger
    ) async throws -> Vault? {
        let files = VaultKeyFolder(
            path: folder.vault(of: log.name),
            origin: log.origin,
            passphrase: options.passphrase
        )
        guard files.exists else { return nil }
        let secret = try LogKeyFolder(path: folder.keys(of: log.name)).idempotencySecret()
        let vault = Vault(
            log: log,
            store: pools.vault,
            keys: files.keyring(),
            idSecret: secret,
            epochLifetime: options.keyLifetime ?? Vault.defaultEpochLifetime,
            eraseFields: VaultOptions.eraseFields
        )
        do throws(VaultError) { try await vault.refresh() } catch {
            logger.error(
                "The vault's keys cannot be used",
                metadata: ["log": "\(log.name)", "error": "\(error)"]
            )
        }
        return vault
    }
}

/// What the vaults of all logs have in common.
struct VaultOptions {
    let passphrase: [UInt8]?
    let keyLifetime: Duration?

    /// Takes fields out of a record's content.
    static let eraseFields: Vault.EraseFields = { bytes, fields in
        let content = try RecordContent(parsing: bytes)
        // A field that the schema does not have, or that is erased already, is not there.
        let leaves = fields.compactMap { content.schema.index(of: $0) }.filter {
            !content.isErased($0)
        }
        return leaves.isEmpty ? nil : content.erasing(leaves: leaves).bytes
    }
}

/// Watches the private cluster and restarts it when it dies; stops it last of all.
private struct ClusterRunner: Service {
    let cluster: PrivateCluster

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await self.cluster.run() }
        await self.cluster.stop()
    }
}

/// Closes the store's connections, those to witnesses and the signer's files once no log needs them.
private struct StandRunner: Service {
    let pools: StorePools
    let signer: SignerService?
    let ways: WitnessWays

    func run() async throws {
        try await gracefulShutdown()
        await self.ways.shutdown()
        await self.pools.shutdown()
        await self.signer?.close()
    }
}

/// Looks after a log's completeness while the daemon serves.
private struct CompletenessRunner: Service {
    let watch: CompletenessWatch

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.watch.runUntilCancelled() }
    }
}

/// Writes an opaque log at its rate while the daemon serves.
private struct PacerRunner: Service {
    let pacer: OpaquePacer

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.pacer.runUntilCancelled() }
    }
}

/// Runs a log until the daemon stops and all that it took in is answered.
private struct LogRunner: Service {
    let log: LogService

    func run() async throws {
        await withGracefulShutdownHandler {
            await self.log.run()
        } onGracefulShutdown: {
            self.log.stop()
        }
    }
}
