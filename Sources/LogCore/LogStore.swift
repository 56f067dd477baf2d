public import MerkleTree
public import SignedNotes
public import Witnessing

/// Where logs are kept. The rules below are what the rest of the system stands on; a store that
/// breaks one loses entries or forks a tree.
///
/// - What a call has returned is durable.
/// - Any number of processes may use one store. Nothing here relies on there being only one.
/// - A call that throws ``StoreError/outcomeUnknown(_:)`` may have happened: the caller drops what
///   it remembers of the log and reads again.
public protocol LogStore: Sendable {
    /// All logs, in the order of their creation.
    func logs() async throws(StoreError) -> [LogDescriptor]

    /// Adds a log without entries.
    ///
    /// - Throws: ``StoreError/alreadyExists`` if the name or the origin is taken.
    func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool,
        hasOpaqueRecords: Bool
    ) async throws(StoreError) -> LogDescriptor

    /// The committed state of both trees.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if the stored edges do not fold to the stored roots.
    func treeState(of log: LogID) async throws(StoreError) -> TreeState

    /// What is stored under some retry keys, and the committed head, of one moment.
    func lookUp(_ keys: [IdempotencyKey], in log: LogID) async throws(StoreError) -> KeyLookup

    /// Adds a batch in one transaction.
    ///
    /// The state's row is locked first, which orders all writers. Then `integrate` is called with
    /// what stands under the lock: also what is known of `keys`, and of the records whose ids have the
    /// HMACs `records`. Of keys that `lookups` tell of, the store asks only what came since, if it
    /// is sure that each of these lookups is of this history; else, and of other keys, everything. What it returns is written and committed. If it returns nil, or
    /// throws, nothing is written. It runs on a thread that may compute for long, and must not wait
    /// for anything.
    ///
    /// - Throws: What `integrate` throws; ``StoreError/outcomeUnknown(_:)`` if the commit was sent
    ///   and not answered.
    func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        lookups: [KeyLookup],
        records: [[UInt8]],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError)

    /// The growing end of both trees as the stored rows give it: leaf hashes from the entries of
    /// the last partial bundle, hashes above from the roots of full tiles.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if rows are missing.
    func edge(of log: LogID, size: UInt64) async throws(StoreError) -> TwinEdge

    /// The entries at `indexes`, read from the database on a connection that did not write them.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if one is missing.
    func entries(of log: LogID, at indexes: Range<UInt64>) async throws(StoreError) -> EntryBatch

    /// Tiles of both trees, in the order asked for. Partial tiles are prefixes: cut from the full
    /// tile if there is one by now, else from leaf hashes or the roots of the tiles below.
    ///
    /// - Throws: ``StoreError/corrupt(_:)`` if rows are missing. The caller asks for nothing beyond
    ///   the committed size.
    func tiles(
        of log: LogID,
        at coordinates: [TileCoordinate]
    ) async throws(StoreError) -> [TwinTile]

    /// The newest published head with its cosignatures; nil before the first.
    func publishedHead(of log: LogID) async throws(StoreError) -> PublishedHead?

    /// The published head of exactly this size with its cosignatures; nil if no head of this size
    /// was published.
    func publishedHead(of log: LogID, size: UInt64) async throws(StoreError) -> PublishedHead?

    /// The head on its way to publication with its cosignatures, if there is one.
    func pendingHead(of log: LogID) async throws(StoreError) -> PendingHead?

    /// Makes `head` the pending one if there is none and `published` still is the newest published
    /// size; returns whichever head is pending afterwards, or nil if `published` was overtaken.
    func insertPendingHead(
        _ head: TwinHead,
        of log: LogID,
        after published: UInt64?
    ) async throws(StoreError) -> PendingHead?

    /// Stores the signed notes of the pending head, if that is still `head` and has none.
    func storeNotes(
        _ notes: HeadNotes,
        for head: TwinHead,
        of log: LogID
    ) async throws(StoreError)

    /// Takes back a pending head that was never signed, so that another can take its place.
    func withdrawPendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError)

    /// Makes the pending head the newest published one with all its cosignatures, in one step. If it
    /// is published already, only cosignatures that it lacks are added, as late ones.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` if the pending head is another one.
    func publish(_ head: PublishedHead, of log: LogID) async throws(StoreError)

    /// Adds cosignatures to a head that is pending and signed, or published: there they are late
    /// ones. Lines of keys that the head has a line of are passed over, and so is everything if the
    /// head is neither.
    func addCosignatures(
        _ cosignatures: [HeadCosignature],
        to head: TwinHead,
        of log: LogID
    ) async throws(StoreError)

    /// Puts a pending head aside that was signed and cannot be published any more, and keeps it
    /// with its notes and cosignatures. Does nothing unless it is pending and signed.
    func supersedePendingHead(_ head: TwinHead, of log: LogID) async throws(StoreError)

    /// The largest head that was put aside, with its cosignatures; nil if there is none.
    func supersededHead(of log: LogID) async throws(StoreError) -> PublishedHead?
}

extension LogStore {
    /// Adds a log whose statements tell what kind of records they are of.
    ///
    /// - Throws: ``StoreError/alreadyExists`` if the name or the origin is taken.
    public func createLog(
        name: LogName,
        origin: LogOrigin,
        jurisdiction: String,
        allowsOpaqueEntries: Bool
    ) async throws(StoreError) -> LogDescriptor {
        try await self.createLog(
            name: name,
            origin: origin,
            jurisdiction: jurisdiction,
            allowsOpaqueEntries: allowsOpaqueEntries,
            hasOpaqueRecords: false
        )
    }

    /// Adds a batch of whose keys nothing was looked up before.
    public func sequence(
        in log: LogID,
        keys: [IdempotencyKey],
        records: [[UInt8]] = [],
        integrate:
            @escaping @Sendable (borrowing LockedLog) throws(StoreError) -> Integration?
    ) async throws(StoreError) {
        try await self.sequence(
            in: log,
            keys: keys,
            lookups: [],
            records: records,
            integrate: integrate
        )
    }
}
