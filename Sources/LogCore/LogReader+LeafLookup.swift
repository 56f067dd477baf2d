import CryptoSuites
import MerkleTree

/// Finding an entry by its leaf hash.
extension LogReader {
    /// How many entries that are not indexed yet are searched one by one, in their tiles.
    static let searchedEntryCount: UInt64 = 65_536

    /// How many indexes are looked at that share the first 8 bytes of a hash and nothing more.
    ///
    /// Two entries that do so cost 2^32 tries to make, and each further one 2^64: rows in such
    /// numbers were not written by an indexer.
    static let candidateLimit = 256

    private static let candidatesPerRead = 16
    private static let tilesPerRead: UInt64 = 16

    /// The lowest index below `treeSize` whose entry has this SHA-256 leaf hash.
    ///
    /// - Throws: ``ReadError/hashUnknown`` if there is none; ``ReadError/beyondPublishedSize(_:)``;
    ///   ``ReadError/notIndexed(count:)`` if it is not known.
    func leafIndex(
        of hash: TreeHash<SHA256Hasher>,
        treeSize: UInt64
    ) async throws(ReadError) -> UInt64 {
        try self.checkPublished(treeSize)
        var start: UInt64 = 0
        var indexedSize: UInt64 = 0
        var candidateCount = 0
        while let leafHashes = self.leafHashes {
            let found: LeafCandidates
            do {
                found = try await leafHashes.candidates(
                    for: hash,
                    of: self.log.id,
                    from: start,
                    limit: Self.candidatesPerRead
                )
            } catch { throw ReadError(error) }
            // The size before the first rows were read: what is below it was among them.
            if start == 0 { indexedSize = found.indexedSize }
            let inTree = found.indexes.prefix { $0 < treeSize }
            // SPEC: CT-10: all 32 bytes; the lowest index first.
            if let index = try await self.first(of: inTree, having: hash, treeSize: treeSize) {
                return index
            }
            candidateCount += inTree.count
            guard inTree.count == Self.candidatesPerRead, let last = inTree.last else { break }
            guard candidateCount < Self.candidateLimit else {
                // SPEC: CT-11: what was not looked at may be it.
                throw .corrupt("more than \(candidateCount) indexes have one leaf hash prefix")
            }
            start = last + 1
        }
        return try await self.search(for: hash, in: min(indexedSize, treeSize)..<treeSize)
    }

    /// Looks through the tiles of entries that are not indexed yet.
    private func search(
        for hash: TreeHash<SHA256Hasher>,
        in indexes: Range<UInt64>
    ) async throws(ReadError) -> UInt64 {
        // SPEC: CT-11: not knowing is not absence.
        guard indexes.count < Self.searchedEntryCount else {
            throw .notIndexed(count: UInt64(indexes.count))
        }
        guard let last = indexes.last else { throw .hashUnknown }
        var first = indexes.lowerBound / 256
        while first <= last / 256 {
            let end = min(first + Self.tilesPerRead, last / 256 + 1)
            var places: [TileCoordinate] = []
            for index in first..<end {
                places.append(try Self.leafTile(index, treeSize: indexes.upperBound))
            }
            first = end
            for tile in try await self.tiles(at: places) {
                let start = tile.coordinate.index * 256
                for (position, leaf) in tile.sha256.hashes.enumerated() where leaf == hash {
                    let index = start + UInt64(position)
                    if indexes.contains(index) { return index }
                }
            }
        }
        throw .hashUnknown
    }

    /// The first of some indexes whose leaf hash is this one.
    private func first(
        of candidates: some Collection<UInt64>,
        having hash: TreeHash<SHA256Hasher>,
        treeSize: UInt64
    ) async throws(ReadError) -> UInt64? {
        // One at a time: the first is the right one unless somebody went to great lengths.
        for index in candidates {
            let place = try Self.leafTile(index / 256, treeSize: treeSize)
            let tile = try await self.tiles(at: [place]).first
            if tile?.sha256.hashes[Int(index % 256)] == hash { return index }
        }
        return nil
    }

    /// The tile of level 0 as a tree of this size has it.
    private static func leafTile(
        _ index: UInt64,
        treeSize: UInt64
    ) throws(ReadError) -> TileCoordinate {
        let width = min(treeSize - index * 256, 256)
        guard let tile = TileCoordinate(level: 0, index: index, width: Int(width)) else {
            throw .corrupt("no tree has tile \(index)")
        }
        return tile
    }
}
