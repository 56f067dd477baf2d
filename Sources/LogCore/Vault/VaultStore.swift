/// Where the contents of records are kept, beside the entries of a ``LogStore``, which adds them.
///
/// What a call has returned is durable. A call that throws ``StoreError/outcomeUnknown(_:)`` may have
/// happened, and may be repeated: each of them then does nothing more.
public protocol VaultStore: Sendable {
    /// Which epochs rows may have.
    func vaultEpochs(of log: LogID) async throws(StoreError) -> VaultEpochs

    /// The record of an entry, with its ciphertext; nil if the entry is none.
    func record(of log: LogID, at index: UInt64) async throws(StoreError) -> VaultRow?

    /// The records of some entries, with their ciphertexts, in any order; without those that are none.
    func records(of log: LogID, at indexes: [UInt64]) async throws(StoreError) -> [VaultRow]

    /// The record whose id has this HMAC, with its ciphertext; nil if there is none.
    func record(of log: LogID, mac: [UInt8]) async throws(StoreError) -> VaultRow?

    /// The records from an index on, erased ones too, without ciphertexts, in the order of indexes.
    func records(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow]

    /// The records of the classes of ``RetentionLedger`` from an index on, erased ones too, with their
    /// ciphertexts, in the order of indexes.
    func decidingRecords(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow]

    /// The records that may be meant, without ciphertexts, the newest first.
    func candidates(
        for query: CandidateQuery,
        of log: LogID
    ) async throws(StoreError) -> [VaultRow]

    /// Brings the tokens of up to `step` further rows into the search; returns how many entries it
    /// covers then.
    func indexTokens(of log: LogID, step: UInt64) async throws(StoreError) -> UInt64

    // MARK: Actions

    /// The actions of entries below `size` that are yet to be carried out, in their order.
    func pendingActions(
        of log: LogID,
        below size: UInt64,
        limit: Int
    ) async throws(StoreError) -> [StoredAction]

    /// The action of an entry; nil if the entry is none.
    func action(of log: LogID, entry: UInt64) async throws(StoreError) -> StoredAction?

    /// Carries out an action that erases no fields, unless it is carried out already. One that erases the
    /// record is refused if `check` says that it is frozen.
    ///
    /// The caller has made sure that the entry is promised. While contents go, no entry is added.
    ///
    /// - Returns: nil, and nothing was done, if contents are to go and an incident is there that
    ///   `check` does not know.
    /// - Throws: ``StoreError/conflict(_:)`` if an earlier action on the record is not carried out.
    func carryOut(
        entry: UInt64,
        of log: LogID,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome?

    /// Carries out an action that erases fields, with the rest of the content sealed anew, or nil if
    /// there was nothing to erase; unless it is carried out already.
    ///
    /// - Returns: nil, and nothing was done, if the record's key is not `oldKey` any more, the epoch
    ///   is closed, or an incident is there that `check` does not know.
    /// - Throws: ``StoreError/conflict(_:)`` if an earlier action on the record is not carried out.
    func eraseFields(
        entry: UInt64,
        of log: LogID,
        oldKey: [UInt8],
        replacement: SealedContent?,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome?

    // MARK: Rotation

    /// Makes the epoch behind the current one the current one; returns which is afterwards.
    func beginEpoch(_ epoch: UInt32, of log: LogID) async throws(StoreError) -> UInt32

    /// How many living rows have an epoch below one.
    func rowCount(of log: LogID, below epoch: UInt32) async throws(StoreError) -> UInt64

    /// Living rows with an epoch below one, with their ciphertexts.
    func rows(
        of log: LogID,
        below epoch: UInt32,
        limit: Int
    ) async throws(StoreError) -> [VaultRow]

    /// Puts wrapped keys, MACs and tokens in the place of others, in one transaction; returns how many
    /// rows were not as they were read any more, and were left alone.
    func rewrap(_ keys: [RewrappedKey], of log: LogID) async throws(StoreError) -> Int

    /// The wrapped keys of living rows that have an epoch, from an index on, in the order of indexes.
    func wrappedKeys(
        of log: LogID,
        in epoch: UInt32,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [CarriedKey]

    /// Makes erased records of living rows whose epoch's key is gone: they were erased after the backup
    /// was taken that the database was restored from. Returns how many it made. For the owner alone.
    func forget(_ rows: [VaultRow], of log: LogID) async throws(StoreError) -> Int

    /// Closes the epochs below one; false, and nothing is closed, if a row has one of them.
    func closeEpochs(below epoch: UInt32, of log: LogID) async throws(StoreError) -> Bool
}

extension VaultStore {
    /// The records of some entries, one after the other.
    public func records(
        of log: LogID,
        at indexes: [UInt64]
    ) async throws(StoreError) -> [VaultRow] {
        var records: [VaultRow] = []
        for index in indexes {
            if let record = try await self.record(of: log, at: index) { records.append(record) }
        }
        return records
    }
}

/// A record's key under another epoch's.
public struct RewrappedKey: Hashable, Sendable {
    /// The index of the record's entry.
    public let index: UInt64
    /// The wrapped key that it takes the place of.
    public let oldKey: [UInt8]
    /// The new epoch.
    public let epoch: UInt32
    /// The same key, wrapped under the new epoch.
    public let wrappedKey: [UInt8]
    /// HMAC of the request that brought the record, under the new epoch; nil if that is erased.
    public let bodyMAC: [UInt8]?
    /// What the record is found by in the new epoch.
    public let tokens: [Int64]

    /// Joins the parts.
    public init(
        index: UInt64,
        oldKey: [UInt8],
        epoch: UInt32,
        wrappedKey: [UInt8],
        bodyMAC: [UInt8]?,
        tokens: [Int64]
    ) {
        self.index = index
        self.oldKey = oldKey
        self.epoch = epoch
        self.wrappedKey = wrappedKey
        self.bodyMAC = bodyMAC
        self.tokens = tokens
    }
}

/// Which rows are candidates of a search.
public struct CandidateQuery: Hashable, Sendable {
    /// Any of these tokens; empty for all rows, in the order of time.
    public let tokens: [Int64]
    /// Recorded at this time or later, in seconds since 1970.
    public let recordedFrom: UInt64?
    /// Recorded before this time.
    public let recordedBefore: UInt64?
    /// Of entries below this index.
    public let below: UInt64
    /// Behind this place.
    public let after: VaultCursor?
    /// At most so many.
    public let limit: Int

    /// Joins the parts.
    public init(
        tokens: [Int64],
        recordedFrom: UInt64?,
        recordedBefore: UInt64?,
        below: UInt64,
        after: VaultCursor?,
        limit: Int
    ) {
        self.tokens = tokens
        self.recordedFrom = recordedFrom
        self.recordedBefore = recordedBefore
        self.below = below
        self.after = after
        self.limit = limit
    }

    /// Whether a living row is one: what a store does, in words of the row.
    public func matches(_ row: VaultRow) -> Bool {
        guard row.index < self.below, let sealed = row.sealed, !row.header.isDummy else {
            return false
        }
        if let from = self.recordedFrom, row.header.recordedAt < from { return false }
        if let before = self.recordedBefore, row.header.recordedAt >= before { return false }
        guard self.tokens.isEmpty || sealed.tokens.contains(where: self.tokens.contains) else {
            return false
        }
        guard let after = self.after else { return true }
        if !self.tokens.isEmpty { return row.index < after.index }
        return (row.header.recordedAt, row.index) < (after.recordedAt, after.index)
    }
}

/// A place in the results of a search: the row behind which to go on.
public struct VaultCursor: Hashable, Sendable {
    /// When that record was recorded, in seconds since 1970.
    public let recordedAt: UInt64
    /// The index of its entry.
    public let index: UInt64

    /// Joins the two.
    public init(recordedAt: UInt64, index: UInt64) {
        self.recordedAt = recordedAt
        self.index = index
    }
}
