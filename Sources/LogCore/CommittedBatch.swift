import MerkleTree
import SignedNotes

/// A batch that the database has committed and the signer has not recorded yet.
struct CommittedBatch: Sendable {
    /// The index of the first entry.
    let firstIndex: UInt64
    /// The entries, as they were hashed and written.
    let entries: EntryBatch
    /// The head after the last entry.
    let head: TwinHead
}
