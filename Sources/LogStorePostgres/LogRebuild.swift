internal import CryptoSuites
internal import LogCore
internal import MerkleTree
internal import Postgres
internal import SignedNotes

/// Computes a log anew from its stored entries, inside one transaction, and puts right whatever is
/// stored otherwise: tiles, tree state, heads.
///
/// The entries below the signer's recorded size have to lead to the recorded roots; those above are
/// promised to nobody, and are integrated as they are.
struct LogRebuild {
    let store: PostgresLogStore
    let log: LogID
    let plan: RebuildPlan
    let progress: @Sendable (UInt64) -> Void
    /// How many entries are read at a time.
    private static let chunk: UInt64 = 8_192

    private var edge = TwinEdge()
    private var report = RebuildReport()
    /// Sizes of stored heads that were signed and are not of this tree. They say nothing before the
    /// tree is proven.
    private var contradictions: [UInt64] = []
    /// Sizes of stored heads that are no heads of this log.
    private var foreignHeads: [Int64] = []
    /// The roots at the sizes of ``RebuildPlan/heads`` and of the pending head.
    private var computed: [UInt64: TwinHead] = [0: .empty]
    private var wanted: [UInt64] = []

    init(
        store: PostgresLogStore,
        log: LogID,
        plan: RebuildPlan,
        progress: @escaping @Sendable (UInt64) -> Void
    ) {
        self.store = store
        self.log = log
        self.plan = plan
        self.progress = progress
    }

    /// Does all of it. The seat belts are off.
    mutating func run(_ session: borrowing Session) throws -> RebuildReport {
        let before = try self.rawState(session)
        self.report.storedSize = before?.size
        _ = try session.query(Queries.putPendingHead, [.log(self.log)])
        let pending = try self.pendingHead(session)
        self.wanted = Set(self.plan.heads.map(\.head.size) + [pending?.head.size].compactMap { $0 })
            .sorted()

        try self.checkHeads(from: 0, through: 0, [], session) { _ in .empty }
        try self.integrate(upTo: max(self.plan.recorded.size, before?.size ?? 0), session)
        self.report.size = self.edge.size

        try self.removeStrays(session)
        try self.settleHeads(session)
        try self.settle(pending, session)
        // Below heads that the log's keys never signed: they say nothing.
        self.report.removedCosignatureCount =
            try session.query(Queries.deleteStrayCosignatures, [.log(self.log)]).affectedCount
        try self.putState(before, session)
        return self.report
    }

    // MARK: State

    private struct RawState: Equatable {
        let size: UInt64
        let columns: [[UInt8]]
    }

    private func rawState(_ session: borrowing Session) throws -> RawState? {
        let rows = try session.query(Queries.lockRawTreeState, [.log(self.log)])
        guard rows.count == 1 else { return nil }
        return RawState(
            size: try rows.unsigned(0, 0),
            columns: try (1...4).map { try rows.bytes(0, $0) }
        )
    }

    private mutating func putState(_ before: RawState?, _ session: borrowing Session) throws {
        let state = self.edge.state
        let after = RawState(
            size: state.head.size,
            columns: [
                state.head.sha256.bytes, state.head.sm3.bytes,
                state.sha256Edge.hashes.concatenatedBytes(),
                state.sm3Edge.hashes.concatenatedBytes(),
            ]
        )
        guard before != after else { return }
        self.report.changedTreeState = true
        _ = try session.query(
            Queries.putTreeState,
            [.log(self.log), .unsigned(after.size)] + after.columns.map { .bytes($0) }
        )
    }

    // MARK: Entries and tiles

    private mutating func integrate(upTo limit: UInt64, _ session: borrowing Session) throws {
        let recorded = self.plan.recorded
        while self.edge.size < limit {
            let start = self.edge.size
            let bound = start < recorded.size ? recorded.size : limit
            let rows = try self.store.entryRows(
                of: self.log,
                at: start..<min(start + Self.chunk, bound),
                session
            )
            let count = rows.denseCount(from: start)
            if count > 0 {
                try self.append(rows.entries.slice(0..<count), session)
                self.progress(self.edge.size)
            }
            guard UInt64(count) == min(Self.chunk, bound - start) else { break }
            // SPEC: RECOVER-1: the recorded roots, or nothing.
            guard self.edge.size != recorded.size || self.edge.state.head == recorded else {
                throw RebuildError.otherEntries(recordedSize: recorded.size)
            }
        }
        guard self.edge.size >= recorded.size else {
            throw RebuildError.entryMissing(self.edge.size)
        }
    }

    private mutating func append(_ entries: EntryBatch, _ session: borrowing Session) throws {
        let before = self.edge.state
        let leaves = TwinLeaves(hashing: entries)
        let tiles = self.edge.append(leaves)
        try self.put(tiles, session)
        // The roots in between, for the heads that lie there.
        var walk = RootWalk(from: before, over: leaves)
        let start = before.head.size
        let end = self.edge.size
        let sizes = self.wanted.filter { $0 > start && $0 <= end }
        try self.checkHeads(from: start + 1, through: end, sizes, session) { walk.head(at: $0) }
    }

    /// Compares tiles with their rows, and writes those anew that are missing or other.
    private mutating func put(_ tiles: [TwinTile], _ session: borrowing Session) throws {
        var wrong: [TwinTile] = []
        for (level, group) in Dictionary(grouping: tiles, by: \.coordinate.level) {
            var stored: [UInt64: [[UInt8]]] = [:]
            let indexes = group.map { Int64($0.coordinate.index) }  // below 2^56
            let rows = try session.query(
                Queries.tileRows,
                [.log(self.log), .int2(Int16(level)), .int8Array(indexes)]
            )
            for row in 0..<rows.count {
                stored[try rows.unsigned(row, 0)] = try (1...4).map { try rows.bytes(row, $0) }
            }
            let changed = group.filter { stored[$0.coordinate.index] != $0.columns }
            guard !changed.isEmpty else { continue }
            _ = try session.query(
                Queries.deleteTiles,
                [
                    .log(self.log), .int2(Int16(level)),
                    .int8Array(changed.map { Int64($0.coordinate.index) }),
                ]
            )
            wrong += changed
        }
        self.report.tileCount += wrong.count
        try self.store.copy(wrong, in: self.log, session)
    }

    /// Takes away what lies above the tree: it is in no tree, and would be in the way of the next
    /// entries.
    private mutating func removeStrays(_ session: borrowing Session) throws {
        let size = self.edge.size
        let rows = try session.query(Queries.entriesFrom, [.log(self.log), .unsigned(size)])
        for row in 0..<rows.count {
            self.report.removedEntries.append(
                .init(index: try rows.unsigned(row, 0), entry: try rows.bytes(row, 1))
            )
        }
        if rows.count > 0 {
            self.report.removedEntryCount = try session.query(
                Queries.deleteEntriesFrom,
                [.log(self.log), .unsigned(size)]
            ).affectedCount
        }
        for level in 0...7 {
            self.report.foreignTileCount += try session.query(
                Queries.deleteTilesFrom,
                [.log(self.log), .int2(Int16(level)), .unsigned(size >> (8 * (level + 1)))]
            ).affectedCount
        }
        _ = try session.query(Queries.lowerLeafHashSize, [.log(self.log), .unsigned(size)])
        let keys = try self.store.keys(of: self.log, in: size..<UInt64(Int64.max), session)
        self.report.removedKeyCount = try self.store.deleteKeys(keys, of: self.log, session)
        try self.removeStrayRecords(session)
    }

    /// SPEC: RECOVER-10: takes away what the vault has of entries above the tree: nobody was promised
    /// them, and the records that come to those indexes next would find their places taken.
    private mutating func removeStrayRecords(_ session: borrowing Session) throws {
        let bound: [Parameter] = [.log(self.log), try .unsigned(self.edge.size)]
        self.report.removedRecordCount =
            try session.query(Queries.deleteVaultRecordsFrom, bound).affectedCount
        _ = try session.query(Queries.deleteVaultContentsFrom, bound)
        _ = try session.query(Queries.deleteVaultTokensFrom, bound)
        _ = try session.query(Queries.deleteVaultActionsFrom, bound)
        _ = try session.query(Queries.lowerVaultSearchSize, bound)
    }

    // MARK: Heads

    /// Compares the stored heads of some sizes with the roots there, and notes the roots at `sizes`.
    /// `root` is asked for each size once, in order.
    private mutating func checkHeads(
        from first: UInt64,
        through last: UInt64,
        _ sizes: [UInt64],
        _ session: borrowing Session,
        root: (UInt64) -> TwinHead
    ) throws {
        let heads = try self.heads(from: first, through: last, session)
        var stored = heads[...]
        for size in Set(heads.map(\.head.size) + sizes).sorted() {
            let computed = root(size)
            if sizes.contains(size) { self.computed[size] = computed }
            guard let head = stored.first, head.head.size == size else { continue }
            stored.removeFirst()
            self.judge(head, computed)
        }
    }

    /// Decides about a stored head; `computed` is nil above the tree.
    private mutating func judge(_ head: PublishedHead, _ computed: TwinHead?) {
        switch self.plan.judge.judge(head, computed: computed) {
        case .sound: return
        case .contradiction: self.contradictions.append(head.head.size)
        case .foreign: self.foreignHeads.append(Int64(clamping: head.head.size))
        }
    }

    private func heads(
        from first: UInt64,
        through last: UInt64,
        _ session: borrowing Session
    ) throws -> [PublishedHead] {
        try self.store.storedHeads(of: self.log, from: first, through: last, session)
    }

    /// Removes heads that are none, and puts back those that are missing.
    private mutating func settleHeads(_ session: borrowing Session) throws {
        let above = try self.heads(
            from: self.edge.size + 1,
            through: UInt64(Int64.max),
            session
        )
        for head in above { self.judge(head, nil) }
        // SPEC: RECOVER-6: what was signed is never tidied away.
        if let size = self.contradictions.first {
            throw RebuildError.signedContradiction(size: size)
        }
        if !self.foreignHeads.isEmpty {
            _ = try session.query(
                Queries.deleteHeads,
                [.log(self.log), .int8Array(self.foreignHeads)]
            )
            self.report.removedHeads = self.foreignHeads.map { UInt64($0) }
        }
        for head in self.plan.heads.sorted(by: { $0.head.size < $1.head.size }) {
            let size = head.head.size
            guard size <= self.plan.signed?.size ?? 0, self.computed[size] == head.head,
                self.plan.verifier.verifies(head),
                try self.heads(from: size, through: size, session).isEmpty
            else { continue }
            _ = try session.query(
                Queries.insertHead,
                [.log(self.log), .unsigned(size), .hash(head.head.sha256), .hash(head.head.sm3)]
                    + head.notes.parameters
            )
            self.report.restoredHeads.append(size)
        }
    }

    private func pendingHead(_ session: borrowing Session) throws -> PendingHead? {
        try session.query(Queries.lockPendingHead, [.log(self.log)]).pendingHead(0)
    }

    /// A pending head that was signed stays, for it is published next; another is taken back.
    private mutating func settle(
        _ pending: PendingHead?,
        _ session: borrowing Session
    ) throws {
        guard let pending else { return }
        if let notes = pending.notes {
            let head = PublishedHead(head: pending.head, notes: notes)
            let computed = self.computed[pending.head.size]
            switch self.plan.judge.judge(head, computed: computed) {
            case .contradiction:
                throw RebuildError.signedContradiction(size: pending.head.size)
            case .sound where self.plan.verifier.verifies(head): return
            case .sound, .foreign: break
            }
        }
        _ = try session.query(Queries.clearPendingHead, [.log(self.log)])
        self.report.clearedPendingHead = true
    }
}

extension TwinTile {
    /// The tile as its row has it: both roots, both runs of hashes.
    fileprivate var columns: [[UInt8]] {
        [
            self.sha256.root.bytes, self.sm3.root.bytes,
            self.sha256.hashes.concatenatedBytes(), self.sm3.hashes.concatenatedBytes(),
        ]
    }
}
