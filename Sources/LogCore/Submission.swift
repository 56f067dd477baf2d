public import MerkleTree

/// What one caller appends in one call: entries that get consecutive indexes, all or none.
public struct Submission: Sendable {
    /// The entries. At least one.
    public let entries: EntryBatch
    /// What makes a retry recognisable; nil if the caller gave no key.
    public let key: IdempotencyKey?
    /// What the vault keeps of a record whose statement the entry is; nil for other entries.
    public let vault: VaultContent?

    /// Joins the parts.
    ///
    /// - Precondition: There is at least one entry, and exactly one if there is something for the vault.
    public init(entries: EntryBatch, key: IdempotencyKey?, vault: VaultContent? = nil) {
        precondition(!entries.isEmpty, "a submission has an entry")
        precondition(vault == nil || entries.count == 1, "a record is one entry")
        self.entries = entries
        self.key = key
        self.vault = vault
    }

    /// How much memory it takes, as far as that counts.
    var byteCount: Int { self.entries.bytes.count + (self.vault?.byteCount ?? 0) }
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
