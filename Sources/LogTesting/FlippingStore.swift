public import LogCore
public import MerkleTree
public import SignedNotes
public import Witnessing

/// A store that turns one bit over in whatever is read back, as failing memory would.
public struct FlippingStore: LogStore {
    private let store: any LogStore

    /// Damages what is read from `store`.
    public init(_ store: any LogStore) { self.store = store }

    /// The entries with one bit of the last one turned over.
    public func entries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> EntryBatch {
        let batch = try await self.store.entries(of: log, at: indexes)
        var bytes = batch.bytes
        if let last = bytes.popLast() { bytes.append(last ^ 0x10) }
        do { return try EntryBatch(parsing: bytes) } catch { throw .corrupt("\(error)") }
    }

    /// As the store underneath.
    public func logs() async throws(StoreError) -> [LogDescriptor] { try await self.store.logs() }

    /// As the store underneath.
    public func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool
    ) async throws(StoreError) -> LogDescriptor {
        try await self.store.createLog(
            name: name,
            origin: origin,
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: allowsOpaqueEntries
        )
    }

    /// As the store underneath.
    public func treeState(of log: LogID) async throws(StoreError) -> TreeState {
        try await self.store.treeState(of: log)
    }

    /// As the store underneath.
    public func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError) {
        try await self.store.sequence(in: log, keys: keys, integrate: integrate)
    }

    /// As the store underneath.
    public func edge(of log: LogID, size: UInt64) async throws(StoreError) -> TwinEdge {
        try await self.store.edge(of: log, size: size)
    }

    /// As the store underneath.
    public func tiles(
        of log: LogID,
        at coordinates: [TileCoordinate]
    ) async throws(StoreError) -> [TwinTile] {
        try await self.store.tiles(of: log, at: coordinates)
    }

    /// As the store underneath.
    public func publishedHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try await self.store.publishedHead(of: log)
    }

    /// As the store underneath.
    public func publishedHead(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> PublishedHead? {
        try await self.store.publishedHead(of: log, size: size)
    }

    /// As the store underneath.
    public func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead? {
        try await self.store.pendingHead(of: log)
    }

    /// As the store underneath.
    public func insertPendingHead(
        _ head: TwinHead,
        of log: LogID,
        after published: UInt64?
    ) async throws(StoreError) -> PendingHead? {
        try await self.store.insertPendingHead(head, of: log, after: published)
    }

    /// As the store underneath.
    public func storeNotes(
        _ notes: HeadNotes,
        for head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.store.storeNotes(notes, for: head, of: log)
    }

    /// As the store underneath.
    public func withdrawPendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try await self.store.withdrawPendingHead(head, of: log)
    }

    /// As the store underneath.
    public func publish(_ head: PublishedHead, of log: LogID) async throws(StoreError) {
        try await self.store.publish(head, of: log)
    }
}
