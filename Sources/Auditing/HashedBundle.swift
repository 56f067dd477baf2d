import CryptoSuites
import MerkleTree

/// The leaf hashes of an entry bundle in both trees.
struct HashedBundle: Sendable {
    let sha256: [TreeHash<SHA256Hasher>]
    let sm3: [TreeHash<SM3Hasher>]

    init(_ entries: EntryBatch) {
        self.sha256 = SHA256Hasher.leafHashes(of: entries)
        self.sm3 = SM3Hasher.leafHashes(of: entries)
    }

    /// The first `count` entries, fewer than 256.
    func prefix(_ count: Int) -> LeafPrefix {
        var prefix = LeafPrefix()
        prefix.sha256.append(contentsOf: Array(self.sha256.prefix(count)))
        prefix.sm3.append(contentsOf: Array(self.sm3.prefix(count)))
        return prefix
    }

    /// The roots of full bundles: eight levels up, each level of all bundles at once.
    static func roots<Hasher: TreeHasher>(
        of bundles: [HashedBundle],
        _ leaves: (HashedBundle) -> [TreeHash<Hasher>]
    ) -> [TreeHash<Hasher>] {
        var nodes: [TreeHash<Hasher>] = []
        nodes.reserveCapacity(bundles.count * TileCoordinate.fullWidth)
        for bundle in bundles { nodes += leaves(bundle) }
        for _ in 0..<8 { nodes = Hasher.parentHashes(of: nodes[...]) }
        return nodes
    }
}
