public import MerkleTree

/// What one sequencing transaction adds to a log: all of it, or nothing.
public struct Integration: Sendable {
    /// The entries, from the locked size on.
    public let entries: EntryBatch
    /// The tiles that became full.
    public let tiles: [TwinTile]
    /// The state that takes the locked one's place.
    public let state: TreeState
    /// The retry keys of the batch, with the indexes that each stands for.
    public let keys: [(key: IdempotencyKey, indexes: Range<UInt64>)]
    /// What the vault keeps of records whose statements are among the entries.
    public let vault: [(index: UInt64, content: VaultContent)]

    /// Joins the parts.
    public init(
        entries: EntryBatch,
        tiles: [TwinTile],
        state: TreeState,
        keys: [(key: IdempotencyKey, indexes: Range<UInt64>)],
        vault: [(index: UInt64, content: VaultContent)] = []
    ) {
        self.entries = entries
        self.tiles = tiles
        self.state = state
        self.keys = keys
        self.vault = vault
    }
}
