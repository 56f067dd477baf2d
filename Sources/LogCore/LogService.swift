public import CryptoSuites
public import LogProtocol
public import Logging
public import MerkleTree
public import SignedNotes
public import Witnessing

/// One log at work: its sequencer, its publisher, its scrubber and its reads.
public final class LogService: HostedLog {
    /// What was fixed when the log was created.
    public let descriptor: LogDescriptor
    /// The first public keys of the log.
    public let verifierKeys: [VerifierKey]
    /// The key of RFC 6962's tree heads; nil if the log has none.
    public let treeHeadKey: P256PublicKey?

    /// Where the contents of records are; nil if the log has no vault.
    public let vault: Vault?

    private let sequencer: Sequencer
    private let promiser: Promiser
    private let publisher: Publisher
    private let panels: PanelBoard
    private let indexer: LeafHashIndexer?
    private let scrubber: Scrubber?
    private let vaultKeeper: VaultKeeper?
    private let reader: LogReader
    private let heads = HeadBoard()
    private let board: HistoryBoard
    private let health = LogHealth()
    private let idempotencySecret: [UInt8]
    private let interval: Duration
    private let clock: any Clock<Duration>
    private let logger: Logger
    /// Whose cosignatures the log's newest published head needed; nil under `quorum none`.
    ///
    /// SPEC: POLEV-4.
    public var policy: PublicationPolicy? {
        self.panels.policy(for: self.heads.published?.head.size ?? 0)
    }

    /// Puts a log together. Nothing works before ``run()``.
    ///
    /// `idempotencySecret` is the 32-byte key of the HMACs that stand for retry keys; all daemons of
    /// one log share it. Without `leafHashes` only the newest entries are found by their leaf hash.
    /// `rows` are the store's own, as they are: what the scrubber reads. Without them nothing is
    /// scrubbed. Without a vault the log takes no records. `seconds` tells the time since 1970, for
    /// the age of the vault's key alone.
    /// Without `witnesses` heads are published as soon as they are signed, until a statement in the log
    /// announces a policy: `announced` finds the ways to its witnesses.
    public init(
        _ descriptor: LogDescriptor,
        verifierKeys: [VerifierKey],
        treeHeadKey: P256PublicKey? = nil,
        store: any LogStore,
        leafHashes: (any LeafHashStore)? = nil,
        rows: (any LogRows)? = nil,
        vault: Vault? = nil,
        signer: any LogSigner,
        witnesses: LogWitnesses? = nil,
        announced: @escaping @Sendable (PublicationPolicy) throws -> LogWitnesses = { policy in
            LogWitnesses(policy: policy, transports: [:], now: { 0 })
        },
        idempotencySecret: [UInt8],
        configuration: LogServiceConfiguration = LogServiceConfiguration(),
        clock: any Clock<Duration> = ContinuousClock(),
        seconds: @escaping @Sendable () -> UInt64 = { 0 },
        logger: Logger
    ) {
        var logger = logger
        logger[metadataKey: "log"] = "\(descriptor.name)"
        let metrics = LogMetrics(
            log: descriptor.name,
            witnesses: witnesses?.policy.policy.witnesses.map(\.name) ?? []
        )
        self.descriptor = descriptor
        self.verifierKeys = verifierKeys
        self.treeHeadKey = treeHeadKey
        self.idempotencySecret = idempotencySecret
        self.interval = configuration.interval
        self.clock = clock
        self.logger = logger
        let board = HistoryBoard(origin: descriptor.origin, firstKeys: verifierKeys)
        self.board = board
        self.promiser = Promiser(log: descriptor, store: store, signer: signer)
        self.reader = LogReader(
            log: descriptor,
            store: store,
            heads: self.heads,
            cache: TileCache(capacity: configuration.cachedTiles),
            leafHashes: leafHashes
        )
        let panelLogger = logger
        let panels = PanelBoard(
            log: descriptor,
            keys: board,
            configured: witnesses,
            witnesses: announced
        ) {
            WitnessPanel(
                log: descriptor,
                store: store,
                keys: board,
                witnesses: $0,
                clock: clock,
                metrics: metrics,
                logger: panelLogger
            )
        }
        self.panels = panels
        let now = witnesses?.now ?? seconds
        self.publisher = Publisher(
            log: descriptor,
            store: store,
            signer: signer,
            promiser: self.promiser,
            keys: board,
            panels: panels,
            now: now,
            heads: self.heads,
            health: self.health,
            metrics: metrics,
            logger: logger
        )
        if let leafHashes {
            self.indexer = LeafHashIndexer(
                log: descriptor,
                store: store,
                leafHashes: leafHashes,
                heads: self.heads,
                metrics: metrics,
                pause: configuration.leafLookupPause,
                clock: clock,
                logger: logger
            )
        } else {
            self.indexer = nil
        }
        self.vault = vault
        self.vaultKeeper = vault.map { [heads, health] vault in
            VaultKeeper(
                vault: vault,
                book: RetentionBook(vault: vault),
                heads: heads,
                health: health,
                metrics: metrics,
                pause: configuration.leafLookupPause,
                clock: clock,
                logger: logger,
                now: seconds
            )
        }
        self.scrubber =
            configuration.scrubRate == 0
            ? nil
            : rows.map { [heads, health] rows in
                Scrubber(
                    log: descriptor,
                    rows: rows,
                    heads: heads,
                    health: health,
                    metrics: metrics,
                    logger: logger,
                    rate: configuration.scrubRate,
                    clock: clock
                )
            }
        var limits = AppendQueue<Sequencer.Waiter>.Limits()
        limits.waitingEntries = configuration.waitingEntries
        limits.waitingBytes = configuration.waitingBytes
        limits.batchEntries = configuration.batchEntries
        self.sequencer = Sequencer(
            log: descriptor,
            store: store,
            promiser: self.promiser,
            health: self.health,
            metrics: metrics,
            logger: logger,
            limits: limits,
            clock: clock,
            patience: configuration.signerPatience
        )
    }

    /// Works until ``stop()`` is called and what was taken in is answered.
    ///
    /// Starts by comparing the database with the signer's record and promising what a crash left
    /// unpromised. If the two contradict each other the log is read-only from the start, and says
    /// why.
    public func run() async {
        await self.settle()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.publishUntilCancelled() }
            group.addTask(priority: .background) { await self.indexer?.runUntilCancelled() }
            if let scrubber { group.addTask { await scrubber.run() } }
            if let vaultKeeper {
                group.addTask(priority: .background) { await vaultKeeper.runUntilCancelled() }
            }
            // Ahead of its callers: a thousand of them go on at once when a batch is promised, and the
            // next batch would wait for all that they do.
            let sequencing = Task(priority: .high) { await self.sequencer.run() }
            await sequencing.value
            group.cancelAll()
        }
    }

    /// Takes no more submissions; ``run()`` returns once those that wait are answered.
    public func stop() { self.sequencer.stop() }

    /// Refuses appends with ``AppendError/storeFull(_:)`` for this reason, until it is nil again. What
    /// was taken in before is still appended, and reads go on.
    public func setStorageProblem(_ problem: String?) { self.health.setStorageProblem(problem) }

    private func settle() async {
        do {
            try await self.publisher.refreshHistory()
            // SPEC: PUB-10: at the start, before anything is promised or signed.
            let recorded = try await self.promiser.status().recorded.size
            try await self.publisher.consultWitnesses(about: recorded)
            let size = try await self.promiser.catchUp()
            self.logger.info(
                "The signer's record and the database agree",
                metadata: ["size": "\(size)"]
            )
        } catch {
            if let reason = error.readOnlyReason { self.health.becomeReadOnly(reason) }
            self.health.setPromisingProblem(error.description)
            self.logger.error("The log starts with a problem", metadata: ["error": "\(error)"])
        }
    }

    private func publishUntilCancelled() async {
        while !Task.isCancelled, !self.isClosed || self.heads.published == nil {
            let start = ContinuousClock.now
            await self.publishOnce()
            let rest = self.interval - (ContinuousClock.now - start)
            if rest > .zero { try? await self.clock.sleep(for: rest) }
        }
        // Once more for what was promised since, so that a stopped log shows all it promised.
        await self.panels.hurry()
        if !self.isClosed { await self.publishOnce() }
        // In a task of its own, as what is awaited here must end, whatever became of this one.
        await Task { [panels] in await panels.close() }.value
    }

    /// Does a round in a task of its own, awaited here: a round that began is finished, whatever
    /// becomes of the task around it.
    private func publishOnce() async {
        await Task { await self.publisher.round() }.value
    }

    /// Whether the log was closed for good: it is read, and has nothing else to do.
    private var isClosed: Bool {
        if case .closed = self.health.readOnlyReason { return true }
        return false
    }

    // MARK: - HostedLog

    /// Whether the log does its work, and what an operator should know about it.
    public var readiness: Readiness {
        if self.isClosed, let reason = self.health.readOnlyReason {
            return Readiness(isReady: true, remarks: [reason.description])
        }
        let problems = self.health.problems
        let quorum = self.health.quorum
        // SPEC: PUB-13: a log that waits for its witnesses takes appends, and is ready for them.
        guard self.heads.published != nil || quorum?.waitingSince != nil else {
            return Readiness(isReady: false, remarks: problems + ["no head is published yet"])
        }
        return Readiness(
            isReady: problems.isEmpty,
            remarks: problems + self.health.remarks
                + (self.policy == nil
                    ? ["quorum none: no witnesses are configured"] : quorum?.remarks ?? [])
        )
    }

    /// How the newest signed head stands with the log's witnesses; nil under `quorum none`, and
    /// before the first signed head.
    public var quorum: QuorumState? { self.health.quorum }

    /// The keys of the log by tree size, and what its entries have changed.
    public var history: LogHistory { self.board.history }

    /// Appends a submission and returns once it is promised.
    public func append(_ submission: Submission) async throws(AppendError) -> Receipt {
        try await self.sequencer.append(submission)
    }

    /// Appends submissions in their order, and returns once each is promised or refused.
    public func append(_ submissions: [Submission]) async -> [Result<Receipt, AppendError>] {
        await self.sequencer.append(submissions)
    }

    /// What is stored of a retry key: HMACs under the log's own secret.
    public func idempotencyKey(writer: String, key: [UInt8], body: [UInt8]) -> IdempotencyKey {
        // SPEC: HTTP-15: HMACs, and never the key or the body themselves.
        IdempotencyKey(
            writer: writer,
            keyMAC: Hashes.hmacSHA256(key: self.idempotencySecret, [0x00] + key),
            bodyMAC: Hashes.hmacSHA256(key: self.idempotencySecret, [0x01] + body)
        )
    }

    /// The newest published head.
    public func publishedHead() throws(ReadError) -> PublishedHead {
        try self.reader.publishedHead()
    }

    /// The published head of exactly this size.
    public func publishedHead(ofSize size: UInt64) async throws(ReadError) -> PublishedHead {
        try await self.reader.publishedHead(ofSize: size)
    }

    /// The signed head that is not published yet.
    public func pendingHead() throws(ReadError) -> PublishedHead { try self.reader.pendingHead() }

    /// A tile of both trees, up to the newest signed size.
    public func tile(_ coordinate: TileCoordinate) async throws(ReadError) -> TwinTile {
        try await self.reader.tile(coordinate)
    }

    /// A bundle of entries, up to the newest signed size.
    public func bundle(_ coordinate: BundleCoordinate) async throws(ReadError) -> EntryBatch {
        try await self.reader.bundle(coordinate)
    }

    /// The entries of a full bundle and of the full ones behind it, `count` bundles at most, up to the
    /// newest signed size.
    public func bundles(
        from first: BundleCoordinate,
        count: Int
    ) async throws(ReadError) -> EntryBatch {
        try await self.reader.bundles(from: first, count: count)
    }

    /// Entries up to the published size.
    public func entries(at indexes: Range<UInt64>) async throws(ReadError) -> EntryBatch {
        try await self.reader.entries(at: indexes)
    }

    /// The lowest index below `treeSize` whose entry has this SHA-256 leaf hash.
    public func leafIndex(
        of hash: TreeHash<SHA256Hasher>,
        treeSize: UInt64
    ) async throws(ReadError) -> UInt64 {
        try await self.reader.leafIndex(of: hash, treeSize: treeSize)
    }

    /// The proof that an entry is in the tree of a size up to the published one, and its leaf hash.
    public func inclusionProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        leafIndex: UInt64,
        treeSize: UInt64
    ) async throws(ReadError) -> (proof: InclusionProof<Suite>, leafHash: TreeHash<Suite>) {
        try await self.reader.inclusionProof(suite, leafIndex: leafIndex, treeSize: treeSize)
    }

    /// The proof that the tree of one size continues that of another.
    public func consistencyProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> ConsistencyProof<Suite> {
        try await self.reader.consistencyProof(suite, first: first, second: second)
    }
}
