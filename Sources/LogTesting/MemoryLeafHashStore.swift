public import CryptoSuites
public import LogCore
public import MerkleTree
import Synchronization

/// A ``LeafHashStore`` in memory, whose rows a test can forge.
public final class MemoryLeafHashStore: LeafHashStore {
    private struct Rows {
        var indexes: [Int64: Set<UInt64>] = [:]
        var size: UInt64 = 0
    }

    private struct State {
        var logs: [LogID: Rows] = [:]
        var error: StoreError?
    }

    // Every call holds it for its whole length, as a transaction would.
    private let state = Mutex(State())

    /// Creates an empty store.
    public init() {}

    /// Makes every call fail; nil ends that.
    public func fail(with error: StoreError?) { self.state.withLock { $0.error = error } }

    /// Adds a row as somebody with all rights to the database could.
    public func forge(_ index: UInt64, under hash: TreeHash<SHA256Hasher>, of log: LogID) {
        _ = self.state.withLock {
            $0.logs[log, default: Rows()].indexes[hash.lookupPrefix, default: []].insert(index)
        }
    }

    /// How many leaf hashes of the log are in it.
    public func indexedSize(of log: LogID) async throws(StoreError) -> UInt64 {
        try self.working { $0[log]?.size ?? 0 }
    }

    /// Adds leaf hashes, if those below are there.
    public func add(
        _ hashes: [TreeHash<SHA256Hasher>],
        of log: LogID,
        after size: UInt64
    ) async throws(StoreError) -> UInt64 {
        try self.working { logs in
            var rows = logs[log] ?? Rows()
            guard rows.size == size else { return rows.size }
            for (offset, hash) in hashes.enumerated() {
                rows.indexes[hash.lookupPrefix, default: []].insert(size + UInt64(offset))
            }
            rows.size += UInt64(hashes.count)
            logs[log] = rows
            return rows.size
        }
    }

    /// The indexes that may have this leaf hash.
    public func candidates(
        for hash: TreeHash<SHA256Hasher>,
        of log: LogID,
        from start: UInt64,
        limit: Int
    ) async throws(StoreError) -> LeafCandidates {
        try self.working { logs in
            let indexes = logs[log]?.indexes[hash.lookupPrefix] ?? []
            return LeafCandidates(
                indexes: Array(indexes.filter { $0 >= start }.sorted().prefix(limit)),
                indexedSize: logs[log]?.size ?? 0
            )
        }
    }

    private func working<Result: Sendable>(
        _ body: (inout [LogID: Rows]) -> Result
    ) throws(StoreError) -> Result {
        try self.state.withLock { (state) throws(StoreError) in
            if let error = state.error { throw error }
            return body(&state.logs)
        }
    }
}
