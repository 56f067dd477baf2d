import CryptoSuites
public import LogClient
import LogProtocol
import MerkleTree
public import SignedNotes

/// A log of some size, with keys of both suites, as the files that it is served from.
public struct SmallLog: Sendable {
    /// The origin, unless another one is given.
    public static let origin = "log.example/small"

    /// A log of 70,000 entries, made once: three levels of tiles.
    public static let large = Result { try SmallLog(size: 70_000) }

    /// What is served.
    public private(set) var files: [LogFile: [UInt8]] = [:]
    /// The log's keys, Ed25519 first.
    public let keys: [VerifierKey]
    /// The two roots.
    public let head: TwinHead

    /// An entry; its length depends on the index.
    public static func entry(_ index: UInt64) -> [UInt8] {
        Array("entry \(index) \(String(repeating: "x", count: Int(index % 50)))".utf8)
    }

    /// Makes a log of `size` entries. `entry` makes the entries; `keys` are a log's own; `events` is
    /// where it says that statements about its keys stand.
    public init(
        size: Int,
        keys: LogKeys? = nil,
        origin: String = Self.origin,
        at seconds: UInt64 = 1_800_000_000,
        events: [UInt64]? = nil,
        entry: (UInt64) -> [UInt8] = Self.entry
    ) throws {
        let keys = try keys ?? LogKeys()
        var bundles: [EntryBatch] = []
        for index in 0..<UInt64(size) {
            if index.isMultiple(of: 256) { bundles.append(EntryBatch()) }
            try bundles[bundles.count - 1].append(entry(index))
        }
        for (index, bundle) in bundles.enumerated() {
            guard let place = BundleCoordinate(index: UInt64(index), width: bundle.count) else {
                continue
            }
            self.files[.entries(place)] = bundle.bytes
        }
        let sha256 = Self.tiles(of: SHA256Hasher.self, bundles)
        let sm3 = Self.tiles(of: SM3Hasher.self, bundles)
        self.files.merge(sha256.files) { $1 }
        self.files.merge(sm3.files) { $1 }
        self.head = TwinHead(size: UInt64(size), sha256: sha256.root, sm3: sm3.root)
        self.keys = keys.verifierKeys
        self.files.merge(try keys.notes(of: self.head, origin: origin, at: seconds)) { $1 }
        let metadata = LogMetadata(
            name: "small",
            origin: origin,
            jurisdiction: "EU",
            vkeys: self.keys.map(\.description),
            events: events
        )
        self.files[.metadata] = Array(try WireJSON.encode(metadata).utf8)
    }

    private static func tiles<Hasher: SuiteHasher>(
        of _: Hasher.Type,
        _ bundles: [EntryBatch]
    ) -> (files: [LogFile: [UInt8]], root: TreeHash<Hasher>) {
        var edge = TileEdge<Hasher>()
        var files: [LogFile: [UInt8]] = [:]
        for bundle in bundles {
            for tile in edge.append(Hasher.leafHashes(of: bundle)) {
                files[.tile(Hasher.suite, tile.coordinate)] = tile.bytes
            }
        }
        for level in 0..<TileEdge<Hasher>.levelCount(treeSize: edge.size) {
            let partial = edge.partial(level: level)
            let index = edge.size >> (8 * (level + 1))
            guard let place = TileCoordinate(level: level, index: index, width: partial.count)
            else { continue }
            files[.tile(Hasher.suite, place)] = partial.concatenatedBytes()
        }
        return (files, edge.root)
    }

    /// Shows the SM3 tree of another log of the same size, under heads and a twin note that say so.
    public mutating func take(
        sm3From other: SmallLog,
        keys: LogKeys,
        origin: String = Self.origin,
        at seconds: UInt64 = 1_800_000_000
    ) throws {
        for (file, bytes) in other.files {
            if case .tile(.sm3, _) = file { self.files[file] = bytes }
        }
        let head = TwinHead(size: self.head.size, sha256: self.head.sha256, sm3: other.head.sm3)
        self.files.merge(try keys.notes(of: head, origin: origin, at: seconds)) { $1 }
    }

    /// Adds lines to one of the heads.
    public mutating func cosign(
        _ suite: Suite,
        with signers: [any NoteSigner],
        at seconds: UInt64 = 1_800_000_000
    ) throws {
        let note = try UnverifiedNote(parsing: self.files[.checkpoint(suite)] ?? [])
        let lines = try signers.map { try $0.signature(over: note.text, at: seconds) }
        self.files[.checkpoint(suite)] = try note.adding(lines).bytes
    }

    /// Writes all files, heads last.
    public func write(to folder: LogFolder) throws {
        for (file, bytes) in self.files where file.isImmutable {
            try folder.stage(bytes, as: file)
        }
        try folder.commit()
        for file in [LogFile.metadata, .twin, .checkpoint(.sm3), .checkpoint(.sha256)] {
            if let bytes = self.files[file] { try folder.replace(file, with: bytes) }
        }
    }
}
