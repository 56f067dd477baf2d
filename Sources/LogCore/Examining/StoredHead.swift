import MerkleTree
import SignedNotes
public import Witnessing

/// A head as its row holds it, whatever that says.
public struct StoredHead: Hashable, Sendable {
    /// The size.
    public let size: UInt64
    /// The SHA-256 root; 32 bytes in a log that nobody changed.
    public let sha256Root: [UInt8]
    /// The SM3 root.
    public let sm3Root: [UInt8]
    /// The notes; nil for a pending head that is not signed yet.
    public let notes: HeadNotes?

    /// Joins what was read.
    public init(size: UInt64, sha256Root: [UInt8], sm3Root: [UInt8], notes: HeadNotes?) {
        self.size = size
        self.sha256Root = sha256Root
        self.sm3Root = sm3Root
        self.notes = notes
    }

    /// A head that is known, as a row would hold it.
    init(_ head: TwinHead, notes: HeadNotes? = nil) {
        self.init(
            size: head.size,
            sha256Root: head.sha256.bytes,
            sm3Root: head.sm3.bytes,
            notes: notes
        )
    }
}
