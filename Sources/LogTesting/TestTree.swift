import CryptoSuites
public import LogCore
public import MerkleTree
public import SignedNotes

/// Random entries and what both trees over them must be, by RFC 6962's own recursion.
///
/// A reference, so that a claim can ask again what it grew; used by one task.
public final class TestTree {
    private var grown: [[UInt8]] = []
    private var sha256 = ReferenceTree<SHA256Hasher>([])
    private var sm3 = ReferenceTree<SM3Hasher>([])
    /// Where the entries come from.
    public var random: SeededGenerator

    /// An empty tree; the seed brings the same entries back.
    public init(seed: UInt64) { self.random = SeededGenerator(seed: seed) }

    /// Adds entries of the lengths given, and returns them.
    public func grow(by count: Int, byteCount: (Int) -> Int = { _ in 24 }) throws -> EntryBatch {
        var batch = EntryBatch()
        for number in 0..<count {
            let entry = self.random.bytes(byteCount(number))
            try batch.append(entry)
            self.grown.append(entry)
        }
        self.sha256 = ReferenceTree(self.grown)
        self.sm3 = ReferenceTree(self.grown)
        return batch
    }

    /// The size and both roots.
    public var head: TwinHead { self.head(at: self.grown.count) }

    /// The same at an earlier size.
    public func head(at size: Int) -> TwinHead {
        TwinHead(
            size: UInt64(size),
            sha256: self.sha256.root(0..<size),
            sm3: self.sm3.root(0..<size)
        )
    }

    /// Some of the entries.
    public func entries(_ range: Range<UInt64>) throws -> EntryBatch {
        var batch = EntryBatch()
        for entry in self.grown[Int(range.lowerBound)..<Int(range.upperBound)] {
            try batch.append(entry)
        }
        return batch
    }

    /// All tiles of the tree, partial ones included.
    public var coordinates: [TileCoordinate] {
        var coordinates: [TileCoordinate] = []
        for level in 0..<8 {
            let count = self.grown.count >> (8 * level)
            for start in stride(from: 0, to: count, by: 256) {
                guard
                    let tile = TileCoordinate(
                        level: level,
                        index: UInt64(start / 256),
                        width: min(256, count - start)
                    )
                else { continue }
                coordinates.append(tile)
            }
        }
        return coordinates
    }

    /// The tile at a place, each hash computed from the entries below it.
    public func tile(at coordinate: TileCoordinate) -> TwinTile {
        let span = 1 << (8 * coordinate.level)
        let ranges = (0..<coordinate.width).map { position in
            let start = (Int(coordinate.index) * 256 + position) * span
            return start..<start + span
        }
        return TwinTile(
            sha256: Tile(coordinate: coordinate, hashes: ranges.map { self.sha256.root($0) }),
            sm3: Tile(coordinate: coordinate, hashes: ranges.map { self.sm3.root($0) })
        )
    }
}
