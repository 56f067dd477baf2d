import MerkleTree
import SignedNotes

/// What the journal keeps of one accepted offer: the entries that were new, and the head after them.
struct JournalRecord: Hashable, Sendable {
    /// The entries. At least one.
    let entries: EntryBatch
    /// The head after the last of them.
    let head: TwinHead

    /// Joins the two.
    ///
    /// - Precondition: There are entries, and no more than the head's size.
    init(entries: EntryBatch, head: TwinHead) {
        precondition(
            !entries.isEmpty && UInt64(entries.count) <= head.size,
            "a record ends at its head"
        )
        self.entries = entries
        self.head = head
    }

    /// The index of the first entry.
    var firstIndex: UInt64 { self.head.size - UInt64(self.entries.count) }
}
