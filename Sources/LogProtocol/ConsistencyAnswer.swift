public import MerkleTree
public import SignedNotes

/// A consistency proof in JSON, as `GET proof/consistency/<first>/<second>` answers it.
///
///     {"origin":"log.example/eu","suite":"sha256","first":4,"second":7,"path":["<base64>",...]}
public struct ConsistencyAnswer<Hasher: SuiteHasher>: Hashable, Sendable {
    /// The origin of the tree, as the log says.
    public let origin: String
    /// The proof.
    public let proof: ConsistencyProof<Hasher>

    /// Creates an answer from its parts.
    public init(origin: String, proof: ConsistencyProof<Hasher>) {
        self.origin = origin
        self.proof = proof
    }
}

extension ConsistencyAnswer: Codable {
    private enum CodingKeys: String, CodingKey {
        case origin
        case suite
        case first
        case second
        case path
    }

    /// Reads the answer. One of the other suite is refused, and a path that does not fit the sizes.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        try members.requireSuite(Hasher.suite, forKey: .suite)
        self.init(
            origin: try members.decode(String.self, forKey: .origin),
            proof: try ConsistencyProof(
                olderSize: members.decode(UInt64.self, forKey: .first),
                newerSize: members.decode(UInt64.self, forKey: .second),
                path: members.decodeHashes(forKey: .path)
            )
        )
    }

    /// Writes the answer.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.origin, forKey: .origin)
        try members.encode(Hasher.suite, forKey: .suite)
        try members.encode(self.proof.olderSize, forKey: .first)
        try members.encode(self.proof.newerSize, forKey: .second)
        try members.encode(self.proof.path.map(\.base64), forKey: .path)
    }
}
