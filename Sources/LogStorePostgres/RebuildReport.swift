/// What was put right in a log.
public struct RebuildReport: Hashable, Sendable {
    /// An entry that did not belong where it was.
    public struct Removed: Hashable, Sendable {
        /// Its index.
        public let index: UInt64
        /// Its bytes.
        public let entry: [UInt8]
    }

    /// The size of the tree now.
    public var size: UInt64 = 0
    /// The size that the tree state named before; nil if there was none.
    public var storedSize: UInt64?
    /// The tiles that were missing or wrong.
    public var tileCount = 0
    /// The tiles that the tree does not have, and that were taken away.
    public var foreignTileCount = 0
    /// Whether size, roots or edges of the tree state were others.
    public var changedTreeState = false
    /// The sizes of published heads that were put back.
    public var restoredHeads: [UInt64] = []
    /// The sizes of published heads that were no heads of this log.
    public var removedHeads: [UInt64] = []
    /// Whether a pending head was taken back.
    public var clearedPendingHead = false
    /// Entries above the tree, the first 1,000 of them.
    public var removedEntries: [Removed] = []
    /// The number of entries above the tree.
    public var removedEntryCount = 0
    /// The number of retry keys that stood for entries which are not in the tree.
    public var removedKeyCount = 0

    /// The number of records in the vault whose entries are not in the tree.
    public var removedRecordCount = 0
    /// The number of witnesses' lines that were below no head.
    public var removedCosignatureCount = 0

    /// Nothing was put right.
    public init() {}

    /// Whether anything in the database is another than before.
    public var isChange: Bool {
        self.tileCount > 0 || self.foreignTileCount > 0 || self.changedTreeState
            || !self.restoredHeads.isEmpty || !self.removedHeads.isEmpty
            || self.clearedPendingHead || self.removedEntryCount > 0 || self.removedKeyCount > 0
            || self.removedRecordCount > 0 || self.removedCosignatureCount > 0
    }
}
