public import LogCore
public import MerkleTree
public import SignedNotes
import Synchronization
public import Witnessing

/// A store that fails one of its calls, or turns a bit over in whatever is read back.
///
/// A failure has two forms: what was asked did not happen; or it did, and only the answer was lost.
public final class FaultyLogStore: LogStore {
    /// How the call fails.
    public enum Form: Sendable, CaseIterable {
        /// Nothing happened.
        case didNotHappen
        /// It happened, and the caller is not told.
        case happened
    }

    private let store: any LogStore
    private let failingCall: Int?
    private let form: Form
    private let damagesReads: Bool
    private let calls = Mutex(0)

    /// Interposes itself before `store`. Calls are counted from 1; nil fails none.
    public init(
        _ store: any LogStore,
        failingCall: Int? = nil,
        form: Form = .didNotHappen,
        damagesReads: Bool = false
    ) {
        self.store = store
        self.failingCall = failingCall
        self.form = form
        self.damagesReads = damagesReads
    }

    /// How many calls there have been.
    public var callCount: Int { self.calls.withLock { $0 } }

    private func passing<Result>(
        _ body: () async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        let call = self.calls.withLock { calls in
            calls += 1
            return calls
        }
        guard call == self.failingCall else { return try await body() }
        guard self.form == .happened else { throw .unavailable("injected at call \(call)") }
        _ = try await body()
        throw .outcomeUnknown("injected at call \(call)")
    }

    /// The entries, with one bit of the last one turned over if reads are damaged.
    public func entries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> EntryBatch {
        let batch = try await self.passing { () throws(StoreError) in
            try await self.store.entries(of: log, at: indexes)
        }
        guard self.damagesReads else { return batch }
        var bytes = batch.bytes
        if let last = bytes.popLast() { bytes.append(last ^ 0x10) }
        do { return try EntryBatch(parsing: bytes) } catch { throw .corrupt("\(error)") }
    }

    /// As the store underneath.
    public func logs() async throws(StoreError) -> [LogDescriptor] {
        try await self.passing { () throws(StoreError) in
            try await self.store.logs()
        }
    }

    /// As the store underneath.
    public func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool
    ) async throws(StoreError) -> LogDescriptor {
        try await self.passing { () throws(StoreError) in
            try await self.store.createLog(
                name: name,
                origin: origin,
                jurisdiction: jurisdiction,
                allowsOpaqueEntries: allowsOpaqueEntries
            )
        }
    }

    /// As the store underneath.
    public func treeState(of log: LogID) async throws(StoreError) -> TreeState {
        try await self.passing { () throws(StoreError) in
            try await self.store.treeState(of: log)
        }
    }

    /// As the store underneath.
    public func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError) {
        try await self.passing { () throws(StoreError) in
            try await self.store.sequence(in: log, keys: keys, integrate: integrate)
        }
    }

    /// As the store underneath.
    public func edge(of log: LogID, size: UInt64) async throws(StoreError) -> TwinEdge {
        try await self.passing { () throws(StoreError) in
            try await self.store.edge(of: log, size: size)
        }
    }

    /// As the store underneath.
    public func tiles(
        of log: LogID,
        at coordinates: [TileCoordinate]
    ) async throws(StoreError) -> [TwinTile] {
        try await self.passing { () throws(StoreError) in
            try await self.store.tiles(of: log, at: coordinates)
        }
    }

    /// As the store underneath.
    public func publishedHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try await self.passing { () throws(StoreError) in
            try await self.store.publishedHead(of: log)
        }
    }

    /// As the store underneath.
    public func publishedHead(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> PublishedHead? {
        try await self.passing { () throws(StoreError) in
            try await self.store.publishedHead(of: log, size: size)
        }
    }

    /// As the store underneath.
    public func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead? {
        try await self.passing { () throws(StoreError) in
            try await self.store.pendingHead(of: log)
        }
    }

    /// As the store underneath.
    public func insertPendingHead(
        _ head: TwinHead,
        of log: LogID,
        after published: UInt64?
    ) async throws(StoreError) -> PendingHead? {
        try await self.passing { () throws(StoreError) in
            try await self.store.insertPendingHead(head, of: log, after: published)
        }
    }

    /// As the store underneath.
    public func storeNotes(
        _ notes: HeadNotes,
        for head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.passing { () throws(StoreError) in
            try await self.store.storeNotes(notes, for: head, of: log)
        }
    }

    /// As the store underneath.
    public func withdrawPendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try await self.passing { () throws(StoreError) in
            try await self.store.withdrawPendingHead(head, of: log)
        }
    }

    /// As the store underneath.
    public func publish(_ head: PublishedHead, of log: LogID) async throws(StoreError) {
        try await self.passing { () throws(StoreError) in
            try await self.store.publish(head, of: log)
        }
    }
}
