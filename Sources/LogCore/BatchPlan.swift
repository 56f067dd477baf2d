import MerkleTree

/// What becomes of a batch of submissions once the tree's state is locked: which are new and where
/// they go, which are repeats, which are refused.
struct BatchPlan: Sendable {
    /// What one submission comes to.
    enum Outcome: Hashable, Sendable {
        /// It is appended at these indexes.
        case appended(Range<UInt64>)
        /// An earlier one under its key was, at these indexes.
        case repeated(Range<UInt64>)
        /// Its key stands for other content.
        case keyConflict
    }

    /// One outcome a submission, in their order.
    private(set) var outcomes: [Outcome] = []
    /// The entries that are new, in order.
    private(set) var entries = EntryBatch()
    /// The keys that are new.
    private(set) var keys: [(key: IdempotencyKey, indexes: Range<UInt64>)] = []

    /// Decides about `submissions`, to be appended from `firstIndex` on.
    init(
        _ submissions: [Submission],
        firstIndex: UInt64,
        known: [IdempotencyKey: StoredAppend]
    ) {
        self.outcomes.reserveCapacity(submissions.count)
        self.entries.reserveCapacity(
            entries: submissions.reduce(0) { $0 + $1.entries.count },
            bytes: submissions.reduce(0) { $0 + $1.entries.bytes.count }
        )
        var inBatch: [KeyIdentity: StoredAppend] = [:]
        inBatch.reserveCapacity(submissions.count)
        for submission in submissions {
            if let key = submission.key {
                let identity = KeyIdentity(key)
                // SPEC: HTTP-13, HTTP-14: the same content is a repeat, other content a conflict.
                if let earlier = known[key] ?? inBatch[identity] {
                    self.outcomes.append(
                        earlier.bodyMAC == key.bodyMAC ? .repeated(earlier.indexes) : .keyConflict
                    )
                    continue
                }
                let indexes = self.take(submission.entries, firstIndex: firstIndex)
                inBatch[identity] = StoredAppend(bodyMAC: key.bodyMAC, indexes: indexes)
                self.keys.append((key, indexes))
            } else {
                _ = self.take(submission.entries, firstIndex: firstIndex)
            }
        }
    }

    private mutating func take(_ entries: EntryBatch, firstIndex: UInt64) -> Range<UInt64> {
        let start = firstIndex + UInt64(self.entries.count)
        self.entries.append(contentsOf: entries)
        let indexes = start..<start + UInt64(entries.count)
        self.outcomes.append(.appended(indexes))
        return indexes
    }
}
