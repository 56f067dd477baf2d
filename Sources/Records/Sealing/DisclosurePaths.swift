public import CryptoSuites
public import MerkleTree

/// The ways from one disclosure to the two roots of its record.
public struct DisclosurePaths: Hashable, Sendable {
    /// The siblings in the SHA-256 tree, the leaf's own first.
    public let sha256: [TreeHash<SHA256Hasher>]
    /// The siblings in the SM3 tree, the leaf's own first.
    public let sm3: [TreeHash<SM3Hasher>]

    /// Creates paths from their parts.
    public init(sha256: [TreeHash<SHA256Hasher>], sm3: [TreeHash<SM3Hasher>]) {
        self.sha256 = sha256
        self.sm3 = sm3
    }
}
