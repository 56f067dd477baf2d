import CryptoSuites
import LogProtocol
import MerkleTree

/// JSON that a log answers, as clients read it.
enum AnswersTarget: FuzzTarget {
    static let name = "answers"
    static let maximumByteCount = 700
    static let words = [
        "\"origin\":", "\"suite\":", "\"sha256\"", "\"sm3\"", "\"path\":[", "\"leaf_index\":",
        "\"tree_size\":", "\"leaf_hash\":", "\"first\":", "\"second\":", "\"index\":", "\"error\":",
    ]

    static func seeds() throws -> [[UInt8]] {
        let leaves = SHA256Hasher.leafHashes(of: try FuzzKeys.entries(2))
        let sm3 = SM3Hasher.leafHashes(of: try FuzzKeys.entries(1))
        return try [
            WireJSON.encode(
                InclusionAnswer(
                    origin: FuzzKeys.origin,
                    proof: InclusionProof(leafIndex: 0, treeSize: 2, path: [leaves[1]]),
                    leafHash: leaves[0]
                )
            ),
            WireJSON.encode(
                ConsistencyAnswer(
                    origin: FuzzKeys.origin,
                    proof: ConsistencyProof(olderSize: 1, newerSize: 2, path: [leaves[1]])
                )
            ),
            WireJSON.encode(AppendedEntry(index: 7, sha256: leaves[0], sm3: sm3[0])),
            WireJSON.encode(
                AppendResult.refused(ProblemDocument(type: "a", title: "b", status: 400, limit: 3))
            ),
            WireJSON.encode(
                LogMetadata(name: "eu", origin: "o", jurisdiction: "EU", vkeys: ["a", "b"])
            ),
        ].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        try [
            self.isRead(InclusionAnswer<SHA256Hasher>.self, input),
            self.isRead(InclusionAnswer<SM3Hasher>.self, input),
            self.isRead(ConsistencyAnswer<SHA256Hasher>.self, input),
            self.isRead(ConsistencyAnswer<SM3Hasher>.self, input),
            self.isRead(AppendResult.self, input),
            self.isRead(LogMetadata.self, input),
        ].contains(true)
    }

    private static func isRead<Value: Codable & Equatable>(
        _ type: Value.Type,
        _ input: [UInt8]
    ) throws -> Bool {
        guard let value = WireJSON.decode(type, from: input) else { return false }
        let text = try WireJSON.encode(value)
        try demand(
            WireJSON.decode(type, from: text.utf8) == value,
            "what was read can be written again"
        )
        return true
    }
}
