import CryptoSuites
import Foundation
import LogCore
import LogStorePostgres
import Logging
import Postgres
import PrivateCluster
import SignedNotes
import Witnessing

/// Where everything is measured: one durable cluster, a database for the logs and one beside it for
/// the bare table, and the signers' folder on the same disk.
final class BenchStand {
    private let folder: String
    private let cluster: PrivateCluster
    private let entries: RandomEntries
    private let logger = Logger(label: "bench") { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = .warning
        return handler
    }
    private var logCount = 0

    private static let logDatabase = "bench_logs"
    private static let copyDatabase = "bench_copy"

    init(folder: String) async throws {
        self.folder = folder
        self.entries = try RandomEntries()
        self.cluster = PrivateCluster(
            PrivateCluster.Configuration(directory: folder + "/cluster"),
            logger: self.logger
        )
        try await self.cluster.start()
        do {
            try FileManager.default.createDirectory(
                atPath: folder + "/signer",
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            try await self.execute("CREATE DATABASE \(Self.logDatabase)")
            try await self.execute("CREATE DATABASE \(Self.copyDatabase)")
            _ = try await Migrator().migrate(
                ConnectionConfiguration(
                    conninfo: self.cluster.conninfo(role: "concordat", database: Self.logDatabase)
                )
            )
        } catch {
            await self.cluster.stop()
            throw error
        }
    }

    /// Ends the cluster. The folder stays.
    func stop() async { await self.cluster.stop() }

    /// Measures a case once, on a table or a log of its own.
    func measure(_ name: BenchCase) async throws -> Measurement {
        // Neither side pays for what the other one has written.
        try await self.execute("CHECKPOINT")
        try ResidentMemory.resetPeak()
        switch name {
        case .copy:
            return try await CopyBench(
                conninfo: self.cluster.conninfo(role: "concordat", database: Self.copyDatabase),
                entries: self.entries
            ).run()
        case .append: return try await self.append(callerCount: 4_096)
        case .keyed: return try await self.append(callerCount: 4_096, hasKeys: true)
        case .bulk: return try await self.append(callerCount: 16, entriesPerCall: 1_000)
        }
    }

    private func append(
        callerCount: Int,
        entriesPerCall: Int = 1,
        hasKeys: Bool = false
    ) async throws -> Measurement {
        let connection = ConnectionConfiguration(
            conninfo: self.cluster.conninfo(
                role: "concordat_serving",
                database: Self.logDatabase
            )
        )
        let writing = ConnectionPool(connection, maximum: 4)
        let reading = ConnectionPool(connection, maximum: 8)
        let store = PostgresLogStore(writing: writing, reading: reading)
        self.logCount += 1
        let (log, signer) = try await self.createLog(named: "run-\(self.logCount)", in: store)
        let bench = AppendBench(
            log: log,
            entries: self.entries,
            callerCount: callerCount,
            entriesPerCall: entriesPerCall,
            hasKeys: hasKeys
        )
        async let working: Void = log.run()
        let (measurement, acknowledged) = try await bench.run()
        log.stop()
        await working
        let size = try await store.treeState(of: log.descriptor.id).head.size
        guard size == acknowledged, try log.publishedHead().head.size == size else {
            throw BenchError.lost(acknowledged: acknowledged, size: size)
        }
        await signer.close()
        await writing.shutdown()
        await reading.shutdown()
        return measurement
    }

    private func createLog(
        named name: String,
        in store: PostgresLogStore
    ) async throws -> (log: LogService, signer: SignerService) {
        let origin = try LogOrigin("log.example/\(name)")
        // The migration made the rows' owner; the first log of a database is made by him as well.
        let owner = ConnectionConfiguration(
            conninfo: self.cluster.conninfo(role: "concordat", database: Self.logDatabase)
        )
        let pool = ConnectionPool(owner, maximum: 1)
        let descriptor = try await PostgresLogStore(writing: pool, reading: pool).createLog(
            name: LogName(name),
            origin: origin,
            jurisdiction: "EU",
            allowsOpaqueEntries: true
        )
        await pool.shutdown()
        let ed25519 = try Ed25519NoteSigner(
            name: origin.text,
            privateKey: Ed25519PrivateKey.generate()
        )
        let sm2 = try SM2NoteSigner(name: origin.sm3Text, privateKey: SM2PrivateKey.generate())
        let directory = "\(self.folder)/signer/\(name)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        try SignerRecord.create(in: "\(directory)/log", origin: origin)
        let keys = SignerKeys(ed25519: ed25519, sm2: sm2)
        let signer = try await SignerService.open(
            directory: directory,
            keys: { _, _ in keys },
            clock: { UInt64(Date().timeIntervalSince1970) }
        )
        let log = LogService(
            descriptor,
            verifierKeys: [ed25519.verifierKey, sm2.verifierKey],
            store: store,
            signer: signer,
            idempotencySecret: try secureRandomBytes(32),
            logger: self.logger
        )
        return (log, signer)
    }

    private func execute(_ sql: String) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.cluster.conninfo)
        )
        try await connection.run { try $0.execute(sql) }
        await connection.close()
    }
}
