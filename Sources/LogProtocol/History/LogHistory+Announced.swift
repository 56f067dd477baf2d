public import MerkleTree

extension LogHistory {
    /// How many statements are looked up where a log says that they stand.
    public static let announcementLimit = 1_024

    /// The history with the statements that a log says stand at `indexes`, for whoever has not read
    /// the entries below `size` yet; nil if one of them could not be read.
    ///
    /// Each is signed by the keys before it, so that nobody but the log can make one up. That they
    /// stand there is not known before the entries are read.
    ///
    /// SPEC: ROT-12.
    public func taking(
        announcedAt indexes: [UInt64],
        below size: UInt64,
        readBy read: (BundleCoordinate) async -> EntryBatch?
    ) async -> LogHistory? {
        var history = self
        let fullWidth = UInt64(TileCoordinate.fullWidth)
        for index in indexes.prefix(Self.announcementLimit) where index < size {
            let start = index / fullWidth * fullWidth
            let position = Int(index - start)
            guard
                let bundle = BundleCoordinate(
                    index: index / fullWidth,
                    width: Int(min(size - start, fullWidth))
                ), let entries = await read(bundle), entries.count > position
            else { return nil }
            history.take(HistoryStatement(index: index, statement: Array(entries[position])))
        }
        return history
    }
}
