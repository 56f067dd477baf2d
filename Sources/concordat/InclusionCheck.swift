import CryptoSuites
import MerkleTree
import SignedNotes

/// The check of a bare inclusion proof. Hashes are 32 bytes each.
struct InclusionCheck {
    let index: UInt64
    let size: UInt64
    let leaf: [UInt8]
    let root: [UInt8]
    let path: [[UInt8]]

    private struct Report: Encodable {
        let verdict = "proven"
        let suite: Suite
        let leafIndex: UInt64
        let treeSize: UInt64

        enum CodingKeys: String, CodingKey {
            case verdict
            case suite
            case leafIndex = "leaf_index"
            case treeSize = "tree_size"
        }
    }

    /// What came out.
    func outcome(in suite: Suite) -> Outcome {
        switch suite {
        case .sha256: self.outcome(SHA256Hasher.self)
        case .sm3: self.outcome(SM3Hasher.self)
        }
    }

    private func outcome<Hasher: SuiteHasher>(_: Hasher.Type) -> Outcome {
        guard let leaf = TreeHash<Hasher>(self.leaf), let root = TreeHash<Hasher>(self.root),
            let path = [TreeHash<Hasher>](concatenated: Array(self.path.joined()))
        else { return .failed(.refuted, step: "path", detail: "a hash is not 32 bytes long") }
        do throws(ProofError) {
            try InclusionProof(leafIndex: self.index, treeSize: self.size, path: path)
                .verify(leaf: leaf, root: root)
        } catch {
            return error.outcome
        }
        return .proven(
            "leaf \(self.index) of \(self.size) is \(leaf) under "
                + "\(Hasher.suite.title) root \(root)",
            Report(suite: Hasher.suite, leafIndex: self.index, treeSize: self.size)
        )
    }
}
