public import CryptoSuites
public import MerkleTree

/// The growing end of both trees, in tiles: all that the sequencer keeps between two batches.
public struct TwinEdge: Hashable, Sendable {
    private var sha256: TileEdge<SHA256Hasher>
    private var sm3: TileEdge<SM3Hasher>

    /// The edge of a log without entries.
    public init() {
        self.sha256 = TileEdge()
        self.sm3 = TileEdge()
    }

    /// Joins two edges.
    ///
    /// - Precondition: Their sizes are equal.
    public init(sha256: TileEdge<SHA256Hasher>, sm3: TileEdge<SM3Hasher>) {
        precondition(sha256.size == sm3.size, "twin trees have one size")
        self.sha256 = sha256
        self.sm3 = sm3
    }

    /// The size, both roots and both compact ranges.
    public var state: TreeState {
        TreeState(sha256Edge: self.sha256.range, sm3Edge: self.sm3.range)
    }

    /// The number of entries in each tree.
    public var size: UInt64 { self.sha256.size }

    /// Whether the edge is that of the tree a stored state speaks of.
    public func matches(_ state: TreeState) -> Bool {
        self.sha256.range == state.sha256Edge && self.sm3.range == state.sm3Edge
    }

    /// Grows both trees by entries whose leaf hashes are given, and returns the tiles that became
    /// full.
    public mutating func append(_ leaves: TwinLeaves) -> [TwinTile] {
        zip(self.sha256.append(leaves.sha256), self.sm3.append(leaves.sm3)).map {
            TwinTile(sha256: $0, sm3: $1)
        }
    }
}
