public import CryptoSuites

/// A proof file whose suite its first line tells.
public enum AnyProofFile: Hashable, Sendable {
    /// About the SHA-256 tree: C2SP tlog-proof.
    case sha256(ProofFile<SHA256Hasher>)
    /// About the SM3 tree.
    case sm3(ProofFile<SM3Hasher>)

    /// Reads a proof file of either suite.
    ///
    /// - Throws: ``ProofFileError`` that names the part which is wrong.
    public init(parsing bytes: [UInt8]) throws(ProofFileError) {
        if bytes.starts(with: "\(SM3Hasher.proofFileHeader)\n".utf8) {
            self = .sm3(try ProofFile(parsing: bytes))
        } else {
            self = .sha256(try ProofFile(parsing: bytes))
        }
    }
}
