import CryptoSuites
import MerkleTree
import SignedNotes

/// The leaf hashes of one bundle, as its entries give them and as its tile has them.
struct BundleLeaves: Sendable {
    /// The indexes of the entries.
    let indexes: Range<UInt64>
    private var computed = TwinLeaves(hashing: EntryBatch())
    /// The positions without an entry, rising.
    private var absent: [Int] = []

    /// A bundle whose entries follow.
    init(indexes: Range<UInt64>) { self.indexes = indexes }

    /// Whether the bundle has all of its entries, and so a tile.
    var isFull: Bool { self.indexes.count == TileCoordinate.fullWidth }

    /// Takes the leaf hashes of the entries that are there, a part of `leaves`, and the indexes of
    /// those that are not.
    mutating func fill(with leaves: TwinLeaves, _ part: Range<Int>, absent: [UInt64]) {
        precondition(
            part.count + absent.count == self.indexes.count,
            "each index has one or lacks it"
        )
        self.computed = leaves.slice(part)
        self.absent = absent.map { Int($0 - self.indexes.lowerBound) }
    }

    /// The leaf hashes to go on with, up to the first that is unknown, and what is altered.
    func reconciled(with tile: StoredTile?) -> (leaves: TwinLeaves, findings: [Finding]) {
        guard let tile else {
            return (self.absent.first.map { self.computed.slice(0..<$0) } ?? self.computed, [])
        }
        if self.absent.isEmpty, self.computed.sha256.firstDifference(from: tile.sha256) == nil,
            self.computed.sm3.firstDifference(from: tile.sm3) == nil
        {
            return (self.computed, [])
        }
        return self.reconciledHashByHash(with: tile)
    }

    private func reconciledHashByHash(
        with tile: StoredTile
    ) -> (leaves: TwinLeaves, findings: [Finding]) {
        var own = TwinLeaves(hashing: EntryBatch())
        var former = own
        var changedEntries: [UInt64] = []
        var differences = TileDifferences(tile)
        var isWhole = true
        var used = 0
        for position in 0..<self.indexes.count {
            let sha256: TreeHash<SHA256Hasher>? = tile.sha256.hash(at: position)
            let sm3: TreeHash<SM3Hasher>? = tile.sm3.hash(at: position)
            let stored = sha256.flatMap { sha256 in sm3.map { (sha256, $0) } }
            if self.absent.contains(position) {
                guard let stored else {
                    isWhole = false
                    break
                }
                own.append(stored.0, stored.1)
                former.append(stored.0, stored.1)
                continue
            }
            let computed = (self.computed.sha256[used], self.computed.sm3[used])
            used += 1
            own.append(computed.0, computed.1)
            // An entry that changed has another hash in both trees.
            if computed.0 != sha256, computed.1 != sm3, let stored {
                changedEntries.append(self.indexes.lowerBound + UInt64(position))
                former.append(stored.0, stored.1)
                differences.note(position, sha256: true, sm3: true, alone: false)
            } else {
                former.append(computed.0, computed.1)
                differences.note(
                    position,
                    sha256: computed.0 != sha256,
                    sm3: computed.1 != sm3,
                    alone: true
                )
            }
        }
        // A tile that changed does not lead to the root beside it, and the entries do.
        let entriesLeadToTheRoots =
            isWhole && RecomputedTree<SHA256Hasher>.root(of: own.sha256) == tile.sha256Root
            && RecomputedTree<SM3Hasher>.root(of: own.sm3) == tile.sm3Root
        if entriesLeadToTheRoots || changedEntries.isEmpty {
            return (own, differences.findings(ofTilesOnly: false))
        }
        return (
            former,
            changedEntries.map { .entriesChanged($0..<$0 + 1) }
                + differences.findings(ofTilesOnly: true)
        )
    }
}

/// Where a tile of level 0 differs from the leaf hashes of its entries, first in each suite.
private struct TileDifferences {
    private let tile: StoredTile
    private var first: [Suite: Int] = [:]
    /// The first where the other suite's hash does not differ.
    private var firstAlone: [Suite: Int] = [:]

    init(_ tile: StoredTile) {
        self.tile = tile
        // A tile of another length differs where nothing is compared.
        let whole = TileCoordinate.fullWidth * TreeHash<SHA256Hasher>.byteCount
        for (suite, count) in [(Suite.sha256, tile.sha256.count), (.sm3, tile.sm3.count)]
        where count != whole {
            let position = min(
                count / TreeHash<SHA256Hasher>.byteCount,
                TileCoordinate.fullWidth - 1
            )
            self.first[suite] = position
            self.firstAlone[suite] = position
        }
    }

    mutating func note(_ position: Int, sha256: Bool, sm3: Bool, alone: Bool) {
        for (suite, differs) in [(Suite.sha256, sha256), (.sm3, sm3)] where differs {
            self.first[suite] = min(self.first[suite] ?? position, position)
            guard alone else { continue }
            self.firstAlone[suite] = min(self.firstAlone[suite] ?? position, position)
        }
    }

    /// The findings, of all differences or of those that no entry explains.
    func findings(ofTilesOnly alone: Bool) -> [Finding] {
        let positions = alone ? self.firstAlone : self.first
        return Suite.allCases.compactMap { suite in
            positions[suite].map {
                .tileChanged(suite, level: 0, index: self.tile.index, position: $0)
            }
        }
    }
}

extension RecomputedTree {
    /// The bytes of the root over some leaves.
    static func root(of leaves: [TreeHash<Suite>]) -> [UInt8] {
        var range = CompactRange<Suite>()
        range.append(contentsOf: leaves)
        return range.root.bytes
    }
}
