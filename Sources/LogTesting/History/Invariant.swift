/// A sentence that must be true of every history of a log. `Specs/faults.md` has them in full.
public enum Invariant: String, Hashable, Sendable, CaseIterable {
    /// An acknowledged append is at its index in every later head, with its bytes.
    case acknowledgedIsKept = "I1"
    /// No two signed heads have one size and different roots.
    case headsDoNotFork = "I2"
    /// Any two signed heads are consistent in both trees.
    case headsAreConsistent = "I3"
    /// What one observer is shown never becomes smaller.
    case sizesOnlyGrow = "I4"
    /// Indexes are contiguous from 0: no gap, and none is given twice.
    case indexesAreContiguous = "I8"
    /// The time of a head is not before that of a smaller one, nor before its entries were sent,
    /// nor more than 5 seconds ahead of the clock.
    case timesDoNotGoBack = "I10"
    /// One key and one body have one index for ever; another body under the key is refused.
    case keysAreKept = "I11"
    /// A retry settles what became of an append, and the tree grows by it once at most.
    case retriesSettle = "I12"
    /// Acknowledgements and entries correspond: no entry that nobody sent, none acknowledged that no
    /// head reaches.
    case promisesAreEnumerable = "I13"
    /// Whoever is told that nothing was appended has nothing appended.
    case refusedIsNotAppended = "I14"
    /// No two batches take the same place.
    case oneWriterAtATime = "I16"
    /// Reads of the public view end at the newest published size.
    case readsEndAtPublished = "I24"
    /// After a fault the log works again: what is sent again is taken, what is promised is published.
    case recovers = "I28"
    /// Answers are ones that the interface has.
    case answersAreKnown = "interface"
}
