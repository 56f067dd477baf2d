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
            let sha256 = json["sha256"]?.text.flatMap({
                TreeHash<SHA256Hasher>(statementText: $0)
            }),
            let sm3 = json["sm3"]?.text.flatMap({ TreeHash<SM3Hasher>(statementText: $0) })
        else { return nil }
        self.init(sha256: sha256, sm3: sm3)
    }

    var json: JSONValue {
        [
            "sha256": .string(String(decoding: self.sha256.statementText, as: UTF8.self)),
            "sm3": .string(String(decoding: self.sm3.statementText, as: UTF8.self)),
        ]
    }
}
