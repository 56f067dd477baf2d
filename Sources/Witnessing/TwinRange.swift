import CryptoSuites
import MerkleTree
import SignedNotes

/// The compact ranges of both trees over the same entries: what the trees grow from.
struct TwinRange: Hashable, Sendable {
    /// The edge of the SHA-256 tree.
    private(set) var sha256: CompactRange<SHA256Hasher>
    /// The edge of the SM3 tree.
    private(set) var sm3: CompactRange<SM3Hasher>
    /// The size with both roots, folded from the edges.
    private(set) var head: TwinHead

    /// The edges of trees without entries.
    init() {
        self.sha256 = CompactRange()
        self.sm3 = CompactRange()
        self.head = .empty
    }

    /// Joins two stored edges; nil unless both fit the size.
    init?(
        size: UInt64,
        sha256: [TreeHash<SHA256Hasher>],
        sm3: [TreeHash<SM3Hasher>]
    ) {
        guard let sha256 = try? CompactRange(size: size, hashes: sha256),
            let sm3 = try? CompactRange(size: size, hashes: sm3)
        else { return nil }
        self.sha256 = sha256
        self.sm3 = sm3
        self.head = TwinHead(size: size, sha256: sha256.root, sm3: sm3.root)
    }

    /// The number of entries below both edges.
    var size: UInt64 { self.head.size }

    /// Grows both trees by the same entries.
    ///
    /// - Precondition: The new size fits 64 bits.
    mutating func append(_ entries: EntryBatch) {
        self.sha256.append(contentsOf: SHA256Hasher.leafHashes(of: entries))
        self.sm3.append(contentsOf: SM3Hasher.leafHashes(of: entries))
        self.head = TwinHead(
            size: self.sha256.size,
            sha256: self.sha256.root,
            sm3: self.sm3.root
        )
    }

    /// The edges after `entries`.
    func appending(_ entries: EntryBatch) -> TwinRange {
        var range = self
        range.append(entries)
        return range
    }
}
