import CryptoSuites
public import LogCore
public import MerkleTree
public import SignedNotes
import Synchronization
public import Witnessing

/// A store in memory that keeps the promises of ``LogStore``, for tests of what stands on it.
///
/// What it holds can be taken out and put back, which is what restoring a database from an earlier
/// copy does.
public final class MemoryLogStore: LogStore {
    /// All that the store holds.
    public struct Content: Sendable {
        var logs: [LogID: Log] = [:]
    }

    struct Log: Sendable {
        var descriptor: LogDescriptor
        var entries: [[UInt8]] = []
        var edge = TwinEdge()
        var tiles: [TileCoordinate: TwinTile] = [:]
        var keys: [KeyIdentity: StoredAppend] = [:]
        var published: [PublishedHead] = []
        var pending: PendingHead?
        var vault = MemoryVault()
        var superseded: [PublishedHead] = []
    }

    // Every call holds it for its whole length, as the row lock of a database would.
    let content = Mutex(Content())

    /// Creates an empty store.
    public init() {}

    /// What the store holds now.
    public func snapshot() -> Content { self.content.withLock { $0 } }

    /// Puts back what a store held once.
    public func restore(_ content: Content) { self.content.withLock { $0 = content } }

    /// Changes an entry as somebody with all rights to the database could.
    public func overwriteEntry(at index: Int, of log: LogID, with bytes: [UInt8]) {
        self.content.withLock { $0.logs[log]?.entries[index] = bytes }
    }

    /// Loses the newest published head, and finds an older one pending, signed if it has notes: what a
    /// failover to a replica that lagged behind does to the rows of heads.
    public func loseNewestHead(of log: LogID, pending: TwinHead, notes: HeadNotes? = nil) {
        self.content.withLock { content in
            _ = content.logs[log]?.published.popLast()
            content.logs[log]?.pending = PendingHead(head: pending, notes: notes)
        }
    }

    /// All logs, in the order of their creation.
    public func logs() async throws(StoreError) -> [LogDescriptor] {
        self.content.withLock { content in
            content.logs.values.map(\.descriptor).sorted { $0.id.value < $1.id.value }
        }
    }

    /// Adds a log without entries.
    public func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool,
        hasOpaqueRecords: Bool
    ) async throws(StoreError) -> LogDescriptor {
        try self.content.withLock { (content) throws(StoreError) in
            let taken = content.logs.values.contains {
                $0.descriptor.name == name || $0.descriptor.origin == origin
            }
            guard !taken else { throw .alreadyExists }
            let descriptor = LogDescriptor(
                id: LogID(Int64(content.logs.count + 1)),
                name: name,
                origin: origin,
                jurisdiction: jurisdiction,
                allowsOpaqueEntries: allowsOpaqueEntries,
                hasOpaqueRecords: hasOpaqueRecords
            )
            content.logs[descriptor.id] = Log(descriptor: descriptor)
            return descriptor
        }
    }

    /// The state of both trees.
    public func treeState(of log: LogID) async throws(StoreError) -> TreeState {
        try self.reading(log) { $0.edge.state }
    }

    /// What is stored under some retry keys.
    public func lookUp(
        _ keys: [IdempotencyKey],
        in log: LogID
    ) async throws(StoreError) -> KeyLookup {
        try self.reading(log) { log in
            KeyLookup(head: log.edge.state.head, keys: keys, stored: log.keys)
        }
    }

    /// Adds a batch, all of it or nothing. All keys are looked up, whatever was before.
    public func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        lookups: [KeyLookup],
        records: [[UInt8]],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError) {
        try self.changing(log) { (log) throws(StoreError) in
            var known: [IdempotencyKey: StoredAppend] = [:]
            for key in keys {
                known[key] = log.keys[KeyIdentity(key)]
            }
            let edge = log.edge
            let locked = LockedLog(
                state: edge.state,
                known: known,
                knownRecords: log.vault.marks(of: records),
                vaultEpochs: log.vault.epochs
            ) { () throws(StoreError) in edge }
            guard let integration = try integrate(locked) else { return }
            let entries = integration.entries
            var grown = edge
            _ = grown.append(TwinLeaves(hashing: entries))
            guard grown.state == integration.state else {
                throw .conflict("the state does not follow from the entries")
            }
            log.entries += (0..<entries.count).map { Array(entries[$0]) }
            for tile in integration.tiles { log.tiles[tile.coordinate] = tile }
            for (key, indexes) in integration.keys {
                log.keys[KeyIdentity(key)] = StoredAppend(
                    bodyMAC: key.bodyMAC,
                    indexes: indexes
                )
            }
            log.vault.add(integration.vault)
            log.edge = grown
        }
    }

    /// The growing end of both trees at a size.
    public func edge(of log: LogID, size: UInt64) async throws(StoreError) -> TwinEdge {
        try self.reading(log) { (log) throws(StoreError) in
            var edge = TwinEdge()
            _ = edge.append(TwinLeaves(hashing: try Self.batch(log, 0..<size)))
            return edge
        }
    }

    /// The entries at `indexes`.
    public func entries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> EntryBatch {
        try self.reading(log) { (log) throws(StoreError) in try Self.batch(log, indexes) }
    }

    /// Tiles of both trees, computed from the entries.
    public func tiles(
        of log: LogID,
        at coordinates: [TileCoordinate]
    ) async throws(StoreError) -> [TwinTile] {
        try self.reading(log) { (log) throws(StoreError) in
            var tiles: [TwinTile] = []
            for coordinate in coordinates {
                if let full = log.tiles[coordinate.full] {
                    tiles.append(
                        TwinTile(
                            sha256: full.sha256.prefix(coordinate.width),
                            sm3: full.sm3.prefix(coordinate.width)
                        )
                    )
                    continue
                }
                guard let tile = Self.partial(log, coordinate) else {
                    throw .corrupt("no tile at \(coordinate)")
                }
                tiles.append(tile)
            }
            return tiles
        }
    }

    /// The newest published head.
    public func publishedHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try self.reading(log) { $0.published.last }
    }

    /// The published head of a size.
    public func publishedHead(
        of log: LogID,
        size: UInt64
    ) async throws(StoreError) -> PublishedHead? {
        try self.reading(log) { log in log.published.first { $0.head.size == size } }
    }

    /// The pending head.
    public func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead? {
        try self.reading(log) { $0.pending }
    }

    /// Makes a head the pending one, if there is none.
    public func insertPendingHead(
        _ head: TwinHead,
        of log: LogID,
        after published: UInt64?
    ) async throws(StoreError) -> PendingHead? {
        try self.changing(log) { log in
            guard log.published.last?.head.size == published else { return nil }
            if log.pending == nil { log.pending = PendingHead(head: head, notes: nil) }
            return log.pending
        }
    }

    /// Stores the notes of the pending head.
    public func storeNotes(
        _ notes: HeadNotes,
        for head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try self.changing(log) { log in
            guard let pending = log.pending, pending.head == head, pending.notes == nil else {
                return
            }
            log.pending = PendingHead(head: head, notes: notes)
        }
    }

    /// Takes back a pending head that was never signed.
    public func withdrawPendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try self.changing(log) { log in
            if log.pending?.head == head, log.pending?.notes == nil { log.pending = nil }
        }
    }

    /// Publishes the pending head.
    public func publish(_ head: PublishedHead, of log: LogID) async throws(StoreError) {
        try self.changing(log) { (log) throws(StoreError) in
            if log.published.contains(where: { $0.head == head.head }) {
                Self.add(head.cosignatures, to: head.head, in: &log)
                return
            }
            guard let pending = log.pending, pending.head == head.head else {
                throw .conflict("another head is pending")
            }
            var cosignatures = pending.cosignatures
            cosignatures.add(head.cosignatures)
            log.published.append(
                PublishedHead(head: head.head, notes: head.notes, cosignatures: cosignatures)
            )
            log.pending = nil
        }
    }

    /// Adds cosignatures to a head that is pending or published.
    public func addCosignatures(
        _ cosignatures: [HeadCosignature],
        to head: TwinHead,
        of log: LogID
    ) async throws(StoreError) {
        try self.changing(log) { log in Self.add(cosignatures, to: head, in: &log) }
    }

    private static func add(
        _ cosignatures: [HeadCosignature],
        to head: TwinHead,
        in log: inout Log
    ) {
        if let position = log.published.lastIndex(where: { $0.head == head }) {
            let known = log.published[position]
            var all = known.cosignatures
            all.add(
                cosignatures.map { HeadCosignature(suite: $0.suite, line: $0.line, isLate: true) }
            )
            log.published[position] = PublishedHead(
                head: head,
                notes: known.notes,
                cosignatures: all
            )
        } else if let pending = log.pending, pending.head == head, pending.notes != nil {
            var all = pending.cosignatures
            all.add(
                cosignatures.map { HeadCosignature(suite: $0.suite, line: $0.line, isLate: false) }
            )
            log.pending = PendingHead(head: head, notes: pending.notes, cosignatures: all)
        }
    }

    /// Puts the pending head aside.
    public func supersedePendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError) {
        try self.changing(log) { log in
            guard let pending = log.pending, pending.head == head, let signed = pending.signed
            else { return }
            log.superseded.append(signed)
            log.pending = nil
        }
    }

    /// The largest head that was put aside.
    public func supersededHead(of log: LogID) async throws(StoreError) -> PublishedHead? {
        try self.reading(log) { log in log.superseded.max { $0.head.size < $1.head.size } }
    }

    // MARK: - Helpers

    private func reading<Result: Sendable>(
        _ log: LogID,
        _ body: (Log) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        guard let found = self.content.withLock({ $0.logs[log] }) else { throw .unknownLog }
        return try body(found)
    }

    private func changing<Result: Sendable>(
        _ log: LogID,
        _ body: (inout Log) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try self.content.withLock { (content) throws(StoreError) in
            guard var found = content.logs[log] else { throw .unknownLog }
            let result = try body(&found)
            content.logs[log] = found
            return result
        }
    }

    private static func batch(
        _ log: Log,
        _ indexes: Range<UInt64>
    ) throws(StoreError) -> EntryBatch {
        guard indexes.upperBound <= UInt64(log.entries.count) else {
            throw .corrupt("entries up to \(indexes.upperBound) are not there")
        }
        var batch = EntryBatch()
        for index in indexes {
            do { try batch.append(log.entries[Int(index)]) } catch { throw .corrupt("\(error)") }
        }
        return batch
    }

    private static func partial(_ log: Log, _ coordinate: TileCoordinate) -> TwinTile? {
        guard
            coordinate.exists(inTreeOfSize: UInt64(log.entries.count)),
            let all = try? self.batch(log, 0..<UInt64(log.entries.count))
        else { return nil }
        let leaves = TwinLeaves(hashing: all)
        return TwinTile(
            sha256: self.partial(leaves.sha256, coordinate),
            sm3: self.partial(leaves.sm3, coordinate)
        )
    }

    private static func partial<H: TreeHasher>(
        _ leaves: [TreeHash<H>],
        _ coordinate: TileCoordinate
    ) -> Tile<H> {
        var level = leaves
        for _ in 0..<8 * coordinate.level {
            level = H.parentHashes(of: level[..<(level.count / 2 * 2)])
        }
        let start = Int(coordinate.index) * 256
        return Tile(
            coordinate: coordinate,
            hashes: Array(level[start..<start + coordinate.width])
        )
    }
}
