import MerkleTree
import SignedNotes

extension ProofError {
    /// The error as the end of a check: a bare proof is right or wrong.
    var outcome: Outcome {
        switch self {
        case .leafIndexOutOfRange:
            .failed(.refuted, step: "index", detail: "the index is not below the size")
        case .sizesOutOfOrder:
            .failed(.refuted, step: "sizes", detail: "the older tree is the larger one")
        case .wrongPathLength(let expected, let actual):
            .failed(
                .refuted,
                step: "path",
                detail: "\(actual) hashes are given, \(expected) are called for"
            )
        case .rootMismatch:
            .failed(.refuted, step: "root", detail: "the hashes lead to another root")
        case .olderRootMismatch:
            .failed(.refuted, step: "root", detail: "the hashes lead to another older root")
        }
    }
}
