import LogCore
import LogTesting
import MerkleTree
import Synchronization

/// Rows in memory whose reads can be made to fail, and are remembered.
final class ScriptedRows: LogRows {
    private struct State {
        var reads: [Range<UInt64>] = []
        var errors: [UInt64: [StoreError]] = [:]
        var damaged: Set<UInt64> = []
        var waiter: (count: Int, continuation: CheckedContinuation<Void, Never>)?
    }

    private let snapshot: StoredLogSnapshot
    private let state = Mutex(State())

    init(_ log: StoredLog) { self.snapshot = StoredLogSnapshot(log: log) }

    /// The runs of entries that were asked for, in order.
    var readIndexes: [Range<UInt64>] { self.state.withLock { $0.reads } }

    /// Makes the next reads of the entries from some indexes on fail, one after the other.
    func script(reads errors: [UInt64: [StoreError]]) {
        self.state.withLock { $0.errors = errors }
    }

    /// Turns a bit over in what the next read from an index on returns.
    func damageFirstRead(of index: UInt64) {
        self.state.withLock { _ = $0.damaged.insert(index) }
    }

    /// Waits until so many runs were asked for.
    func waitForReads(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                if state.reads.count >= count { return true }
                state.waiter = (count, continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries {
        let (error, isDamaged, waiting) = self.state.withLock { state in
            state.reads.append(indexes)
            var error: StoreError?
            if var errors = state.errors[indexes.lowerBound], !errors.isEmpty {
                error = errors.removeFirst()
                state.errors[indexes.lowerBound] = errors
            }
            let isDamaged = error == nil && state.damaged.remove(indexes.lowerBound) != nil
            var waiting: CheckedContinuation<Void, Never>?
            if let waiter = state.waiter, state.reads.count >= waiter.count {
                waiting = waiter.continuation
                state.waiter = nil
            }
            return (error, isDamaged, waiting)
        }
        waiting?.resume()
        if let error { throw error }
        let read = try await self.snapshot.storedEntries(of: log, at: indexes)
        guard isDamaged else { return read }
        var bytes = read.entries.bytes
        bytes[bytes.count - 1] ^= 1
        do {
            return StoredEntries(indexes: indexes, entries: try EntryBatch(parsing: bytes))
        } catch {
            throw .corrupt("\(error)")
        }
    }

    func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile] {
        try await self.snapshot.storedTiles(of: log, level: level, at: indexes)
    }

    func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead] {
        try await self.snapshot.storedHeads(of: log, sizes: sizes)
    }
}

/// A store's rows in which entry 7 is another one.
struct ForgingRows: LogRows {
    let rows: MemoryLogStore

    func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries {
        let read = try await self.rows.storedEntries(of: log, at: indexes)
        guard indexes.contains(7) else { return read }
        var forged = EntryBatch()
        do {
            for position in 0..<read.entries.count {
                let isForged = indexes.lowerBound + UInt64(position) == 7
                try forged.append(isForged ? Array("forged".utf8) : Array(read.entries[position]))
            }
        } catch { throw .corrupt("\(error)") }
        return StoredEntries(indexes: indexes, entries: forged)
    }

    func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile] {
        try await self.rows.storedTiles(of: log, level: level, at: indexes)
    }

    func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead] {
        try await self.rows.storedHeads(of: log, sizes: sizes)
    }
}
