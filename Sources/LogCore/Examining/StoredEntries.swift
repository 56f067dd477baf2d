public import MerkleTree

/// A run of entries as the rows of a store hold them, whatever they say.
public struct StoredEntries: Hashable, Sendable {
    /// The indexes that were asked for.
    public let indexes: Range<UInt64>
    /// The entries at those of ``indexes`` that are in none of the lists below, in order.
    public let entries: EntryBatch
    /// The indexes without a row, rising.
    public let missing: [UInt64]
    /// The indexes whose row holds what is no entry, being too short or too long; rising.
    public let malformed: [UInt64]
    /// The indexes with more than one row, rising. The first of the rows counts.
    public let repeated: [UInt64]

    /// Joins what was read.
    ///
    /// - Precondition: Each index has an entry or is named as missing or malformed.
    public init(
        indexes: Range<UInt64>,
        entries: EntryBatch,
        missing: [UInt64] = [],
        malformed: [UInt64] = [],
        repeated: [UInt64] = []
    ) {
        precondition(
            entries.count + missing.count + malformed.count == indexes.count,
            "each index has an entry or lacks one"
        )
        self.indexes = indexes
        self.entries = entries
        self.missing = missing
        self.malformed = malformed
        self.repeated = repeated
    }
}
