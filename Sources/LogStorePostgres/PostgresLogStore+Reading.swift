internal import CryptoSuites
public import LogCore
public import MerkleTree
internal import Postgres

/// Entries and tiles are never changed and are committed together with the size that speaks of
/// them: several statements that read them see one state without a snapshot.
extension PostgresLogStore {
    /// The growing end of both trees as the stored rows give it.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if rows are missing.
    public func edge(of log: LogID, size: UInt64) async throws(StoreError) -> TwinEdge {
        try await self.read { try self.edge(of: log, size: size, $0) }
    }

    /// The same on a connection at hand, perhaps inside its transaction.
    func edge(
        of log: LogID,
        size: UInt64,
        _ session: borrowing Session
    ) throws(StoreError) -> TwinEdge {
        do {
            var sha256: [[TreeHash<SHA256Hasher>]] = []
            var sm3: [[TreeHash<SM3Hasher>]] = []
            for level in 0..<TileEdge<SHA256Hasher>.levelCount(treeSize: size) {
                let width = TileEdge<SHA256Hasher>.width(level: level, treeSize: size)
                let end = size >> (8 * level)
                let partial = end - UInt64(width)..<end
                let hashes = try self.hashes(of: log, level: level, at: partial, session)
                sha256.append(hashes.sha256)
                sm3.append(hashes.sm3)
            }
            return TwinEdge(
                sha256: try TileEdge(size: size, partials: sha256),
                sm3: try TileEdge(size: size, partials: sm3)
            )
        } catch let error as ProofError {
            throw .corrupt("the edge of size \(size) lacks hashes: \(error)")
        } catch {
            throw .from(error)
        }
    }

    /// The entries at `indexes`.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if one is missing.
    public func entries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> EntryBatch {
        if indexes.isEmpty { return EntryBatch() }
        return try await self.read { try self.entries(of: log, at: indexes, $0) }
    }

    /// Tiles of both trees, in the order asked for.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if rows are missing.
    public func tiles(
        of log: LogID,
        at coordinates: [TileCoordinate]
    ) async throws(StoreError) -> [TwinTile] {
        if coordinates.isEmpty { return [] }
        return try await self.read { session in
            var stored: [TileCoordinate: TwinTile] = [:]
            for (level, wanted) in Dictionary(grouping: coordinates, by: \.level) {
                let indexes = Set(wanted.map(\.index))
                for tile in try self.storedTiles(of: log, level: level, at: indexes, session) {
                    stored[tile.coordinate] = tile
                }
            }
            return try coordinates.map { coordinate in
                if let full = stored[coordinate.full] { return full.prefix(coordinate.width) }
                return try self.cutTile(of: log, at: coordinate, session)
            }
        }
    }

    /// The full tiles among those at some places of a level.
    private func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Set<UInt64>,
        _ session: borrowing Session
    ) throws -> [TwinTile] {
        let rows = try session.query(
            Queries.tiles,
            [
                .log(log), .int2(Int16(level)),
                .int8Array(indexes.map { Int64($0) }),  // below 2^56
            ]
        )
        return try (0..<rows.count).map { row in
            guard
                let coordinate = TileCoordinate(level: level, index: try rows.unsigned(row, 0)),
                let tile = TwinTile(
                    coordinate: coordinate,
                    sha256: try rows.hashes(row, 1),
                    sm3: try rows.hashes(row, 2)
                )
            else { throw StoreError.corrupt("a tile of level \(level) is not a full one") }
            return tile
        }
    }

    /// A partial tile, which no row holds.
    private func cutTile(
        of log: LogID,
        at coordinate: TileCoordinate,
        _ session: borrowing Session
    ) throws -> TwinTile {
        guard !coordinate.isFull else {
            throw StoreError.corrupt("tile \(coordinate.index) of \(coordinate.level) is missing")
        }
        let start = coordinate.index * UInt64(TileCoordinate.fullWidth)  // below 2^64
        let (end, overflow) = start.addingReportingOverflow(UInt64(coordinate.width))
        guard !overflow else { throw StoreError.corrupt("no tree has tile \(coordinate.index)") }
        let hashes = try self.hashes(of: log, level: coordinate.level, at: start..<end, session)
        guard
            let tile = TwinTile(
                coordinate: coordinate,
                sha256: hashes.sha256,
                sm3: hashes.sm3
            )
        else { throw StoreError.corrupt("tile \(coordinate.index) lacks hashes") }
        return tile
    }

    /// Hashes of the height of a tile level: of entries at level 0, else the roots of full tiles of
    /// the level below.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if one is missing.
    private func hashes(
        of log: LogID,
        level: Int,
        at positions: Range<UInt64>,
        _ session: borrowing Session
    ) throws -> (sha256: [TreeHash<SHA256Hasher>], sm3: [TreeHash<SM3Hasher>]) {
        if positions.isEmpty { return ([], []) }
        if level == 0 {
            let leaves = TwinLeaves(hashing: try self.entries(of: log, at: positions, session))
            return (leaves.sha256, leaves.sm3)
        }
        let rows = try session.query(
            Queries.tileRoots,
            [
                .log(log), .int2(Int16(level - 1)), .unsigned(positions.lowerBound),
                .unsigned(positions.upperBound),
            ]
        )
        guard rows.count == positions.count else {
            throw StoreError.corrupt(
                "\(positions.count - rows.count) tiles of level \(level - 1) are missing in "
                    + "\(positions)"
            )
        }
        return try (
            (0..<rows.count).map { try rows.hash($0, 0) },
            (0..<rows.count).map { try rows.hash($0, 1) }
        )
    }

    private func entries(
        of log: LogID,
        at indexes: Range<UInt64>,
        _ session: borrowing Session
    ) throws -> EntryBatch {
        let span = try self.span(of: log, session)
        var bundle: [UInt8] = []
        for run in EntryPartition.runs(of: indexes, in: log, span: span) {
            try self.append(run, of: indexes, to: &bundle, session)
        }
        do {
            return try EntryBatch(parsing: bundle)
        } catch {
            preconditionFailure("the lengths were just written")
        }
    }

    /// The most entries of a query: at their longest its answer has 64 MiB.
    private static let rowLimit = 1024
    /// The most entries that room is made for before they are there.
    private static let reservedRowCount = 2 * rowLimit

    /// Adds the entries of a run, which is a part of `all`, to a bundle.
    private func append(
        _ run: EntryPartition,
        of all: Range<UInt64>,
        to bundle: inout [UInt8],
        _ session: borrowing Session
    ) throws {
        var start = run.indexes.lowerBound
        while start < run.indexes.upperBound {
            let end = start + min(UInt64(Self.rowLimit), run.indexes.upperBound - start)
            let range: [Parameter] = try [.log(run.log), .unsigned(start), .unsigned(end)]
            let rows: Rows
            do throws(PostgresError) {
                rows = try session.query(Queries.entries(in: run), range)
            } catch {
                guard error.sqlState == .undefinedTable else { throw error }
                throw StoreError.corrupt("there is no table for the entries \(run.indexes)")
            }
            try self.append(rows, at: start..<end, of: all, to: &bundle)
            start = end
        }
    }

    private func append(
        _ rows: borrowing Rows,
        at indexes: Range<UInt64>,
        of all: Range<UInt64>,
        to bundle: inout [UInt8]
    ) throws {
        var next = indexes.lowerBound
        try rows.forEachRow(int8: 0, bytes: 1) { index, entry in
            guard UInt64(exactly: index) == next else {
                throw StoreError.corrupt("entry \(next) is missing")
            }
            guard (1...EntryBatch.maximumEntryByteCount).contains(entry.count) else {
                throw StoreError.corrupt("entry \(next) has \(entry.count) bytes")
            }
            if bundle.isEmpty {
                // Entries of one log are mostly of one size.
                bundle.reserveCapacity(min(all.count, Self.reservedRowCount) * (2 + entry.count))
            }
            bundle.append(UInt8(entry.count >> 8))
            bundle.append(UInt8(entry.count & 0xff))
            bundle.append(contentsOf: entry)
            next += 1  // at most the end of `indexes`, which is one
        }
        guard next == indexes.upperBound else {
            throw StoreError.corrupt("entries are missing from \(next) to \(indexes.upperBound)")
        }
    }
}

extension TwinTile {
    /// Joins the hashes at one place; nil unless there are as many as it has.
    fileprivate init?(
        coordinate: TileCoordinate,
        sha256: [TreeHash<SHA256Hasher>],
        sm3: [TreeHash<SM3Hasher>]
    ) {
        guard sha256.count == coordinate.width, sm3.count == coordinate.width else { return nil }
        self.init(
            sha256: Tile(coordinate: coordinate, hashes: sha256),
            sm3: Tile(coordinate: coordinate, hashes: sm3)
        )
    }

    /// The first `width` hashes of both.
    fileprivate func prefix(_ width: Int) -> TwinTile {
        TwinTile(sha256: self.sha256.prefix(width), sm3: self.sm3.prefix(width))
    }
}
