/// The growing end of a tree stored in tiles: the partial tile of each level.
///
/// Appending returns the tiles that became full. Those are stored once and never change, so the
/// edge is all the state that a writer needs.
public struct TileEdge<Hasher: TreeHasher>: Hashable, Sendable {
    /// The same tree's compact range.
    public private(set) var range: CompactRange<Hasher>
    /// The hashes of the partial tile of each level, level 0 first. Each has fewer than 256.
    private var partials: [[TreeHash<Hasher>]]

    /// Creates the edge of the tree without entries.
    public init() {
        self.range = CompactRange()
        self.partials = []
    }

    /// Creates an edge from the hashes of its partial tiles, level 0 first.
    ///
    /// The result's root follows from these hashes alone: compare it before trusting them.
    ///
    /// - Throws: ``ProofError/wrongPathLength(expected:actual:)`` unless each level has the
    ///   `(size / 256^level) mod 256` hashes that a tree of this size leaves over.
    public init(size: UInt64, partials: [[TreeHash<Hasher>]]) throws(ProofError) {
        var hashes: [TreeHash<Hasher>] = []
        for level in (0..<max(partials.count, Self.levelCount(treeSize: size))).reversed() {
            let partial = level < partials.count ? partials[level] : []
            let expected = Self.width(level: level, treeSize: size)
            guard partial.count == expected else {
                throw .wrongPathLength(expected: expected, actual: partial.count)
            }
            var range = CompactRange<Hasher>()
            range.append(contentsOf: partial)
            hashes += range.hashes
        }
        self.range = try CompactRange(size: size, hashes: hashes)
        self.partials = partials
    }

    /// The number of entries in the tree.
    public var size: UInt64 { self.range.size }

    /// The root of the tree.
    public var root: TreeHash<Hasher> { self.range.root }

    /// The number of levels that a tree of `treeSize` entries has tiles on, partial ones included.
    public static func levelCount(treeSize: UInt64) -> Int {
        (UInt64.bitWidth - treeSize.leadingZeroBitCount + 7) / 8
    }

    /// The number of hashes in the partial tile of a level, 0 to 255.
    public static func width(level: Int, treeSize: UInt64) -> Int {
        level > TileCoordinate.maximumLevel ? 0 : Int((treeSize >> (8 * level)) % 256)
    }

    /// The hashes of the partial tile of a level; empty if the level ends with a full tile.
    public func partial(level: Int) -> [TreeHash<Hasher>] {
        self.partials.indices.contains(level) ? self.partials[level] : []
    }

    /// Grows the tree by many entries.
    ///
    /// The tiles that became full are returned lowest level first, each level from the left.
    public mutating func append(_ leaves: [TreeHash<Hasher>]) -> [Tile<Hasher>] {
        var full: [Tile<Hasher>] = []
        let size = self.range.size
        var partials = self.partials
        self.partials = []
        self.range.append(contentsOf: leaves) { height, nodes in
            // SPEC: TILE-1: only hashes of full subtrees, every eighth height.
            guard height.isMultiple(of: 8) else { return }
            let level = height / 8
            while partials.count <= level { partials.append([]) }
            let hashes = partials[level] + nodes
            let firstTile = (size >> height) / 256
            var start = 0
            while hashes.count - start >= TileCoordinate.fullWidth {
                let index = firstTile + UInt64(start / TileCoordinate.fullWidth)
                guard let coordinate = TileCoordinate(level: level, index: index) else {
                    preconditionFailure("a tree of 64-bit size has no such tile")
                }
                let end = start + TileCoordinate.fullWidth
                full.append(Tile(coordinate: coordinate, hashes: Array(hashes[start..<end])))
                start = end
            }
            partials[level] = Array(hashes[start...])
        }
        self.partials = partials
        return full
    }
}
