public import LogCore
public import MerkleTree
import SignedNotes
import Synchronization

/// What the store holds as rows, and the changes that somebody with all rights could make to them.
extension MemoryLogStore: LogRows {
    /// Changes a full tile as somebody with all rights to the database could.
    public func overwriteTile(at coordinate: TileCoordinate, of log: LogID, with tile: TwinTile) {
        self.content.withLock { $0.logs[log]?.tiles[coordinate] = tile }
    }

    /// The entries at some indexes.
    public func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries {
        let entries = try self.rows(of: log).entries
        var batch = EntryBatch()
        var missing: [UInt64] = []
        var malformed: [UInt64] = []
        for index in indexes {
            guard index < UInt64(entries.count) else {
                missing.append(index)
                continue
            }
            do { try batch.append(entries[Int(index)]) } catch { malformed.append(index) }
        }
        return StoredEntries(
            indexes: indexes,
            entries: batch,
            missing: missing,
            malformed: malformed
        )
    }

    /// The tiles at some places of a level.
    public func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile] {
        let tiles = try self.rows(of: log).tiles
        return indexes.compactMap { index in
            TileCoordinate(level: level, index: index).flatMap { tiles[$0] }.map { tile in
                StoredTile(
                    level: level,
                    index: index,
                    sha256: tile.sha256.bytes,
                    sm3: tile.sm3.bytes,
                    sha256Root: tile.sha256.root.bytes,
                    sm3Root: tile.sm3.root.bytes
                )
            }
        }
    }

    /// The published heads of some sizes.
    public func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead] {
        try self.rows(of: log).published.filter { sizes.contains($0.head.size) }.map {
            StoredHead(
                size: $0.head.size,
                sha256Root: $0.head.sha256.bytes,
                sm3Root: $0.head.sm3.bytes,
                notes: $0.notes
            )
        }
    }

    private func rows(of log: LogID) throws(StoreError) -> Log {
        guard let found = self.content.withLock({ $0.logs[log] }) else { throw .unknownLog }
        return found
    }
}
