public import MerkleTree

/// The entries that are stored in a run of indexes, be it all of them or not.
public struct EntryRows: Hashable, Sendable {
    /// The indexes that have an entry, in order.
    public private(set) var indexes: [UInt64] = []
    /// The entries at ``indexes``.
    public private(set) var entries = EntryBatch()

    /// No entries.
    public init() {}

    /// Adds an entry behind those that there are.
    ///
    /// - Throws: ``EntryError`` if the bytes are no entry; nothing is added then.
    public mutating func append(
        _ entry: some Collection<UInt8>,
        at index: UInt64
    ) throws(EntryError) {
        try self.entries.append(entry)
        self.indexes.append(index)
    }

    /// How many of the entries lie at `first` and behind it without a gap.
    public func denseCount(from first: UInt64) -> Int {
        var next = first
        for index in self.indexes {
            guard index == next else { break }
            next += 1
        }
        return Int(next - first)
    }
}
