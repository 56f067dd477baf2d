public import LogCore
internal import MerkleTree
internal import Postgres
internal import SignedNotes
internal import Synchronization

extension PostgresLogStore {
    /// What is stored under some retry keys, and the committed head, of one moment.
    ///
    /// - Throws: ``StoreError/unknownLog``.
    public func lookUp(
        _ keys: [IdempotencyKey],
        in log: LogID
    ) async throws(StoreError) -> KeyLookup {
        let prefixes = keys.map { KeyIdentity($0).prefix }
        return try await self.read { session in
            let rows = try session.query(
                Queries.keyLookup,
                [.log(log), .int8Array(prefixes)]
            )
            guard rows.count > 0 else { throw StoreError.unknownLog }
            return KeyLookup(
                head: try rows.twinHead(0, from: 5),
                keys: keys,
                stored: try rows.isNull(0, 0) ? [:] : rows.storedAppends()
            )
        }
    }

    /// Adds a batch in one transaction, and in one visit to the connection's thread.
    ///
    /// What a crash leaves at each step:
    ///
    /// 1. lock, lookups, `integrate`, COPY for each table, UPDATE: the transaction is gone, nothing
    ///    happened;
    /// 2. COMMIT: all of it or nothing, and ``StoreError/outcomeUnknown(_:)`` says that we do not
    ///    know which. The entries are not promised to anybody before they have been read back.
    ///
    /// - Throws: What `integrate` throws; ``StoreError/conflict(_:)`` if the state changed under the
    ///   lock, which only somebody who goes round it can do; ``StoreError/full(_:)`` at the last
    ///   index.
    public func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        lookups: [KeyLookup],
        records: [[UInt8]],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError) {
        do {
            try await self.write { session in
                do {
                    let batch = try session.transaction { session in
                        try self.addBatch(
                            in: log,
                            keys: keys,
                            lookups: lookups,
                            records: records,
                            integrate,
                            session
                        )
                    }
                    let end = self.makePartitionAhead(
                        of: batch.new.size,
                        after: batch.end,
                        in: log,
                        session
                    )
                    self.memories.withLock {
                        $0[log, default: LogMemory()].add(
                            from: batch.old,
                            to: batch.new,
                            partitionEnd: end
                        )
                    }
                } catch is NothingToAdd {
                    return
                }
            }
        } catch {
            // What the database holds now may not be what it held before: a replica may have taken
            // over.
            self.memories.withLock { $0[log] = nil }
            throw error
        }
    }

    /// Thrown inside the transaction to roll it back.
    private struct NothingToAdd: Error {}

    /// The transaction's body; returns both heads and the index behind the last partition.
    private func addBatch(
        in log: LogID,
        keys: [IdempotencyKey],
        lookups: [KeyLookup],
        records: [[UInt8]],
        _ integrate: (borrowing LockedLog) throws(StoreError) -> Integration?,
        _ session: borrowing Session
    ) throws -> (old: TwinHead, new: TwinHead, end: UInt64) {
        let locked = try session.query(Queries.lockTreeState, [.log(log)])
        guard locked.count == 1 else { throw StoreError.unknownLog }
        let old = try locked.treeState(0, from: 0)
        let stored = try self.storedAppends(
            under: keys,
            lookups,
            in: log,
            at: old.head,
            session
        )
        var known: [IdempotencyKey: StoredAppend] = [:]
        if !stored.isEmpty { for key in keys { known[key] = stored[KeyIdentity(key)] } }
        let lookup = try VaultLookup(records, in: log, session)
        let added = try Self.call(integrate, state: old, known: known, lookup) {
            () throws(StoreError) -> TwinEdge in
            try self.edge(of: log, size: old.head.size, session)
        }
        guard let added else { throw NothingToAdd() }
        let (size, overflow) = old.head.size.addingReportingOverflow(UInt64(added.entries.count))
        precondition(
            !overflow && added.state.head.size == size,
            "the new size is the old one and the entries"
        )
        guard size < Int64.max else { throw StoreError.full("no index is left below 2^63 - 1") }
        let end = try self.makePartitions(for: size, in: log, session)
        try self.copy(added.entries, from: old.head.size, in: log, session)
        try self.copy(added.tiles, in: log, session)
        // SPEC: HTTP-16: keys and entries in one transaction.
        try self.claimFree(added.keys, lookedUp: keys, stored: stored)
        try self.copy(added.keys, in: log, session)
        // SPEC: VAULT-8: contents and entries in one transaction.
        try lookup.claimFree(added.vault)
        try VaultCopy(log: log, rows: added.vault).write(session)
        try self.advance(from: old, to: added.state, in: log, session)
        return (old.head, added.state.head, end)
    }

    /// Calls `integrate` with what stands under the lock. `loadEdge` uses the session, so it ends
    /// with the call; the locked log cannot outlive it, because it cannot be copied.
    private static func call(
        _ integrate: (borrowing LockedLog) throws(StoreError) -> Integration?,
        state: TreeState,
        known: [IdempotencyKey: StoredAppend],
        _ lookup: VaultLookup,
        loadEdge: () throws(StoreError) -> TwinEdge
    ) throws -> Integration? {
        try withoutActuallyEscaping(loadEdge) { loadEdge in
            try integrate(
                LockedLog(
                    state: state,
                    known: known,
                    knownRecords: lookup.known,
                    vaultEpochs: lookup.epochs,
                    loadEdge: loadEdge
                )
            )
        }
    }

    /// What is stored under those of `keys` that are known, whatever their content.
    ///
    /// A key that was looked up before is looked up again only if one like it was used since. That
    /// it was looked up in this very history is known of heads that this store itself led on to the
    /// locked one; all others are strangers.
    private func storedAppends(
        under keys: [IdempotencyKey],
        _ lookups: [KeyLookup],
        in log: LogID,
        at locked: TwinHead,
        _ session: borrowing Session
    ) throws -> [KeyIdentity: StoredAppend] {
        if keys.isEmpty { return [:] }
        let memory = self.memories.withLock { $0[log] ?? LogMemory() }
        let lookups = lookups.filter { memory.leads(from: $0.head, to: locked) }
        var used: Set<Int64> = []
        if let oldest = lookups.map(\.head.size).min(), oldest < locked.size {
            let rows = try session.query(Queries.keyPrefixes, [.log(log), .unsigned(oldest)])
            if try !rows.isNull(0, 0) { used = Set(try rows.int8s(0, 0)) }
        }
        var stored: [KeyIdentity: StoredAppend] = [:]
        for lookup in lookups { stored.merge(lookup.stored) { $1 } }
        let prefixes = keys.compactMap { key -> Int64? in
            let key = KeyIdentity(key)
            let isOpen = used.contains(key.prefix) || !lookups.contains { $0.keys.contains(key) }
            return isOpen ? key.prefix : nil
        }
        if prefixes.isEmpty { return stored }
        let rows = try session.query(Queries.storedAppends, [.log(log), .int8Array(prefixes)])
        return stored.merging(try rows.storedAppends()) { $1 }
    }

    /// Throws unless each added key was looked up under the lock, was free, and is added once: no
    /// constraint of the table would notice.
    private func claimFree(
        _ added: [(key: IdempotencyKey, indexes: Range<UInt64>)],
        lookedUp: [IdempotencyKey],
        stored: [KeyIdentity: StoredAppend]
    ) throws {
        if added.isEmpty { return }
        var free = Set(lookedUp.map { KeyIdentity($0) })
        for key in stored.keys { free.remove(key) }
        for (key, indexes) in added where free.remove(KeyIdentity(key)) == nil {
            throw StoreError.conflict("the key of entries \(indexes) is not free")
        }
    }

    private func copy(
        _ entries: EntryBatch,
        from first: UInt64,
        in log: LogID,
        _ session: borrowing Session
    ) throws {
        let indexes = first..<first + UInt64(entries.count)
        let span = try self.span(of: log, session)
        for run in EntryPartition.runs(of: indexes, in: log, span: span) {
            let start = Int(run.indexes.lowerBound - first)
            let positions = start..<start + run.indexes.count
            do throws(PostgresError) {
                _ = try session.copyIn(Queries.copyEntries(to: run)) { writer in
                    entries.withUnsafeEntries { base, ranges in
                        var index = Int64(run.indexes.lowerBound)  // below the new size
                        for range in ranges[positions] {
                            writer.row(columns: 3)
                            writer.int8(log.value)
                            writer.int8(index)
                            writer.bytes(UnsafeRawBufferPointer(rebasing: base[range]))
                            index &+= 1
                        }
                    }
                }
            } catch {
                guard error.sqlState == .undefinedTable else { throw error }
                throw StoreError.conflict("\(run.tableName) is gone: the next batch makes it again")
            }
        }
    }

    /// Adds tiles, all of them full.
    func copy(
        _ tiles: [TwinTile],
        in log: LogID,
        _ session: borrowing Session
    ) throws {
        if tiles.isEmpty { return }
        _ = try session.copyIn(Queries.copyTiles) { writer in
            for tile in tiles {
                precondition(tile.coordinate.isFull, "a stored tile is full")
                writer.row(columns: 7)
                writer.int8(log.value)
                writer.int8(Int64(tile.coordinate.index))  // below 2^56
                writer.int2(Int16(tile.coordinate.level))  // at most 63
                tile.sha256.root.withUnsafeBytes { writer.bytes($0) }
                tile.sm3.root.withUnsafeBytes { writer.bytes($0) }
                tile.sha256.hashes.withUnsafeBytes { writer.bytes($0) }
                tile.sm3.hashes.withUnsafeBytes { writer.bytes($0) }
            }
        }
    }

    private func copy(
        _ keys: [(key: IdempotencyKey, indexes: Range<UInt64>)],
        in log: LogID,
        _ session: borrowing Session
    ) throws {
        if keys.isEmpty { return }
        _ = try session.copyIn(Queries.copyIdempotency) { writer in
            for (key, indexes) in keys {
                writer.row(columns: 7)
                writer.int8(log.value)
                writer.int8(Int64(indexes.lowerBound))  // below the new size
                writer.int8(KeyIdentity(key).prefix)
                writer.int4(Int32(indexes.count))
                writer.text(key.writer)
                writer.bytes(key.keyMAC)
                writer.bytes(key.bodyMAC)
            }
        }
    }

    private func advance(
        from old: TreeState,
        to new: TreeState,
        in log: LogID,
        _ session: borrowing Session
    ) throws {
        let updated = try session.query(
            Queries.advanceTreeState,
            [
                .log(log), .unsigned(new.head.size), .hash(new.head.sha256), .hash(new.head.sm3),
                .hashes(new.sha256Edge.hashes), .hashes(new.sm3Edge.hashes),
                .unsigned(old.head.size), .hash(old.head.sha256), .hash(old.head.sm3),
            ]
        )
        guard updated.affectedCount == 1 else {
            throw StoreError.conflict("the tree state changed under its lock")
        }
    }

    // MARK: Partitions

    /// Makes the partitions that a tree of `size` entries needs, unless they are known to exist;
    /// returns the index behind the last one known.
    ///
    /// Nothing is remembered here: the transaction may yet be rolled back.
    private func makePartitions(
        for size: UInt64,
        in log: LogID,
        _ session: borrowing Session
    ) throws -> UInt64 {
        if let end = self.memories.withLock({ $0[log]?.partitionEnd }), size <= end { return end }
        let rows = try session.query(
            Queries.ensureEntryPartitions,
            [.log(log), .unsigned(size)]
        )
        return try rows.unsigned(0, 0)
    }

    /// Makes the next partition as soon as the last one is begun, so that batches find it made;
    /// returns the index behind the last one.
    ///
    /// The batch before is committed, so this reports no error. None is lost: the spare partition
    /// is there, the next batch tries again, and the last one before it is full fails aloud.
    private func makePartitionAhead(
        of size: UInt64,
        after end: UInt64,
        in log: LogID,
        _ session: borrowing Session
    ) -> UInt64 {
        guard let span = try? self.span(of: log, session), end - size < span else { return end }
        let made = try? session.transaction { session in
            _ = try session.query(Queries.waitForDisk)
            return try self.makePartitions(for: end + 1, in: log, session)
        }
        return made ?? end
    }
}
