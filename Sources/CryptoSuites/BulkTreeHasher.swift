import CMultiHash
public import MerkleTree

/// A tree hasher that works on many leaves of one buffer at a time, wherever they lie in it.
public protocol BulkTreeHasher: TreeHasher {
    /// The leaf hashes of the messages that begin at `offsets` and have `lengths` bytes.
    ///
    /// - Precondition: There are as many offsets as lengths, and each message lies within `bytes`.
    static func leafHashes(
        in bytes: [UInt8],
        offsets: [Int],
        lengths: [Int]
    ) -> [TreeHash<Self>]
}

extension SHA256Hasher: BulkTreeHasher {
    /// The leaf hashes of many messages, several at a time.
    public static func leafHashes(
        in bytes: [UInt8],
        offsets: [Int],
        lengths: [Int]
    ) -> [TreeHash<Self>] {
        BulkHashing.leafHashes(in: bytes, offsets, lengths, with: mh_sha256_leaves)
    }
}

extension SM3Hasher: BulkTreeHasher {
    /// The leaf hashes of many messages, several at a time.
    public static func leafHashes(
        in bytes: [UInt8],
        offsets: [Int],
        lengths: [Int]
    ) -> [TreeHash<Self>] {
        BulkHashing.leafHashes(in: bytes, offsets, lengths, with: mh_sm3_leaves)
    }
}
