public import MerkleTree

/// What a proof file proved: the entry with this leaf hash is in the tree under this head.
public struct ProvenInclusion<Hasher: SuiteHasher>: Hashable, Sendable {
    /// The entry's position in the log, counted from 0.
    public let leafIndex: UInt64
    /// The entry's leaf hash.
    public let leaf: TreeHash<Hasher>
    /// The head that the log signed.
    public let checkpoint: Checkpoint<Hasher>
    /// The signatures on the head, of keys of the head's suite that were there to verify with.
    public let signatures: [VerifiedSignature]
}
