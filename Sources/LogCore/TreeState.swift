public import CryptoSuites
public import MerkleTree
public import SignedNotes

/// Where both trees of a log stand: the row whose lock is the sequencer.
public struct TreeState: Hashable, Sendable {
    /// The size and both roots.
    public let head: TwinHead
    /// The compact range of the SHA-256 tree.
    public let sha256Edge: CompactRange<SHA256Hasher>
    /// The compact range of the SM3 tree.
    public let sm3Edge: CompactRange<SM3Hasher>

    /// Creates a state from stored parts; nil unless both edges have the head's size and fold to
    /// its roots.
    public init?(
        head: TwinHead,
        sha256Edge: CompactRange<SHA256Hasher>,
        sm3Edge: CompactRange<SM3Hasher>
    ) {
        guard sha256Edge.size == head.size, sm3Edge.size == head.size,
            sha256Edge.root == head.sha256, sm3Edge.root == head.sm3
        else { return nil }
        self.head = head
        self.sha256Edge = sha256Edge
        self.sm3Edge = sm3Edge
    }

    /// The state of a log without entries.
    public static let empty = TreeState(sha256Edge: CompactRange(), sm3Edge: CompactRange())

    /// Creates the state of two edges of one size.
    ///
    /// - Precondition: The sizes are equal.
    public init(sha256Edge: CompactRange<SHA256Hasher>, sm3Edge: CompactRange<SM3Hasher>) {
        precondition(sha256Edge.size == sm3Edge.size, "twin trees have one size")
        self.head = TwinHead(
            size: sha256Edge.size,
            sha256: sha256Edge.root,
            sm3: sm3Edge.root
        )
        self.sha256Edge = sha256Edge
        self.sm3Edge = sm3Edge
    }
}
