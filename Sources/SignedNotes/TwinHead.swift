public import CryptoSuites
public import MerkleTree

/// The two roots over the same entries.
public struct TwinHead: Hashable, Sendable {
    /// The number of entries.
    public let size: UInt64
    /// The root of the SHA-256 tree.
    public let sha256: TreeHash<SHA256Hasher>
    /// The root of the SM3 tree.
    public let sm3: TreeHash<SM3Hasher>

    /// Creates a head from its parts.
    public init(size: UInt64, sha256: TreeHash<SHA256Hasher>, sm3: TreeHash<SM3Hasher>) {
        self.size = size
        self.sha256 = sha256
        self.sm3 = sm3
    }

    /// The head of a log without entries.
    public static let empty = TwinHead(
        size: 0,
        sha256: SHA256Hasher.emptyRoot,
        sm3: SM3Hasher.emptyRoot
    )
}
