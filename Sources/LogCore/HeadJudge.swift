public import SignedNotes

/// Decides what a stored head is, beside a tree that is proven and a signer's record.
public struct HeadJudge: Sendable {
    /// What a stored head is.
    public enum Judgement: Hashable, Sendable {
        /// A head of the tree, that the signer knows of.
        case sound
        /// Not a head that the log's keys signed.
        case foreign
        /// A head that the log's keys signed, and that contradicts the tree or the record.
        case contradiction
    }

    /// The newest head that the signer signed; nil before the first.
    private let signed: TwinHead?
    private let verifier: HeadVerifier

    /// Creates a judge.
    public init(signed: TwinHead?, verifier: HeadVerifier) {
        self.signed = signed
        self.verifier = verifier
    }

    /// Decides about a head. `computed` are the tree's roots at its size; nil if the tree is smaller.
    public func judge(_ head: PublishedHead, computed: TwinHead?) -> Judgement {
        if self.isKnown(head.head.size), head.head == computed, self.verifier.names(head) {
            return .sound
        }
        return self.verifier.verifies(head) ? .contradiction : .foreign
    }

    /// Whether the signer signed heads of this size or above.
    private func isKnown(_ size: UInt64) -> Bool { self.signed.map { size <= $0.size } ?? false }
}
