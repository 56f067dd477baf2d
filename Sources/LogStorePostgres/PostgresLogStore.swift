public import LogCore
public import Postgres
public import SignedNotes
internal import Synchronization

/// Logs in a PostgreSQL database, as the tables of `Migrations/` hold them.
///
/// The serving role's rights suffice. Batches are written on one pool and everything is read on
/// another: what is read back was not in the memory of the connection that wrote it, and reads
/// never wait for a batch.
public final class PostgresLogStore: LogStore {
    /// How many indexes a partition of a new log's entries spans.
    public static let defaultEntriesPerPartition: Int64 = 10_000_000

    private let writing: ConnectionPool
    private let reading: ConnectionPool
    private let entriesPerPartition: Int64
    /// How the entries of each log are divided: fixed when it is created.
    private let spans = Mutex<[LogID: UInt64]>([:])
    /// What is known of logs whose last batch was ours.
    let memories = Mutex<[LogID: LogMemory]>([:])

    /// Creates a store on two pools to one database. It shuts down neither.
    ///
    /// A connection of `writing` is in use for as long as a batch is sequenced: one for each log
    /// that is appended to at a time, and one more for heads, is enough.
    public init(
        writing: ConnectionPool,
        reading: ConnectionPool,
        entriesPerPartition: Int64 = PostgresLogStore.defaultEntriesPerPartition
    ) {
        self.writing = writing
        self.reading = reading
        self.entriesPerPartition = entriesPerPartition
    }

    /// All logs, in the order of their creation.
    public func logs() async throws(StoreError) -> [LogDescriptor] {
        try await self.read { session in
            let rows = try session.query(Queries.logs)
            return try (0..<rows.count).map { try rows.descriptor($0) }
        }
    }

    /// Adds a log without entries, with its first two partitions.
    ///
    /// - Throws: ``StoreError/alreadyExists`` if the name or the origin is taken.
    public func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool,
        hasOpaqueRecords: Bool
    ) async throws(StoreError) -> LogDescriptor {
        let parameters: [Parameter] = [
            .text(name.text), .text(origin.text), .text(jurisdiction), .bool(allowsOpaqueEntries),
            .int8(self.entriesPerPartition), .hash(TwinHead.empty.sha256),
            .hash(TwinHead.empty.sm3), .bool(hasOpaqueRecords),
        ]
        let id = try await self.change { session in
            try session.query(Queries.createLog, parameters).int8(0, 0)
        }
        return LogDescriptor(
            id: LogID(id),
            name: name,
            origin: origin,
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: allowsOpaqueEntries,
            hasOpaqueRecords: hasOpaqueRecords
        )
    }

    /// The committed state of both trees.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if the stored edges do not fold to the stored roots;
    ///   ``StoreError/unknownLog``.
    public func treeState(of log: LogID) async throws(StoreError) -> TreeState {
        try await self.read { session in
            let rows = try session.query(Queries.treeState, [.log(log)])
            guard rows.count == 1 else { throw StoreError.unknownLog }
            return try rows.treeState(0, from: 0)
        }
    }

    /// The number of indexes that each of a log's partitions spans. Never 0.
    func span(of log: LogID, _ session: borrowing Session) throws -> UInt64 {
        if let span = self.spans.withLock({ $0[log] }) { return span }
        let rows = try session.query(Queries.entriesPerPartition, [.log(log)])
        guard rows.count == 1 else { throw StoreError.unknownLog }
        let span = try rows.unsigned(0, 0)
        guard span > 0 else { throw StoreError.corrupt("a partition spans no index") }
        self.spans.withLock { $0[log] = span }
        return span
    }

    // MARK: Connections

    /// Carries out `body` on a connection that writes nothing.
    func read<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await self.reading.run { try body($0) }
        } catch {
            throw .from(error)
        }
    }

    /// Carries out `body` on a connection that may write.
    func write<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await self.writing.run { try body($0) }
        } catch {
            throw .from(error)
        }
    }

    /// Carries out `body` in a transaction that is on the disk when this returns.
    func change<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        try await self.write { session in
            try session.transaction { session in
                _ = try session.query(Queries.waitForDisk)
                return try body(session)
            }
        }
    }
}
