public import LogCore

/// A vault's store that stops at one of its changes.
public struct FaultyVaultStore: VaultStore {
    private let store: any VaultStore
    private let faults: StepFaults
    private let epochs: VaultEpochs?

    /// Interposes itself before `store`. `epochs` are told in the place of its own, if there are any.
    public init(
        _ store: any VaultStore,
        faults: StepFaults = StepFaults(),
        epochs: VaultEpochs? = nil
    ) {
        self.store = store
        self.faults = faults
        self.epochs = epochs
    }

    /// As the store underneath, unless others are told.
    public func vaultEpochs(of log: LogID) async throws(StoreError) -> VaultEpochs {
        if let epochs { return epochs }
        return try await self.store.vaultEpochs(of: log)
    }

    /// As the store underneath.
    public func record(of log: LogID, at index: UInt64) async throws(StoreError) -> VaultRow? {
        try await self.store.record(of: log, at: index)
    }

    /// As the store underneath.
    public func record(of log: LogID, mac: [UInt8]) async throws(StoreError) -> VaultRow? {
        try await self.store.record(of: log, mac: mac)
    }

    /// As the store underneath.
    public func records(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        try await self.store.records(of: log, from: index, limit: limit)
    }

    /// As the store underneath.
    public func decidingRecords(
        of log: LogID,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        try await self.store.decidingRecords(of: log, from: index, limit: limit)
    }

    /// As the store underneath.
    public func candidates(
        for query: CandidateQuery,
        of log: LogID
    ) async throws(StoreError) -> [VaultRow] {
        try await self.store.candidates(for: query, of: log)
    }

    /// As the store underneath.
    public func indexTokens(of log: LogID, step: UInt64) async throws(StoreError) -> UInt64 {
        try await self.store.indexTokens(of: log, step: step)
    }

    /// As the store underneath.
    public func pendingActions(
        of log: LogID,
        below size: UInt64,
        limit: Int
    ) async throws(StoreError) -> [StoredAction] {
        try await self.store.pendingActions(of: log, below: size, limit: limit)
    }

    /// As the store underneath.
    public func action(of log: LogID, entry: UInt64) async throws(StoreError) -> StoredAction? {
        try await self.store.action(of: log, entry: entry)
    }

    /// A step.
    public func carryOut(
        entry: UInt64,
        of log: LogID,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome? {
        try await self.faults.storing("carryOut") { () throws(StoreError) in
            try await self.store.carryOut(entry: entry, of: log, unlessFrozen: check)
        }
    }

    /// A step.
    public func eraseFields(
        entry: UInt64,
        of log: LogID,
        oldKey: [UInt8],
        replacement: SealedContent?,
        unlessFrozen check: FreezeCheck
    ) async throws(StoreError) -> ActionOutcome? {
        try await self.faults.storing("eraseFields") { () throws(StoreError) in
            try await self.store.eraseFields(
                entry: entry,
                of: log,
                oldKey: oldKey,
                replacement: replacement,
                unlessFrozen: check
            )
        }
    }

    /// A step.
    public func beginEpoch(_ epoch: UInt32, of log: LogID) async throws(StoreError) -> UInt32 {
        try await self.faults.storing("beginEpoch") { () throws(StoreError) in
            try await self.store.beginEpoch(epoch, of: log)
        }
    }

    /// As the store underneath.
    public func rowCount(of log: LogID, below epoch: UInt32) async throws(StoreError) -> UInt64 {
        try await self.store.rowCount(of: log, below: epoch)
    }

    /// As the store underneath.
    public func rows(
        of log: LogID,
        below epoch: UInt32,
        limit: Int
    ) async throws(StoreError) -> [VaultRow] {
        try await self.store.rows(of: log, below: epoch, limit: limit)
    }

    /// A step.
    public func rewrap(_ keys: [RewrappedKey], of log: LogID) async throws(StoreError) -> Int {
        try await self.faults.storing("rewrap") { () throws(StoreError) in
            try await self.store.rewrap(keys, of: log)
        }
    }

    /// As the store underneath.
    public func wrappedKeys(
        of log: LogID,
        in epoch: UInt32,
        from index: UInt64,
        limit: Int
    ) async throws(StoreError) -> [CarriedKey] {
        try await self.store.wrappedKeys(of: log, in: epoch, from: index, limit: limit)
    }

    /// As the store underneath.
    public func forget(_ rows: [VaultRow], of log: LogID) async throws(StoreError) -> Int {
        try await self.store.forget(rows, of: log)
    }

    /// A step.
    public func closeEpochs(below epoch: UInt32, of log: LogID) async throws(StoreError) -> Bool {
        try await self.faults.storing("closeEpochs") { () throws(StoreError) in
            try await self.store.closeEpochs(below: epoch, of: log)
        }
    }
}
