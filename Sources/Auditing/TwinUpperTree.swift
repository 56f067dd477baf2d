import CryptoSuites
import MerkleTree
import SignedNotes

/// Both trees above the same bundles.
struct TwinUpperTree: Hashable, Sendable {
    var sha256 = UpperTree<SHA256Hasher>()
    var sm3 = UpperTree<SM3Hasher>()

    /// The full bundles.
    var bundleCount: UInt64 { self.sha256.bundleCount }

    /// Both roots of these bundles and the entries behind them.
    func head(with entries: LeafPrefix = LeafPrefix()) -> TwinHead {
        TwinHead(
            size: self.bundleCount * 256 + entries.sha256.size,
            sha256: self.sha256.root(with: entries.sha256),
            sm3: self.sm3.root(with: entries.sm3)
        )
    }
}

/// The first entries of a bundle in both trees, fewer than 256.
struct LeafPrefix: Hashable, Sendable {
    var sha256 = CompactRange<SHA256Hasher>()
    var sm3 = CompactRange<SM3Hasher>()
}
