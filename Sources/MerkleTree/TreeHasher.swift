/// A hash function with the domain separation of a Merkle tree: RFC 6962 §2.1.
///
/// The algorithm is a type, so hashes of two suites are values of two types and cannot be mixed.
/// Conforming types are empty enums; nothing here has state.
public protocol TreeHasher: Sendable {
    /// The root of the tree without entries: the hash of no bytes.
    static var emptyRoot: TreeHash<Self> { get }

    /// The hash of one entry: `H(0x00 || entry)`.
    static func leafHash(_ entry: UnsafeRawBufferPointer) -> TreeHash<Self>

    /// The hash of an inner node: `H(0x01 || left || right)`.
    static func nodeHash(left: TreeHash<Self>, right: TreeHash<Self>) -> TreeHash<Self>

    /// The leaf hashes of many entries, in their order.
    ///
    /// A requirement of its own so that a hasher can work on several entries at once.
    static func leafHashes(of entries: EntryBatch) -> [TreeHash<Self>]

    /// The parents of a run of siblings: one node hash for each pair.
    ///
    /// - Precondition: `children` holds an even number of hashes, a left child first.
    static func parentHashes(of children: ArraySlice<TreeHash<Self>>) -> [TreeHash<Self>]
}

extension TreeHasher {
    /// The hash of one entry given as an array of bytes.
    public static func leafHash(_ entry: [UInt8]) -> TreeHash<Self> {
        entry.withUnsafeBytes { self.leafHash($0) }
    }

    /// The leaf hashes of many entries, one call each.
    public static func leafHashes(of entries: EntryBatch) -> [TreeHash<Self>] {
        entries.withUnsafeEntries { base, ranges in
            ranges.map { self.leafHash(UnsafeRawBufferPointer(rebasing: base[$0])) }
        }
    }

    /// The parents of a run of siblings, one call each.
    public static func parentHashes(of children: ArraySlice<TreeHash<Self>>) -> [TreeHash<Self>] {
        precondition(children.count.isMultiple(of: 2), "siblings come in pairs")
        return stride(from: children.startIndex, to: children.endIndex, by: 2).map {
            self.nodeHash(left: children[$0], right: children[$0 + 1])
        }
    }
}
