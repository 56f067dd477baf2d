/// What a sequencing transaction sees once it holds the lock on a log.
///
/// Valid for the time of the call it is handed to.
public struct LockedLog: ~Copyable {
    /// The locked state of both trees.
    public let state: TreeState
    /// What is stored under those of the batch's keys that are known.
    public let known: [IdempotencyKey: StoredAppend]
    /// What is stored under those of the batch's records that are known, by the HMACs of their ids.
    public let knownRecords: [[UInt8]: StoredRecordMark]
    /// The epochs that rows of the vault may have; nil if the batch asked about no record.
    public let vaultEpochs: VaultEpochs?
    private let loadEdge: () throws(StoreError) -> TwinEdge

    /// Joins the parts. `loadEdge` reads the growing end of both trees inside the transaction.
    public init(
        state: TreeState,
        known: [IdempotencyKey: StoredAppend],
        knownRecords: [[UInt8]: StoredRecordMark] = [:],
        vaultEpochs: VaultEpochs? = nil,
        loadEdge: @escaping () throws(StoreError) -> TwinEdge
    ) {
        self.state = state
        self.known = known
        self.knownRecords = knownRecords
        self.vaultEpochs = vaultEpochs
        self.loadEdge = loadEdge
    }

    /// The growing end of both trees at the locked size, as the stored rows give it.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if rows are missing or do not fold to the state.
    public func edge() throws(StoreError) -> TwinEdge {
        let edge = try self.loadEdge()
        guard edge.matches(self.state) else {
            throw .corrupt("the stored tiles and entries do not fold to the tree state")
        }
        return edge
    }
}
