public import CryptoSuites
public import MerkleTree

/// The leaf hashes of the same entries in both suites.
public struct TwinLeaves: Hashable, Sendable {
    /// The SHA-256 leaf hashes.
    public private(set) var sha256: [TreeHash<SHA256Hasher>]
    /// The SM3 leaf hashes.
    public private(set) var sm3: [TreeHash<SM3Hasher>]

    /// Hashes entries in both suites.
    public init(hashing entries: EntryBatch) {
        self.sha256 = SHA256Hasher.leafHashes(of: entries)
        self.sm3 = SM3Hasher.leafHashes(of: entries)
    }

    /// The number of entries.
    public var count: Int { self.sha256.count }

    /// Adds other entries' hashes at the end.
    public mutating func append(contentsOf other: TwinLeaves) {
        self.sha256 += other.sha256
        self.sm3 += other.sm3
    }

    /// Adds the hashes of one entry at the end.
    mutating func append(_ sha256: TreeHash<SHA256Hasher>, _ sm3: TreeHash<SM3Hasher>) {
        self.sha256.append(sha256)
        self.sm3.append(sm3)
    }

    /// The hashes at some positions.
    ///
    /// - Precondition: `positions` lies within `0..<count`.
    func slice(_ positions: Range<Int>) -> TwinLeaves {
        guard positions != 0..<self.count else { return self }
        var slice = self
        slice.sha256 = Array(self.sha256[positions])
        slice.sm3 = Array(self.sm3[positions])
        return slice
    }
}
