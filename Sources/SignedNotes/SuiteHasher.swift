public import CryptoSuites
public import MerkleTree

/// A tree hasher that knows its suite, and with it the formats and keys that go with its trees.
public protocol SuiteHasher: TreeHasher {
    /// The suite of the hash.
    static var suite: Suite { get }

    /// The kind of key with which a log signs the checkpoints of a tree with this hash.
    static var logAlgorithm: SignatureAlgorithm { get }

    /// The first line of a proof file about a tree with this hash.
    static var proofFileHeader: String { get }
}

extension SHA256Hasher: SuiteHasher {
    /// SHA-256.
    public static var suite: Suite { .sha256 }
    /// Ed25519 over the note's text.
    public static var logAlgorithm: SignatureAlgorithm { .ed25519 }
    /// C2SP tlog-proof.
    public static var proofFileHeader: String { "c2sp.org/tlog-proof@v1" }
}

extension SM3Hasher: SuiteHasher {
    /// SM3.
    public static var suite: Suite { .sm3 }
    /// SM2 with a timestamp.
    public static var logAlgorithm: SignatureAlgorithm { .sm2 }
    /// The layout of C2SP tlog-proof under a name of its own, as its hashes are others.
    public static var proofFileHeader: String { "concordat/sm3-proof/v1" }
}
