/// The rows of logs as a store holds them, for those who believe none of them.
///
/// What ``LogStore`` reads it holds to the rules of a log, and fails when they are broken. Here they
/// are handed out as they are, so that what is wrong with them can be said.
public protocol LogRows: Sendable {
    /// The entries at some indexes. The caller asks for as many as it has memory for.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` only if the store cannot read its own rows.
    func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries

    /// The tiles at some places of a level, in order; those without a row are left out.
    func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile]

    /// The published heads of some sizes, smallest first.
    func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead]
}
