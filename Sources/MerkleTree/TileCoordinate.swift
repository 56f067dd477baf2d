/// The place of a tile of hashes: C2SP tlog-tiles.
///
/// A tile is up to 256 hashes of one height that is a multiple of 8. The tile at level `l` and
/// index `n` begins with the hash of entries from `n * 256^(l+1)` on, each hash over `256^l`
/// entries.
public struct TileCoordinate: Hashable, Sendable {
    /// The number of hashes in a full tile.
    public static let fullWidth = 256
    /// The highest level that a tree of 64-bit size can have.
    public static let maximumLevel = 7

    /// The level: 0 for leaf hashes, each next one 8 levels of the tree higher. At most 63.
    public let level: Int
    /// The position among the tiles of this level, counted from 0. Below 2^56.
    public let index: UInt64
    /// The number of hashes, 1 to 256. Below 256 the tile is partial.
    public let width: Int

    /// Creates a coordinate; nil unless level, index and width are in range.
    public init?(level: Int, index: UInt64, width: Int = Self.fullWidth) {
        guard (0...63).contains(level), index < 1 << 56, (1...Self.fullWidth).contains(width)
        else { return nil }
        self.level = level
        self.index = index
        self.width = width
    }

    /// Whether the tile has all of its 256 hashes, and so never changes.
    public var isFull: Bool { self.width == Self.fullWidth }

    /// The full tile of which this is a prefix.
    public var full: TileCoordinate { self.widened(to: Self.fullWidth) }

    /// The same tile with another number of hashes.
    ///
    /// - Precondition: `width` is 1 to 256.
    public func widened(to width: Int) -> TileCoordinate {
        guard let tile = TileCoordinate(level: self.level, index: self.index, width: width) else {
            preconditionFailure("a tile has 1 to 256 hashes")
        }
        return tile
    }

    /// Whether all the tile's hashes are those of full subtrees of a tree with `treeSize` entries.
    public func exists(inTreeOfSize treeSize: UInt64) -> Bool {
        let hashes = self.level > Self.maximumLevel ? 0 : treeSize >> (8 * self.level)
        let (start, overflow) = self.index.multipliedReportingOverflow(by: 256)
        return !overflow && start < hashes && hashes - start >= UInt64(self.width)
    }

    /// The tile that holds `node`, as wide as a tree of `treeSize` entries has it.
    ///
    /// - Precondition: The node is full in that tree.
    static func holding(_ node: NodeAddress, inTreeOfSize treeSize: UInt64) -> TileCoordinate {
        let level = node.height / 8
        let index = (node.index << (node.height % 8)) / 256
        let width = min((treeSize >> (8 * level)) - index * 256, 256)
        guard let tile = TileCoordinate(level: level, index: index, width: Int(width)) else {
            preconditionFailure("the node is full in the tree")
        }
        return tile
    }
}
