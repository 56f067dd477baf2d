public import LogCore
internal import MerkleTree
public import Postgres

/// One moment of a database: a transaction that reads only and sees what was committed when it began,
/// however long it takes.
///
/// Every role that may read the tables will do: the serving role, or an owner.
public struct PostgresLogSnapshot: LogSnapshot {
    private let connection: PostgresConnection

    /// Connects, checks the schema's version and begins the transaction.
    ///
    /// - Throws: ``MigrationError`` if the schema is not the one that this program knows;
    ///   ``StoreError``.
    public init(_ configuration: ConnectionConfiguration) async throws {
        var configuration = configuration
        configuration.isReadOnly = true
        // Counting the keys of a large log takes minutes, and so may hashing between two statements.
        configuration.statementTimeout = nil
        configuration.idleInTransactionTimeout = .zero
        configuration.threadName = "snapshot"
        let connection: PostgresConnection
        do {
            connection = try await PostgresConnection(configuration)
        } catch {
            throw StoreError(error)
        }
        do {
            try await Migrator().check(connection)
            // SPEC: FSCK-2, FSCK-5.
            try await connection.run { session in
                try session.execute(Queries.beginSnapshot)
                _ = try session.query(Queries.takeSnapshot)
            }
        } catch let error as PostgresError {
            await connection.close()
            throw StoreError(error)
        } catch {
            await connection.close()
            throw error
        }
        self.connection = connection
    }

    /// Ends the transaction and closes the connection.
    public func close() async { await self.connection.close() }

    /// All logs, in the order of their creation.
    public func logs() async throws(StoreError) -> [LogDescriptor] {
        try await self.read { session in
            let rows = try session.query(Queries.logs)
            return try (0..<rows.count).map { try rows.descriptor($0) }
        }
    }

    /// The committed state of both trees; nil if the row is missing.
    public func storedTreeState(
        of log: LogID
    ) async throws(StoreError) -> StoredTreeState? {
        try await self.read { session in
            let rows = try session.query(Queries.treeState, [.log(log)])
            guard rows.count > 0 else { return nil }
            return StoredTreeState(
                size: try rows.unsigned(0, 0),
                sha256Root: try rows.bytesIfAny(0, 1),
                sm3Root: try rows.bytesIfAny(0, 2),
                sha256Edge: try rows.bytesIfAny(0, 3),
                sm3Edge: try rows.bytesIfAny(0, 4)
            )
        }
    }

    /// The pending head; nil if none is pending.
    ///
    /// - Throws: ``StoreError/unknownLog`` if the log's row of pending heads is missing.
    public func storedPendingHead(of log: LogID) async throws(StoreError) -> StoredHead? {
        try await self.read { session in
            let rows = try session.query(Queries.pendingHead, [.log(log)])
            guard rows.count > 0 else { throw StoreError.unknownLog }
            if try rows.isNull(0, 0) { return nil }
            let head = try rows.storedHead(0)
            guard try (3...5).allSatisfy({ try rows.isNull(0, $0) }) else { return head }
            return StoredHead(
                size: head.size,
                sha256Root: head.sha256Root,
                sm3Root: head.sm3Root,
                notes: nil
            )
        }
    }

    /// The entries at some indexes.
    public func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries {
        try await self.read { try StoredRowReader(log: log).entries(at: indexes, $0) }
    }

    /// The tiles at some places of a level, in order; those without a row are left out.
    public func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile] {
        try await self.read { try StoredRowReader(log: log).tiles(level: level, at: indexes, $0) }
    }

    /// The published heads of some sizes, smallest first.
    public func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead] {
        try await self.read { try StoredRowReader(log: log).heads(sizes: sizes, $0) }
    }

    /// The heads that were given up, smallest first.
    public func storedSupersededHeads(of log: LogID) async throws(StoreError) -> [StoredHead] {
        try await self.read { session in
            let rows = try session.query(Queries.storedSupersededHeads, [.log(log)])
            return try (0..<rows.count).map { try rows.storedHead($0) }
        }
    }

    /// The retry keys whose first entry is at some indexes, in order.
    public func storedKeys(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredKey] {
        try await self.read { session in
            let rows = try session.query(
                Queries.storedKeys,
                [.log(log), .unsigned(indexes.lowerBound), .unsigned(indexes.upperBound)]
            )
            return try (0..<rows.count).map { row in
                StoredKey(
                    firstIndex: try rows.unsigned(row, 0),
                    entryCount: try rows.int8(row, 1),
                    keyPrefix: try rows.int8(row, 2),
                    keyMAC: try rows.bytesIfAny(row, 3)
                )
            }
        }
    }

    /// The greatest index below `size` that has an entry; nil if none has.
    public func lastIndex(
        of log: LogID,
        below size: UInt64
    ) async throws(StoreError) -> UInt64? {
        try await self.read { session in
            let rows = try session.query(Queries.lastIndex, [.log(log), .unsigned(size)])
            return try rows.isNull(0, 0) ? nil : try rows.unsigned(0, 0)
        }
    }

    /// The rows of the log that lie outside of a log of this size, or below 0.
    public func strayRows(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> [StrayRows] {
        try await self.read { session in
            let levels = 0...TileCoordinate.maximumLevel
            let fullTiles = levels.map { level in
                // Below 2^63; the highest level has none.
                Int64(clamping: level < 7 ? size >> (8 * (level + 1)) : 0)
            }
            let bound = [Parameter.log(log), try .unsigned(size)]
            let statements: [(StrayRows.Table, Statement, [Parameter])] = [
                (.entries, Queries.strayEntries, bound),
                (.tiles, Queries.strayTiles, [.log(log), .int8Array(fullTiles)]),
                (.heads, Queries.strayHeads, bound),
                (.idempotency, Queries.strayKeys, bound),
            ]
            var stray: [StrayRows] = []
            for (table, statement, parameters) in statements {
                let rows = try session.query(statement, parameters)
                for row in 0..<rows.count where try !rows.isNull(row, 1) {
                    stray.append(
                        StrayRows(
                            table: table,
                            level: Int(try rows.int2(row, 0)),
                            first: try rows.int8(row, 1),
                            count: try rows.int8(row, 2)
                        )
                    )
                }
            }
            return stray
        }
    }

    /// The first index of each retry key that an earlier row has as well, at most `limit`, in order.
    public func repeatedKeys(
        of log: LogID,
        limit: Int
    ) async throws(StoreError) -> [UInt64] {
        try await self.read { session in
            let rows = try session.query(
                Queries.repeatedKeys,
                [.log(log), .int8(Int64(clamping: limit))]
            )
            return try (0..<rows.count).map { UInt64(clamping: try rows.int8($0, 0)) }
        }
    }

    /// The first row of each log that is none, by table, with the log's number.
    public func foreignRows() async throws(StoreError) -> [(log: LogID, rows: StrayRows)] {
        let known = try await self.logs().map(\.id.value).sorted()
        return try await self.read { session in
            var foreign: [(log: LogID, rows: StrayRows)] = []
            for (below, above) in zip([Int64.min] + known, known + [Int64.max]) {
                let rows = try session.query(Queries.foreignRows, [.int8(below), .int8(above)])
                for row in 0..<rows.count {
                    guard let table = StrayRows.Table(rawValue: try rows.text(row, 0)) else {
                        throw StoreError.corrupt("a table has another name than was asked for")
                    }
                    let stray = StrayRows(
                        table: table,
                        level: Int(try rows.int2(row, 2)),
                        first: try rows.int8(row, 3),
                        count: 1
                    )
                    foreign.append((LogID(try rows.int8(row, 1)), stray))
                }
            }
            return foreign
        }
    }

    func read<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await self.connection.run { try body($0) }
        } catch {
            throw .from(error)
        }
    }
}
