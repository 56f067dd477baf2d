import LogClient
import MerkleTree
import SignedNotes

/// The tiles of one tree as the auditor's folder has them, and its partial ones from the state.
struct KeptTiles<Hasher: SuiteHasher>: Sendable {
    let folder: AuditFolder
    let tree: UpperTree<Hasher>
    /// The entries behind the full bundles whose leaf hashes the folder has, too.
    let restWidth: Int

    /// A tile, of which the folder has at least that many hashes.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` if it is missing or damaged.
    func tile(_ coordinate: TileCoordinate) async throws -> Tile<Hasher> {
        let fullCount = self.tree.bundleCount >> (8 * min(coordinate.level, 7))
        if coordinate.level > 0, coordinate.index >= fullCount {
            guard let tile = self.tree.partialTile(level: coordinate.level),
                tile.coordinate.index == coordinate.index, tile.hashes.count >= coordinate.width
            else { throw AuditError.damagedState("audit/state", "it lacks a tile") }
            return tile.prefix(coordinate.width)
        }
        let isFull = coordinate.index < fullCount
        let width = isFull ? TileCoordinate.fullWidth : self.restWidth
        guard width >= coordinate.width else {
            throw AuditError.damagedState("audit/state", "it covers less than a head that was kept")
        }
        let place = coordinate.widened(to: width)
        let file = LogFile.tile(Hasher.suite, place)
        guard let bytes = try await self.folder.perform({ try $0.read(file) }) else {
            throw AuditError.damagedState(file.path, "it is missing")
        }
        guard let tile = Tile<Hasher>(coordinate: place, bytes: bytes) else {
            throw AuditError.damagedState(file.path, "it has \(bytes.count) bytes")
        }
        return tile.prefix(coordinate.width)
    }

    /// The root of the first `size` entries.
    func root(ofSize size: UInt64) async throws -> TreeHash<Hasher> {
        try await TileHashReader<Hasher>(treeSize: size) { coordinates in
            var tiles: [Tile<Hasher>] = []
            for coordinate in coordinates { tiles.append(try await self.tile(coordinate)) }
            return tiles
        }.root(ofSize: size)
    }
}
