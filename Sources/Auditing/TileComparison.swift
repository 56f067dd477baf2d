import LogClient
import MerkleTree
import SignedNotes

/// Compares tiles that were computed from entries with those that the log serves.
struct TileComparison: Sendable {
    let client: LogClient

    /// Fetches a tile and compares it; nil if it is the same.
    func suspicion<Hasher: SuiteHasher>(about tile: Tile<Hasher>) async throws -> Suspicion? {
        try await self.suspicion(about: tile, servedAs: tile.coordinate)
    }

    /// Fetches a tile that may have more hashes, and compares those that were computed.
    func suspicion<Hasher: SuiteHasher>(
        about tile: Tile<Hasher>,
        servedAs coordinate: TileCoordinate
    ) async throws -> Suspicion? {
        let level = tile.coordinate.level
        let first = tile.coordinate.index << 8
        let served: Tile<Hasher>
        do throws(LogClientError) {
            served = try await self.client.tile(coordinate)
        } catch {
            return try Suspicion(
                error,
                about: .tile(Hasher.suite, coordinate),
                index: first << (8 * level)
            )
        }
        guard let offset = tile.firstDifference(from: served) else { return nil }
        let position = first + UInt64(offset)
        return Suspicion(
            index: position << (8 * level),
            .mismatch(Hasher.suite, level: level, position: position)
        )
    }
}

extension Tile {
    /// The first hash, from 0, that another tile of at least this width has otherwise.
    func firstDifference(from other: Tile<Hasher>) -> Int? {
        guard self.hashes[...] != other.hashes.prefix(self.hashes.count) else { return nil }
        return zip(self.hashes, other.hashes).enumerated().first { $1.0 != $1.1 }?.offset
    }
}
