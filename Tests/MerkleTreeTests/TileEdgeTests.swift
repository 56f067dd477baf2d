import LogTesting
import MerkleTree
import Testing

@Suite struct TileEdgeTests {
    /// Appends in steps of a prime, past one full tile of level 1, and checks every tile.
    @Test(arguments: suites)
    func fullTilesAndPartialsAreTheTreesOwn(suite: any TreeHasher.Type) throws {
        func check<H: TreeHasher>(_: H.Type) throws {
            let leaves = numberedEntries(66_000).map { H.leafHash($0) }
            var edge = TileEdge<H>()
            var tiles: [Tile<H>] = []
            var start = 0
            while start < leaves.count {
                let end = min(start + 997, leaves.count)
                tiles += edge.append(Array(leaves[start..<end]))
                start = end
            }
            #expect(tiles.filter { $0.coordinate.level == 0 }.count == 257)
            #expect(tiles.filter { $0.coordinate.level == 1 }.count == 1)
            for tile in tiles where tile.coordinate.level == 0 {
                let first = Int(tile.coordinate.index) * 256
                #expect(tile.hashes == Array(leaves[first..<first + 256]))
            }
            let roots = tiles.filter { $0.coordinate.level == 0 }.map(\.root)
            let upper = try #require(tiles.first { $0.coordinate.level == 1 })
            #expect(upper.hashes == Array(roots[..<256]))
            #expect(edge.partial(level: 0) == Array(leaves[65_792...]))
            #expect(edge.partial(level: 1) == [roots[256]])
            #expect(edge.partial(level: 2) == [upper.root])

            var range = CompactRange<H>()
            range.append(contentsOf: leaves)
            #expect(edge.range == range)
            let restored = try TileEdge<H>(
                size: edge.size,
                partials: (0..<3).map { edge.partial(level: $0) }
            )
            #expect(restored == edge)
        }
        try check(suite)
    }

    /// Nothing of a tile stays behind once it is full, however it became so.
    @Test(arguments: suites)
    func aTileIsFullWithItsLastHash(suite: any TreeHasher.Type) {
        func check<H: TreeHasher>(_: H.Type) {
            let leaves = numberedEntries(512).map { H.leafHash($0) }
            for step in [1, 128, 256, 512] {
                var edge = TileEdge<H>()
                for start in stride(from: 0, to: leaves.count, by: step) {
                    let tiles = edge.append(Array(leaves[start..<start + step]))
                    let size = start + step
                    #expect(tiles.count == size / 256 - start / 256, "\(size) in steps of \(step)")
                    #expect(edge.partial(level: 0).count == size % 256)
                }
            }
        }
        check(suite)
    }

    /// Whoever is asked for tiles may answer with anything.
    @Test(arguments: suites)
    func tilesThatWereNotAskedForAreRefused(suite: any TreeHasher.Type) async throws {
        func check<H: TreeHasher>(_: H.Type) async throws {
            let leaves = numberedEntries(512).map { H.leafHash($0) }
            var edge = TileEdge<H>()
            let full = edge.append(leaves)
            #expect(full.count == 2)
            let answers = [
                full.reversed(), Array(full.dropLast()), [], full + full, [full[0], full[0]],
            ]
            for (number, answer) in answers.enumerated() {
                let reader = TileHashReader<H>(treeSize: 512) { _ in answer }
                await #expect(throws: TileReadError.unexpectedTile, "answer \(number)") {
                    try await reader.hashes(at: [
                        NodeAddress(height: 0, index: 3), NodeAddress(height: 0, index: 300),
                    ])
                }
            }
        }
        try await check(suite)
    }

    @Test(arguments: suites)
    func partialsThatDoNotFitTheSizeAreRefused(suite: any TreeHasher.Type) {
        func check<H: TreeHasher>(_: H.Type) {
            #expect(throws: ProofError.wrongPathLength(expected: 1, actual: 0)) {
                try TileEdge<H>(size: 1, partials: [])
            }
            #expect(throws: ProofError.wrongPathLength(expected: 0, actual: 1)) {
                try TileEdge<H>(size: 256, partials: [[H.emptyRoot], [H.emptyRoot]])
            }
        }
        check(suite)
    }

    @Test(arguments: suites)
    func proofsFromTilesEqualTheReferenceWithOneReadEach(suite: any TreeHasher.Type) async throws {
        func check<H: TreeHasher>(_: H.Type) async throws {
            for size in [1, 2, 255, 256, 257, 511, 512, 700] {
                let tree = ReferenceTree<H>(numberedEntries(size))
                var edge = TileEdge<H>()
                let full = edge.append(tree.leaves)
                let reader = TileHashReader<H>(treeSize: UInt64(size)) { [edge] wanted in
                    #expect(Set(wanted).count == wanted.count)
                    return try wanted.map { coordinate in
                        if let tile = full.first(where: { $0.coordinate == coordinate }) {
                            return tile
                        }
                        let partial = edge.partial(level: coordinate.level)
                        return try #require(
                            partial.count == coordinate.width
                                ? Tile(coordinate: coordinate, hashes: partial) : nil
                        )
                    }
                }
                for index in stride(from: 0, to: size, by: 13) {
                    let proof = try await InclusionProof<H>(
                        leafIndex: UInt64(index),
                        treeSize: UInt64(size),
                        from: reader
                    )
                    #expect(proof.path == tree.path(index, 0..<size))
                    let older = try await ConsistencyProof<H>(
                        olderSize: UInt64(index),
                        newerSize: UInt64(size),
                        from: reader
                    )
                    #expect(older.path == tree.proof(index, size))
                }
                #expect(try await reader.root(ofSize: UInt64(size)) == tree.root(0..<size))
                await #expect(throws: TileReadError.self) {
                    try await reader.hashes(at: [NodeAddress(height: 0, index: UInt64(size))])
                }
            }
        }
        try await check(suite)
    }
}
