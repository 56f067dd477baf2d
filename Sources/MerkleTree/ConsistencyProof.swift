/// A proof that a tree grew only at its end: RFC 6962 §2.1.2.
///
/// The tree of ``newerSize`` entries begins with the ``olderSize`` entries of the older tree. Two
/// edge cases need no hashes: equal sizes, where the roots must be equal, and an older tree
/// without entries, of which every tree is a continuation.
public struct ConsistencyProof<Hasher: TreeHasher>: Hashable, Sendable {
    /// The size of the older tree, in entries.
    public let olderSize: UInt64
    /// The size of the newer tree, in entries. Never below ``olderSize``.
    public let newerSize: UInt64
    /// The hashes of the proof, in the order of RFC 6962. At most 65; often none.
    public let path: [TreeHash<Hasher>]

    /// Creates a proof whose path fits its sizes. Nothing is hashed yet.
    ///
    /// - Throws: ``ProofError/sizesOutOfOrder`` if the older tree is larger;
    ///   ``ProofError/wrongPathLength(expected:actual:)`` if hashes are missing or left over.
    public init(
        olderSize: UInt64,
        newerSize: UInt64,
        path: [TreeHash<Hasher>]
    ) throws(ProofError) {
        guard olderSize <= newerSize else { throw .sizesOutOfOrder }
        let expected = Self.pathLength(olderSize: olderSize, newerSize: newerSize)
        guard path.count == expected else {
            throw .wrongPathLength(expected: expected, actual: path.count)
        }
        self.olderSize = olderSize
        self.newerSize = newerSize
        self.path = path
    }

    /// Makes the proof between two sizes of one tree, with one read of all the hashes it needs.
    ///
    /// - Throws: ``ProofError/sizesOutOfOrder`` if the older tree is larger, and what `reader`
    ///   throws.
    public init(
        olderSize: UInt64,
        newerSize: UInt64,
        from reader: some HashReader<Hasher>
    ) async throws {
        guard olderSize <= newerSize else { throw ProofError.sizesOutOfOrder }
        let path = try await reader.hashes(
            of: Self.subtrees(olderSize: olderSize, newerSize: newerSize)
        )
        try self.init(olderSize: olderSize, newerSize: newerSize, path: path)
    }

    /// Checks that the tree hashing to `newerRoot` continues the tree hashing to `olderRoot`.
    ///
    /// - Throws: ``ProofError/olderRootMismatch`` or ``ProofError/rootMismatch`` if the path leads
    ///   to another root of the older or the newer tree.
    /// - Complexity: At most two node hashes for each element of ``path``.
    public func verify(
        olderRoot: TreeHash<Hasher>,
        newerRoot: TreeHash<Hasher>
    ) throws(ProofError) {
        guard self.olderSize > 0 else {
            guard olderRoot == Hasher.emptyRoot else { throw .olderRootMismatch }
            guard self.newerSize > 0 || newerRoot == Hasher.emptyRoot else { throw .rootMismatch }
            return
        }
        guard self.olderSize < self.newerSize else {
            guard olderRoot == newerRoot else { throw .rootMismatch }
            return
        }
        // The walk starts at the largest full subtree that ends the older tree.
        let start = self.olderSize.trailingZeroBitCount
        let startsAtOlderRoot = self.olderSize >> start == 1
        guard let seed = startsAtOlderRoot ? olderRoot : self.path.first else {
            throw .wrongPathLength(expected: 1, actual: 0)
        }
        var older = seed
        var newer = seed
        // `position` is the node's place at its height in the newer tree, `last` that of the
        // rightmost node there: RFC 9162 §2.1.4.2 calls them fn and sn.
        var position = (self.olderSize - 1) >> start
        var last = (self.newerSize - 1) >> start
        for hash in startsAtOlderRoot ? self.path[...] : self.path.dropFirst() {
            if position & 1 == 1 || position == last {
                older = Hasher.nodeHash(left: hash, right: older)
                newer = Hasher.nodeHash(left: hash, right: newer)
                while position & 1 == 0 && position != 0 {
                    position >>= 1
                    last >>= 1
                }
            } else {
                newer = Hasher.nodeHash(left: newer, right: hash)
            }
            position >>= 1
            last >>= 1
        }
        guard older == olderRoot else { throw .olderRootMismatch }
        guard newer == newerRoot else { throw .rootMismatch }
    }

    /// The number of hashes that a proof between two sizes has.
    private static func pathLength(olderSize: UInt64, newerSize: UInt64) -> Int {
        self.subtrees(olderSize: olderSize, newerSize: newerSize).count
    }

    /// The entries below each hash of the proof, in RFC 6962's order.
    private static func subtrees(olderSize: UInt64, newerSize: UInt64) -> [Range<UInt64>] {
        guard olderSize > 0, olderSize < newerSize else { return [] }
        var subtrees: [Range<UInt64>] = []
        var tree = 0..<newerSize
        while olderSize != tree.upperBound {
            let split =
                tree.lowerBound + largestPowerOfTwo(below: tree.upperBound - tree.lowerBound)
            if olderSize <= split {
                subtrees.append(split..<tree.upperBound)
                tree = tree.lowerBound..<split
            } else {
                subtrees.append(tree.lowerBound..<split)
                tree = split..<tree.upperBound
            }
        }
        // A subtree that is the whole older tree is known to whoever checks: RFC 6962's `b`.
        if tree.lowerBound > 0 { subtrees.append(tree) }
        return subtrees.reversed()
    }
}
