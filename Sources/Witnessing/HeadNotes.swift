public import SignedNotes

/// The notes that the signer makes of one head, byte for byte as they are served.
public struct HeadNotes: Hashable, Sendable {
    /// The checkpoint of the SHA-256 tree, signed with the log's Ed25519 key.
    public let checkpoint: [UInt8]
    /// The checkpoint of the SM3 tree, signed with the log's SM2 key.
    public let sm3Checkpoint: [UInt8]
    /// The twin note, signed with both keys.
    public let twin: [UInt8]
    /// The SHA-256 tree's head as RFC 6962 signs it, with the log's P-256 key; nil if the log had
    /// none when the head was signed.
    public let treeHead: TreeHeadSignature?

    /// Joins them.
    public init(
        checkpoint: [UInt8],
        sm3Checkpoint: [UInt8],
        twin: [UInt8],
        treeHead: TreeHeadSignature? = nil
    ) {
        self.checkpoint = checkpoint
        self.sm3Checkpoint = sm3Checkpoint
        self.twin = twin
        self.treeHead = treeHead
    }

    /// The same notes with a tree head's signature.
    func with(treeHead: TreeHeadSignature?) -> HeadNotes {
        HeadNotes(
            checkpoint: self.checkpoint,
            sm3Checkpoint: self.sm3Checkpoint,
            twin: self.twin,
            treeHead: treeHead
        )
    }
}
