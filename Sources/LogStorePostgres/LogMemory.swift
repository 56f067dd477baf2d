internal import SignedNotes

/// What the store remembers of a log from one of its batches to the next. Forgotten when a batch fails:
/// a replica may have taken over that has not all of it.
struct LogMemory: Sendable {
    /// How many heads are remembered.
    private static let headCount = 8

    /// The index behind the last partition that is known to be there.
    private(set) var partitionEnd: UInt64 = 0
    /// The newest heads, each of which a batch of this store made from the one before it.
    private(set) var heads: [TwinHead] = []

    /// Adds a batch that is committed.
    mutating func add(from old: TwinHead, to new: TwinHead, partitionEnd: UInt64) {
        if self.heads.last != old { self.heads = [old] }
        self.heads.append(new)
        if self.heads.count > Self.headCount { self.heads.removeFirst() }
        self.partitionEnd = partitionEnd
    }

    /// Whether `new` came from `old` by batches of this store alone.
    func leads(from old: TwinHead, to new: TwinHead) -> Bool {
        old == new || self.heads.last == new && self.heads.contains(old)
    }
}
