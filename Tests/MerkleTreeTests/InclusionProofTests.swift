import LogTesting
import MerkleTree
import Testing

@Suite struct InclusionProofTests {
    @Test(arguments: suites, Array(1...130))
    func everyLeafOfEveryTreeProvesAndNoDamagedCopyDoes(
        suite: any TreeHasher.Type,
        size: Int
    ) async throws {
        try await self.checkTree(suite, size: size)
    }

    private func checkTree<H: TreeHasher>(_: H.Type, size: Int) async throws {
        let tree = ReferenceTree<H>(numberedEntries(size))
        let root = tree.root(0..<size)
        var random = SeededGenerator(seed: UInt64(size))
        for index in 0..<size {
            let leaf = tree.leaves[index]
            let path = tree.path(index, 0..<size)
            let proof = try InclusionProof<H>(
                leafIndex: UInt64(index),
                treeSize: UInt64(size),
                path: path
            )
            try proof.verify(leaf: leaf, root: root)
            let made = try await InclusionProof<H>(
                leafIndex: UInt64(index),
                treeSize: UInt64(size),
                from: MemoryReader(tree)
            )
            #expect(made == proof)

            for damaged in self.damaged(path, size: size, using: &random) {
                let wrong = try InclusionProof<H>(
                    leafIndex: UInt64(index),
                    treeSize: UInt64(size),
                    path: damaged
                )
                #expect(throws: ProofError.rootMismatch) {
                    try wrong.verify(leaf: leaf, root: root)
                }
            }
            for bit in self.bits(size: size, using: &random) {
                #expect(throws: ProofError.rootMismatch) {
                    try proof.verify(leaf: leaf.flipping(bit: bit), root: root)
                }
                #expect(throws: ProofError.rootMismatch) {
                    try proof.verify(leaf: leaf, root: root.flipping(bit: bit))
                }
            }
            self.expectLengthError(path.dropLast(), index: index, size: size, unless: path.isEmpty)
            self.expectLengthError(path + [root], index: index, size: size)
            if size <= 33 { self.expectWrongPlaces(proof, leaf: leaf, root: root) }
        }
        #expect(throws: ProofError.leafIndexOutOfRange) {
            try InclusionProof<H>(leafIndex: UInt64(size), treeSize: UInt64(size), path: [])
        }
    }

    /// The path with every bit flipped in turn up to 33 leaves, above with one random bit a hash.
    private func damaged<H>(
        _ path: [TreeHash<H>],
        size: Int,
        using random: inout SeededGenerator
    ) -> [[TreeHash<H>]] {
        path.indices.flatMap { position in
            self.bits(size: size, using: &random).map { bit in
                var damaged = path
                damaged[position] = damaged[position].flipping(bit: bit)
                return damaged
            }
        }
    }

    private func bits(size: Int, using random: inout SeededGenerator) -> [Int] {
        size <= 33 ? Array(0..<256) : [Int.random(in: 0..<256, using: &random)]
    }

    private func expectLengthError<H>(
        _ path: [TreeHash<H>],
        index: Int,
        size: Int,
        unless isUnchanged: Bool = false
    ) {
        guard !isUnchanged else { return }
        #expect(throws: ProofError.self) {
            try InclusionProof<H>(leafIndex: UInt64(index), treeSize: UInt64(size), path: path)
        }
    }

    /// The same hashes must not prove the leaf at another index.
    private func expectWrongPlaces<H>(
        _ proof: InclusionProof<H>,
        leaf: TreeHash<H>,
        root: TreeHash<H>
    ) {
        for other in 0..<proof.treeSize where other != proof.leafIndex {
            guard
                let moved = try? InclusionProof<H>(
                    leafIndex: other,
                    treeSize: proof.treeSize,
                    path: proof.path
                )
            else { continue }
            #expect(throws: ProofError.rootMismatch) { try moved.verify(leaf: leaf, root: root) }
        }
    }

    @Test(arguments: suites)
    func theLargestTreeHasPathsOf64Hashes(suite: any TreeHasher.Type) throws {
        func check<H: TreeHasher>(_: H.Type) throws {
            let path = Array(repeating: H.emptyRoot, count: 64)
            let size = UInt64.max
            let proof = try InclusionProof<H>(leafIndex: 0, treeSize: size, path: path)
            #expect(throws: ProofError.rootMismatch) {
                try proof.verify(leaf: H.emptyRoot, root: H.emptyRoot)
            }
            #expect(throws: ProofError.wrongPathLength(expected: 63, actual: 64)) {
                try InclusionProof<H>(leafIndex: size - 1, treeSize: size, path: path)
            }
        }
        try check(suite)
    }
}

/// Hashes of a tree in memory, by the reference.
struct MemoryReader<H: TreeHasher>: HashReader {
    typealias Hasher = H

    let leaves: [TreeHash<H>]

    init(_ tree: ReferenceTree<H>) { self.leaves = tree.leaves }

    func hashes(at addresses: [NodeAddress]) async throws -> [TreeHash<H>] {
        addresses.map { address in
            var range = CompactRange<H>()
            let first = Int(address.firstLeaf)
            range.append(contentsOf: Array(self.leaves[first..<first + 1 << address.height]))
            return range.root
        }
    }
}
