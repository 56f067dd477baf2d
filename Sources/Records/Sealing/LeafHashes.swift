import CryptoSuites
import MerkleTree

/// What is left of an erased field: its leaf in both trees.
struct LeafHashes: Hashable, Sendable {
    let sha256: TreeHash<SHA256Hasher>
    let sm3: TreeHash<SM3Hasher>

    init(sha256: TreeHash<SHA256Hasher>, sm3: TreeHash<SM3Hasher>) {
        self.sha256 = sha256
        self.sm3 = sm3
    }

    init?(_ json: JSONValue) {
        guard json.members?.count == 2,
            let sha256 = json["sha256"]?.text.flatMap({ Base64URL.decode($0.utf8) }),
            let sm3 = json["sm3"]?.text.flatMap({ Base64URL.decode($0.utf8) }),
            let sha256Hash = TreeHash<SHA256Hasher>(sha256), let sm3Hash = TreeHash<SM3Hasher>(sm3)
        else { return nil }
        self.init(sha256: sha256Hash, sm3: sm3Hash)
    }

    var json: JSONValue {
        [
            "sha256": .string(String(decoding: Base64URL.encode(self.sha256.bytes), as: UTF8.self)),
            "sm3": .string(String(decoding: Base64URL.encode(self.sm3.bytes), as: UTF8.self)),
        ]
    }
}
