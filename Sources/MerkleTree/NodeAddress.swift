/// The place of a node whose subtree is full: 2^height entries, whatever the size of the tree.
///
///     height 2          0
///                   ┌───┴───┐
///     height 1      0       1       2          index counts the nodes of one height
///                 ┌─┴─┐   ┌─┴─┐   ┌─┴─┐
///     height 0    0   1   2   3   4   5   6    leaves; leaf 6 has no sibling yet
public struct NodeAddress: Hashable, Sendable {
    /// Levels above the leaves: 0 for a leaf hash. At most 63.
    public let height: Int
    /// The position among the nodes of this height, from the left, counted from 0.
    public let index: UInt64

    /// Creates an address.
    ///
    /// - Precondition: The node's entries have indexes that fit 64 bits.
    public init(height: Int, index: UInt64) {
        precondition((0..<64).contains(height), "a tree has at most 64 levels")
        precondition(
            height == 0 || index >> (64 - height) == 0,
            "the node lies beyond the largest tree"
        )
        self.height = height
        self.index = index
    }

    /// The index of the first entry below the node.
    public var firstLeaf: UInt64 { self.index << self.height }
}

extension NodeAddress {
    /// The full subtrees that make up the entries in `range`, from the left.
    ///
    /// The range must be one that the tree's recursive definition cuts out, so that folding the
    /// subtrees from the right (``foldingFromRight(_:)``) gives the hash of the range: its lower
    /// bound is a multiple of a power of two that is no smaller than its length.
    static func fullSubtrees(of range: Range<UInt64>) -> [NodeAddress] {
        var addresses: [NodeAddress] = []
        var start = range.lowerBound
        var left = range.upperBound - range.lowerBound
        while left > 0 {
            let height = 63 - left.leadingZeroBitCount
            addresses.append(NodeAddress(height: height, index: start >> height))
            start += 1 << height
            left -= 1 << height
        }
        return addresses
    }
}

extension TreeHasher {
    /// The hash over subtrees of falling height, as the tree's recursive definition joins them.
    ///
    /// - Precondition: `subtrees` is not empty.
    static func foldingFromRight(
        _ subtrees: some BidirectionalCollection<TreeHash<Self>>
    )
        -> TreeHash<Self>
    {
        guard let last = subtrees.last else { preconditionFailure("subtree is empty") }
        return subtrees.dropLast().reversed().reduce(last) {
            self.nodeHash(left: $1, right: $0)
        }
    }
}
