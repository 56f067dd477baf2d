import MerkleTree
import Synchronization

/// A bounded memory of tiles. They never change, so one that was read stays right.
///
/// When full, the older half is dropped: entries move to the young half when they are used, which
/// costs nothing to keep and comes close to least-recently-used.
final class TileCache: Sendable {
    private struct Halves {
        var young: [TileCoordinate: TwinTile] = [:]
        var old: [TileCoordinate: TwinTile] = [:]
    }

    private let capacity: Int
    private let halves = Mutex(Halves())

    /// Creates a memory for `capacity` pairs of tiles, of up to 16 KiB each.
    init(capacity: Int) { self.capacity = max(capacity, 2) }

    /// The tile at a place, as wide as asked, if it is remembered.
    func tile(at coordinate: TileCoordinate) -> TwinTile? {
        self.halves.withLock { halves in
            if let tile = halves.young[coordinate] { return tile }
            guard let tile = halves.old[coordinate] else { return nil }
            self.remember(tile, in: &halves)
            return tile
        }
    }

    /// Remembers tiles.
    func insert(_ tiles: [TwinTile]) {
        self.halves.withLock { halves in
            for tile in tiles { self.remember(tile, in: &halves) }
        }
    }

    private func remember(_ tile: TwinTile, in halves: inout Halves) {
        if halves.young.count >= self.capacity / 2 {
            halves.old = halves.young
            halves.young = [:]
        }
        halves.young[tile.coordinate] = tile
    }
}
