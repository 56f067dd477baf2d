public import MerkleTree

/// The leaves of one tree, and what follows from them.
public struct LeafList<Hasher: TreeHasher>: Sendable {
    /// The leaf hashes, in order.
    public let leaves: [TreeHash<Hasher>]

    /// Hashes entries.
    public init(entries: [[UInt8]]) { self.leaves = entries.map { Hasher.leafHash($0) } }

    /// The roots at some sizes, none above the number of leaves, in one pass.
    public func roots(at sizes: Set<UInt64>) -> [UInt64: TreeHash<Hasher>] {
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
    public func tileLevels() -> [[TreeHash<Hasher>]] {
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
