import CryptoSuites
import MerkleTree
import SignedNotes

/// The check of a bare consistency proof. Hashes are 32 bytes each.
struct ConsistencyCheck {
    let olderSize: UInt64
    let newerSize: UInt64
    let olderRoot: [UInt8]
    let newerRoot: [UInt8]
    let path: [[UInt8]]

    private struct Report: Encodable {
        let verdict = "proven"
        let suite: Suite
        let first: UInt64
        let second: UInt64
    }

    /// What came out.
    func outcome(in suite: Suite) -> Outcome {
        switch suite {
        case .sha256: self.outcome(SHA256Hasher.self)
        case .sm3: self.outcome(SM3Hasher.self)
        }
    }

    private func outcome<Hasher: SuiteHasher>(_: Hasher.Type) -> Outcome {
        guard let olderRoot = TreeHash<Hasher>(self.olderRoot),
            let newerRoot = TreeHash<Hasher>(self.newerRoot),
            let path = [TreeHash<Hasher>](concatenated: Array(self.path.joined()))
        else { return .failed(.refuted, step: "path", detail: "a hash is not 32 bytes long") }
        do throws(ProofError) {
            try ConsistencyProof(
                olderSize: self.olderSize,
                newerSize: self.newerSize,
                path: path
            ).verify(olderRoot: olderRoot, newerRoot: newerRoot)
        } catch {
            return error.outcome
        }
        return .proven(
            "the \(Hasher.suite.title) tree of \(self.newerSize) begins with the tree of "
                + "\(self.olderSize)",
            Report(suite: Hasher.suite, first: self.olderSize, second: self.newerSize)
        )
    }
}
