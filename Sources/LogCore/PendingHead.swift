public import SignedNotes
public import Witnessing

/// A head on its way to publication. A log has at most one.
public struct PendingHead: Hashable, Sendable {
    /// The size and both roots.
    public let head: TwinHead
    /// The signed notes; nil until the signer's answer is stored.
    public let notes: HeadNotes?

    /// Joins the two.
    public init(head: TwinHead, notes: HeadNotes?) {
        self.head = head
        self.notes = notes
    }
}

/// A head that the world has been shown.
public struct PublishedHead: Hashable, Sendable {
    /// The size and both roots.
    public let head: TwinHead
    /// The signed notes.
    public let notes: HeadNotes

    /// Joins the two.
    public init(head: TwinHead, notes: HeadNotes) {
        self.head = head
        self.notes = notes
    }
}
