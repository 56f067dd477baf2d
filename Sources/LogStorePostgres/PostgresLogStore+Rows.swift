public import LogCore
internal import MerkleTree
internal import Postgres

/// What is stored, for those who compare it. On the connections that read.
extension PostgresLogStore: LogRows {
    /// The entries at some indexes.
    public func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries {
        try await self.read { try StoredRowReader(log: log).entries(at: indexes, $0) }
    }

    /// The tiles at some places of a level, in order; those without a row are left out.
    public func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile] {
        try await self.read { try StoredRowReader(log: log).tiles(level: level, at: indexes, $0) }
    }

    /// The published heads of some sizes, smallest first.
    public func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead] {
        try await self.read { try StoredRowReader(log: log).heads(sizes: sizes, $0) }
    }
}
