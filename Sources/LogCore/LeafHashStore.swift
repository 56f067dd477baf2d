public import CryptoSuites
public import MerkleTree

/// Where a log's indexes are found by the SHA-256 leaf hashes of their entries.
///
/// Nothing is promised by it: all it holds can be read from the tiles of level 0 again. It is filled
/// behind the published head, off the path of appends, from index 0 on without a gap.
public protocol LeafHashStore: Sendable {
    /// How many leaf hashes of the log are in it: those of the indexes below. 0 for an unknown log.
    func indexedSize(of log: LogID) async throws(StoreError) -> UInt64

    /// Adds the leaf hashes of the indexes from `size` on, if it holds exactly those below; returns
    /// how many it holds afterwards.
    ///
    /// Of several who call it at once for the same place, one adds, and all learn the new size.
    func add(
        _ hashes: [TreeHash<SHA256Hasher>],
        of log: LogID,
        after size: UInt64
    ) async throws(StoreError) -> UInt64

    /// The indexes from `start` on that may have this leaf hash, the lowest first, at most `limit`.
    ///
    /// All that have it and are below ``LeafCandidates/indexedSize`` are among them, and some may
    /// only share its first 8 bytes: whoever asks compares the whole hash.
    func candidates(
        for hash: TreeHash<SHA256Hasher>,
        of log: LogID,
        from start: UInt64,
        limit: Int
    ) async throws(StoreError) -> LeafCandidates
}

/// What a ``LeafHashStore`` knows of a leaf hash.
public struct LeafCandidates: Hashable, Sendable {
    /// The indexes, rising.
    public let indexes: [UInt64]
    /// How many leaf hashes the store held, at least, when the indexes were read.
    public let indexedSize: UInt64

    /// Joins the two.
    public init(indexes: [UInt64], indexedSize: UInt64) {
        self.indexes = indexes
        self.indexedSize = indexedSize
    }
}

extension TreeHash where Hasher == SHA256Hasher {
    /// The first 8 bytes as a big-endian number with sign, by which a ``LeafHashStore`` keeps it.
    public var lookupPrefix: Int64 {
        self.withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
    }
}
