/// A full tile of both trees as its row holds it, whatever that says.
public struct StoredTile: Hashable, Sendable {
    /// The level; 0 to 7 in a log that nobody changed.
    public let level: Int
    /// The position on the level.
    public let index: UInt64
    /// The bytes of the SHA-256 tile; 8,192 in a log that nobody changed.
    public let sha256: [UInt8]
    /// The bytes of the SM3 tile.
    public let sm3: [UInt8]
    /// The root over the SHA-256 tile that stands beside it; 32 bytes.
    public let sha256Root: [UInt8]
    /// The root over the SM3 tile.
    public let sm3Root: [UInt8]

    /// Joins what was read.
    public init(
        level: Int,
        index: UInt64,
        sha256: [UInt8],
        sm3: [UInt8],
        sha256Root: [UInt8],
        sm3Root: [UInt8]
    ) {
        self.level = level
        self.index = index
        self.sha256 = sha256
        self.sm3 = sm3
        self.sha256Root = sha256Root
        self.sm3Root = sm3Root
    }
}
