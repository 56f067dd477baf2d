import MerkleTree

/// Hands whole levels and batches to the C kernels, without copying a hash.
enum BulkHashing {
    typealias Nodes = (
        _ pairs: UnsafePointer<UInt8>, _ count: Int, _ digests: UnsafeMutablePointer<UInt8>
    ) -> Void
    typealias Leaves = (
        _ base: UnsafePointer<UInt8>, _ offsets: UnsafePointer<Int>,
        _ lengths: UnsafePointer<Int>, _ count: Int, _ digests: UnsafeMutablePointer<UInt8>
    ) -> Void

    static func leafHashes<Hasher: TreeHasher>(
        of entries: EntryBatch,
        with kernel: Leaves
    ) -> [TreeHash<Hasher>] {
        entries.withUnsafeEntries { base, ranges in
            // Closures: a key path is looked up at run time, for each entry.
            let offsets = ranges.map { $0.lowerBound }
            let lengths = ranges.map { $0.count }
            return Self.hashes(count: ranges.count) { digests in
                guard let base = base.baseAddress else { return }
                let bytes = base.assumingMemoryBound(to: UInt8.self)
                kernel(bytes, offsets, lengths, ranges.count, digests)
            }
        }
    }

    static func leafHashes<Hasher: TreeHasher>(
        in bytes: [UInt8],
        _ offsets: [Int],
        _ lengths: [Int],
        with kernel: Leaves
    ) -> [TreeHash<Hasher>] {
        precondition(
            offsets.count == lengths.count
                && zip(offsets, lengths).allSatisfy {
                    $0 >= 0 && $1 >= 0 && $0 <= bytes.count - $1
                },
            "messages lie within the buffer"
        )
        return bytes.withUnsafeBufferPointer { bytes in
            Self.hashes(count: offsets.count) { digests in
                guard let base = bytes.baseAddress else { return }
                kernel(base, offsets, lengths, offsets.count, digests)
            }
        }
    }

    static func parentHashes<Hasher: TreeHasher>(
        of children: ArraySlice<TreeHash<Hasher>>,
        with kernel: Nodes
    ) -> [TreeHash<Hasher>] {
        precondition(children.count.isMultiple(of: 2), "siblings come in pairs")
        let count = children.count / 2
        return children.withUnsafeBytes { children in
            Self.hashes(count: count) { digests in
                guard let pairs = children.baseAddress else { return }
                kernel(pairs.assumingMemoryBound(to: UInt8.self), count, digests)
            }
        }
    }

    /// An array of `count` hashes that `write` fills; it is not called if there are none.
    private static func hashes<Hasher: TreeHasher>(
        count: Int,
        _ write: (UnsafeMutablePointer<UInt8>) -> Void
    ) -> [TreeHash<Hasher>] {
        precondition(
            MemoryLayout<TreeHash<Hasher>>.stride == TreeHash<Hasher>.byteCount,
            "hashes lie in an array without gaps"
        )
        guard count > 0 else { return [] }
        return Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
            guard let hashes = buffer.baseAddress else { return }
            let byteCount = count * TreeHash<Hasher>.byteCount
            let bytes = UnsafeMutableRawPointer(hashes)
            write(bytes.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount))
            initializedCount = count
        }
    }
}
