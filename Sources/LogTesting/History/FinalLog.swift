public import CryptoSuites
import MerkleTree

/// What a log holds when a history is judged.
public struct FinalLog: Sendable {
    /// The rows by which it holds entries, in the order in which they were read.
    public let rows: [(index: UInt64, entry: [UInt8])]
    /// The newest published size.
    public let publishedSize: UInt64
    /// The leaves of the SHA-256 tree over the rows.
    public let sha256: LeafList<SHA256Hasher>
    /// The leaves of the SM3 tree over the rows.
    public let sm3: LeafList<SM3Hasher>

    /// Takes rows with their indexes, as a table has them.
    public init(rows: [(index: UInt64, entry: [UInt8])], publishedSize: UInt64) {
        self.rows = rows
        self.publishedSize = publishedSize
        let entries = rows.map(\.entry)
        self.sha256 = LeafList(entries: entries)
        self.sm3 = LeafList(entries: entries)
    }

    /// Takes entries that were read in order from index 0.
    public init(entries: [[UInt8]], publishedSize: UInt64? = nil) {
        self.init(
            rows: entries.enumerated().map { (UInt64($0.offset), $0.element) },
            publishedSize: publishedSize ?? UInt64(entries.count)
        )
    }
}
