/// The three notes that the signer makes of one head, byte for byte as they are served.
public struct HeadNotes: Hashable, Sendable {
    /// The checkpoint of the SHA-256 tree, signed with the log's Ed25519 key.
    public let checkpoint: [UInt8]
    /// The checkpoint of the SM3 tree, signed with the log's SM2 key.
    public let sm3Checkpoint: [UInt8]
    /// The twin note, signed with both keys.
    public let twin: [UInt8]

    /// Joins the three.
    public init(checkpoint: [UInt8], sm3Checkpoint: [UInt8], twin: [UInt8]) {
        self.checkpoint = checkpoint
        self.sm3Checkpoint = sm3Checkpoint
        self.twin = twin
    }
}
