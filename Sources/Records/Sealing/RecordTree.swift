import CryptoSuites
import MerkleTree

/// The tree over the disclosures of one record: RFC 6962 §2.1, with all its nodes.
struct RecordTree<Hasher: BulkTreeHasher>: Sendable {
    /// The hashes of each level, the leaves first. A node without a sibling moves up as it is, which
    /// gives RFC 6962's tree.
    private let levels: [[TreeHash<Hasher>]]

    /// - Precondition: There is at least one leaf.
    init(_ leaves: [TreeHash<Hasher>]) {
        precondition(!leaves.isEmpty, "a record has a field")
        var levels = [leaves]
        var level = leaves
        while level.count > 1 {
            let pairedCount = level.count & ~1
            var parents = Hasher.parentHashes(of: level[..<pairedCount])
            if pairedCount < level.count { parents.append(level[pairedCount]) }
            levels.append(parents)
            level = parents
        }
        self.levels = levels
    }

    var leaves: [TreeHash<Hasher>] { self.levels[0] }

    var root: TreeHash<Hasher> { self.levels[self.levels.count - 1][0] }

    /// The siblings on the way from a leaf to the root.
    func path(of index: Int) -> [TreeHash<Hasher>] {
        var path: [TreeHash<Hasher>] = []
        var position = index
        for level in self.levels.dropLast() {
            if position ^ 1 < level.count { path.append(level[position ^ 1]) }
            position >>= 1
        }
        return path
    }
}
