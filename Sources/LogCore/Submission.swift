public import MerkleTree

/// What one caller appends in one call: entries that get consecutive indexes, all or none.
public struct Submission: Sendable {
    /// The entries. At least one.
    public let entries: EntryBatch
    /// What makes a retry recognisable; nil if the caller gave no key.
    public let key: IdempotencyKey?

    /// Joins the two.
    ///
    /// - Precondition: There is at least one entry.
    public init(entries: EntryBatch, key: IdempotencyKey?) {
        precondition(!entries.isEmpty, "a submission has an entry")
        self.entries = entries
        self.key = key
    }
}

/// The promise that a submission is in the log, given after the signer has recorded it.
public struct Receipt: Hashable, Sendable {
    /// The indexes of the submission's entries, in their order.
    public let indexes: Range<UInt64>
    /// Whether an earlier request under the same key had appended them.
    public let isRepeat: Bool

    /// Joins the two.
    public init(indexes: Range<UInt64>, isRepeat: Bool) {
        self.indexes = indexes
        self.isRepeat = isRepeat
    }
}
