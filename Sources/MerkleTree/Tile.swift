/// A run of up to 256 hashes of one height: the unit in which a tree is stored and served.
public struct Tile<Hasher: TreeHasher>: Hashable, Sendable {
    /// Where the tile lies and how many hashes it has.
    public let coordinate: TileCoordinate
    /// The hashes, from the left; as many as the coordinate's width.
    public let hashes: [TreeHash<Hasher>]

    /// Creates a tile.
    ///
    /// - Precondition: There are as many hashes as the coordinate says.
    public init(coordinate: TileCoordinate, hashes: [TreeHash<Hasher>]) {
        precondition(hashes.count == coordinate.width, "a tile is as wide as its coordinate says")
        self.coordinate = coordinate
        self.hashes = hashes
    }

    /// Reads a tile from its bytes; nil unless there are 32 for each hash of the coordinate.
    public init?(coordinate: TileCoordinate, bytes: [UInt8]) {
        guard let hashes = [TreeHash<Hasher>](concatenated: bytes),
            hashes.count == coordinate.width
        else { return nil }
        self.init(coordinate: coordinate, hashes: hashes)
    }

    /// The tile's bytes as they are stored and served: its hashes, one after the other.
    public var bytes: [UInt8] { self.hashes.concatenatedBytes() }

    /// The first `width` hashes as a tile.
    ///
    /// - Precondition: `width` is 1 to the tile's own width.
    public func prefix(_ width: Int) -> Tile<Hasher> {
        Tile(
            coordinate: self.coordinate.widened(to: width),
            hashes: Array(self.hashes.prefix(width))
        )
    }

    /// The hash over the whole tile: one hash of the level above, if the tile is full.
    public var root: TreeHash<Hasher> {
        var range = CompactRange<Hasher>()
        range.append(contentsOf: self.hashes)
        return range.root
    }
}

extension Array {
    /// Reads hashes that lie one after the other; nil unless the bytes are whole hashes.
    public init?<Hasher>(concatenated bytes: [UInt8]) where Element == TreeHash<Hasher> {
        let byteCount = TreeHash<Hasher>.byteCount
        guard bytes.count.isMultiple(of: byteCount) else { return nil }
        self = bytes.withUnsafeBytes { buffer in
            stride(from: 0, to: buffer.count, by: byteCount).map {
                TreeHash(unsafeBytes: UnsafeRawBufferPointer(rebasing: buffer[$0..<$0 + byteCount]))
            }
        }
    }

    /// The bytes of hashes, one after the other.
    public func concatenatedBytes<Hasher>() -> [UInt8] where Element == TreeHash<Hasher> {
        self.withUnsafeBytes { [UInt8]($0) }
    }
}
