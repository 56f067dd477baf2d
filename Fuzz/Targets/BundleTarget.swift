import CryptoSuites
import MerkleTree

/// Entry bundles, and the hashing of many entries at once.
enum BundleTarget: FuzzTarget {
    static let name = "bundle"
    static let maximumByteCount = 1_200

    static func seeds() throws -> [[UInt8]] {
        var long = EntryBatch()
        try long.append([UInt8](repeating: 7, count: 300))
        return try [
            [], FuzzKeys.entries(1).bytes, FuzzKeys.entries(9).bytes, FuzzKeys.entries(40).bytes,
            long.bytes,
        ]
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let batch = try? EntryBatch(parsing: input) else { return false }
        try demand(batch.bytes == input, "a bundle is its bytes")
        var copy = EntryBatch()
        for position in 0..<batch.count { try copy.append(batch[position]) }
        try demand(copy == batch, "its entries make the same bundle")
        var random = Randomness(input)
        let cut = random.below(batch.count + 1)
        var joined = batch.slice(0..<cut)
        joined.append(contentsOf: batch.slice(cut..<batch.count))
        try demand(joined == batch, "two halves make the whole")
        try self.checkHashes(of: batch, cut: cut, SHA256Hasher.self)
        try self.checkHashes(of: batch, cut: cut, SM3Hasher.self)
        return true
    }

    private static func checkHashes<Hasher: TreeHasher>(
        of batch: EntryBatch,
        cut: Int,
        _: Hasher.Type
    ) throws {
        let leaves = Hasher.leafHashes(of: batch)
        try demand(
            leaves == (0..<batch.count).map { Hasher.leafHash(Array(batch[$0])) },
            "entries hash alone as they do together"
        )
        var whole = CompactRange<Hasher>()
        whole.append(contentsOf: leaves)
        var parts = CompactRange<Hasher>()
        parts.append(contentsOf: Array(leaves[..<cut]))
        parts.append(contentsOf: Array(leaves[cut...]))
        try demand(whole == parts, "a tree grows to the same edge in two steps")
    }
}
