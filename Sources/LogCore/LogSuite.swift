public import CryptoSuites
public import MerkleTree
public import SignedNotes
public import Witnessing

/// One of the two hashes of a log, with the way to its half of everything that comes in twos.
public protocol LogSuite: SuiteHasher {
    /// The suite's root of a twin head.
    static func root(of head: TwinHead) -> TreeHash<Self>

    /// The suite's tile of a pair.
    static func tile(of tiles: TwinTile) -> Tile<Self>

    /// The suite's checkpoint, as signed.
    static func checkpoint(of notes: HeadNotes) -> [UInt8]
}

extension SHA256Hasher: LogSuite {
    /// The SHA-256 root of a twin head.
    public static func root(of head: TwinHead) -> TreeHash<Self> { head.sha256 }

    /// The SHA-256 tile of a pair.
    public static func tile(of tiles: TwinTile) -> Tile<Self> { tiles.sha256 }

    /// The SHA-256 tree's checkpoint, as signed.
    public static func checkpoint(of notes: HeadNotes) -> [UInt8] { notes.checkpoint }
}

extension SM3Hasher: LogSuite {
    /// The SM3 root of a twin head.
    public static func root(of head: TwinHead) -> TreeHash<Self> { head.sm3 }

    /// The SM3 tile of a pair.
    public static func tile(of tiles: TwinTile) -> Tile<Self> { tiles.sm3 }

    /// The SM3 tree's checkpoint, as signed.
    public static func checkpoint(of notes: HeadNotes) -> [UInt8] { notes.sm3Checkpoint }
}
