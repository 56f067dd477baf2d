public import MerkleTree
import SignedNotes

/// A consistency proof in JSON, as `GET proof/consistency/<first>/<second>` answers it.
///
///     {"first":4,"second":7,"path":["<base64>",...]}
public struct ConsistencyAnswer<Hasher: TreeHasher>: Hashable, Sendable {
    /// The proof.
    public let proof: ConsistencyProof<Hasher>

    /// Creates an answer.
    public init(proof: ConsistencyProof<Hasher>) { self.proof = proof }
}

extension ConsistencyAnswer: Codable {
    private enum CodingKeys: String, CodingKey {
        case first
        case second
        case path
    }

    /// Reads the answer; a path that does not fit the sizes is refused.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
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
        try members.encode(self.proof.olderSize, forKey: .first)
        try members.encode(self.proof.newerSize, forKey: .second)
        try members.encode(self.proof.path.map(\.base64), forKey: .path)
    }
}
