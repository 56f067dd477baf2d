public import LogCore
import Synchronization

/// The vault of each log, beside its entries.
extension MemoryLogStore: VaultStore {
    /// Which epochs rows may have.
    public func vaultEpochs(of log: LogID) async throws(StoreError) -> VaultEpochs {
        try self.vault(of: log).epochs
    }

    /// The record of an entry; nil if the entry is none.
    public func record(of log: LogID, at index: UInt64) async throws(StoreError) -> VaultRow? {
        try self.vault(of: log).rows[index]?.row
    }

    /// The record whose id has this HMAC; nil if there is none.
    public func record(of log: LogID, mac: [UInt8]) async throws(StoreError) -> VaultRow? {
        try self.vault(of: log).rows.values.first { $0.row.recordMAC == mac }?.row
    }

    /// The records from an index on, erased ones too, in the order of indexes.
    public func records(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        let rows = try self.vault(of: log).rows.values.map(\.row).filter { $0.index >= index }
        return Array(rows.sorted { $0.index < $1.index }.prefix(limit))
    }

    /// The records that decide about others, from an index on, in the order of indexes.
    public func decidingRecords(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        let rows = try self.vault(of: log).rows.values.map(\.row).filter {
            $0.index >= index && RetentionLedger.classes.contains($0.header.recordClass)
        }
        return Array(rows.sorted { $0.index < $1.index }.prefix(limit))
    }

    /// The records that may be meant, the newest first.
    public func candidates(
        for query: CandidateQuery,
        of log: LogID
    ) async throws(StoreError) -> [VaultRow] {
        let rows = try self.vault(of: log).rows.values.map(\.row).filter { query.matches($0) }
        let sorted = rows.sorted { first, second in
            query.tokens.isEmpty
                ? (first.header.recordedAt, first.index) > (second.header.recordedAt, second.index)
                : first.index > second.index
        }
        return Array(sorted.prefix(query.limit))
    }

    /// Does nothing: rows are searched as they are.
    public func indexTokens(of log: LogID, step: UInt64) async throws(StoreError) -> UInt64 {
        UInt64(try self.vault(of: log).rows.count)
    }

    /// The actions of entries below `size` that are yet to be carried out, in their order.
    public func pendingActions(
        of log: LogID,
        below size: UInt64,
        limit: Int
    ) async throws(StoreError) -> [StoredAction] {
        let pending = try self.vault(of: log).actions.values.filter {
            $0.outcome == nil && $0.entryIndex < size
        }
        return Array(pending.sorted { $0.entryIndex < $1.entryIndex }.prefix(limit))
    }

    /// The action of an entry; nil if the entry is none.
    public func action(of log: LogID, entry: UInt64) async throws(StoreError) -> StoredAction? {
        try self.vault(of: log).actions[entry]
    }

    /// Carries out an action that erases no fields, unless it is carried out already.
    public func carryOut(
        entry: UInt64,
        of log: LogID,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome? {
        try self.changing(log) { (vault) throws(StoreError) in
            let (stored, earlier) = try vault.turn(of: entry)
            if let earlier { return earlier }
            let kind = stored.action.kind
            if kind == .erase {
                guard !vault.hasIncident(from: check.below) else { return nil }
                guard !check.isFrozen else {
                    vault.finish(stored, .refused)
                    return .refused
                }
            }
            guard let old = vault.rows[stored.action.recordIndex], kind != .eraseFields,
                let next = kind.result(on: old.row.state, isHeld: old.row.isHeld)
            else {
                vault.finish(stored, .refused)
                return .refused
            }
            let isErased = next.state == .erased
            vault.rows[old.row.index] = MemoryVault.Row(
                row: VaultRow(
                    index: old.row.index,
                    recordMAC: old.row.recordMAC,
                    header: old.row.header,
                    state: next.state,
                    isHeld: next.isHeld,
                    changedBy: entry,
                    sealed: isErased ? nil : old.row.sealed
                ),
                bodyMAC: isErased ? nil : old.bodyMAC
            )
            vault.finish(stored, .done)
            return .done
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
        try self.changing(log) { (vault) throws(StoreError) in
            let (stored, earlier) = try vault.turn(of: entry)
            if let earlier { return earlier }
            guard !vault.hasIncident(from: check.below) else { return nil }
            guard !check.isFrozen, stored.action.kind == .eraseFields,
                let old = vault.rows[stored.action.recordIndex], let sealed = old.row.sealed,
                !old.row.isHeld
            else {
                vault.finish(stored, .refused)
                return .refused
            }
            guard sealed.wrappedKey == oldKey,
                vault.epochs.takes(replacement?.epoch ?? vault.epochs.current)
            else { return nil }
            if let replacement {
                vault.rows[old.row.index] = MemoryVault.Row(
                    row: old.row.with(sealed: replacement, changedBy: entry),
                    bodyMAC: nil
                )
            }
            vault.finish(stored, .done)
            return .done
        }
    }

    /// Makes the epoch behind the current one the current one; returns which is afterwards.
    public func beginEpoch(_ epoch: UInt32, of log: LogID) async throws(StoreError) -> UInt32 {
        try self.changing(log) { vault in
            if vault.epochs.current + 1 == epoch {
                vault.epochs = VaultEpochs(lowest: vault.epochs.lowest, current: epoch)
            }
            return vault.epochs.current
        }
    }

    /// How many living rows have an epoch below one.
    public func rowCount(of log: LogID, below epoch: UInt32) async throws(StoreError) -> UInt64 {
        UInt64(try self.vault(of: log).rows(below: epoch).count)
    }

    /// Living rows with an epoch below one.
    public func rows(
        of log: LogID,
        below epoch: UInt32,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        Array(try self.vault(of: log).rows(below: epoch).prefix(limit))
    }

    /// Puts wrapped keys, MACs and tokens in the place of others.
    public func rewrap(_ keys: [RewrappedKey], of log: LogID) async throws(StoreError) -> Int {
        try self.changing(log) { vault in
            var missed = 0
            for key in keys {
                guard let old = vault.rows[key.index], let sealed = old.row.sealed,
                    sealed.wrappedKey == key.oldKey, sealed.epoch < key.epoch,
                    vault.epochs.takes(key.epoch)
                else {
                    missed += 1
                    continue
                }
                let content = SealedContent(
                    epoch: key.epoch,
                    wrappedKey: key.wrappedKey,
                    ciphertext: sealed.ciphertext,
                    tokens: key.tokens
                )
                vault.rows[key.index] = MemoryVault.Row(
                    row: old.row.with(sealed: content, changedBy: old.row.changedBy),
                    bodyMAC: old.bodyMAC == nil ? nil : key.bodyMAC
                )
            }
            return missed
        }
    }

    /// The wrapped keys of living rows that have an epoch.
    public func wrappedKeys(
        of log: LogID,
        in epoch: UInt32,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [CarriedKey] {
        let rows = try self.vault(of: log).rows.values.map(\.row).filter {
            $0.index >= index && $0.sealed?.epoch == epoch
        }
        return rows.sorted { $0.index < $1.index }.prefix(limit).compactMap { row in
            row.sealed.map {
                CarriedKey(
                    index: row.index,
                    recordMAC: row.recordMAC,
                    epoch: epoch,
                    wrappedKey: $0.wrappedKey
                )
            }
        }
    }

    /// Makes erased records of living rows.
    public func forget(_ rows: [VaultRow], of log: LogID) async throws(StoreError) -> Int {
        try self.changing(log) { vault in
            var count = 0
            for row in rows {
                guard let old = vault.rows[row.index]?.row,
                    old.sealed?.wrappedKey == row.sealed?.wrappedKey
                else { continue }
                vault.rows[row.index] = MemoryVault.Row(
                    row: VaultRow(
                        index: old.index,
                        recordMAC: old.recordMAC,
                        header: old.header,
                        state: .erased,
                        isHeld: false,
                        changedBy: old.changedBy,
                        sealed: nil
                    ),
                    bodyMAC: nil
                )
                count += 1
            }
            return count
        }
    }

    /// Closes the epochs below one; false, and nothing is closed, if a row has one of them.
    public func closeEpochs(below epoch: UInt32, of log: LogID) async throws(StoreError) -> Bool {
        try self.changing(log) { vault in
            guard vault.rows(below: epoch).isEmpty else { return false }
            if vault.epochs.lowest < epoch, epoch <= vault.epochs.current {
                vault.epochs = VaultEpochs(lowest: epoch, current: vault.epochs.current)
            }
            return true
        }
    }

    private func vault(of log: LogID) throws(StoreError) -> MemoryVault {
        guard let found = self.content.withLock({ $0.logs[log]?.vault }) else { throw .unknownLog }
        return found
    }

    private func changing<Result: Sendable>(
        _ log: LogID,
        _ body: (inout MemoryVault) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try self.content.withLock { (content) throws(StoreError) in
            guard var vault = content.logs[log]?.vault else { throw .unknownLog }
            let result = try body(&vault)
            content.logs[log]?.vault = vault
            return result
        }
    }
}

extension VaultRow {
    fileprivate func with(sealed: SealedContent, changedBy: UInt64?) -> VaultRow {
        VaultRow(
            index: self.index,
            recordMAC: self.recordMAC,
            header: self.header,
            state: self.state,
            isHeld: self.isHeld,
            changedBy: changedBy,
            sealed: sealed
        )
    }
}
