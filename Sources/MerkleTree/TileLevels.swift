/// The nodes within a tile, each level hashed as a whole when a node of it is asked for first.
///
/// A proof asks for one node of nearly every level: this way each of them is hashed once, many at a
/// time.
struct TileLevels<Hasher: TreeHasher> {
    private let coordinate: TileCoordinate
    /// The tile's own hashes, then their parents, and so on, as far as anything was asked for.
    private var levels: [[TreeHash<Hasher>]]

    init(_ tile: Tile<Hasher>) {
        self.coordinate = tile.coordinate
        self.levels = [tile.hashes]
    }

    /// The hash of a node that lies within the tile; nil if it does not.
    mutating func hash(at node: NodeAddress) -> TreeHash<Hasher>? {
        let depth = node.height - 8 * self.coordinate.level
        guard (0..<8).contains(depth) else { return nil }
        // 2^(8 - depth) nodes of this height lie below a tile.
        let (start, overflow) = self.coordinate.index
            .multipliedReportingOverflow(by: 256 >> UInt64(depth))
        guard !overflow, node.index >= start,
            node.index - start < UInt64(self.coordinate.width >> depth)
        else { return nil }
        while self.levels.count <= depth {
            let children = self.levels[self.levels.count - 1]
            // The last of an odd number is no child of a node that is full.
            self.levels.append(Hasher.parentHashes(of: children[..<(children.count & ~1)]))
        }
        return self.levels[depth][Int(node.index - start)]
    }
}
