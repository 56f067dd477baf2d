import CMultiHash
public import MerkleTree

/// SM3 as the hash of a tree: RFC 6962 §2.1 over GB/T 32905-2016.
///
/// All of it is done by ``HashKernel``s, one hash at a time by the scalar one: OpenSSL offers SM3 only
/// behind a provider, where a call can fail and takes longer. The tests hold the kernels to OpenSSL.
public enum SM3Hasher: TreeHasher {
    /// The hash of no bytes.
    public static let emptyRoot = Self.digest { mh_sm3($0, 0, $0) }

    /// `SM3(0x00 || entry)`.
    public static func leafHash(_ entry: UnsafeRawBufferPointer) -> TreeHash<Self> {
        Self.digest { digest in
            var offset = 0
            var length = entry.count
            // C wants an address even for an entry without bytes; it reads none.
            let base =
                entry.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? UnsafePointer(digest)
            _ = mh_kernel_leaves(MH_SM3_SCALAR, base, &offset, &length, 1, digest)
        }
    }

    /// `SM3(0x01 || left || right)`.
    public static func nodeHash(left: TreeHash<Self>, right: TreeHash<Self>) -> TreeHash<Self> {
        withUnsafeBytes(of: (left, right)) { pair in
            Self.digest { digest in
                guard let pair = pair.baseAddress else { return }
                let bytes = pair.assumingMemoryBound(to: UInt8.self)
                _ = mh_kernel_nodes(MH_SM3_SCALAR, bytes, 1, digest)
            }
        }
    }

    /// The leaf hashes of many entries, several at a time.
    public static func leafHashes(of entries: EntryBatch) -> [TreeHash<Self>] {
        BulkHashing.leafHashes(of: entries, with: mh_sm3_leaves)
    }

    /// The parents of a run of siblings, several at a time.
    ///
    /// - Precondition: `children` holds an even number of hashes, a left child first.
    public static func parentHashes(of children: ArraySlice<TreeHash<Self>>) -> [TreeHash<Self>] {
        BulkHashing.parentHashes(of: children, with: mh_sm3_nodes)
    }

    private static func digest(_ write: (UnsafeMutablePointer<UInt8>) -> Void) -> TreeHash<Self> {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: TreeHash<Self>.byteCount) {
            buffer in
            buffer.initialize(repeating: 0)
            if let address = buffer.baseAddress { write(address) }
            return TreeHash(unsafeBytes: UnsafeRawBufferPointer(buffer))
        }
    }
}
