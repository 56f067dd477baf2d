public import LogCore
internal import MerkleTree
internal import Postgres
internal import SignedNotes

/// Bringing a damaged log back, on connections of the owner. Nothing here is for a daemon that
/// serves.
extension PostgresLogStore {
    /// How many sessions of daemons there are in the database.
    public func daemonSessionCount() async throws(StoreError) -> Int {
        try await self.read { Int(try $0.query(Queries.daemonSessions).int8(0, 0)) }
    }

    /// The entries that are stored in a run of indexes, be it all of them or not. One that no log
    /// can have is left out.
    public func entryRows(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> EntryRows {
        try await self.read { try self.entryRows(of: log, at: indexes, $0) }
    }

    func entryRows(
        of log: LogID,
        at indexes: Range<UInt64>,
        _ session: borrowing Session
    ) throws -> EntryRows {
        let rows = try session.query(
            Queries.entryRows,
            [.log(log), .unsigned(indexes.lowerBound), .unsigned(indexes.upperBound)]
        )
        var found = EntryRows()
        for row in 0..<rows.count {
            let index = try rows.unsigned(row, 0)
            try rows.withBytes(row, 1) { bytes in
                // A constraint keeps others out; without it they are as good as missing.
                try? found.append(bytes, at: index)
            }
        }
        return found
    }

    /// The stored heads of sizes from `first` up to `last`, smallest first.
    public func storedHeads(
        of log: LogID,
        from first: UInt64,
        through last: UInt64
    ) async throws(StoreError) -> [PublishedHead] {
        try await self.read {
            try self.storedHeads(of: log, from: first, through: last, $0)
        }
    }

    func storedHeads(
        of log: LogID,
        from first: UInt64,
        through last: UInt64,
        _ session: borrowing Session
    ) throws -> [PublishedHead] {
        let top = UInt64(Int64.max)
        let rows = try session.query(
            Queries.headRows,
            [.log(log), .unsigned(min(first, top)), .unsigned(min(last, top))]
        )
        return try (0..<rows.count).map { try rows.publishedHead($0) }
    }

    /// Puts entries at indexes where there are none, and in the place of those at `replaced`, whose
    /// retry keys go with them. One transaction.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` if there is an entry at another index.
    public func restore(
        _ rows: EntryRows,
        replacing replaced: [UInt64],
        of log: LogID
    ) async throws(StoreError) {
        try await self.writeAsOwner { session in
            _ = try session.query(Queries.lockRawTreeState, [.log(log)])
            if let first = replaced.min() {
                try session.execute(Queries.takeOffBelts)
                _ = try session.query(Queries.lowerLeafHashSize, [.log(log), .unsigned(first)])
                _ = try session.query(
                    Queries.deleteEntries,
                    [.log(log), .int8Array(try replaced.map { try Int64(row: $0) })]
                )
                for index in replaced {
                    let keys = try self.keys(of: log, in: index..<index + 1, session)
                    _ = try self.deleteKeys(keys, of: log, session)
                }
                try session.execute(Queries.putOnBelts)
            }
            try self.copy(rows, in: log, session)
        }
    }

    private func copy(
        _ rows: EntryRows,
        in log: LogID,
        _ session: borrowing Session
    ) throws {
        if rows.indexes.isEmpty { return }
        let indexes = try rows.indexes.map { try Int64(row: $0) }
        _ = try session.copyIn(Queries.copyEntryRows) { writer in
            rows.entries.withUnsafeEntries { base, ranges in
                for (index, range) in zip(indexes, ranges) {
                    writer.row(columns: 3)
                    writer.int8(log.value)
                    writer.int8(index)
                    writer.bytes(UnsafeRawBufferPointer(rebasing: base[range]))
                }
            }
        }
    }

    /// Makes the partitions for the entries below `size` that are missing, wherever they are.
    public func restorePartitions(
        of log: LogID,
        below size: UInt64
    ) async throws(StoreError) {
        try await self.writeAsOwner { session in
            let state = try session.query(Queries.partitionState, [.log(log), .unsigned(size)])
            guard state.count == 1 else { throw StoreError.unknownLog }
            guard try !state.bool(0, 1) else { return }
            let stride = 100 * (try state.unsigned(0, 0))
            try session.execute(Queries.takeOffBelts)
            let before = try session.query(Queries.lockRawTreeState, [.log(log)])
            // A state that is missing is restored as that of an empty tree.
            let empty = TreeState.empty.head
            if before.count == 0 {
                let parameters: [Parameter] = [
                    .log(log), .int8(0), .hash(empty.sha256), .hash(empty.sm3), .bytes([]),
                    .bytes([]),
                ]
                _ = try session.query(Queries.putTreeState, parameters)
            }
            // Partitions are made from the tree's size on, and not far beyond it.
            var start: UInt64 = 0
            while start <= size {
                let edge = [UInt8](repeating: 0, count: 32 * start.nonzeroBitCount)
                _ = try session.query(
                    Queries.pretendSize,
                    [.log(log), .unsigned(start), .bytes(edge)]
                )
                _ = try session.query(
                    Queries.ensureEntryPartitions,
                    [.log(log), .unsigned(min(start + stride, size))]
                )
                start += stride
            }
            let size = before.count == 0 ? 0 : try before.unsigned(0, 0)
            let columns: [Parameter] =
                before.count == 0
                ? [.hash(empty.sha256), .hash(empty.sm3), .bytes([]), .bytes([])]
                : try (1...4).map { .bytes(try before.bytes(0, $0)) }
            _ = try session.query(Queries.putTreeState, [.log(log), .unsigned(size)] + columns)
            try session.execute(Queries.putOnBelts)
        }
    }

    /// Computes tiles, tree state and roots anew from the stored entries, and puts right what is
    /// stored otherwise. SPEC: RECOVER-5: one transaction, all of it or nothing. `progress` is told the size.
    public func rebuild(
        _ log: LogID,
        _ plan: RebuildPlan,
        progress: @escaping @Sendable (UInt64) -> Void
    ) async throws(RebuildError) -> RebuildReport {
        // A refusal rolls back like any error, and passes through the store's errors as a value.
        let result: Result<RebuildReport, RebuildError>
        do {
            result = try await self.write { session in
                do {
                    let report = try self.changeAsOwner(session) { session in
                        var rebuild = LogRebuild(
                            store: self,
                            log: log,
                            plan: plan,
                            progress: progress
                        )
                        try session.execute(Queries.takeOffBelts)
                        let report = try rebuild.run(session)
                        try session.execute(Queries.putOnBelts)
                        return report
                    }
                    return .success(report)
                } catch let error as RebuildError {
                    return .failure(error)
                }
            }
        } catch {
            throw .store(error)
        }
        return try result.get()
    }

    /// The indexes in `indexes` that no retry key stands for, as runs.
    public func indexesWithoutKey(
        of log: LogID,
        in indexes: Range<UInt64>
    ) async throws(StoreError) -> [Range<UInt64>] {
        try await self.read { session in
            var gaps: [Range<UInt64>] = []
            var next = indexes.lowerBound
            for key in try self.keys(of: log, in: indexes, session) {
                let start = max(UInt64(key.first), indexes.lowerBound)
                if start > next { gaps.append(next..<start) }
                next = max(next, UInt64(key.first) + key.count)
            }
            if next < indexes.upperBound { gaps.append(next..<indexes.upperBound) }
            return gaps
        }
    }

    /// The indexes in `indexes` whose entries are statements of records, and that the vault has no record
    /// of, as runs.
    public func statementsWithoutRecord(
        of log: LogID,
        in indexes: Range<UInt64>
    ) async throws(StoreError) -> [Range<UInt64>] {
        try await self.read { session in
            let rows = try session.query(
                Queries.statementsWithoutRecord,
                [.log(log), .unsigned(indexes.lowerBound), .unsigned(indexes.upperBound)]
            )
            var runs: [Range<UInt64>] = []
            for row in 0..<rows.count {
                let index = try rows.unsigned(row, 0)
                if let last = runs.last, last.upperBound == index {
                    runs[runs.count - 1] = last.lowerBound..<index + 1
                } else {
                    runs.append(index..<index + 1)
                }
            }
            return runs
        }
    }

    /// The retry keys that stand for an entry in a run.
    func keys(
        of log: LogID,
        in indexes: Range<UInt64>,
        _ session: borrowing Session
    ) throws -> [(first: Int64, count: UInt64)] {
        let rows = try session.query(
            Queries.keysIn,
            [.log(log), .unsigned(indexes.lowerBound), .unsigned(indexes.upperBound)]
        )
        return try (0..<rows.count).map { (try rows.int8($0, 0), try rows.unsigned($0, 1)) }
    }

    func deleteKeys(
        _ keys: [(first: Int64, count: UInt64)],
        of log: LogID,
        _ session: borrowing Session
    ) throws -> Int {
        if keys.isEmpty { return 0 }
        return try session.query(
            Queries.deleteKeys,
            [.log(log), .int8Array(keys.map(\.first))]
        ).affectedCount
    }

    /// Carries out `body` as the owner, in a transaction that is on the disk when this returns.
    private func writeAsOwner<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        try await self.write { try self.changeAsOwner($0, body) }
    }

    private func changeAsOwner<Result>(
        _ session: borrowing Session,
        _ body: (borrowing Session) throws -> Result
    ) throws -> Result {
        try session.transaction { session in
            _ = try session.query(Queries.waitForDisk)
            try session.execute(Queries.becomeOwner)
            return try body(session)
        }
    }
}
