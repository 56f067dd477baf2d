/// The rows of one table that lie where the log has none.
public struct StrayRows: Hashable, Sendable {
    /// What the rows are.
    public enum Table: String, Hashable, Sendable, CaseIterable {
        /// Entries; the place is their index.
        case entries
        /// Tiles; the place is their index on the level.
        case tiles
        /// Published heads; the place is their size.
        case heads
        /// Retry keys; the place is the index of the first entry.
        case idempotency
        /// Heads that were given up; the place is their size.
        case supersededHeads = "superseded_heads"
        /// Witnesses' lines; the place is the size of their head.
        case cosignatures
        /// Records in the vault; the place is the index of their entry.
        case vaultRecords = "vault_records"
        /// Contents in the vault; the place is the index of the record's entry.
        case vaultContents = "vault_contents"
        /// What records are found by; the place is the index of the record's entry.
        case vaultTokens = "vault_tokens"
        /// Actions on records; the place is the index of the action's entry.
        case vaultActions = "vault_actions"
    }

    /// What the rows are.
    public let table: Table
    /// The level, of tiles; 0 otherwise.
    public let level: Int
    /// The smallest place of one.
    public let first: Int64
    /// How many there are.
    public let count: Int64

    /// Joins the parts.
    public init(table: Table, level: Int = 0, first: Int64, count: Int64) {
        self.table = table
        self.level = level
        self.first = first
        self.count = count
    }
}
