import CryptoSuites
import MerkleTree

/// Proofs of any shape: indexes, sizes and hashes as they come.
enum MerkleProofTarget: FuzzTarget {
    static let name = "merkle-proof"
    static let maximumByteCount = 80

    /// Two numbers, how many hashes more or less than there ought to be, and what they are made of.
    static func seeds() throws -> [[UInt8]] {
        let pairs: [(UInt64, UInt64)] = [
            (0, 1), (2, 7), (6, 7), (4, 8), (0, .max), (1 << 63, .max), (0, 0), (.max, .max),
        ]
        return pairs.map { first, second in
            var bytes: [UInt8] = []
            for number in [first, second] {
                withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
            }
            return bytes + [2, 1, 2, 3]
        }
    }

    static func accepts(_ input: [UInt8]) throws -> Bool {
        guard input.count >= 17 else { return false }
        func number(_ start: Int) -> UInt64 {
            input[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        let (first, second) = (number(0), number(8))
        // 2 is the right number of hashes.
        let surplus = Int(input[16] % 5) - 2
        let material = Array(input[17...])
        func hash(_ number: Int) -> TreeHash<SHA256Hasher> {
            SHA256Hasher.leafHash([UInt8(truncatingIfNeeded: number)] + material)
        }
        let inclusion = try self.checkInclusion(first, second, surplus, hash)
        let consistency = try self.checkConsistency(first, second, surplus, hash)
        return inclusion || consistency
    }

    private typealias Hash = TreeHash<SHA256Hasher>

    private static func checkInclusion(
        _ leafIndex: UInt64,
        _ treeSize: UInt64,
        _ surplus: Int,
        _ hash: (Int) -> Hash
    ) throws -> Bool {
        var count = 0
        if leafIndex < treeSize {
            (count, _) = self.walk(leafIndex, treeSize, hash(-1)) { hash($0) }
        }
        let path = (0..<max(0, count + surplus)).map(hash)
        guard
            let proof = try? InclusionProof<SHA256Hasher>(
                leafIndex: leafIndex,
                treeSize: treeSize,
                path: path
            )
        else {
            try demand(leafIndex >= treeSize || path.count != count, "a proof that fits is one")
            return false
        }
        try demand(leafIndex < treeSize && path.count == count, "a proof fits its index and size")
        let (_, root) = self.walk(leafIndex, treeSize, hash(-1)) { path[$0] }
        try demand((try? proof.verify(leaf: hash(-1), root: root)) != nil, "it leads to its root")
        try demand((try? proof.verify(leaf: hash(-2), root: root)) == nil, "and from no other leaf")
        return true
    }

    /// RFC 9162 section 2.1.3.2: the number of hashes that a path has, and the root to which it leads.
    private static func walk(
        _ leafIndex: UInt64,
        _ treeSize: UInt64,
        _ leaf: Hash,
        _ sibling: (Int) -> Hash
    ) -> (count: Int, root: Hash) {
        var (fn, sn, root, count) = (leafIndex, treeSize - 1, leaf, 0)
        while sn > 0 {
            let hash = sibling(count)
            if fn & 1 == 1 || fn == sn {
                root = SHA256Hasher.nodeHash(left: hash, right: root)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                root = SHA256Hasher.nodeHash(left: root, right: hash)
            }
            count += 1
            fn >>= 1
            sn >>= 1
        }
        return (count, root)
    }

    private static func checkConsistency(
        _ olderSize: UInt64,
        _ newerSize: UInt64,
        _ surplus: Int,
        _ hash: (Int) -> Hash
    ) throws -> Bool {
        let count = self.consistencyCount(olderSize, newerSize)
        let path = (0..<max(0, count + surplus)).map(hash)
        guard
            let proof = try? ConsistencyProof<SHA256Hasher>(
                olderSize: olderSize,
                newerSize: newerSize,
                path: path
            )
        else {
            try demand(olderSize > newerSize || path.count != count, "a proof that fits is one")
            return false
        }
        try demand(olderSize <= newerSize && path.count == count, "a proof fits its sizes")
        guard olderSize > 0, olderSize < newerSize else { return true }
        let isPowerOfTwo = olderSize & (olderSize - 1) == 0
        let hashes = isPowerOfTwo ? [hash(-1)] + path : path
        let roots = self.roots(olderSize, newerSize, hashes)
        try demand(
            (try? proof.verify(olderRoot: roots.older, newerRoot: roots.newer)) != nil,
            "it leads to both roots"
        )
        try demand(
            (try? proof.verify(olderRoot: roots.older, newerRoot: hash(-2))) == nil
                && (try? proof.verify(olderRoot: hash(-2), newerRoot: roots.newer)) == nil,
            "and to no others"
        )
        return true
    }

    /// RFC 6962 section 2.1.2: the length of SUBPROOF(m, D[n], b).
    private static func consistencyCount(_ olderSize: UInt64, _ newerSize: UInt64) -> Int {
        guard olderSize > 0, olderSize < newerSize else { return 0 }
        var (m, n, isWhole, count) = (olderSize, newerSize, true, 0)
        while m != n {
            var k: UInt64 = 1
            while k << 1 < n, k << 1 != 0 { k <<= 1 }
            count += 1
            if m <= k {
                n = k
            } else {
                (m, n, isWhole) = (m - k, n - k, false)
            }
        }
        return count + (isWhole ? 0 : 1)
    }

    /// RFC 9162 section 2.1.4.2, steps 3 to 6.
    private static func roots(
        _ olderSize: UInt64,
        _ newerSize: UInt64,
        _ path: [Hash]
    ) -> (older: Hash, newer: Hash) {
        var (fn, sn) = (olderSize - 1, newerSize - 1)
        while fn & 1 == 1 {
            fn >>= 1
            sn >>= 1
        }
        var (fr, sr) = (path[0], path[0])
        for hash in path.dropFirst() {
            if fn & 1 == 1 || fn == sn {
                fr = SHA256Hasher.nodeHash(left: hash, right: fr)
                sr = SHA256Hasher.nodeHash(left: hash, right: sr)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                sr = SHA256Hasher.nodeHash(left: sr, right: hash)
            }
            fn >>= 1
            sn >>= 1
        }
        return (fr, sr)
    }
}
