import MerkleTree
import SignedNotes

/// A tree above its entry bundles: the tiles of level 1 and higher, grown by the root of one full
/// bundle after the other.
struct UpperTree<Hasher: SuiteHasher>: Hashable, Sendable {
    /// The same tree with the bundles' roots as its leaves: its level l is level l + 1 of the log.
    private var edge: TileEdge<Hasher>

    /// The tree without bundles.
    init() { self.edge = TileEdge() }

    /// A tree from the hashes of its partial tiles, level 1 first.
    ///
    /// - Throws: ``ProofError`` unless they are as many as a tree of this size has.
    init(bundleCount: UInt64, partials: [[TreeHash<Hasher>]]) throws(ProofError) {
        self.edge = try TileEdge(size: bundleCount, partials: partials)
    }

    /// The full bundles.
    var bundleCount: UInt64 { self.edge.size }

    /// The levels of the log that have tiles, above level 0.
    var levels: Range<Int> {
        1..<1 + TileEdge<Hasher>.levelCount(treeSize: self.edge.size)
    }

    /// The hashes of the partial tile of a level, 1 or higher.
    func partial(level: Int) -> [TreeHash<Hasher>] { self.edge.partial(level: level - 1) }

    /// The partial tile of a level, 1 or higher; nil if the level ends with a full one.
    func partialTile(level: Int) -> Tile<Hasher>? {
        let hashes = self.partial(level: level)
        let index = self.edge.size >> (8 * level)
        return TileCoordinate(level: level, index: index, width: hashes.count).map {
            Tile(coordinate: $0, hashes: hashes)
        }
    }

    /// Adds the roots of the next bundles, and returns the tiles that became full, lowest level
    /// first.
    mutating func append(_ roots: [TreeHash<Hasher>]) -> [Tile<Hasher>] {
        self.edge.append(roots).compactMap { tile in
            TileCoordinate(level: tile.coordinate.level + 1, index: tile.coordinate.index).map {
                Tile(coordinate: $0, hashes: tile.hashes)
            }
        }
    }

    /// The root of these bundles and the entries behind them, fewer than 256.
    func root(with entries: CompactRange<Hasher>) -> TreeHash<Hasher> {
        let size = self.bundleCount * 256 + entries.size
        let range = try? CompactRange(size: size, hashes: self.edge.range.hashes + entries.hashes)
        guard let range else {
            preconditionFailure("a bundle that is not full has 0 to 255 entries")
        }
        return range.root
    }
}
