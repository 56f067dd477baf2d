/// The place of an entry bundle: up to 256 entries that are the leaves of one tile of level 0.
public struct BundleCoordinate: Hashable, Sendable {
    /// The position among the bundles, counted from 0. Below 2^56.
    public let index: UInt64
    /// The number of entries, 1 to 256. Below 256 the bundle is partial.
    public let width: Int

    /// Creates a coordinate; nil unless index and width are in range.
    public init?(index: UInt64, width: Int = TileCoordinate.fullWidth) {
        guard index < 1 << 56, (1...TileCoordinate.fullWidth).contains(width) else { return nil }
        self.index = index
        self.width = width
    }

    /// Whether the bundle has all of its 256 entries, and so never changes.
    public var isFull: Bool { self.width == TileCoordinate.fullWidth }

    /// The indexes of the entries.
    ///
    /// - Precondition: The bundle exists in some tree. All do but one: the last entry of the full
    ///   bundle at index 2^56 - 1 would be beyond the largest tree.
    public var entries: Range<UInt64> { self.index * 256..<self.index * 256 + UInt64(self.width) }

    /// Whether a tree of `treeSize` entries has them all.
    public func exists(inTreeOfSize treeSize: UInt64) -> Bool {
        // Not by `entries`: this is asked about bundles that exist in no tree.
        let start = self.index * 256
        return start <= treeSize && treeSize - start >= UInt64(self.width)
    }
}
