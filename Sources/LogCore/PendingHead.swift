public import SignedNotes
public import Witnessing

/// A head on its way to publication. A log has at most one.
public struct PendingHead: Hashable, Sendable {
    /// The size and both roots.
    public let head: TwinHead
    /// The signed notes; nil until the signer's answer is stored.
    public let notes: HeadNotes?
    /// What witnesses have put below them so far. Empty without notes.
    public let cosignatures: [HeadCosignature]

    /// Joins the three.
    public init(head: TwinHead, notes: HeadNotes?, cosignatures: [HeadCosignature] = []) {
        self.head = head
        self.notes = notes
        self.cosignatures = cosignatures
    }

    /// The head as it would be published; nil until it is signed.
    public var signed: PublishedHead? {
        self.notes.map {
            PublishedHead(head: self.head, notes: $0, cosignatures: self.cosignatures)
        }
    }
}
