/// One moment of a store, read row by row while others go on writing.
public protocol LogSnapshot: LogRows {
    /// All logs.
    func logs() async throws(StoreError) -> [LogDescriptor]

    /// The committed state of both trees; nil if the row is missing.
    func storedTreeState(of log: LogID) async throws(StoreError) -> StoredTreeState?

    /// The pending head; nil if none is pending.
    ///
    /// - Throws: ``StoreError/unknownLog`` if the log's row of pending heads is missing.
    func storedPendingHead(of log: LogID) async throws(StoreError) -> StoredHead?

    /// The heads that were given up, smallest first: a few, each for a witness that had gone past it.
    func storedSupersededHeads(of log: LogID) async throws(StoreError) -> [StoredHead]

    /// The retry keys whose first entry is at some indexes, in order.
    func storedKeys(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredKey]

    /// The greatest index below `size` that has an entry; nil if none has.
    func lastIndex(of log: LogID, below size: UInt64) async throws(StoreError) -> UInt64?

    /// The rows of the log that lie outside of a log of this size, or below 0.
    func strayRows(of log: LogID, size: UInt64) async throws(StoreError) -> [StrayRows]

    /// The first index of each retry key that an earlier row has as well, at most `limit`, in order.
    func repeatedKeys(of log: LogID, limit: Int) async throws(StoreError) -> [UInt64]

    /// The first row of each log that is none, by table, with the log's number.
    func foreignRows() async throws(StoreError) -> [(log: LogID, rows: StrayRows)]
}
