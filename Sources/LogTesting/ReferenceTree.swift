public import MerkleTree

/// RFC 6962 §2.1 word for word: slow, obvious, and the judge of every other tree code here.
public struct ReferenceTree<Hasher: TreeHasher> {
    /// The leaf hashes of the entries, D[0] to D[n-1].
    public let leaves: [TreeHash<Hasher>]

    /// Creates the tree over entries.
    public init(_ entries: [[UInt8]]) { self.leaves = entries.map { Hasher.leafHash($0) } }

    /// `MTH(D[range])`.
    public func root(_ range: Range<Int>) -> TreeHash<Hasher> {
        switch range.count {
        case 0: return Hasher.emptyRoot
        case 1: return self.leaves[range.lowerBound]
        default:
            let k = range.lowerBound + Self.split(range.count)
            return Hasher.nodeHash(
                left: self.root(range.lowerBound..<k),
                right: self.root(k..<range.upperBound)
            )
        }
    }

    /// `PATH(m, D[range])`.
    public func path(_ m: Int, _ range: Range<Int>) -> [TreeHash<Hasher>] {
        guard range.count > 1 else { return [] }
        let k = Self.split(range.count)
        let middle = range.lowerBound + k
        return m < k
            ? self.path(m, range.lowerBound..<middle) + [self.root(middle..<range.upperBound)]
            : self.path(m - k, middle..<range.upperBound)
                + [self.root(range.lowerBound..<middle)]
    }

    /// `PROOF(m, D[n])`, and no hashes for the edge cases m = 0 and m = n.
    public func proof(_ m: Int, _ n: Int) -> [TreeHash<Hasher>] {
        m == 0 ? [] : self.subproof(m, 0..<n, true)
    }

    private func subproof(_ m: Int, _ range: Range<Int>, _ b: Bool) -> [TreeHash<Hasher>] {
        if m == range.count { return b ? [] : [self.root(range)] }
        let k = Self.split(range.count)
        let middle = range.lowerBound + k
        return m <= k
            ? self.subproof(m, range.lowerBound..<middle, b)
                + [self.root(middle..<range.upperBound)]
            : self.subproof(m - k, middle..<range.upperBound, false)
                + [self.root(range.lowerBound..<middle)]
    }

    private static func split(_ n: Int) -> Int {
        var k = 1
        while k * 2 < n { k *= 2 }
        return k
    }
}
