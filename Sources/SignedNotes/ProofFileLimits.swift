/// Limits of proof files in both suites.
public enum ProofFileLimits {
    /// The largest file, in bytes.
    public static let byteCount = 1_048_576
    /// The most hashes: a tree has at most 64 levels below its root.
    public static let pathHashCount = 64
}
