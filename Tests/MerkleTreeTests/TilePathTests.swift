import LogTesting
import MerkleTree
import Testing

@Suite struct TilePathTests {
    @Test(arguments: [
        ("tile/0/005", 0, UInt64(5), 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256),
        ("tile/63/000.p/255", 63, 0, 255), ("tile/1/999.p/1", 1, 999, 1),
        ("tile/0/x072/x057/x594/x037/x927/935", 0, 72_057_594_037_927_935, 256),
    ])
    func placesOfTilesAreRead(text: String, level: Int, index: UInt64, width: Int) throws {
        let path = try TilePath(parsing: text)
        let tile = try #require(TileCoordinate(level: level, index: index, width: width))
        #expect(path == .tile(tile))
        #expect(path.description == text)
    }

    @Test func placesOfBundlesAreRead() throws {
        let bundle = try #require(BundleCoordinate(index: 1_000, width: 7))
        #expect(try TilePath(parsing: "tile/entries/x001/000.p/7") == .entries(bundle))
        #expect(bundle.entries == 256_000..<256_007)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/00/000", "tile/64/000",
        "tile/-1/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/x5", "tile/0/x005",
        "tile/0/x000/005", "tile/0/001/005", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000.p/1/", "tile/0/000/",
        "tile/0/x072/x057/x594/x037/x927/936", "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/+0/000", "tile/ 0/000", "tile/0/00٣", "tile/entries/5", "tile/Entries/005",
        "tile/0/%30%30%30", "tile/0/x001/x234/067.P/1", "tile/0//000", "tile/entries/000.p/256",
    ])
    func otherSpellingsAreRefused(text: String) {
        #expect(throws: TilePathError.self) { try TilePath(parsing: text) }
    }

    @Test func whatIsReadPrintsBackAndNoBytesCrash() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("tile/entrsx.p0123456789-%é".utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &random)
            let tail = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let text = String(decoding: Array("tile/".utf8) + tail, as: UTF8.self)
            if let path = try? TilePath(parsing: text) {
                accepted += 1
                #expect(path.description == text, "seed \(seed)")
            }
        }
        for _ in 0..<2_000 {
            let width = Int.random(in: 1...256, using: &random)
            let level = Int.random(in: 0...63, using: &random)
            let index = random.next() >> UInt64.random(in: 8...63, using: &random)
            guard let tile = TileCoordinate(level: level, index: index, width: width) else {
                Issue.record("in range, seed \(seed)")
                continue
            }
            #expect((try? TilePath(parsing: TilePath.tile(tile).description)) == .tile(tile))
        }
        _ = accepted
    }

    @Test func tilesExistExactlyInTreesThatFillThem() throws {
        // 70,000 entries: 273 full tiles of level 0 and a partial of 112; one full tile of level 1
        // and a partial of 17; a partial of 1 on level 2.
        let widths = [(0, UInt64(273), 112), (1, 1, 17), (2, 0, 1)]
        for (level, index, width) in widths {
            for candidate in 1...256 {
                let tile = try #require(
                    TileCoordinate(level: level, index: index, width: candidate)
                )
                #expect(tile.exists(inTreeOfSize: 70_000) == (candidate <= width))
            }
        }
        let beyond = try #require(TileCoordinate(level: 8, index: 0, width: 1))
        #expect(!beyond.exists(inTreeOfSize: .max))
        let last = try #require(TileCoordinate(level: 0, index: (1 << 56) - 1, width: 255))
        #expect(last.exists(inTreeOfSize: .max))
        #expect(!last.full.exists(inTreeOfSize: .max))
    }

    @Test func bundlesExistExactlyInTreesThatFillThem() throws {
        for (index, width) in [(UInt64(0), 1), (0, 256), (3, 7), (1 << 40, 256)] {
            let bundle = try #require(BundleCoordinate(index: index, width: width))
            let end = index * 256 + UInt64(width)
            #expect(bundle.entries == index * 256..<end)
            for (size, exists) in [(end - 1, false), (end, true), (.max, true), (0, false)] {
                #expect(bundle.exists(inTreeOfSize: size) == exists, "\(index), \(width), \(size)")
            }
        }
        let last = try #require(BundleCoordinate(index: (1 << 56) - 1, width: 255))
        #expect(last.exists(inTreeOfSize: .max))
        #expect(!last.exists(inTreeOfSize: .max - 1))
        // Its path is well-formed, and its last entry would be number 2^64 - 1.
        let path = try TilePath(parsing: "tile/entries/x072/x057/x594/x037/x927/935")
        let full = try #require(BundleCoordinate(index: (1 << 56) - 1))
        #expect(path == .entries(full))
        #expect(!full.exists(inTreeOfSize: .max))
    }
}
