import MerkleTree

/// Paths of tiles and bundles.
enum TilePathTarget: FuzzTarget {
    static let name = "tile-path"
    static let maximumByteCount = 70
    static let words = ["tile/", "entries/", "x001/", ".p/", "000", "255"]

    static func seeds() throws -> [[UInt8]] {
        [
            "tile/0/000", "tile/entries/x001/x234/067.p/8", "tile/7/000.p/255", "tile/63/x999/999",
            "tile/entries/x072/x057/x594/x037/x927/935",
        ].map { Array($0.utf8) }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard let text = input.text, let path = try? TilePath(parsing: text) else { return false }
        try demand(path.description.utf8.elementsEqual(input), "a place has one path")
        try demand((try? TilePath(parsing: path.description)) == path, "it is read again")
        switch path {
        case .tile(let tile):
            try demand(
                (0...63).contains(tile.level) && (1...256).contains(tile.width)
                    && tile.index < 1 << 56,
                "a tile's level, index and width are in range"
            )
            try demand(!tile.exists(inTreeOfSize: 0), "the empty tree has no tiles")
            if tile.full.exists(inTreeOfSize: .max) {
                try demand(tile.exists(inTreeOfSize: .max), "a full tile has its parts")
            }
        case .entries(let bundle):
            // The full bundle at the last index of all exists in no tree.
            guard bundle.exists(inTreeOfSize: .max) else { return true }
            try demand(
                bundle.entries.count == bundle.width && bundle.width <= 256,
                "a bundle is as wide as it says"
            )
            try demand(
                bundle.exists(inTreeOfSize: bundle.entries.upperBound)
                    && !bundle.exists(inTreeOfSize: bundle.entries.upperBound - 1),
                "a bundle exists from its last entry on"
            )
        }
        return true
    }
}
