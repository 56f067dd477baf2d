import MerkleTree

/// A whole tree in memory: every full node of every height.
struct MemoryTree<Hasher: TreeHasher>: HashReader {
    private var heights: [[TreeHash<Hasher>]] = [[]]

    /// The number of entries.
    var size: UInt64 { UInt64(self.heights[0].count) }

    /// Adds an entry.
    mutating func append(_ entry: [UInt8]) {
        var node = Hasher.leafHash(entry)
        var height = 0
        while true {
            if height == self.heights.count { self.heights.append([]) }
            self.heights[height].append(node)
            let count = self.heights[height].count
            guard count.isMultiple(of: 2) else { return }
            node = Hasher.nodeHash(left: self.heights[height][count - 2], right: node)
            height += 1
        }
    }

    func hashes(at addresses: [NodeAddress]) async throws -> [TreeHash<Hasher>] {
        addresses.map { self.heights[$0.height][Int($0.index)] }
    }

    /// The root of the first `size` entries.
    func root(ofSize size: UInt64) -> TreeHash<Hasher> {
        var range = CompactRange<Hasher>()
        range.append(contentsOf: Array(self.heights[0].prefix(Int(size))))
        return range.root
    }

    /// A tile that exists in the tree.
    func tile(_ coordinate: TileCoordinate) -> Tile<Hasher> {
        let start = Int(coordinate.index) * 256
        let hashes = self.heights[8 * coordinate.level][start..<start + coordinate.width]
        return Tile(coordinate: coordinate, hashes: Array(hashes))
    }
}
