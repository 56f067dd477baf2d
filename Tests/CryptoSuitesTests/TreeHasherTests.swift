import CryptoSuites
import LogTesting
import MerkleTree
import Testing

/// The hashers by themselves; whole trees are MerkleTree's own tests.
@Suite struct TreeHasherTests {
    @Test func emptyRootsAreTheHashesOfNoBytes() {
        #expect(
            SHA256Hasher.emptyRoot.description
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        #expect(
            SM3Hasher.emptyRoot.description
                == "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
        )
    }

    @Test func emptyLeavesHaveTheirKnownHashes() {
        #expect(
            SHA256Hasher.leafHash([]).description
                == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        )
        #expect(
            SM3Hasher.leafHash([]).description
                == "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf"
        )
    }

    @Test func oneHashAtATimeAgreesWithOpenSSL() {
        self.checkOneAtATime(SHA256Hasher.self, OpenSSLDigest.sha256)
        self.checkOneAtATime(SM3Hasher.self, OpenSSLDigest.sm3)
    }

    @Test func manyHashesAtATimeAgreeWithOneAtATime() throws {
        try self.checkBulk(SHA256Hasher.self)
        try self.checkBulk(SM3Hasher.self)
    }

    @Test func nothingHasNoHashes() {
        #expect(SHA256Hasher.leafHashes(of: EntryBatch()).isEmpty)
        #expect(SHA256Hasher.parentHashes(of: []).isEmpty)
        #expect(SM3Hasher.leafHashes(of: EntryBatch()).isEmpty)
        #expect(SM3Hasher.parentHashes(of: []).isEmpty)
    }

    private func checkOneAtATime<Hasher: TreeHasher>(
        _: Hasher.Type,
        _ oracle: ([UInt8]) -> [UInt8]
    ) {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for count in 0...300 {
            let entry = random.bytes(count)
            let leaf = Hasher.leafHash(entry)
            #expect(leaf.bytes == oracle([0x00] + entry), "\(count) bytes, seed \(seed)")
            let node = Hasher.nodeHash(left: leaf, right: Hasher.emptyRoot)
            #expect(node.bytes == oracle([0x01] + leaf.bytes + Hasher.emptyRoot.bytes))
        }
    }

    private func checkBulk<Hasher: TreeHasher>(_: Hasher.Type) throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for count in 1...70 {
            var batch = EntryBatch()
            for _ in 0..<count {
                try batch.append(random.bytes(Int.random(in: 1...400, using: &random)))
            }
            let leaves = Hasher.leafHashes(of: batch)
            let expected = (0..<count).map { Hasher.leafHash(Array(batch[$0])) }
            #expect(leaves == expected, "\(count) leaves, seed \(seed)")

            // A slice that does not begin at 0, as the levels of a tree are.
            let children = leaves.dropFirst(count % 2)
            let parents = Hasher.parentHashes(of: children)
            let pairs = stride(from: children.startIndex, to: children.endIndex, by: 2)
            #expect(
                parents
                    == pairs.map {
                        Hasher.nodeHash(left: children[$0], right: children[$0 + 1])
                    },
                "\(count / 2) parents, seed \(seed)"
            )
        }
    }
}
