import CLibCrypto
import CMultiHash
public import MerkleTree

/// SHA-256 as the hash of a tree: RFC 6962 §2.1, FIPS 180-4.
///
/// One hash at a time is OpenSSL's work, many at a time that of the kernels in ``HashKernel``. Proofs
/// are therefore checked by other code than the code that built the tree.
public enum SHA256Hasher: TreeHasher {
    /// The hash of no bytes.
    public static let emptyRoot: TreeHash<Self> = {
        var context = SHA256_CTX()
        SHA256_Init(&context)
        return finish(&context)
    }()

    /// `SHA-256(0x00 || entry)`.
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> TreeHash<Self> {
        var context = SHA256_CTX()
        var prefix: UInt8 = 0x00
        SHA256_Init(&context)
        SHA256_Update(&context, &prefix, 1)
        SHA256_Update(&context, entry.baseAddress, entry.count)
        return Self.finish(&context)
    }

    /// `SHA-256(0x01 || left || right)`.
    public static func nodeHash(left: TreeHash<Self>, right: TreeHash<Self>) -> TreeHash<Self> {
        var context = SHA256_CTX()
        var prefix: UInt8 = 0x01
        SHA256_Init(&context)
        SHA256_Update(&context, &prefix, 1)
        withUnsafeBytes(of: (left, right)) { pair in
            _ = SHA256_Update(&context, pair.baseAddress, pair.count)
        }
        return Self.finish(&context)
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

    private static func finish(_ context: inout SHA256_CTX) -> TreeHash<Self> {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TreeHash<Self>.byteCount) {
            digest in
            SHA256_Final(digest.baseAddress, &context)
            return TreeHash(unsafeBytes: UnsafeRawBufferPointer(digest))
        }
    }
}
