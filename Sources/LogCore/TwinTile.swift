public import CryptoSuites
public import MerkleTree

/// The tiles of both trees at one place. They are written, read and kept together.
public struct TwinTile: Hashable, Sendable {
    /// The SHA-256 tree's tile.
    public let sha256: Tile<SHA256Hasher>
    /// The SM3 tree's tile.
    public let sm3: Tile<SM3Hasher>

    /// Joins two tiles.
    ///
    /// - Precondition: They lie at the same place.
    public init(sha256: Tile<SHA256Hasher>, sm3: Tile<SM3Hasher>) {
        precondition(sha256.coordinate == sm3.coordinate, "twin tiles lie at one place")
        self.sha256 = sha256
        self.sm3 = sm3
    }

    /// Where both tiles lie.
    public var coordinate: TileCoordinate { self.sha256.coordinate }
}
