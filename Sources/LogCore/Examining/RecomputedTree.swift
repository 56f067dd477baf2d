import CryptoSuites
import MerkleTree
import SignedNotes

/// One of the two trees, grown again from the entries, to compare what is stored with.
struct RecomputedTree<Suite: LogSuite>: Sendable {
    private var edge = TileEdge<Suite>()

    /// A tile that became full, and the hash over it.
    struct FullTile: Sendable {
        let tile: Tile<Suite>
        let root: TreeHash<Suite>
    }

    /// The root of what was grown so far.
    var root: TreeHash<Suite> { self.edge.root }

    /// The compact range of what was grown so far.
    var range: CompactRange<Suite> { self.edge.range }

    /// Grows the tree; returns the tiles that became full, lowest level first.
    mutating func append(_ leaves: [TreeHash<Suite>]) -> [FullTile] {
        let tiles = self.edge.append(leaves)
        guard let highest = tiles.last?.coordinate.level else { return [] }
        // The hash over a tile is one of the level above: in a tile that became full as well, or in
        // what that level has left over.
        var upper: [TileCoordinate: Tile<Suite>] = [:]
        for tile in tiles where tile.coordinate.level > 0 { upper[tile.coordinate] = tile }
        let partials = (0...highest).map { self.edge.partial(level: $0 + 1) }
        return tiles.map { tile in
            let level = tile.coordinate.level
            let width = UInt64(TileCoordinate.fullWidth)
            let position = Int(tile.coordinate.index % width)
            let above = TileCoordinate(level: level + 1, index: tile.coordinate.index / width)
            let hashes = above.flatMap { upper[$0]?.hashes } ?? partials[level]
            guard hashes.indices.contains(position) else {
                preconditionFailure("each full tile has its hash on the level above")
            }
            return FullTile(tile: tile, root: hashes[position])
        }
    }
}

extension RecomputedTree.FullTile {
    /// Where the stored tile differs.
    func findings(in stored: StoredTile) -> [Finding] {
        let (bytes, rootBytes) = Suite.bytes(of: stored)
        let level = self.tile.coordinate.level
        let index = self.tile.coordinate.index
        var findings: [Finding] = []
        if level > 0, let position = self.tile.hashes.firstDifference(from: bytes) {
            let last = TileCoordinate.fullWidth - 1
            findings.append(
                .tileChanged(
                    Suite.suite,
                    level: level,
                    index: index,
                    position: min(position, last)
                )
            )
        }
        if [self.root].firstDifference(from: rootBytes) != nil {
            findings.append(.tileRootChanged(Suite.suite, level: level, index: index))
        }
        return findings
    }
}

extension LogSuite {
    /// The suite's half of a stored tile, and of the root beside it.
    static func bytes(of tile: StoredTile) -> (hashes: [UInt8], root: [UInt8]) {
        switch self.suite {
        case .sha256: (tile.sha256, tile.sha256Root)
        case .sm3: (tile.sm3, tile.sm3Root)
        }
    }
}

extension [UInt8] {
    /// The 32 bytes at a position of a run of hashes; nil if there are none.
    func hash<Hasher: TreeHasher>(at position: Int) -> TreeHash<Hasher>? {
        let start = position * TreeHash<Hasher>.byteCount
        let end = start + TreeHash<Hasher>.byteCount
        return end <= self.count ? TreeHash(self[start..<end]) : nil
    }
}

extension Array {
    /// The position of the first hash that is not the one stored; nil if all are.
    func firstDifference<Hasher>(from stored: [UInt8]) -> Int? where Element == TreeHash<Hasher> {
        self[...].firstDifference(from: stored)
    }
}

extension ArraySlice {
    /// The position, counted from 0, of the first hash that is not the one stored; nil if all are.
    /// A run of another length differs where the shorter one ends.
    func firstDifference<Hasher>(from stored: [UInt8]) -> Int? where Element == TreeHash<Hasher> {
        let byteCount = TreeHash<Hasher>.byteCount
        let position = self.withUnsafeBytes { own in
            stored.withUnsafeBytes { stored in own.firstDifference(from: stored) }
        }
        guard let position else { return nil }
        return position / byteCount
    }
}

extension UnsafeRawBufferPointer {
    /// The position of the first byte that differs, or where the shorter buffer ends; nil if the
    /// buffers are equal.
    fileprivate func firstDifference(from other: UnsafeRawBufferPointer) -> Int? {
        let count = Swift.min(self.count, other.count)
        let stride = MemoryLayout<UInt64>.size
        var difference: UInt64 = 0
        var position = 0
        // All of it first, many bytes at a time: as a rule nothing differs.
        while position + stride <= count {
            difference |=
                self.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            position += stride
        }
        while position < count {
            difference |= UInt64(self[position] ^ other[position])
            position += 1
        }
        if difference != 0 { return (0..<count).first { self[$0] != other[$0] } }
        return self.count == other.count ? nil : count
    }
}
