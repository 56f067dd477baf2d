/// A proof that a log holds one entry: RFC 6962 §2.1.1, there called a “Merkle audit path”.
///
/// A proof is worth no more than the root it is checked against: take that root from a checkpoint
/// whose signatures you have verified.
public struct InclusionProof<Hasher: TreeHasher>: Hashable, Sendable {
    /// The entry's position in the log, counted from 0 and always below ``treeSize``.
    public let leafIndex: UInt64
    /// The size of the tree the proof speaks of, in entries. At least 1.
    public let treeSize: UInt64
    /// The sibling hashes from the leaf up. At most 64; none for a tree of one entry.
    public let path: [TreeHash<Hasher>]

    /// Creates a proof whose path fits its leaf index and tree size. Nothing is hashed yet.
    ///
    /// - Throws: ``ProofError/leafIndexOutOfRange`` unless `leafIndex < treeSize`;
    ///   ``ProofError/wrongPathLength(expected:actual:)`` if hashes are missing or left over.
    public init(leafIndex: UInt64, treeSize: UInt64, path: [TreeHash<Hasher>]) throws(ProofError) {
        guard leafIndex < treeSize else { throw .leafIndexOutOfRange }
        let fork = Self.forkLevel(leafIndex: leafIndex, treeSize: treeSize)
        let expected = fork + (leafIndex >> fork).nonzeroBitCount
        guard path.count == expected else {
            throw .wrongPathLength(expected: expected, actual: path.count)
        }
        self.leafIndex = leafIndex
        self.treeSize = treeSize
        self.path = path
    }

    /// Makes the proof for an entry, with one read of all the hashes it needs.
    ///
    /// - Throws: ``ProofError/leafIndexOutOfRange`` unless `leafIndex < treeSize`, and what
    ///   `reader` throws.
    public init(
        leafIndex: UInt64,
        treeSize: UInt64,
        from reader: some HashReader<Hasher>
    ) async throws {
        guard leafIndex < treeSize else { throw ProofError.leafIndexOutOfRange }
        let path = try await reader.hashes(
            of: Self.siblings(leafIndex: leafIndex, treeSize: treeSize)
        )
        try self.init(leafIndex: leafIndex, treeSize: treeSize, path: path)
    }

    /// Checks that the entry hashing to `leaf` is in the tree whose root hash is `root`.
    ///
    /// - Throws: ``ProofError/rootMismatch`` if the path leads from `leaf` to another root.
    /// - Complexity: One node hash for each element of ``path``.
    public func verify(leaf: TreeHash<Hasher>, root: TreeHash<Hasher>) throws(ProofError) {
        let fork = Self.forkLevel(leafIndex: self.leafIndex, treeSize: self.treeSize)
        var hash = leaf
        for (level, sibling) in self.path.enumerated() {
            // Above the fork only left siblings remain, and levels without one are skipped.
            if level >= fork || (self.leafIndex >> level) & 1 == 1 {
                hash = Hasher.nodeHash(left: sibling, right: hash)
            } else {
                hash = Hasher.nodeHash(left: hash, right: sibling)
            }
        }
        guard hash == root else { throw .rootMismatch }
    }

    /// The level where this leaf's way up joins the last leaf's; each level below has a sibling.
    private static func forkLevel(leafIndex: UInt64, treeSize: UInt64) -> Int {
        UInt64.bitWidth - (leafIndex ^ (treeSize - 1)).leadingZeroBitCount
    }

    /// The entries below each sibling on the leaf's way up, the leaf's own sibling first.
    private static func siblings(leafIndex: UInt64, treeSize: UInt64) -> [Range<UInt64>] {
        var siblings: [Range<UInt64>] = []
        var tree = 0..<treeSize
        while tree.upperBound - tree.lowerBound > 1 {
            let split =
                tree.lowerBound + largestPowerOfTwo(below: tree.upperBound - tree.lowerBound)
            if leafIndex < split {
                siblings.append(split..<tree.upperBound)
                tree = tree.lowerBound..<split
            } else {
                siblings.append(tree.lowerBound..<split)
                tree = split..<tree.upperBound
            }
        }
        return siblings.reversed()
    }
}

/// RFC 6962's split point: the largest power of two strictly below `count`, which is at least 2.
func largestPowerOfTwo(below count: UInt64) -> UInt64 {
    1 << (63 - (count - 1).leadingZeroBitCount)
}
