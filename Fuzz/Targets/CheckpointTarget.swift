import CryptoSuites
import MerkleTree
import SignedNotes

/// Checkpoints of both suites, without their signatures.
enum CheckpointTarget: FuzzTarget {
    static let name = "checkpoint"
    static let maximumByteCount = 400
    static let words = ["log.example/eu\n", "/sm3\n", "18446744073709551615\n"]

    static func seeds() throws -> [[UInt8]] {
        let empty = try Checkpoint<SHA256Hasher>(
            origin: FuzzKeys.origin,
            size: 0,
            root: SHA256Hasher.emptyRoot
        )
        return try [
            Array(FuzzKeys.checkpoint(SHA256Hasher.self, size: 3).text.utf8),
            Array(FuzzKeys.checkpoint(SM3Hasher.self, size: 4).text.utf8),
            Array(empty.text.utf8),
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let text = input.text else { return false }
        let sha256 = try? Checkpoint<SHA256Hasher>(parsing: text)
        let sm3 = try? Checkpoint<SM3Hasher>(parsing: text)
        if let sha256 { try self.check(sha256, input) }
        if let sm3 { try self.check(sm3, input) }
        if (sha256?.size ?? sm3?.size ?? 0) > 0 {
            try demand(
                sha256?.origin == sm3?.origin && sha256?.size == sm3?.size
                    && sha256?.root.bytes == sm3?.root.bytes,
                "both suites read the same lines"
            )
        } else {
            try demand(sha256 == nil || sm3 == nil, "the roots of the empty trees differ")
        }
        return sha256 != nil || sm3 != nil
    }

    private static func check<Hasher: TreeHasher>(
        _ checkpoint: Checkpoint<Hasher>,
        _ input: [UInt8]
    ) throws {
        try demand(
            checkpoint.text.utf8.elementsEqual(input),
            "a checkpoint is printed as it was read"
        )
        try demand(
            try Checkpoint(
                origin: checkpoint.origin,
                size: checkpoint.size,
                root: checkpoint.root
            ) == checkpoint,
            "its parts make the same checkpoint"
        )
        try demand(
            checkpoint.size > 0 || checkpoint.root == Hasher.emptyRoot,
            "an empty tree has the empty root"
        )
        try demand((try? TwinNote(parsing: checkpoint.text)) == nil, "it is no twin note")
    }
}
