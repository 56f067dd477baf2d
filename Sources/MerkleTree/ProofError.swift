/// Why a Merkle proof was refused. Whatever the case, its claim stays unproven.
public enum ProofError: Error, Hashable, Sendable {
    /// The leaf index is not below the tree size.
    case leafIndexOutOfRange
    /// The older tree is larger than the newer one.
    case sizesOutOfOrder
    /// The path has `actual` hashes where its indexes and sizes call for `expected`.
    case wrongPathLength(expected: Int, actual: Int)
    /// The proof is well-formed and leads to another root of the tree it speaks of.
    case rootMismatch
    /// The proof is well-formed and leads to another root of the older of two trees.
    case olderRootMismatch
}
