import CryptoSuites
import MerkleTree
import SignedNotes

/// Proof files of both suites.
enum ProofFileTarget: FuzzTarget {
    static let name = "proof"
    static let maximumByteCount = 1_800
    static let words = [
        "c2sp.org/tlog-proof@v1\n", "concordat/sm3-proof/v1\n", "extra ", "index ", "\n\n",
    ]

    static func seeds() throws -> [[UInt8]] {
        try self.seeds(SHA256Hasher.self) + self.seeds(SM3Hasher.self)
    }

    private static func seeds<Hasher: SuiteHasher>(_: Hasher.Type) throws -> [[UInt8]] {
        let entries = try FuzzKeys.entries(3)
        let leaves = Hasher.leafHashes(of: entries)
        let note = try FuzzKeys.checkpoint(Hasher.self, size: 3)
        let node = Hasher.nodeHash(left: leaves[0], right: leaves[1])
        return try [
            ProofFile<Hasher>(index: 2, path: [node], note: note).bytes,
            ProofFile<Hasher>(extra: [1], index: 0, path: [leaves[1], leaves[2]], note: note).bytes,
            ProofFile<Hasher>(
                index: 0,
                path: [],
                note: FuzzKeys.checkpoint(Hasher.self, size: 1)
            ).bytes,
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        let sha256 = try? ProofFile<SHA256Hasher>(parsing: input)
        let sm3 = try? ProofFile<SM3Hasher>(parsing: input)
        switch try? AnyProofFile(parsing: input) {
        case .sha256(let file):
            try demand(file == sha256 && sm3 == nil, "the first line tells the suite")
            try self.check(file, input)
            return true
        case .sm3(let file):
            try demand(file == sm3 && sha256 == nil, "the first line tells the suite")
            try self.check(file, input)
            return true
        case nil:
            try demand(sha256 == nil && sm3 == nil, "a file of either suite is read as any")
            return false
        }
    }

    private static func check<Hasher: SuiteHasher>(
        _ file: ProofFile<Hasher>,
        _ input: [UInt8]
    ) throws {
        try demand(file.bytes == input, "a proof file is printed as it was read")
        try demand(file.path.count <= 64, "a path has at most 64 hashes")
        try demand(
            try ProofFile<Hasher>(
                extra: file.extra,
                index: file.index,
                path: file.path,
                note: file.note
            ) == file,
            "its parts make the same file"
        )
        let checkpoint = try file.claimedCheckpoint()
        let keys = try FuzzKeys.verifierKeys
        let entry = Array("entry \(file.index)".utf8)
        let policy = try Policy(parsing: Array(FuzzKeys.policyText.utf8))
        for proven in [
            try? file.verify(entry: entry, keys: keys),
            try? file.verify(entry: entry, policy: policy),
        ].compactMap({ $0 }) {
            try demand(proven.leafIndex < checkpoint.size, "what is proven is in the tree")
            try demand(proven.leaf == Hasher.leafHash(entry), "what is proven is the entry")
            try demand(!proven.signatures.isEmpty, "somebody signed the head")
            try demand(
                (try? file.verify(entry: entry + [0], keys: keys)) == nil,
                "no other entry is proven"
            )
        }
    }
}
