import MerkleTree

/// The root over a growing list of leaves: RFC 6962 §2.1 read from left to right, perfect subtrees
/// that merge when two of one size stand side by side. Shares nothing with the code that it judges
/// but the hash function.
struct RootFolder<Hasher: TreeHasher> {
    private var subtrees: [(leafCount: Int, root: TreeHash<Hasher>)] = []

    mutating func append(_ leaf: TreeHash<Hasher>) {
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

    var root: TreeHash<Hasher> {
        guard let last = self.subtrees.last else { return Hasher.emptyRoot }
        return self.subtrees.dropLast().reversed().reduce(last.root) { right, left in
            Hasher.nodeHash(left: left.root, right: right)
        }
    }
}

/// The leaves of one tree, and what follows from them.
struct LeafList<Hasher: TreeHasher> {
    let leaves: [TreeHash<Hasher>]

    init(entries: [[UInt8]]) { self.leaves = entries.map { Hasher.leafHash($0) } }

    /// The roots at some sizes, none above the number of leaves, in one pass.
    func roots(at sizes: Set<UInt64>) -> [UInt64: TreeHash<Hasher>] {
        var folder = RootFolder<Hasher>()
        var roots: [UInt64: TreeHash<Hasher>] = [:]
        if sizes.contains(0) { roots[0] = folder.root }
        for (position, leaf) in self.leaves.enumerated() {
            folder.append(leaf)
            let size = UInt64(position + 1)
            if sizes.contains(size) { roots[size] = folder.root }
        }
        return roots
    }

    /// The hashes of each level of tiles, from the leaves up: a hash of a level stands for 256 of the
    /// level below.
    func tileLevels() -> [[TreeHash<Hasher>]] {
        var levels = [self.leaves]
        while let below = levels.last, below.count >= 256 {
            levels.append(
                stride(from: 0, through: below.count - 256, by: 256).map { start in
                    var folder = RootFolder<Hasher>()
                    for hash in below[start..<start + 256] { folder.append(hash) }
                    return folder.root
                }
            )
        }
        return levels
    }
}
