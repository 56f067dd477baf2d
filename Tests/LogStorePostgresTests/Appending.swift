import LogCore
import LogTesting
import MerkleTree
import Synchronization

extension LogStore {
    /// Appends `count` random entries from the locked edge; returns where they begin.
    @discardableResult
    func appendRandom(
        _ count: Int,
        to log: LogID,
        seed: UInt64,
        keys: [(key: IdempotencyKey, indexes: Range<UInt64>)] = []
    ) async throws(StoreError) -> (start: UInt64, entries: EntryBatch) {
        let entries = EntryBatch.random(count, seed: seed)
        return (try await self.append(entries, to: log, keys: keys), entries)
    }

    /// Appends entries from the locked edge; returns where they begin.
    @discardableResult
    func append(
        _ entries: EntryBatch,
        to log: LogID,
        lookingUp lookedUp: [IdempotencyKey]? = nil,
        keys: [(key: IdempotencyKey, indexes: Range<UInt64>)] = []
    ) async throws(StoreError) -> UInt64 {
        let start = Mutex<UInt64>(0)
        try await self.sequence(in: log, keys: lookedUp ?? keys.map(\.key)) {
            (locked: borrowing LockedLog) throws(StoreError) in
            var edge = try locked.edge()
            let size = edge.size
            start.withLock { $0 = size }
            let tiles = edge.append(TwinLeaves(hashing: entries))
            return Integration(entries: entries, tiles: tiles, state: edge.state, keys: keys)
        }
        return start.withLock { $0 }
    }
}

extension EntryBatch {
    /// Random entries of 24 bytes.
    static func random(_ count: Int, seed: UInt64) -> EntryBatch {
        var random = SeededGenerator(seed: seed)
        var bundle: [UInt8] = []
        for _ in 0..<count { bundle += [0, 24] + random.bytes(24) }
        do { return try EntryBatch(parsing: bundle) } catch {
            preconditionFailure("an entry of 24 bytes is one")
        }
    }
}
