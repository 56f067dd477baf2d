/// The state of both trees as its row holds it, whatever that says.
public struct StoredTreeState: Hashable, Sendable {
    /// The committed size.
    public let size: UInt64
    /// The SHA-256 root; 32 bytes in a log that nobody changed.
    public let sha256Root: [UInt8]
    /// The SM3 root.
    public let sm3Root: [UInt8]
    /// The SHA-256 edge: one hash for each set bit of the size, the largest subtree first.
    public let sha256Edge: [UInt8]
    /// The SM3 edge.
    public let sm3Edge: [UInt8]

    /// Joins what was read.
    public init(
        size: UInt64,
        sha256Root: [UInt8],
        sm3Root: [UInt8],
        sha256Edge: [UInt8],
        sm3Edge: [UInt8]
    ) {
        self.size = size
        self.sha256Root = sha256Root
        self.sm3Root = sm3Root
        self.sha256Edge = sha256Edge
        self.sm3Edge = sm3Edge
    }
}
