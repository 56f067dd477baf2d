import CryptoSuites
import LogClient
import MerkleTree
import SignedNotes

/// Reads again what the folder has: a disk forgets, and not everybody who can write into a folder
/// is its auditor.
///
/// SPEC: AUDIT-7: entries are hashed again and compared with the tiles, and the tiles with those
/// above up to the state, whose own hash is checked when it is read.
struct Recheck: Sendable {
    let folder: AuditFolder
    let state: AuditState
    let keys: [VerifierKey]

    private var restWidth: Int {
        guard let size = self.state.verifiedSize, size / 256 == self.state.tree.bundleCount else {
            return 0
        }
        return Int(size % 256)
    }

    var sha256: KeptTiles<SHA256Hasher> {
        KeptTiles(folder: self.folder, tree: self.state.tree.sha256, restWidth: self.restWidth)
    }

    var sm3: KeptTiles<SM3Hasher> {
        KeptTiles(folder: self.folder, tree: self.state.tree.sm3, restWidth: self.restWidth)
    }

    /// Checks kept heads: their signatures, and their roots as far as the tree goes.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)``.
    func check(_ heads: some Collection<KeptHead>) async throws {
        let covered = self.state.tree.bundleCount * 256 + UInt64(self.restWidth)
        for kept in heads {
            do throws(NoteError) { try kept.checkSignatures(self.keys) } catch {
                throw AuditError.damagedState("audit/heads/\(kept.head.size)", "\(error)")
            }
            guard kept.head.size <= covered else { continue }
            let head = TwinHead(
                size: kept.head.size,
                sha256: try await self.sha256.root(ofSize: kept.head.size),
                sm3: try await self.sm3.root(ofSize: kept.head.size)
            )
            guard kept.difference(from: head) == nil else {
                throw AuditError.damagedState(
                    "audit/heads/\(kept.head.size)",
                    "the tiles that were kept make another root"
                )
            }
        }
    }

    /// Both roots of the first `size` entries; nil if not as many were read.
    func head(ofSize size: UInt64) async throws -> TwinHead? {
        guard size <= self.state.tree.bundleCount * 256 + UInt64(self.restWidth) else { return nil }
        return TwinHead(
            size: size,
            sha256: try await self.sha256.root(ofSize: size),
            sm3: try await self.sm3.root(ofSize: size)
        )
    }

    /// The bundles that a run checks, those behind the last ones in turn.
    func ranges(limit: UInt64) -> [Range<UInt64>] {
        let count = self.state.tree.bundleCount
        guard count > limit else { return [0..<count] }
        let start = min(self.state.recheckPosition, count)
        let end = min(start + limit, count)
        return [start..<end, 0..<(limit - (end - start))].filter { !$0.isEmpty }
    }

    /// Checks full bundles and all the tiles above them.
    ///
    /// - Throws: ``AuditError/undecided(step:detail:)`` that names the file.
    func check(
        bundles ranges: [Range<UInt64>],
        report: (AuditProgress) -> Void
    ) async throws {
        let total = ranges.reduce(0) { $0 + UInt64($1.count) }
        var count: UInt64 = 0
        var byteCount: UInt64 = 0
        for range in ranges {
            var start = range.lowerBound
            while start < range.upperBound {
                // Up to the end of a tile of level 1, so that each is read once.
                let end = min((start / 256 + 1) * 256, range.upperBound)
                byteCount += try await self.check(bundles: start..<end)
                count += end - start
                start = end
                report(
                    AuditProgress(
                        phase: .rechecking,
                        entryCount: count * 256,
                        totalCount: total * 256,
                        byteCount: byteCount
                    )
                )
            }
        }
        try await self.checkRest()
    }

    /// Checks bundles below one tile of level 1; the number of their bytes.
    private func check(bundles: Range<UInt64>) async throws -> UInt64 {
        let index = bundles.lowerBound / 256
        let sha256 = try await self.tile(index, of: self.sha256)
        let sm3 = try await self.tile(index, of: self.sm3)
        return try await self.folder.perform { files in
            var byteCount: UInt64 = 0
            for index in bundles {
                guard let place = BundleCoordinate(index: index) else { continue }
                let (hashed, count) = try Self.hashed(place, files)
                byteCount += count
                let offset = Int(index % 256)
                try Self.check(hashed.sha256, place, over: sha256.hashes[offset], files)
                try Self.check(hashed.sm3, place, over: sm3.hashes[offset], files)
            }
            return byteCount
        }
    }

    /// A tile of level 1, and the way from it up to the state.
    private func tile<Hasher>(
        _ index: UInt64,
        of kept: KeptTiles<Hasher>
    ) async throws -> Tile<Hasher> {
        let width = Int(min(kept.tree.bundleCount - index * 256, 256))
        guard let place = TileCoordinate(level: 1, index: index, width: width) else {
            preconditionFailure("there are full bundles below the tile")
        }
        let result = try await kept.tile(place)
        var tile = result
        while tile.coordinate.isFull {
            let level = tile.coordinate.level + 1
            let index = tile.coordinate.index
            let count = kept.tree.bundleCount >> (8 * (level - 1))
            let width = Int(min(count - index / 256 * 256, 256))
            guard let place = TileCoordinate(level: level, index: index / 256, width: width) else {
                break
            }
            let above = try await kept.tile(place)
            guard above.hashes[Int(index % 256)] == tile.root else {
                let file = LogFile.tile(Hasher.suite, tile.coordinate)
                throw AuditError.damagedState(file.path, "the tile above it is of other hashes")
            }
            tile = above
        }
        return result
    }

    /// What was not full when the newest head was verified: the tiles of the state, and the last
    /// bundle, whose root is that head's.
    private func checkRest() async throws {
        guard let size = self.state.verifiedSize, size / 256 == self.state.tree.bundleCount else {
            return
        }
        try await self.checkPartialTiles(self.state.tree.sha256)
        try await self.checkPartialTiles(self.state.tree.sm3)
        guard self.restWidth > 0,
            let place = BundleCoordinate(
                index: self.state.tree.bundleCount,
                width: self.restWidth
            )
        else { return }
        try await self.folder.perform { files in
            let (hashed, _) = try Self.hashed(place, files)
            try Self.check(hashed.sha256, place, over: nil, files)
            try Self.check(hashed.sm3, place, over: nil, files)
        }
    }

    private func checkPartialTiles<Hasher>(_ tree: UpperTree<Hasher>) async throws {
        for tile in tree.levels.compactMap({ tree.partialTile(level: $0) }) {
            let file = LogFile.tile(Hasher.suite, tile.coordinate)
            guard try await self.folder.perform({ try $0.read(file) }) == tile.bytes else {
                throw AuditError.damagedState(file.path, "the state has other hashes")
            }
        }
    }

    private static func hashed(
        _ place: BundleCoordinate,
        _ files: LogFolder
    ) throws -> (HashedBundle, UInt64) {
        let file = LogFile.entries(place)
        guard let bytes = try files.read(file) else {
            throw AuditError.damagedState(file.path, "it is missing")
        }
        guard let entries = try? EntryBatch(parsing: bytes), entries.count == place.width else {
            throw AuditError.damagedState(file.path, "it is no bundle of \(place.width)")
        }
        return (HashedBundle(entries), UInt64(bytes.count))
    }

    /// Compares leaf hashes with the tile of level 0, and their root with the hash above.
    private static func check<Hasher: SuiteHasher>(
        _ leaves: [TreeHash<Hasher>],
        _ place: BundleCoordinate,
        over root: TreeHash<Hasher>?,
        _ files: LogFolder
    ) throws {
        guard let tile = TileCoordinate(level: 0, index: place.index, width: place.width) else {
            return
        }
        let file = LogFile.tile(Hasher.suite, tile)
        let isAsAbove = root.map { $0 == Tile(coordinate: tile, hashes: leaves).root } ?? true
        let isAsWritten = try files.read(file) == leaves.concatenatedBytes()
        switch (isAsAbove, isAsWritten) {
        case (true, true): return
        case (true, false):
            throw AuditError.damagedState(file.path, "the entries make other hashes")
        case (false, _):
            throw AuditError.damagedState(
                LogFile.entries(place).path,
                "its entries make another root than when they were verified"
            )
        }
    }
}
