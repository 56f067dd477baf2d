public import LogCore
public import Postgres

/// The vault in the tables of `Migrations/`, beside the entries of a ``PostgresLogStore`` on the same
/// database, which adds its rows.
///
/// The serving role's rights suffice. What changes is done by functions of the database, each of which
/// says by which entry.
public struct PostgresVaultStore: VaultStore {
    private let writing: ConnectionPool
    private let reading: ConnectionPool

    /// Creates a store on two pools to one database. It shuts down neither. One connection of `writing`
    /// is enough, and it had better not be one that batches wait for.
    public init(writing: ConnectionPool, reading: ConnectionPool) {
        self.writing = writing
        self.reading = reading
    }

    /// Which epochs rows may have.
    public func vaultEpochs(of log: LogID) async throws(StoreError) -> VaultEpochs {
        try await self.read { try $0.vaultEpochs(of: log) }
    }

    /// The record of an entry, with its ciphertext; nil if the entry is none.
    public func record(of log: LogID, at index: UInt64) async throws(StoreError) -> VaultRow? {
        guard let index = Int64(exactly: index) else { return nil }
        return try await self.read { session in
            let rows = try session.query(Queries.vaultRecord, [.log(log), .int8(index)])
            return rows.count == 0 ? nil : try rows.vaultRow(0)
        }
    }

    /// The records of some entries, with their ciphertexts, in any order; without those that are none.
    public func records(
        of log: LogID,
        at indexes: [UInt64]
    ) async throws(StoreError) -> [VaultRow] {
        let indexes = indexes.compactMap { Int64(exactly: $0) }
        return try await self.read { session in
            try Self.rows(
                try session.query(Queries.vaultRecordsAt, [.log(log), .int8Array(indexes)])
            )
        }
    }

    /// The record whose id has this HMAC, with its ciphertext; nil if there is none.
    public func record(of log: LogID, mac: [UInt8]) async throws(StoreError) -> VaultRow? {
        try await self.read { session in
            let rows = try session.query(
                Queries.vaultRecordsByID,
                [.log(log), .int8(VaultRowReader.prefix(of: mac)), .bytes(mac)]
            )
            return rows.count == 0 ? nil : try rows.vaultRow(0)
        }
    }

    // MARK: Search

    /// The records from an index on, erased ones too, without ciphertexts, in the order of indexes.
    public func records(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        try await self.read { session in
            try Self.rows(
                try session.query(
                    Queries.vaultRecordsFrom,
                    [.log(log), .unsigned(min(index, UInt64(Int64.max))), .int8(Int64(limit))]
                )
            )
        }
    }

    /// The records that decide about others, from an index on, with their ciphertexts.
    public func decidingRecords(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        try await self.read { session in
            try Self.rows(
                try session.query(
                    Queries.decidingVaultRecords,
                    [.log(log), .unsigned(min(index, UInt64(Int64.max))), .int8(Int64(limit))]
                )
            )
        }
    }

    /// The records that may be meant, without ciphertexts, the newest first.
    public func candidates(
        for query: CandidateQuery,
        of log: LogID
    ) async throws(StoreError) -> [VaultRow] {
        let times = (
            from: Parameter.timestamp(
                microseconds: VaultRowReader.microseconds(query.recordedFrom ?? 0)
            ),
            before: Parameter.timestamp(
                microseconds: VaultRowReader.microseconds(query.recordedBefore ?? .max)
            )
        )
        let below = min(query.below, UInt64(Int64.max))
        return try await self.read { session in
            guard !query.tokens.isEmpty else {
                let after = query.after ?? VaultCursor(recordedAt: .max, index: UInt64(Int64.max))
                return try Self.rows(
                    try session.query(
                        Queries.candidatesByTime,
                        [
                            .log(log), times.from, times.before,
                            .timestamp(
                                microseconds: VaultRowReader.microseconds(after.recordedAt)
                            ),
                            .unsigned(min(after.index, UInt64(Int64.max))), .unsigned(below),
                            .int8(Int64(query.limit)),
                        ]
                    )
                )
            }
            let end = min(below, query.after?.index ?? .max)
            // What is indexed meanwhile is found by its row: no row is lost between the two.
            let indexed = try session.query(Queries.vaultSearchSize, [.log(log)]).unsigned(0, 0)
            var found: [VaultRow] = []
            if indexed < end {
                found = try Self.rows(
                    try session.query(
                        Queries.recentCandidates,
                        [
                            .log(log), .unsigned(indexed), .unsigned(end),
                            .int8Array(query.tokens), times.from, times.before,
                            .int8(Int64(query.limit)),
                        ]
                    )
                )
            }
            guard found.count < query.limit else { return found }
            return try found
                + Self.rows(
                    try session.query(
                        Queries.indexedCandidates,
                        [
                            .log(log), .unsigned(min(indexed, end)), .int8Array(query.tokens),
                            times.from, times.before, .int8(Int64(query.limit - found.count)),
                        ]
                    )
                )
        }
    }

    /// Brings the tokens of up to `step` further rows into the search; returns how many entries it
    /// covers then.
    public func indexTokens(of log: LogID, step: UInt64) async throws(StoreError) -> UInt64 {
        if step == 0 {
            return try await self.read {
                try $0.query(Queries.vaultSearchSize, [.log(log)]).unsigned(0, 0)
            }
        }
        return try await self.change { session in
            try session.query(
                Queries.indexVault,
                [.log(log), .unsigned(min(step, UInt64(Int64.max)))]
            ).unsigned(0, 0)
        }
    }

    // MARK: Actions

    /// The actions of entries below `size` that are yet to be carried out, in their order.
    public func pendingActions(
        of log: LogID,
        below size: UInt64,
        limit: Int
    ) async throws(StoreError) -> [StoredAction] {
        try await self.read { session in
            let rows = try session.query(
                Queries.pendingVaultActions,
                [.log(log), .unsigned(min(size, UInt64(Int64.max))), .int8(Int64(limit))]
            )
            return try (0..<rows.count).map { try rows.vaultAction($0) }
        }
    }

    /// The action of an entry; nil if the entry is none.
    public func action(of log: LogID, entry: UInt64) async throws(StoreError) -> StoredAction? {
        guard let entry = Int64(exactly: entry) else { return nil }
        return try await self.read { session in
            let rows = try session.query(Queries.vaultAction, [.log(log), .int8(entry)])
            return rows.count == 0 ? nil : try rows.vaultAction(0)
        }
    }

    /// Carries out an action that erases no fields, unless it is carried out already.
    public func carryOut(
        entry: UInt64,
        of log: LogID,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome? {
        try await self.change { session in
            let rows = try session.query(
                Queries.carryOutVaultAction,
                [
                    .log(log), .unsigned(entry), .unsigned(min(check.below, UInt64(Int64.max))),
                    .bool(check.isFrozen),
                ]
            )
            return try rows.isNull(0, 0) ? nil : try rows.outcome(0, 0)
        }
    }

    /// Carries out an action that erases fields, with the rest of the content sealed anew.
    public func eraseFields(
        entry: UInt64,
        of log: LogID,
        oldKey: [UInt8],
        replacement: SealedContent?,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome? {
        try await self.change { session in
            // Without a replacement no epoch is named: any that is taken will do.
            let epoch = try replacement?.epoch ?? session.vaultEpochs(of: log).current
            let rows = try session.query(
                Queries.eraseVaultFields,
                [
                    .log(log), .unsigned(entry), .bytes(oldKey), .int4(Int32(clamping: epoch)),
                    .bytes(replacement?.wrappedKey ?? []),
                    .int8Array(replacement?.tokens ?? []),
                    replacement.map { .bytes($0.ciphertext) } ?? .null,
                    .unsigned(min(check.below, UInt64(Int64.max))), .bool(check.isFrozen),
                ]
            )
            return try rows.isNull(0, 0) ? nil : try rows.outcome(0, 0)
        }
    }

    // MARK: Rotation

    /// Makes the epoch behind the current one the current one; returns which is afterwards.
    public func beginEpoch(_ epoch: UInt32, of log: LogID) async throws(StoreError) -> UInt32 {
        try await self.change { session in
            let rows = try session.query(
                Queries.beginVaultEpoch,
                [.log(log), .int4(Int32(clamping: epoch))]
            )
            guard let reached = try rows.epoch(0, 0) else { throw StoreError.unknownLog }
            return reached
        }
    }

    /// How many living rows have an epoch below one.
    public func rowCount(of log: LogID, below epoch: UInt32) async throws(StoreError) -> UInt64 {
        try await self.read { session in
            try session.query(
                Queries.vaultRowCount,
                [.log(log), .int4(Int32(clamping: epoch))]
            ).unsigned(0, 0)
        }
    }

    /// Living rows with an epoch below one, with their ciphertexts.
    public func rows(
        of log: LogID,
        below epoch: UInt32,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        try await self.read { session in
            try Self.rows(
                try session.query(
                    Queries.vaultRowsBelowEpoch,
                    [.log(log), .int4(Int32(clamping: epoch)), .int8(Int64(limit))]
                )
            )
        }
    }

    /// Puts wrapped keys, MACs and tokens in the place of others, in one transaction.
    public func rewrap(_ keys: [RewrappedKey], of log: LogID) async throws(StoreError) -> Int {
        try await self.change { session in
            var missed = 0
            for key in keys {
                let rows = try session.query(
                    Queries.rewrapVaultKey,
                    [
                        .log(log), .unsigned(key.index), .bytes(key.oldKey),
                        .int4(Int32(clamping: key.epoch)), .bytes(key.wrappedKey),
                        key.bodyMAC.map { .bytes($0) } ?? .null, .int8Array(key.tokens),
                    ]
                )
                if try !rows.bool(0, 0) { missed += 1 }
            }
            return missed
        }
    }

    /// The wrapped keys of living rows that have an epoch, from an index on, in the order of indexes.
    public func wrappedKeys(
        of log: LogID,
        in epoch: UInt32,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [CarriedKey] {
        try await self.read { session in
            let rows = try session.query(
                Queries.wrappedVaultKeys,
                [
                    .log(log), .int4(Int32(clamping: epoch)),
                    .unsigned(min(index, UInt64(Int64.max))), .int8(Int64(limit)),
                ]
            )
            return try (0..<rows.count).map { row in
                CarriedKey(
                    index: try rows.unsigned(row, 0),
                    recordMAC: try rows.bytes(row, 1),
                    epoch: epoch,
                    wrappedKey: try rows.bytes(row, 2)
                )
            }
        }
    }

    /// Makes erased records of living rows whose epoch's key is gone. On connections of the owner.
    public func forget(_ rows: [VaultRow], of log: LogID) async throws(StoreError) -> Int {
        try await self.change { session in
            var count = 0
            for row in rows {
                let forgotten = try session.query(
                    Queries.forgetVaultRow,
                    [.log(log), .unsigned(row.index), .bytes(row.sealed?.wrappedKey ?? [])]
                )
                if try forgotten.bool(0, 0) { count += 1 }
            }
            return count
        }
    }

    /// Closes the epochs below one; false, and nothing is closed, if a row has one of them.
    public func closeEpochs(below epoch: UInt32, of log: LogID) async throws(StoreError) -> Bool {
        try await self.change { session in
            try session.query(
                Queries.closeVaultEpochs,
                [.log(log), .int4(Int32(clamping: epoch))]
            ).bool(0, 0)
        }
    }

    // MARK: Connections

    private static func rows(_ rows: borrowing Rows) throws -> [VaultRow] {
        var found: [VaultRow] = []
        for row in 0..<rows.count { found.append(try rows.vaultRow(row)) }
        return found
    }

    private func read<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        do { return try await self.reading.run { try body($0) } } catch { throw .from(error) }
    }

    /// Carries out `body` in a transaction that is on the disk when this returns.
    private func change<Result: Sendable>(
        _ body: @Sendable (borrowing Session) throws -> Result
    ) async throws(StoreError) -> Result {
        do {
            return try await self.writing.run { session in
                try session.transaction { session in
                    _ = try session.query(Queries.waitForDisk)
                    return try body(session)
                }
            }
        } catch { throw .from(error) }
    }
}
