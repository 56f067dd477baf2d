import MerkleTree
import SignedNotes

extension KeyedDecodingContainer {
    /// Makes sure that an answer is of the suite that it was asked for.
    func requireSuite(_ suite: Suite, forKey key: Key) throws {
        guard try self.decode(Suite.self, forKey: key) == suite else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: "not of suite \(suite)"
            )
        }
    }

    /// Reads a hash: the base64 of 32 bytes.
    func decodeHash<Hasher: TreeHasher>(forKey key: Key) throws -> TreeHash<Hasher> {
        guard let hash = TreeHash<Hasher>(base64: try self.decode(String.self, forKey: key)) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: "not the base64 of 32 bytes"
            )
        }
        return hash
    }

    /// Reads a list of hashes, each the base64 of 32 bytes.
    func decodeHashes<Hasher: TreeHasher>(forKey key: Key) throws -> [TreeHash<Hasher>] {
        try self.decode([String].self, forKey: key).map { text in
            guard let hash = TreeHash<Hasher>(base64: text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: self,
                    debugDescription: "not a list of base64 of 32 bytes"
                )
            }
            return hash
        }
    }
}
