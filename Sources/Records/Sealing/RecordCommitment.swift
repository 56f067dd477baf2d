public import CryptoSuites
public import MerkleTree

/// What the public learns of a record's contents: the roots of its two trees.
public struct RecordCommitment: Hashable, Sendable {
    /// The number of leaves, 1 to 128.
    public let fieldCount: Int
    /// The root of the SHA-256 tree over the disclosures.
    public let sha256: TreeHash<SHA256Hasher>
    /// The root of the SM3 tree over the same disclosures.
    public let sm3: TreeHash<SM3Hasher>

    /// How the commitment is made, as statements name it.
    public static let scheme = "salted-merkle/v1"

    /// Creates a commitment from its parts.
    public init(
        fieldCount: Int,
        sha256: TreeHash<SHA256Hasher>,
        sm3: TreeHash<SM3Hasher>
    ) {
        self.fieldCount = fieldCount
        self.sha256 = sha256
        self.sm3 = sm3
    }
}
