import CryptoSuites
import Foundation
import LogCore
import LogStorePostgres
import Logging
import NIOCore
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
    private var largeLog: (descriptor: LogDescriptor, identity: LogIdentity)?
    private var manyRecords: RecordHouse.Ground?
    private let idempotencySecret: [UInt8]

    private static let manyCount = 1_000_000

    private static let logDatabase = "bench_logs"
    private static let copyDatabase = "bench_copy"

    init(folder: String) async throws {
        self.folder = folder
        self.entries = try RandomEntries()
        self.idempotencySecret = try secureRandomBytes(32)
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
        case .appendSmall: return try await self.append(callerCount: 4_096, toLogOf: 100_000)
        case .appendLarge: return try await self.append(callerCount: 4_096, toLogOf: 10_000_000)
        case .sm3NodesOpenSSL: return try self.hashes.nodesByOpenSSL()
        case .sm3NodesAVX2: return try self.hashes.nodes(with: .sm3AVX2)
        case .sm3NodesAVX512: return try self.hashes.nodes(with: .sm3AVX512)
        case .entriesOpenSSL: return try self.hashes.entriesByOpenSSL()
        case .seal: return try SealBench(.sha256).measure()
        case .sealSM3: return try SealBench(.sm3).measure()
        case .records: return try await self.appendRecords()
        case .recordsOpaque:
            return try await self.appendRecords(
                opaqueByteCount: RecordLines.body(0..<1).readableBytes
            )
        case .storedOpaque:
            return try await self.appendRecords(opaqueByteCount: try await self.recordByteCount())
        case .disclose:
            return try await self.withManyRecords { try await $0.disclose(outOf: Self.manyCount) }
        case .search: return try await self.withManyRecords { try await $0.search() }
        }
    }

    // MARK: Records

    private func appendRecords(opaqueByteCount: Int? = nil) async throws -> Measurement {
        try await self.withRecords(try await self.ground()) { bench in
            let (measurement, acknowledged) = try await bench.append(
                opaqueByteCount: opaqueByteCount
            )
            let size = try await bench.house.store.treeState(of: bench.house.log.descriptor.id)
                .head.size
            guard size == acknowledged else {
                throw BenchError.lost(acknowledged: acknowledged, size: size)
            }
            return measurement
        }
    }

    /// How many bytes the database has of one record: its statement, its ciphertext and the columns of
    /// its row; without what the database puts around rows, and without indexes.
    private func recordByteCount() async throws -> Int {
        let ground = try await self.ground()
        try await self.withRecords(ground) { try await $0.appendOneCall() }
        let connection = try await PostgresConnection(
            ConnectionConfiguration(
                conninfo: self.cluster.conninfo(role: "concordat", database: Self.logDatabase)
            )
        )
        let count = try await connection.run { session in
            // A row as a value has a header of 24 bytes.
            let rows = try session.query(
                """
                SELECT round(avg(octet_length(e.data) + octet_length(c.ciphertext)
                    + pg_column_size(r.*) - 24))::bigint
                FROM concordat.vault_records AS r
                JOIN concordat.vault_contents AS c ON c.log_id = r.log_id AND c.idx = r.idx
                JOIN concordat.entries AS e ON e.log_id = r.log_id AND e.idx = r.idx
                WHERE r.log_id = $1
                """,
                [.int8(ground.descriptor.id.value)]
            )
            return try rows.int8(0, 0)
        }
        await connection.close()
        return Int(count)
    }

    /// A million records, which are there once for all that reads them.
    private func withManyRecords(
        _ body: (RecordBench) async throws -> Measurement
    ) async throws -> Measurement {
        if let ground = self.manyRecords { return try await self.withRecords(ground, body) }
        let ground = try await self.ground()
        _ = try await self.withRecords(ground) { try await $0.fill(Self.manyCount) }
        self.manyRecords = ground
        try await self.execute("CHECKPOINT")
        return try await self.withRecords(ground, body)
    }

    /// A new log.
    private func ground() async throws -> RecordHouse.Ground {
        self.logCount += 1
        let identity = try LogIdentity(name: "run-\(self.logCount)")
        return RecordHouse.Ground(
            descriptor: try await self.createLog(identity),
            identity: identity,
            key: EpochKey(
                epoch: 1,
                createdAt: UInt64(Date().timeIntervalSince1970),
                kind: .aes256GCM,
                secret: try SecretKey.random()
            )
        )
    }

    private func withRecords<Result: Sendable>(
        _ ground: RecordHouse.Ground,
        _ body: (RecordBench) async throws -> Result
    ) async throws -> Result {
        let writing = ConnectionPool(self.serving, maximum: 4)
        let reading = ConnectionPool(self.serving, maximum: 8)
        let keeping = ConnectionPool(self.serving, maximum: 2)
        let signer = try await self.signer(of: ground.descriptor, ground.identity)
        let parts = RecordHouse.Parts(
            ground: ground,
            store: PostgresLogStore(writing: writing, reading: reading),
            vaultStore: PostgresVaultStore(writing: keeping, reading: reading),
            signer: signer,
            secret: self.idempotencySecret,
            logger: self.logger
        )
        let result = try await RecordHouse.with(parts) { try await body(RecordBench(house: $0)) }
        await signer.close()
        await writing.shutdown()
        await reading.shutdown()
        await keeping.shutdown()
        return result
    }

    /// The serving role, as a daemon connects.
    private var serving: ConnectionConfiguration {
        var connection = ConnectionConfiguration(
            conninfo: self.cluster.conninfo(role: "concordat_serving", database: Self.logDatabase)
        )
        connection.plansByIndex = true
        return connection
    }

    // MARK: Entries

    private var hashes: HashBench { HashBench(entries: self.entries) }

    /// Appends to a log of its own, or to one that has entries already: that one is filled once.
    private func append(
        callerCount: Int,
        entriesPerCall: Int = 1,
        hasKeys: Bool = false,
        toLogOf size: Int = 0
    ) async throws -> Measurement {
        let writing = ConnectionPool(self.serving, maximum: 4)
        let reading = ConnectionPool(self.serving, maximum: 8)
        let store = PostgresLogStore(writing: writing, reading: reading)
        let (log, signer, before) = try await self.log(ofSize: size, in: store)
        let bench = AppendBench(
            log: log,
            entries: self.entries,
            callerCount: callerCount,
            entriesPerCall: entriesPerCall,
            hasKeys: hasKeys
        )
        async let working: Void = log.run()
        let filled = UInt64(max(0, size - Int(before)))
        if filled > 0 {
            try await bench.fill(Int(filled))
            try await self.execute("CHECKPOINT")
        }
        let (measurement, acknowledged) = try await bench.run()
        log.stop()
        await working
        let after = try await store.treeState(of: log.descriptor.id).head.size
        guard after == before + filled + acknowledged,
            try log.publishedHead().head.size == after
        else {
            throw BenchError.lost(acknowledged: before + filled + acknowledged, size: after)
        }
        await signer.close()
        await writing.shutdown()
        await reading.shutdown()
        return measurement
    }

    /// A log with its signer, and how many entries it has. The large one stays the same one.
    private func log(
        ofSize size: Int,
        in store: PostgresLogStore
    ) async throws -> (log: LogService, signer: SignerService, size: UInt64) {
        guard size > 1_000_000 else {
            self.logCount += 1
            let identity = try LogIdentity(name: "run-\(self.logCount)")
            let descriptor = try await self.createLog(identity)
            let (log, signer) = try await self.open(descriptor, identity, in: store)
            return (log, signer, 0)
        }
        if self.largeLog == nil {
            let identity = try LogIdentity(name: "large")
            self.largeLog = (try await self.createLog(identity), identity)
        }
        guard let (descriptor, identity) = self.largeLog else {
            throw BenchError.unknownCase("large")
        }
        let before = try await store.treeState(of: descriptor.id).head.size
        let (log, signer) = try await self.open(descriptor, identity, in: store)
        return (log, signer, before)
    }

    /// Makes a log's rows and its signer's record.
    private func createLog(_ identity: LogIdentity) async throws -> LogDescriptor {
        // The migration made the rows' owner; the first log of a database is made by him as well.
        let owner = ConnectionConfiguration(
            conninfo: self.cluster.conninfo(role: "concordat", database: Self.logDatabase)
        )
        let pool = ConnectionPool(owner, maximum: 1)
        let descriptor = try await PostgresLogStore(writing: pool, reading: pool).createLog(
            name: LogName(identity.name),
            origin: identity.origin,
            jurisdiction: "EU",
            allowsOpaqueEntries: true
        )
        await pool.shutdown()
        let directory = "\(self.folder)/signer/\(identity.name)"
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        try SignerRecord.create(in: "\(directory)/log", origin: identity.origin)
        return descriptor
    }

    private func open(
        _ descriptor: LogDescriptor,
        _ identity: LogIdentity,
        in store: PostgresLogStore
    ) async throws -> (log: LogService, signer: SignerService) {
        let signer = try await self.signer(of: descriptor, identity)
        let log = LogService(
            descriptor,
            verifierKeys: identity.verifierKeys,
            store: store,
            signer: signer,
            idempotencySecret: self.idempotencySecret,
            logger: self.logger
        )
        return (log, signer)
    }

    private func signer(
        of descriptor: LogDescriptor,
        _ identity: LogIdentity
    ) async throws -> SignerService {
        try await SignerService.open(
            directory: "\(self.folder)/signer/\(descriptor.name)",
            keys: { _, _ in identity.keys },
            clock: { UInt64(Date().timeIntervalSince1970) }
        )
    }

    private func execute(_ sql: String) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.cluster.conninfo)
        )
        try await connection.run { try $0.execute(sql) }
        await connection.close()
    }
}
