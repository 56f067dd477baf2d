public import MerkleTree

/// The root over a growing list of leaves: RFC 6962 §2.1 read from left to right, perfect subtrees
/// that merge when two of one size stand side by side. Shares nothing with the code that it judges
/// but the hash function.
public struct RootFolder<Hasher: TreeHasher> {
    private var subtrees: [(leafCount: Int, root: TreeHash<Hasher>)] = []

    /// No leaves yet.
    public init() {}

    /// Adds a leaf on the right.
    public mutating func append(_ leaf: TreeHash<Hasher>) {
        self.subtrees.append((1, leaf))
        while let right = self.subtrees.last, let left = self.subtrees.dropLast().last,
            left.leafCount == right.leafCount
        {
            self.subtrees.removeLast(2)
            self.subtrees.append(
                (2 * left.leafCount, Hasher.nodeHash(left: left.root, right: right.root))
            )
        }
    }

    /// The root over all leaves so far.
    public var root: TreeHash<Hasher> {
        guard let last = self.subtrees.last else { return Hasher.emptyRoot }
        return self.subtrees.dropLast().reversed().reduce(last.root) { right, left in
            Hasher.nodeHash(left: left.root, right: right)
        }
    }
}
