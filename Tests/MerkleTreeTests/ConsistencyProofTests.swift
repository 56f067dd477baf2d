import LogTesting
import MerkleTree
import Testing

@Suite struct ConsistencyProofTests {
    @Test(arguments: suites, Array(0...130))
    func everyPairOfSizesProvesAndNoDamagedCopyDoes(
        suite: any TreeHasher.Type,
        newer: Int
    ) async throws {
        try await self.checkTree(suite, newer: newer)
    }

    private func checkTree<H: TreeHasher>(_: H.Type, newer: Int) async throws {
        let tree = ReferenceTree<H>(numberedEntries(newer))
        let reader = MemoryReader(tree)
        let newerRoot = tree.root(0..<newer)
        var random = SeededGenerator(seed: UInt64(newer))
        for older in 0...newer {
            let olderRoot = tree.root(0..<older)
            let path = tree.proof(older, newer)
            let proof = try ConsistencyProof<H>(
                olderSize: UInt64(older),
                newerSize: UInt64(newer),
                path: path
            )
            try proof.verify(olderRoot: olderRoot, newerRoot: newerRoot)
            let made = try await ConsistencyProof<H>(
                olderSize: UInt64(older),
                newerSize: UInt64(newer),
                from: reader
            )
            #expect(made == proof)

            let bits =
                newer <= 33 ? Array(0..<256) : [Int.random(in: 0..<256, using: &random)]
            for bit in bits {
                for position in path.indices {
                    var damaged = path
                    damaged[position] = damaged[position].flipping(bit: bit)
                    let wrong = try ConsistencyProof<H>(
                        olderSize: UInt64(older),
                        newerSize: UInt64(newer),
                        path: damaged
                    )
                    #expect(throws: ProofError.self) {
                        try wrong.verify(olderRoot: olderRoot, newerRoot: newerRoot)
                    }
                }
                #expect(throws: ProofError.self) {
                    try proof.verify(olderRoot: olderRoot.flipping(bit: bit), newerRoot: newerRoot)
                }
                // Every tree continues the one without entries: nothing ties its root then.
                if older > 0 || newer == 0 {
                    #expect(throws: ProofError.self) {
                        try proof.verify(
                            olderRoot: olderRoot,
                            newerRoot: newerRoot.flipping(bit: bit)
                        )
                    }
                }
            }
            let tooLong = path + [newerRoot]
            #expect(
                throws: ProofError.wrongPathLength(expected: path.count, actual: tooLong.count)
            ) {
                try ConsistencyProof<H>(
                    olderSize: UInt64(older),
                    newerSize: UInt64(newer),
                    path: tooLong
                )
            }
            if !path.isEmpty {
                #expect(
                    throws: ProofError.wrongPathLength(
                        expected: path.count,
                        actual: path.count - 1
                    )
                ) {
                    try ConsistencyProof<H>(
                        olderSize: UInt64(older),
                        newerSize: UInt64(newer),
                        path: path.dropLast()
                    )
                }
            }
        }
        #expect(throws: ProofError.sizesOutOfOrder) {
            try ConsistencyProof<H>(
                olderSize: UInt64(newer) + 1,
                newerSize: UInt64(newer),
                path: []
            )
        }
    }

    @Test(arguments: suites)
    func theLargestSizesEnd(suite: any TreeHasher.Type) throws {
        func check<H: TreeHasher>(_: H.Type) throws {
            for older in [1, 2, 3, 1 << 63, UInt64.max - 1, UInt64.max] {
                let hash = H.emptyRoot
                let lengths = (0...66).filter { length in
                    let path = Array(repeating: hash, count: length)
                    return
                        (try? ConsistencyProof<H>(
                            olderSize: older,
                            newerSize: .max,
                            path: path
                        )) != nil
                }
                #expect(lengths.count == 1, "older size \(older)")
                let path = Array(repeating: hash, count: lengths.first ?? 0)
                let proof = try ConsistencyProof<H>(
                    olderSize: older,
                    newerSize: .max,
                    path: path
                )
                if older < .max {
                    #expect(throws: ProofError.self) {
                        try proof.verify(olderRoot: hash, newerRoot: hash)
                    }
                }
            }
        }
        try check(suite)
    }
}
