public import MerkleTree
public import SignedNotes

/// A file of a log that lies in a folder: C2SP tlog-tiles, with the SM3 sibling below `sm3/`.
///
/// SPEC: FOLDER-1, FOLDER-2: whatever a path says, it is one of these or no path of a log.
public enum LogFile: Hashable, Sendable {
    /// The signed head of a tree: `checkpoint` or `sm3/checkpoint`.
    case checkpoint(Suite)
    /// The twin note: `twin`.
    case twin
    /// What the log says of itself: `log.json`.
    case metadata
    /// A tile of a tree: `tile/<L>/<N>[.p/<W>]`, with `sm3/` in front for the SM3 tree.
    case tile(Suite, TileCoordinate)
    /// A bundle of entries, of which there is one for both trees: `tile/entries/<N>[.p/<W>]`.
    case entries(BundleCoordinate)

    /// Reads a path below a log's prefix; nil for whatever is not a file of a log in its one
    /// spelling.
    ///
    /// SPEC: TILE-10: the bundles below `sm3/` are those of the log.
    public init?(path: String) {
        let text = path.utf8
        let named: [LogFile] = [.checkpoint(.sha256), .checkpoint(.sm3), .twin, .metadata]
        if let file = named.first(where: { $0.path.utf8.elementsEqual(text) }) {
            self = file
            return
        }
        let isSM3 = text.starts(with: Self.sm3Prefix.utf8)
        let tilePath = isSM3 ? Substring(text.dropFirst(Self.sm3Prefix.utf8.count)) : path[...]
        switch try? TilePath(parsing: String(tilePath)) {
        case .tile(let tile): self = .tile(isSM3 ? .sm3 : .sha256, tile)
        case .entries(let bundle): self = .entries(bundle)
        case nil: return nil
        }
    }

    /// The names on the way from the folder to the file.
    var names: [String] {
        switch self {
        case .checkpoint(.sha256): ["checkpoint"]
        case .checkpoint(.sm3): ["sm3", "checkpoint"]
        case .twin: ["twin"]
        case .metadata: ["log.json"]
        case .tile(.sha256, let tile): TilePath.tile(tile).names
        case .tile(.sm3, let tile): ["sm3"] + TilePath.tile(tile).names
        case .entries(let bundle): TilePath.entries(bundle).names
        }
    }

    /// The path below a log's prefix, or below the folder.
    public var path: String { self.names.joined(separator: "/") }

    /// SPEC: TILE-9: whether the bytes never change once they are there.
    public var isImmutable: Bool {
        switch self {
        case .checkpoint, .twin, .metadata: false
        case .tile, .entries: true
        }
    }

    /// The most bytes that such a file has.
    public var byteLimit: Int {
        switch self {
        case .checkpoint, .twin: UnverifiedNote.maximumByteCount
        case .metadata: Self.metadataByteLimit
        case .tile(_, let tile): tile.width * 32
        case .entries(let bundle): bundle.width * (2 + EntryBatch.maximumEntryByteCount)
        }
    }

    private static let sm3Prefix = "sm3/"
    private static let metadataByteLimit = 1 << 20
}

extension LogFile: CustomStringConvertible {
    /// The same as ``path``.
    public var description: String { self.path }
}
