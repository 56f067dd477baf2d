public import LogCore
public import MerkleTree
public import SignedNotes
import Synchronization
public import Witnessing

/// A store whose calls go wrong where a ``FaultInjector`` says, or that turns a bit over in whatever
/// is read back. What it commits it writes into a history.
public final class FaultyLogStore: LogStore {
    private let store: any LogStore
    private let faults: FaultInjector
    private let history: HistoryRecorder?
    private let holder: String
    private let damagesReads: Bool

    /// Interposes itself before `store`. `holder` is the process that commits, for the history.
    public init(
        _ store: any LogStore,
        faults: FaultInjector = FaultInjector(),
        history: HistoryRecorder? = nil,
        holder: String = "",
        damagesReads: Bool = false
    ) {
        self.store = store
        self.faults = faults
        self.history = history
        self.holder = holder
        self.damagesReads = damagesReads
    }

    /// Makes a call, or does not, or loses its answer. `isChange` if its effect outlives it.
    private func passing<Result>(
        _ point: Failpoint,
        isChange: Bool = false,
        _ body: () async throws(StoreError) -> Result
    ) async throws(StoreError) -> Result {
        await self.faults.pauseIfArmed(at: point)
        switch self.faults.reach(point) {
        case .passes: return try await body()
        case .dead: throw .unavailable("the process is gone")
        case .fails(.failsUndone), .fails(.failsHalfDone):
            // An error, or a COMMIT that did not reach the server: the caller cannot tell.
            throw isChange ? .outcomeUnknown(point.rawValue) : .unavailable(point.rawValue)
        case .fails(let form):
            _ = try await body()
            if form == .killed { self.faults.kill() }
            throw isChange ? .outcomeUnknown(point.rawValue) : .unavailable(point.rawValue)
        }
    }

    private func alive() throws(StoreError) {
        if self.faults.isDead { throw .unavailable("the process is gone") }
    }

    /// The entries, with one bit of the last one turned over if reads are damaged.
    public func entries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> EntryBatch {
        let batch = try await self.passing(.promiseReadBack) { () throws(StoreError) in
            try await self.store.entries(of: log, at: indexes)
        }
        guard self.damagesReads else { return batch }
        var bytes = batch.bytes
        if let last = bytes.popLast() { bytes.append(last ^ 0x10) }
        do { return try EntryBatch(parsing: bytes) } catch { throw .corrupt("\(error)") }
    }

    /// As the store underneath.
    public func logs() async throws(StoreError) -> [LogDescriptor] {
        try self.alive()
        return try await self.store.logs()
    }

    /// As the store underneath.
    public func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool,
        hasOpaqueRecords: Bool
    ) async throws(StoreError) -> LogDescriptor {
        try self.alive()
        return try await self.store.createLog(
            name: name,
            origin: origin,
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: allowsOpaqueEntries,
            hasOpaqueRecords: hasOpaqueRecords
        )
    }

    /// As the store underneath.
    public func treeState(of log: LogID) async throws(StoreError) -> TreeState {
        try await self.passing(.promiseState) { () throws(StoreError) in
            try await self.store.treeState(of: log)
        }
    }

    /// As the store underneath.
    public func lookUp(
        _ keys: [IdempotencyKey],
        in log: LogID
    ) async throws(StoreError) -> KeyLookup {
        try self.alive()
        return try await self.store.lookUp(keys, in: log)
    }

    /// As the store underneath, with places inside the transaction where it can go wrong.
    public func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        lookups: [KeyLookup],
        records: [[UInt8]],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError) {
        let faults = self.faults
        let step = Mutex(Step())
        await faults.pauseIfArmed(at: .sequenceBegin)
        try Self.inTransaction(.sequenceBegin, faults)
        try await self.store.sequence(in: log, keys: keys, lookups: lookups, records: records) {
            (locked: borrowing LockedLog) throws(StoreError) -> Integration? in
            try Self.inTransaction(.sequenceLocked, faults)
            let integration = try integrate(locked)
            try Self.inTransaction(.sequenceIntegrated, faults)
            guard let integration else { return nil }
            let from = locked.state.head
            step.withLock { $0 = Step(from: from, to: integration.state.head) }
            switch faults.reach(.sequenceCommit) {
            case .passes: break
            case .dead: throw .unavailable("the process is gone")
            case .fails(.failsUndone), .fails(.failsHalfDone):
                throw .outcomeUnknown(Failpoint.sequenceCommit.rawValue)
            case .fails(let form): step.withLock { $0.lostBy = form }
            }
            return integration
        }
        let done = step.withLock { $0 }
        guard let from = done.from, let to = done.to else { return }
        self.history?.committed(from: from, to: to, by: self.holder)
        guard let form = done.lostBy else { return }
        if form == .killed { self.faults.kill() }
        throw .outcomeUnknown(Failpoint.sequenceCommit.rawValue)
    }

    /// What a transaction did.
    private struct Step: Sendable {
        var from: TwinHead?
        var to: TwinHead?
        /// How the answer to its COMMIT is lost; nil if it is not.
        var lostBy: FaultInjector.Form?
    }

    /// A place before COMMIT: whatever goes wrong here rolls the transaction back.
    private static func inTransaction(
        _ point: Failpoint,
        _ faults: FaultInjector
    ) throws(StoreError) {
        switch faults.reach(point) {
        case .passes: return
        case .dead: throw .unavailable("the process is gone")
        case .fails(let form):
            if form == .killed { faults.kill() }
            throw .unavailable(point.rawValue)
        }
    }

    /// As the store underneath.
    public func edge(of log: LogID, size: UInt64) async throws(StoreError) -> TwinEdge {
        try await self.passing(.promiseEdge) { () throws(StoreError) in
            try await self.store.edge(of: log, size: size)
        }
    }

    /// As the store underneath.
    public func tiles(
        of log: LogID,
        at coordinates: [TileCoordinate]
    ) async throws(StoreError) -> [TwinTile] {
        try await self.passing(.promiseTiles) { () throws(StoreError) in
            try await self.store.tiles(of: log, at: coordinates)
        }
    }

    /// As the store underneath.
    public func publishedHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try await self.passing(.promiseHeads) { () throws(StoreError) in
            try await self.store.publishedHead(of: log)
        }
    }

    /// As the store underneath.
    public func publishedHead(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> PublishedHead? {
        try self.alive()
        return try await self.store.publishedHead(of: log, size: size)
    }

    /// As the store underneath.
    public func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead? {
        try await self.passing(.promiseHeads) { () throws(StoreError) in
            try await self.store.pendingHead(of: log)
        }
    }

    /// As the store underneath.
    public func insertPendingHead(
        _ head: TwinHead,
        of log: LogID,
        after published: UInt64?
    ) async throws(StoreError) -> PendingHead? {
        try await self.passing(.publishPending, isChange: true) { () throws(StoreError) in
            try await self.store.insertPendingHead(head, of: log, after: published)
        }
    }

    /// As the store underneath.
    public func storeNotes(
        _ notes: HeadNotes,
        for head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.passing(.publishNotes, isChange: true) { () throws(StoreError) in
            try await self.store.storeNotes(notes, for: head, of: log)
        }
    }

    /// As the store underneath.
    public func withdrawPendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try await self.passing(.publishWithdraw, isChange: true) { () throws(StoreError) in
            try await self.store.withdrawPendingHead(head, of: log)
        }
    }

    /// As the store underneath.
    public func publish(_ head: PublishedHead, of log: LogID) async throws(StoreError) {
        try await self.passing(.publishHead, isChange: true) { () throws(StoreError) in
            try await self.store.publish(head, of: log)
        }
    }

    /// As the store underneath: what goes wrong with the notes of a head goes wrong with what is
    /// added to them.
    public func addCosignatures(
        _ cosignatures: [HeadCosignature],
        to head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try await self.passing(.publishNotes, isChange: true) { () throws(StoreError) in
            try await self.store.addCosignatures(cosignatures, to: head, of: log)
        }
    }

    /// As the store underneath: what goes wrong when a head is withdrawn goes wrong when it is put
    /// aside.
    public func supersedePendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try await self.passing(.publishWithdraw, isChange: true) { () throws(StoreError) in
            try await self.store.supersedePendingHead(head, of: log)
        }
    }

    /// As the store underneath.
    public func supersededHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try self.alive()
        return try await self.store.supersededHead(of: log)
    }
}
