import CryptoSuites
import MerkleTree
public import SignedNotes

/// The roots at sizes inside a run of entries, asked for in order.
public struct RootWalk: Sendable {
    private let start: UInt64
    private let leaves: TwinLeaves
    private var sha256: CompactRange<SHA256Hasher>
    private var sm3: CompactRange<SM3Hasher>
    private var position = 0

    /// Stands at the beginning of a run: at the tree `state`, behind which come `leaves`.
    public init(from state: TreeState, over leaves: TwinLeaves) {
        self.start = state.head.size
        self.leaves = leaves
        self.sha256 = state.sha256Edge
        self.sm3 = state.sm3Edge
    }

    /// Both roots at a size.
    ///
    /// - Precondition: The size lies in the run, and not below the one asked for before.
    public mutating func head(at size: UInt64) -> TwinHead {
        let next = Int(size - self.start)
        precondition(next >= self.position && next <= self.leaves.count, "sizes come in order")
        self.sha256.append(contentsOf: Array(self.leaves.sha256[self.position..<next]))
        self.sm3.append(contentsOf: Array(self.leaves.sm3[self.position..<next]))
        self.position = next
        return TwinHead(size: size, sha256: self.sha256.root, sm3: self.sm3.root)
    }
}
