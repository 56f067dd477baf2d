import MerkleTree
import SignedNotes

/// The JSON object about a proof file that verified, and the sentence that says the same.
struct InclusionReport: Encodable {
    private let verdict = "proven"
    private let suite: Suite
    private let origin: String
    private let treeSize: UInt64
    private let leafIndex: UInt64
    private let leafHash: String
    private let root: String
    private let signatures: [SignatureReport]

    private enum CodingKeys: String, CodingKey {
        case verdict
        case suite
        case origin
        case treeSize = "tree_size"
        case leafIndex = "leaf_index"
        case leafHash = "leaf_hash"
        case root
        case signatures
    }

    init(_ proven: ProvenInclusion<some SuiteHasher>) {
        self.suite = type(of: proven).suite
        self.origin = proven.checkpoint.origin
        self.treeSize = proven.checkpoint.size
        self.leafIndex = proven.leafIndex
        self.leafHash = proven.leaf.description
        self.root = proven.checkpoint.root.description
        self.signatures = proven.signatures.map(SignatureReport.init)
    }

    /// What was proven and under which keys.
    var sentence: String {
        """
        entry \(self.leafIndex) of the \(self.treeSize) of \(self.origin.printable) is this file \
        (\(self.suite.title) leaf \(self.leafHash)), signed by \
        \(self.signatures.map(\.sentence).joined(separator: ", ")); \
        agreement with the other suite: not checked
        """
    }
}

extension ProvenInclusion {
    /// The suite of the tree that holds the entry.
    fileprivate static var suite: Suite { Hasher.suite }
}
