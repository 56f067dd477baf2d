public import MerkleTree
public import SignedNotes

/// Entries read back from the database, and the head it has after the last of them.
public struct SignerOffer: Hashable, Sendable {
    /// Which log.
    public let origin: LogOrigin
    /// The index of the first entry.
    public let firstIndex: UInt64
    /// The entries. At least one.
    public let entries: EntryBatch
    /// The head after the last entry: its size is `firstIndex + entries.count`.
    public let head: TwinHead

    /// Joins the parts.
    ///
    /// - Precondition: The head's size follows from index and count.
    public init(origin: LogOrigin, firstIndex: UInt64, entries: EntryBatch, head: TwinHead) {
        precondition(
            !entries.isEmpty && head.size == firstIndex + UInt64(entries.count),
            "an offer ends at its head"
        )
        self.origin = origin
        self.firstIndex = firstIndex
        self.entries = entries
        self.head = head
    }
}

/// The signer's answer to an offer that does not contradict its record.
public enum OfferOutcome: Hashable, Sendable {
    /// All entries of the offer are recorded, now or before; the record ends at `recordedSize`.
    case recorded(recordedSize: UInt64)
    /// The record ends at `recordedSize`, below the offer's first index: offer from there.
    case gap(recordedSize: UInt64)
    /// The entries lie below the journal's beginning and can no longer be compared.
    case belowJournal(journalStart: UInt64)
}
