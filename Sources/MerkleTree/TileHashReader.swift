/// Reads the hashes of a tree from its tiles, asking for all the tiles it needs at once.
public struct TileHashReader<Hasher: TreeHasher>: HashReader {
    /// The size of the tree whose tiles are read; partial tiles are asked for as it has them.
    public let treeSize: UInt64
    private let fetch: @Sendable ([TileCoordinate]) async throws -> [Tile<Hasher>]

    /// Creates a reader. `fetch` returns the tiles asked for, in the same order.
    public init(
        treeSize: UInt64,
        fetch: @escaping @Sendable ([TileCoordinate]) async throws -> [Tile<Hasher>]
    ) {
        self.treeSize = treeSize
        self.fetch = fetch
    }

    /// The hashes at `addresses`, from one call of `fetch` with each tile named once, sorted.
    ///
    /// - Throws: ``TileReadError`` if a node is not full in the tree, or a tile is not the one
    ///   that was asked for; and what `fetch` throws.
    public func hashes(at addresses: [NodeAddress]) async throws -> [TreeHash<Hasher>] {
        for address in addresses {
            let fullNodes = self.treeSize >> address.height
            guard address.index < fullNodes else { throw TileReadError.nodeOutsideTree(address) }
        }
        let holders = addresses.map {
            TileCoordinate.holding($0, inTreeOfSize: self.treeSize)
        }
        let wanted = Set(holders).sorted { ($0.level, $0.index) < ($1.level, $1.index) }
        let tiles = try await self.fetch(wanted)
        guard tiles.map(\.coordinate) == wanted else { throw TileReadError.unexpectedTile }
        let numbers = Dictionary(uniqueKeysWithValues: zip(wanted, wanted.indices))
        var levels = tiles.map { TileLevels($0) }
        var hashes: [TreeHash<Hasher>] = []
        hashes.reserveCapacity(addresses.count)
        for (address, holder) in zip(addresses, holders) {
            guard let number = numbers[holder], let hash = levels[number].hash(at: address) else {
                throw TileReadError.unexpectedTile
            }
            hashes.append(hash)
        }
        return hashes
    }
}

/// Why hashes could not be read from tiles.
public enum TileReadError: Error, Hashable, Sendable {
    /// The node is not, or not yet, full in the tree.
    case nodeOutsideTree(NodeAddress)
    /// The tiles that came are not those that were asked for.
    case unexpectedTile
}
