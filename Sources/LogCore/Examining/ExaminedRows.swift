import MerkleTree

/// The rows that belong to a run of entries, as an ``Examination`` takes them.
struct ExaminedRows: Sendable {
    /// The entries: whole bundles, but for the last run of a log.
    var entries: StoredEntries
    /// The tiles, of all levels, that became full with these entries, in any order.
    var tiles: [StoredTile] = []
    /// The published heads of sizes above the first index and up to the end, smallest first; of the
    /// first run that of size 0 as well.
    var heads: [StoredHead] = []
    /// What is wrong with the notes of each of ``heads``, as far as it was checked.
    var noteProblems: [[NoteProblem]] = []
    /// The retry keys whose first entry is among these, in order.
    var keys: [StoredKey] = []

    /// The tiles of a level that become full when a log grows from one size to another.
    static func fullTiles(level: Int, growing sizes: Range<UInt64>) -> Range<UInt64> {
        let shift = 8 * (level + 1)
        guard shift < UInt64.bitWidth else { return 0..<0 }
        return sizes.lowerBound >> shift..<sizes.upperBound >> shift
    }

    /// Reads the entries at some indexes, the tiles that they fill and the heads up to their end.
    static func read(
        _ log: LogID,
        _ indexes: Range<UInt64>,
        from rows: any LogRows
    ) async throws(StoreError) -> ExaminedRows {
        var read = ExaminedRows(entries: try await rows.storedEntries(of: log, at: indexes))
        for level in 0...TileCoordinate.maximumLevel {
            let tiles = Self.fullTiles(level: level, growing: indexes)
            guard !tiles.isEmpty else { break }
            read.tiles += try await rows.storedTiles(of: log, level: level, at: tiles)
        }
        let firstSize = indexes.lowerBound == 0 ? 0 : indexes.lowerBound + 1
        guard firstSize <= indexes.upperBound else { return read }
        read.heads = try await rows.storedHeads(of: log, sizes: firstSize...indexes.upperBound)
        return read
    }
}
