/// Where proofs get the hashes of a tree from.
public protocol HashReader<Hasher>: Sendable {
    /// The suite of the tree that is read.
    associatedtype Hasher: TreeHasher

    /// The hashes at `addresses`, in the same order.
    ///
    /// Proofs ask for all they need in one call, so that a reader over a network or a database
    /// makes one round trip.
    ///
    /// - Throws: What the storage throws; a missing hash is an error, never a default.
    func hashes(at addresses: [NodeAddress]) async throws -> [TreeHash<Hasher>]
}

extension HashReader {
    /// The root of the tree's first `size` entries.
    public func root(ofSize size: UInt64) async throws -> TreeHash<Hasher> {
        guard size > 0 else { return Hasher.emptyRoot }
        return Hasher.foldingFromRight(
            try await self.hashes(at: NodeAddress.fullSubtrees(of: 0..<size))
        )
    }

    /// The hashes of `ranges` of entries, each one cut out by the tree's recursive definition.
    func hashes(of ranges: [Range<UInt64>]) async throws -> [TreeHash<Hasher>] {
        let addresses = ranges.map { NodeAddress.fullSubtrees(of: $0) }
        let hashes = try await self.hashes(at: addresses.flatMap { $0 })
        var rest = hashes[...]
        return addresses.map { subtrees in
            let own = rest.prefix(subtrees.count)
            rest = rest.dropFirst(subtrees.count)
            return Hasher.foldingFromRight(own)
        }
    }
}
