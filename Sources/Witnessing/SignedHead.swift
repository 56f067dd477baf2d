import SignedNotes

/// A head that was signed, with all that is kept of it.
struct SignedHead: Hashable, Sendable {
    /// The edges of both trees there.
    let range: TwinRange
    /// The head of ``range``.
    let head: TwinHead
    /// When it was signed, in POSIX seconds: the timestamp in the SM2 signatures.
    let timestamp: UInt64
    /// The notes, byte for byte as they left.
    let notes: HeadNotes

    /// Joins the parts.
    init(range: TwinRange, timestamp: UInt64, notes: HeadNotes) {
        self.range = range
        self.head = range.head
        self.timestamp = timestamp
        self.notes = notes
    }
}
