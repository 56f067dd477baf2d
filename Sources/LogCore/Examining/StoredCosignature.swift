/// A witness's line as it is stored, with the checkpoint that it is to be below.
public struct StoredCosignature: Hashable, Sendable {
    /// The size of the head.
    public let size: UInt64
    /// Its number below that head.
    public let number: Int
    /// Whether it is below the checkpoint of the SM3 tree.
    public let isSM3: Bool
    /// The line with its line feed.
    public let line: [UInt8]
    /// The checkpoint that the log signed at that size; nil if there is no head of it.
    public let checkpoint: [UInt8]?

    /// Joins what was read.
    public init(size: UInt64, number: Int, isSM3: Bool, line: [UInt8], checkpoint: [UInt8]?) {
        self.size = size
        self.number = number
        self.isSM3 = isSM3
        self.line = line
        self.checkpoint = checkpoint
    }
}
