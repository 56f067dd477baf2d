import CryptoSuites
import LogTesting
import MerkleTree
import Testing

/// The vectors that every implementation of the formats runs.
@Suite struct VectorTests {
    private struct Tree: Decodable {
        let name: String
        let suite: String
        let entries: [String]?
        let entryCount: Int?
        let root: String
    }

    private struct Inclusion: Decodable {
        let name: String
        let suite: String
        let leafIndex: UInt64
        let treeSize: UInt64
        let leaf: String
        let root: String
        let path: [String]
        let verdict: String
    }

    private struct Consistency: Decodable {
        let name: String
        let suite: String
        let size1: UInt64
        let size2: UInt64
        let root1: String
        let root2: String
        let path: [String]
        let verdict: String
    }

    private struct Path: Decodable {
        let path: String
        let kind: String?
        let level: Int?
        let index: UInt64?
        let width: Int?
        let verdict: String
    }

    private struct Bundle: Decodable {
        let name: String
        let bundle: String
        let width: Int
        let entries: [String]?
        let verdict: String
    }

    private func hasher(_ suite: String) throws -> any TreeHasher.Type {
        try #require(["sha256": SHA256Hasher.self, "sm3": SM3Hasher.self][suite])
    }

    private func hash<H: TreeHasher>(_ text: String, _: H.Type) throws -> TreeHash<H> {
        let bytes = try #require([UInt8](hexadecimal: text))
        return try #require(TreeHash(bytes))
    }

    @Test func roots() throws {
        for vector in try VectorFile<Tree>.load("trees") {
            let entries =
                try vector.entries?.map { try #require([UInt8](hexadecimal: $0)) }
                ?? numberedEntries(vector.entryCount ?? 0)
            func check<H: TreeHasher>(_: H.Type) throws {
                var range = CompactRange<H>()
                range.append(contentsOf: entries.map { H.leafHash($0) })
                let root = try self.hash(vector.root, H.self)
                #expect(range.root == root, "\(vector.name)")
            }
            try check(try self.hasher(vector.suite))
        }
    }

    @Test func inclusionProofs() throws {
        var proven = 0
        for vector in try VectorFile<Inclusion>.load("inclusion") {
            func verify<H: TreeHasher>(_: H.Type) throws {
                let proof = try InclusionProof<H>(
                    leafIndex: vector.leafIndex,
                    treeSize: vector.treeSize,
                    path: vector.path.map { try self.hash($0, H.self) }
                )
                try proof.verify(
                    leaf: self.hash(vector.leaf, H.self),
                    root: self.hash(vector.root, H.self)
                )
            }
            let hasher = try self.hasher(vector.suite)
            if vector.verdict == "valid" {
                #expect(throws: Never.self, "\(vector.name)") { try verify(hasher) }
                proven += 1
            } else {
                #expect(throws: ProofError.self, "\(vector.name)") { try verify(hasher) }
            }
        }
        #expect(proven > 50)
    }

    @Test func consistencyProofs() throws {
        var proven = 0
        for vector in try VectorFile<Consistency>.load("consistency") {
            func verify<H: TreeHasher>(_: H.Type) throws {
                let proof = try ConsistencyProof<H>(
                    olderSize: vector.size1,
                    newerSize: vector.size2,
                    path: vector.path.map { try self.hash($0, H.self) }
                )
                try proof.verify(
                    olderRoot: self.hash(vector.root1, H.self),
                    newerRoot: self.hash(vector.root2, H.self)
                )
            }
            let hasher = try self.hasher(vector.suite)
            if vector.verdict == "valid" {
                #expect(throws: Never.self, "\(vector.name)") { try verify(hasher) }
                proven += 1
            } else {
                #expect(throws: ProofError.self, "\(vector.name)") { try verify(hasher) }
            }
        }
        #expect(proven > 50)
    }

    @Test func tilePaths() throws {
        for vector in try VectorFile<Path>.load("tiles") {
            guard vector.verdict == "valid" else {
                #expect(throws: TilePathError.self, "\(vector.path)") {
                    try TilePath(parsing: vector.path)
                }
                continue
            }
            let index = try #require(vector.index)
            let width = try #require(vector.width)
            switch try TilePath(parsing: vector.path) {
            case .tile(let tile):
                #expect(vector.kind == "hashes")
                #expect(tile.level == vector.level && tile.index == index && tile.width == width)
            case .entries(let bundle):
                #expect(vector.kind == "entries")
                #expect(bundle.index == index && bundle.width == width)
            }
        }
    }

    @Test func bundles() throws {
        for vector in try VectorFile<Bundle>.load("bundles") {
            let bytes = try #require([UInt8](hexadecimal: vector.bundle))
            let batch = try? EntryBatch(parsing: bytes)
            if vector.verdict == "valid" {
                let entries = try #require(vector.entries)
                let read = try #require(batch, "\(vector.name)")
                #expect(read.count == vector.width)
                #expect(
                    (0..<read.count).map { Array(read[$0]) }
                        == entries.compactMap { [UInt8](hexadecimal: $0) }
                )
            } else {
                #expect(batch?.count != vector.width, "\(vector.name)")
            }
        }
    }
}
