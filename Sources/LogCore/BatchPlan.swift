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
        /// Its key, or its record's id, stands for other content.
        case keyConflict
        /// It was sealed in an epoch that rows may not have.
        case vaultEpochClosed
    }

    /// One outcome a submission, in their order.
    private(set) var outcomes: [Outcome] = []
    /// The entries that are new, in order.
    private(set) var entries = EntryBatch()
    /// The keys that are new.
    private(set) var keys: [(key: IdempotencyKey, indexes: Range<UInt64>)] = []
    /// What the vault is to keep.
    private(set) var vault: [(index: UInt64, content: VaultContent)] = []

    /// Decides about `submissions`, to be appended from `firstIndex` on.
    init(
        _ submissions: [Submission],
        firstIndex: UInt64,
        known: [IdempotencyKey: StoredAppend],
        knownRecords: [[UInt8]: StoredRecordMark] = [:],
        vaultEpochs: VaultEpochs? = nil
    ) {
        self.outcomes.reserveCapacity(submissions.count)
        self.entries.reserveCapacity(
            entries: submissions.reduce(0) { $0 + $1.entries.count },
            bytes: submissions.reduce(0) { $0 + $1.entries.bytes.count }
        )
        var inBatch: [KeyIdentity: StoredAppend] = [:]
        inBatch.reserveCapacity(submissions.count)
        var recordsInBatch: [[UInt8]: StoredRecordMark] = [:]
        for submission in submissions {
            if let content = submission.vault {
                let mark = knownRecords[content.recordMAC] ?? recordsInBatch[content.recordMAC]
                if let outcome = Self.outcome(of: content, mark, vaultEpochs) {
                    self.outcomes.append(outcome)
                    continue
                }
                let epoch = content.sealed.epoch
                recordsInBatch[content.recordMAC] = StoredRecordMark(
                    index: firstIndex + UInt64(self.entries.count),
                    epoch: epoch,
                    bodyMAC: content.bodyMACs[epoch]
                )
            }
            if let key = submission.key {
                let identity = KeyIdentity(key)
                // SPEC: HTTP-13, HTTP-14: the same content is a repeat, other content a conflict.
                if let earlier = known[key] ?? inBatch[identity] {
                    if let content = submission.vault {
                        // The record's id is new, so the key was used for another one.
                        recordsInBatch[content.recordMAC] = nil
                        self.outcomes.append(.keyConflict)
                        continue
                    }
                    self.outcomes.append(
                        earlier.bodyMAC == key.bodyMAC ? .repeated(earlier.indexes) : .keyConflict
                    )
                    continue
                }
                let indexes = self.take(submission, firstIndex: firstIndex)
                inBatch[identity] = StoredAppend(bodyMAC: key.bodyMAC, indexes: indexes)
                self.keys.append((key, indexes))
            } else {
                _ = self.take(submission, firstIndex: firstIndex)
            }
        }
    }

    /// What is known about a record before it is looked at any further; nil if it is new.
    // SPEC: VAULT-9: a record's id stands for one request for ever.
    private static func outcome(
        of content: VaultContent,
        _ mark: StoredRecordMark?,
        _ epochs: VaultEpochs?
    ) -> Outcome? {
        guard let mark else {
            // SPEC: VAULT-18: no row in an epoch whose key may be destroyed.
            return epochs?.takes(content.sealed.epoch) == true ? nil : .vaultEpochClosed
        }
        // What is erased is compared with nothing.
        guard let epoch = mark.epoch, let bodyMAC = mark.bodyMAC else { return .keyConflict }
        guard let own = content.bodyMACs[epoch] else { return .vaultEpochClosed }
        return own == bodyMAC ? .repeated(mark.index..<mark.index + 1) : .keyConflict
    }

    private mutating func take(_ submission: Submission, firstIndex: UInt64) -> Range<UInt64> {
        let start = firstIndex + UInt64(self.entries.count)
        self.entries.append(contentsOf: submission.entries)
        let indexes = start..<start + UInt64(submission.entries.count)
        if let content = submission.vault { self.vault.append((start, content)) }
        self.outcomes.append(.appended(indexes))
        return indexes
    }
}
