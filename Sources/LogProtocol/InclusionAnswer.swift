public import MerkleTree
public import SignedNotes

/// An inclusion proof in JSON, as `GET proof/inclusion/<size>/<index>` answers it.
///
///     {"origin":"log.example/eu","suite":"sha256","leaf_index":5,"tree_size":7,
///      "leaf_hash":"<base64>","path":["<base64>",...]}
public struct InclusionAnswer<Hasher: SuiteHasher>: Hashable, Sendable {
    /// The origin of the tree, as the log says.
    public let origin: String
    /// The proof.
    public let proof: InclusionProof<Hasher>
    /// The entry's leaf hash, as the log says. Whoever has the entry computes it.
    public let leafHash: TreeHash<Hasher>

    /// Creates an answer from its parts.
    public init(origin: String, proof: InclusionProof<Hasher>, leafHash: TreeHash<Hasher>) {
        self.origin = origin
        self.proof = proof
        self.leafHash = leafHash
    }
}

extension InclusionAnswer: Codable {
    private enum CodingKeys: String, CodingKey {
        case origin
        case suite
        case leafIndex = "leaf_index"
        case treeSize = "tree_size"
        case leafHash = "leaf_hash"
        case path
    }

    /// Reads the answer. One of the other suite is refused, and a path that does not fit index and
    /// size.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        try members.requireSuite(Hasher.suite, forKey: .suite)
        self.init(
            origin: try members.decode(String.self, forKey: .origin),
            proof: try InclusionProof(
                leafIndex: members.decode(UInt64.self, forKey: .leafIndex),
                treeSize: members.decode(UInt64.self, forKey: .treeSize),
                path: members.decodeHashes(forKey: .path)
            ),
            leafHash: try members.decodeHash(forKey: .leafHash)
        )
    }

    /// Writes the answer.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.origin, forKey: .origin)
        try members.encode(Hasher.suite, forKey: .suite)
        try members.encode(self.proof.leafIndex, forKey: .leafIndex)
        try members.encode(self.proof.treeSize, forKey: .treeSize)
        try members.encode(self.leafHash.base64, forKey: .leafHash)
        try members.encode(self.proof.path.map(\.base64), forKey: .path)
    }
}
