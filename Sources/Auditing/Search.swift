import CryptoSuites
import LogClient
import MerkleTree
import SignedNotes

/// Finds out what exactly is wrong, from a suspicion: a few requests, a level at a time.
struct Search: Sendable {
    let client: LogClient
    /// The folder, in which all is that was read.
    let folder: AuditFolder
    /// Both trees as far as they were made.
    let tree: TwinUpperTree
    /// The head that the log signed.
    let head: TwinHead

    /// What is wrong.
    func error(for suspicion: Suspicion) async throws -> Failure {
        switch suspicion.kind {
        case .finding(let finding):
            return Failure(finding: finding, kept: nil)
        case .mismatch(.sha256, let level, let position):
            return Failure(
                finding: try await self.finding(level, position, in: self.tree.sha256),
                kept: nil
            )
        case .mismatch(.sm3, let level, let position):
            return Failure(
                finding: try await self.finding(level, position, in: self.tree.sm3),
                kept: nil
            )
        case .head(let file, let kept):
            let changed = try await self.changedEntry(behind: kept)
            return Failure(
                finding: changed ?? .root(file, size: kept.head.size, kept: true),
                kept: kept.notes
            )
        }
    }

    /// A finding, and the notes of the earlier head that it contradicts.
    struct Failure: Error {
        let finding: AuditFinding
        let kept: HeadFiles?
    }

    /// What is wrong where the hash at `position` of a level is served other than it was computed.
    private func finding<Hasher: SuiteHasher>(
        _ level: Int,
        _ position: UInt64,
        in tree: UpperTree<Hasher>
    ) async throws -> AuditFinding {
        guard level > 0 else { return try await self.finding(aboutLeaf: position, in: tree) }
        guard let coordinate = TileCoordinate(level: level - 1, index: position) else {
            preconditionFailure("a tile of a tree has tiles below")
        }
        let computed = try await KeptTiles(folder: self.folder, tree: tree, restWidth: 0)
            .tile(coordinate)
        let served: Tile<Hasher>
        switch try await self.served(coordinate, of: Hasher.self) {
        case .success(let tile): served = tile
        case .failure(let finding): return finding.finding
        }
        if let offset = computed.firstDifference(from: served) {
            return try await self.finding(level - 1, position * 256 + UInt64(offset), in: tree)
        }
        // The tile below is as it should be, so the hash over it is not.
        return .tile(self.file(level, position / 256, of: Hasher.self), hash: Int(position % 256))
    }

    /// Who is wrong about a leaf: the tile, the entry as it is served, or the entry as it was.
    private func finding<Hasher: SuiteHasher>(
        aboutLeaf index: UInt64,
        in tree: UpperTree<Hasher>
    ) async throws -> AuditFinding {
        let width = min(self.head.size - index / 256 * 256, 256)
        guard let place = TileCoordinate(level: 0, index: index / 256, width: Int(width)),
            let bundle = BundleCoordinate(index: index / 256, width: Int(width))
        else { preconditionFailure("an entry below the head has a tile and a bundle") }
        let kept = try await self.keptEntries(bundle)
        do throws(LogClientError) {
            let entries = try await self.client.entries(bundle)
            let offset = Int(index % 256)
            guard kept?.count == entries.count, kept?[offset] == entries[offset] else {
                return .changed(index)
            }
        } catch {
            return try Self.finding(error, about: .entries(bundle))
        }
        let served: Tile<Hasher>
        switch try await self.served(place, of: Hasher.self) {
        case .success(let tile): served = tile
        case .failure(let finding): return finding.finding
        }
        let file = LogFile.tile(Hasher.suite, place)
        return try await self.isVouchedFor(served, in: tree)
            ? .entry(index, file) : .tile(file, hash: Int(index % 256))
    }

    /// Whether a tile of level 0 is the one that the log's own tile above, or its head, stands for.
    private func isVouchedFor<Hasher: SuiteHasher>(
        _ tile: Tile<Hasher>,
        in tree: UpperTree<Hasher>
    ) async throws -> Bool {
        let index = tile.coordinate.index
        guard tile.coordinate.isFull else {
            var leaves = CompactRange<Hasher>()
            leaves.append(contentsOf: tile.hashes)
            return tree.bundleCount == index
                && tree.root(with: leaves).bytes == self.root(of: Hasher.suite)
        }
        let width = min(self.head.size / 256 - index / 256 * 256, 256)
        guard let place = TileCoordinate(level: 1, index: index / 256, width: Int(width)),
            case .success(let above) = try await self.served(place, of: Hasher.self)
        else { return false }
        return above.hashes[Int(index % 256)] == tile.root
    }

    private func root(of suite: Suite) -> [UInt8] {
        switch suite {
        case .sha256: self.head.sha256.bytes
        case .sm3: self.head.sm3.bytes
        }
    }

    /// The first entry that was another one when an earlier head was verified.
    ///
    /// Only a bundle that was not full then is read a second time.
    private func changedEntry(behind kept: KeptHead) async throws -> AuditFinding? {
        let index = kept.head.size / 256
        guard let before = BundleCoordinate(index: index, width: Int(kept.head.size % 256)),
            let old = try await self.keptEntries(before)
        else { return nil }
        let width = Int(min(self.head.size - index * 256, 256))
        guard let bundle = BundleCoordinate(index: index, width: width),
            let new = try await self.keptEntries(bundle)
        else { return nil }
        let offset = (0..<min(old.count, new.count)).first { old[$0] != new[$0] }
        return offset.map { .changed(index * 256 + UInt64($0)) }
    }

    private func keptEntries(_ bundle: BundleCoordinate) async throws -> EntryBatch? {
        guard let bytes = try await self.folder.perform({ try $0.read(.entries(bundle)) }) else {
            return nil
        }
        return try? EntryBatch(parsing: bytes)
    }

    private func file<Hasher: SuiteHasher>(
        _ level: Int,
        _ index: UInt64,
        of _: Hasher.Type
    ) -> LogFile {
        let hashCount = self.head.size >> (8 * level)
        let width = Int(min(hashCount - index * 256, 256))
        guard let place = TileCoordinate(level: level, index: index, width: width) else {
            preconditionFailure("a tile that was compared is one of the head's")
        }
        return .tile(Hasher.suite, place)
    }

    /// A finding in the place of a tile.
    private struct NoTile: Error {
        let finding: AuditFinding
    }

    private func served<Hasher: SuiteHasher>(
        _ coordinate: TileCoordinate,
        of _: Hasher.Type
    ) async throws -> Result<Tile<Hasher>, NoTile> {
        do throws(LogClientError) {
            return .success(try await self.client.tile(coordinate))
        } catch {
            let file = LogFile.tile(Hasher.suite, coordinate)
            return .failure(NoTile(finding: try Self.finding(error, about: file)))
        }
    }

    private static func finding(
        _ error: LogClientError,
        about file: LogFile
    ) throws -> AuditFinding {
        switch try Suspicion(error, about: file, index: 0).kind {
        case .finding(let finding): finding
        case .mismatch, .head: .missing(file)
        }
    }
}
