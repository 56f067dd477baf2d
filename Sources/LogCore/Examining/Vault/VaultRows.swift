/// The vault of logs as a store holds it, at one moment, for those who believe none of it.
public protocol VaultRows: Sendable {
    /// Which epochs rows may have; nil if nothing says so.
    func storedVaultEpochs(of log: LogID) async throws(StoreError) -> VaultEpochs?

    /// The records at some indexes, with their contents, in order.
    func storedVaultRows(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredVaultRow]

    /// The actions from an entry on, at most `limit`, in order.
    func storedVaultActions(
        of log: LogID,
        from entry: UInt64,
        limit: Int
    ) async throws(StoreError) -> [StoredVaultAction]

    /// Records with a fault that lies between rows: one of ``VaultFault/repeated``,
    /// ``VaultFault/contentsLeft``, ``VaultFault/notSearchable`` and ``VaultFault/searchChanged``; at
    /// most `limit`, in order. Others have none here.
    func storedVaultFaults(
        _ fault: VaultFault,
        of log: LogID,
        limit: Int
    ) async throws(StoreError) -> [UInt64]

    /// The rows of the vault that lie outside of a log of this size, or below 0.
    func strayVaultRows(of log: LogID, size: UInt64) async throws(StoreError) -> [StrayRows]
}
