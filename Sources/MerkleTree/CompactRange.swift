/// The right edge of a tree: the few hashes from which its root is made and from which it grows.
///
/// One hash for each bit of the size that is set, the largest subtree first. A tree of 6 entries
/// has the hash over entries 0 to 3 and the hash over entries 4 and 5.
public struct CompactRange<Hasher: TreeHasher>: Hashable, Sendable {
    /// The number of entries below the hashes.
    public private(set) var size: UInt64
    /// The hashes of the full subtrees, from the left, so the largest first.
    public private(set) var hashes: [TreeHash<Hasher>]

    /// Creates the edge of the tree without entries.
    public init() {
        self.size = 0
        self.hashes = []
    }

    /// Creates an edge from stored hashes. Fold them and compare ``root`` before trusting them.
    ///
    /// - Throws: ``ProofError/wrongPathLength(expected:actual:)`` unless there is one hash for each
    ///   set bit of `size`.
    public init(size: UInt64, hashes: [TreeHash<Hasher>]) throws(ProofError) {
        guard hashes.count == size.nonzeroBitCount else {
            throw .wrongPathLength(expected: size.nonzeroBitCount, actual: hashes.count)
        }
        self.size = size
        self.hashes = hashes
    }

    /// The root of the tree: RFC 6962's `MTH`.
    public var root: TreeHash<Hasher> {
        self.hashes.isEmpty ? Hasher.emptyRoot : Hasher.foldingFromRight(self.hashes)
    }

    /// Grows the tree by one entry.
    public mutating func append(_ leaf: TreeHash<Hasher>) {
        self.append(contentsOf: [leaf])
    }

    /// Grows the tree by many entries, a whole level at a time.
    ///
    /// - Precondition: The new size fits 64 bits.
    public mutating func append(contentsOf leaves: [TreeHash<Hasher>]) {
        self.append(contentsOf: leaves) { _, _ in }
    }

    /// Grows the tree by many entries and reports the nodes that became full, level by level.
    ///
    /// `visit` is called for each height that gained nodes, from the leaves up, with the nodes'
    /// hashes; the first of them is node `size >> height` of the size before.
    mutating func append(
        contentsOf leaves: [TreeHash<Hasher>],
        visit: (_ height: Int, _ nodes: [TreeHash<Hasher>]) -> Void
    ) {
        var unpaired: [TreeHash<Hasher>] = []  // the new edge, the smallest subtree first
        var height = 0
        var nodes = leaves
        var oldEdge = self.hashes
        while !nodes.isEmpty || !oldEdge.isEmpty {
            if !nodes.isEmpty { visit(height, nodes) }
            if (self.size >> height) & 1 == 1 {
                // The old edge is used up from its end: smallest subtree first.
                nodes.insert(oldEdge.removeLast(), at: 0)
            }
            if !nodes.count.isMultiple(of: 2) { unpaired.append(nodes.removeLast()) }
            nodes = Hasher.parentHashes(of: nodes[...])
            height += 1
        }
        self.hashes = unpaired.reversed()
        self.size += UInt64(leaves.count)
    }
}
