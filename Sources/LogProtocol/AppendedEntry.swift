public import CryptoSuites
public import MerkleTree
import SignedNotes

/// A log's promise that an entry is in both trees at this index.
///
///     {"index":7,"leaf_hash":{"sha256":"<base64>","sm3":"<base64>"}}
public struct AppendedEntry: Hashable, Sendable {
    /// The entry's position, counted from 0.
    public let index: UInt64
    /// The entry's leaf hash in the SHA-256 tree.
    public let sha256: TreeHash<SHA256Hasher>
    /// The entry's leaf hash in the SM3 tree.
    public let sm3: TreeHash<SM3Hasher>

    /// Creates a promise from its parts.
    public init(index: UInt64, sha256: TreeHash<SHA256Hasher>, sm3: TreeHash<SM3Hasher>) {
        self.index = index
        self.sha256 = sha256
        self.sm3 = sm3
    }

    /// Whether the leaf hashes are those of `entry`.
    public func isOf(_ entry: [UInt8]) -> Bool {
        self.sha256 == SHA256Hasher.leafHash(entry) && self.sm3 == SM3Hasher.leafHash(entry)
    }
}

extension AppendedEntry: Codable {
    private enum CodingKeys: String, CodingKey {
        case index
        case leafHash = "leaf_hash"
    }

    private enum HashKeys: String, CodingKey {
        case sha256
        case sm3
    }

    /// Reads the promise; the hashes are base64 of 32 bytes.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let hashes = try members.nestedContainer(keyedBy: HashKeys.self, forKey: .leafHash)
        self.init(
            index: try members.decode(UInt64.self, forKey: .index),
            sha256: try hashes.decodeHash(forKey: .sha256),
            sm3: try hashes.decodeHash(forKey: .sm3)
        )
    }

    /// Writes the promise.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(self.index, forKey: .index)
        var hashes = members.nestedContainer(keyedBy: HashKeys.self, forKey: .leafHash)
        try hashes.encode(self.sha256.base64, forKey: .sha256)
        try hashes.encode(self.sm3.base64, forKey: .sm3)
    }
}
