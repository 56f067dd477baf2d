internal import LogCore
internal import MerkleTree
internal import Postgres

/// Reads what is stored of one log as it is, on a connection at hand.
struct StoredRowReader {
    let log: LogID

    func entries(
        at indexes: Range<UInt64>,
        _ session: borrowing Session
    ) throws -> StoredEntries {
        if indexes.isEmpty { return StoredEntries(indexes: indexes, entries: EntryBatch()) }
        var missing: [UInt64] = []
        var malformed: [UInt64] = []
        var repeated: [UInt64] = []
        var bundle: [UInt8] = []
        var next = indexes.lowerBound
        for run in EntryPartition.runs(of: indexes, in: self.log, span: try self.span(session)) {
            guard let rows = try self.rows(of: run, session) else { continue }
            for row in 0..<rows.count {
                let index = try rows.unsigned(row, 0)
                guard index >= next else {
                    if repeated.last != index { repeated.append(index) }
                    continue
                }
                while next < index {
                    missing.append(next)
                    next += 1
                }
                next += 1
                guard try !rows.isNull(row, 1) else {
                    malformed.append(index)
                    continue
                }
                try rows.withBytes(row, 1) { entry in
                    guard (1...EntryBatch.maximumEntryByteCount).contains(entry.count) else {
                        malformed.append(index)
                        return
                    }
                    if bundle.isEmpty { bundle.reserveCapacity((entry.count + 2) * rows.count) }
                    bundle.append(UInt8(entry.count >> 8))
                    bundle.append(UInt8(entry.count & 0xff))
                    bundle.append(contentsOf: entry)
                }
            }
        }
        while next < indexes.upperBound {
            missing.append(next)
            next += 1
        }
        let entries: EntryBatch
        do { entries = try EntryBatch(parsing: bundle) } catch {
            preconditionFailure("the lengths were just written")
        }
        return StoredEntries(
            indexes: indexes,
            entries: entries,
            missing: missing,
            malformed: malformed,
            repeated: repeated
        )
    }

    /// How many indexes a partition of the log has.
    private func span(_ session: borrowing Session) throws -> UInt64 {
        let rows = try session.query(Queries.entriesPerPartition, [.log(self.log)])
        guard rows.count == 1 else { throw StoreError.unknownLog }
        let span = try rows.unsigned(0, 0)
        guard span > 0 else { throw StoreError.corrupt("a partition spans no index") }
        return span
    }

    /// The rows of a run; nil if its partition is gone.
    private func rows(
        of run: EntryPartition,
        _ session: borrowing Session
    ) throws -> Rows? {
        // Asked first: a failed statement would end the transaction of a snapshot.
        let exists = try session.query(Queries.partitionExists, [.text(run.tableName)])
        guard try exists.bool(0, 0) else { return nil }
        return try session.query(
            Queries.storedEntries(in: run),
            [
                .log(self.log), .unsigned(run.indexes.lowerBound),
                .unsigned(run.indexes.upperBound),
            ]
        )
    }

    func tiles(
        level: Int,
        at indexes: Range<UInt64>,
        _ session: borrowing Session
    ) throws -> [StoredTile] {
        let rows = try session.query(
            Queries.storedTiles,
            [
                .log(self.log), .int2(Int16(clamping: level)), .unsigned(indexes.lowerBound),
                .unsigned(indexes.upperBound),
            ]
        )
        return try (0..<rows.count).map { row in
            StoredTile(
                level: level,
                index: try rows.unsigned(row, 0),
                sha256: try rows.bytesIfAny(row, 1),
                sm3: try rows.bytesIfAny(row, 2),
                sha256Root: try rows.bytesIfAny(row, 3),
                sm3Root: try rows.bytesIfAny(row, 4)
            )
        }
    }

    func heads(
        sizes: ClosedRange<UInt64>,
        _ session: borrowing Session
    ) throws -> [StoredHead] {
        let rows = try session.query(
            Queries.storedHeads,
            [.log(self.log), .unsigned(sizes.lowerBound), .unsigned(sizes.upperBound)]
        )
        return try (0..<rows.count).map { try rows.storedHead($0) }
    }
}
