import MerkleTree
package import SignedNotes

/// The head of one tree that a witness cosigned last.
package struct CosignedHead<Hasher: SuiteHasher>: Hashable, Sendable {
    /// Size and root, with the origin.
    package let checkpoint: Checkpoint<Hasher>
    /// When it was cosigned, in POSIX seconds.
    package let timestamp: UInt64
    /// The checkpoint with the signatures of its log that verified, and the witness's own.
    package let note: UnverifiedNote

    /// Joins the parts.
    package init(checkpoint: Checkpoint<Hasher>, timestamp: UInt64, note: UnverifiedNote) {
        self.checkpoint = checkpoint
        self.timestamp = timestamp
        self.note = note
    }
}
