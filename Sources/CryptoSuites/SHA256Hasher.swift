import CLibCrypto
import CMultiHash
public import MerkleTree

/// SHA-256 as the hash of a tree: RFC 6962 §2.1, FIPS 180-4.
///
/// One hash at a time is OpenSSL's work, many at a time that of the kernels in ``HashKernel``. Proofs
/// are therefore checked by other code than the code that built the tree.
public enum SHA256Hasher: TreeHasher {
    /// The hash of no bytes.
    public static let emptyRoot = SHA256Stream().finishedHash()

    /// `SHA-256(0x00 || entry)`.
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> TreeHash<Self> {
        var stream = SHA256Stream()
        stream.update(0x00)
        stream.update(entry)
        return stream.finishedHash()
    }

    /// `SHA-256(0x01 || left || right)`.
    public static func nodeHash(left: TreeHash<Self>, right: TreeHash<Self>) -> TreeHash<Self> {
        var stream = SHA256Stream()
        stream.update(0x01)
        left.withUnsafeBytes { stream.update($0) }
        right.withUnsafeBytes { stream.update($0) }
        return stream.finishedHash()
    }

    /// The leaf hashes of many entries, several at a time.
    public static func leafHashes(of entries: EntryBatch) -> [TreeHash<Self>] {
        BulkHashing.leafHashes(of: entries, with: mh_sha256_leaves)
    }

    /// The parents of a run of siblings, several at a time.
    ///
    /// - Precondition: `children` holds an even number of hashes, a left child first.
    public static func parentHashes(of children: ArraySlice<TreeHash<Self>>) -> [TreeHash<Self>] {
        BulkHashing.parentHashes(of: children, with: mh_sha256_nodes)
    }
}

extension SHA256Stream {
    fileprivate func finishedHash() -> TreeHash<SHA256Hasher> {
        self.withFinishedBytes { TreeHash(unsafeBytes: $0) }
    }
}
