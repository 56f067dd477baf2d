import LogTesting
import MerkleTree
import Testing

@Suite struct CompactRangeTests {
    @Test(arguments: suites)
    func growingInAnyStepsGivesTheRoot(suite: any TreeHasher.Type) throws {
        func check<H: TreeHasher>(_: H.Type) throws {
            let tree = ReferenceTree<H>(numberedEntries(130))
            for first in 0...64 {
                for second in 0...66 {
                    var range = CompactRange<H>()
                    range.append(contentsOf: Array(tree.leaves[..<first]))
                    range.append(contentsOf: Array(tree.leaves[first..<first + second]))
                    #expect(range.root == tree.root(0..<first + second))
                    #expect(range.size == UInt64(first + second))
                    #expect(try CompactRange(size: range.size, hashes: range.hashes) == range)
                }
            }
        }
        try check(suite)
    }

    @Test(arguments: suites)
    func oneByOneEqualsAllAtOnce(suite: any TreeHasher.Type) {
        func check<H: TreeHasher>(_: H.Type) {
            let leaves = numberedEntries(700).map { H.leafHash($0) }
            var one = CompactRange<H>()
            for leaf in leaves { one.append(leaf) }
            var all = CompactRange<H>()
            all.append(contentsOf: leaves)
            #expect(one == all)
        }
        check(suite)
    }

    @Test(arguments: suites)
    func hashesThatDoNotFitTheSizeAreRefused(suite: any TreeHasher.Type) {
        func check<H: TreeHasher>(_: H.Type) {
            #expect(throws: ProofError.wrongPathLength(expected: 2, actual: 1)) {
                try CompactRange<H>(size: 6, hashes: [H.emptyRoot])
            }
            #expect(throws: ProofError.wrongPathLength(expected: 0, actual: 1)) {
                try CompactRange<H>(size: 0, hashes: [H.emptyRoot])
            }
        }
        check(suite)
    }
}
