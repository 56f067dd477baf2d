import CryptoSuites
import MerkleTree

/// Both trees over the disclosures of one record.
public struct RecordTrees: Sendable {
    let sha256: RecordTree<SHA256Hasher>
    let sm3: RecordTree<SM3Hasher>

    init(sha256: [TreeHash<SHA256Hasher>], sm3: [TreeHash<SM3Hasher>]) {
        self.sha256 = RecordTree(sha256)
        self.sm3 = RecordTree(sm3)
    }

    init(_ packed: PackedDisclosures) {
        self.init(
            sha256: SHA256Hasher.leafHashes(
                in: packed.bytes,
                offsets: packed.offsets,
                lengths: packed.lengths
            ),
            sm3: SM3Hasher.leafHashes(
                in: packed.bytes,
                offsets: packed.offsets,
                lengths: packed.lengths
            )
        )
    }

    /// The two roots.
    public var commitment: RecordCommitment {
        RecordCommitment(
            fieldCount: self.sha256.leaves.count,
            sha256: self.sha256.root,
            sm3: self.sm3.root
        )
    }

    /// The ways from a leaf to both roots.
    ///
    /// - Precondition: There is such a leaf.
    public func paths(of index: Int) -> DisclosurePaths {
        DisclosurePaths(sha256: self.sha256.path(of: index), sm3: self.sm3.path(of: index))
    }
}
