public import MerkleTree

/// A log's head in one suite: how many entries, and the root over them. C2SP tlog-checkpoint.
///
///     <origin>
///     <tree size>
///     <root, base64>
///
/// Three lines and no more: extension lines are refused, as witnesses refuse them.
public struct Checkpoint<Hasher: TreeHasher>: Hashable, Sendable {
    private let exactOrigin: WireText
    /// The number of entries.
    public let size: UInt64
    /// The root over the entries.
    public let root: TreeHash<Hasher>

    /// Creates a checkpoint from its parts.
    ///
    /// - Throws: ``CheckpointError/origin`` or ``CheckpointError/rootOfEmptyTree``.
    public init(origin: String, size: UInt64, root: TreeHash<Hasher>) throws(CheckpointError) {
        // SPEC: CKPT-2, CKPT-5.
        guard KeyName.isValid(origin) else { throw .origin }
        guard size > 0 || root == Hasher.emptyRoot else { throw .rootOfEmptyTree }
        self.exactOrigin = WireText(origin)
        self.size = size
        self.root = root
    }

    /// Reads a checkpoint from a text that nobody has vouched for.
    ///
    /// - Throws: ``CheckpointError`` that names the part which is wrong.
    public init(parsing text: String) throws(CheckpointError) {
        let lines = try CheckpointText(parsing: text)
        guard let root = TreeHash<Hasher>(lines.root) else { throw .root }
        try self.init(origin: lines.origin, size: lines.size, root: root)
    }

    /// The origin of the log whose head it is. In the SM3 tree it ends in `/sm3`.
    public var origin: String { self.exactOrigin.string }

    /// The text that is signed.
    public var text: String { "\(self.origin)\n\(self.size)\n\(self.root.base64)\n" }
}

extension Checkpoint where Hasher: SuiteHasher {
    /// Takes the checkpoint from a note that its log signed.
    ///
    /// SPEC: CKPT-6, SM3P-4: the suite follows from the key: an Ed25519 key vouches for a SHA-256
    /// root and an SM2 key for an SM3 root, and only if the key's name is the origin.
    ///
    /// - Throws: ``CheckpointError/notSignedByLog`` if no such key is among those that verified,
    ///   or what is wrong with the text.
    public init(_ note: VerifiedNote) throws(CheckpointError) {
        let checkpoint = try Self(parsing: note.text)
        guard note.isSigned(by: Hasher.logAlgorithm, named: checkpoint.origin) else {
            throw .notSignedByLog
        }
        self = checkpoint
    }
}
