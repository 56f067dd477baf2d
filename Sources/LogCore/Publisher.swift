import Logging
import SignedNotes
import Witnessing

/// Brings recorded heads before the world, one at a time.
///
/// The durable steps, each of which any daemon can take up where another stopped:
///
/// 1. The pending head's row, inserted only if there is none: all publishers work on one head.
/// 2. The signer's own record of what it signs.
/// 3. The notes in the pending row. A crash before it loses nothing: the signer gives the same notes
///    again.
/// 4. The published head's row, in one step with the end of the pending one.
/// 5. The signer forgets the journal below it.
actor Publisher {
    private let log: LogDescriptor
    private let store: any LogStore
    private let signer: any LogSigner
    private let promiser: Promiser
    private let heads: HeadBoard
    private let health: LogHealth
    private let metrics: LogMetrics
    private let logger: Logger

    /// The signer's record at the last round, to see that nobody brings it forward.
    private var recordedSize: UInt64?
    /// The newest size that the signer was told is published.
    private var toldSize: UInt64?

    init(
        log: LogDescriptor,
        store: any LogStore,
        signer: any LogSigner,
        promiser: Promiser,
        heads: HeadBoard,
        health: LogHealth,
        metrics: LogMetrics,
        logger: Logger
    ) {
        self.log = log
        self.store = store
        self.signer = signer
        self.promiser = promiser
        self.heads = heads
        self.health = health
        self.metrics = metrics
        self.logger = logger
    }

    /// Does one round: finishes the pending head if there is one, else publishes what is new.
    ///
    /// Rounds follow one another; the caller waits for one before he asks for the next.
    func round() async {
        do {
            try await self.publish()
            self.health.setPublishingProblem(nil)
        } catch {
            if let reason = error.readOnlyReason { self.health.becomeReadOnly(reason) }
            self.health.setPublishingProblem("no head is published: \(error)")
            self.logger.error("No head was published", metadata: ["error": "\(error)"])
        }
        self.metrics.recordHeads(
            signed: self.heads.signedSize,
            published: self.heads.publishedSize,
            isReadOnly: self.health.readOnlyReason != nil
        )
    }

    private func publish() async throws(PromiseError) {
        var published = try await self.inStore { (store) throws(StoreError) in
            try await store.publishedHead(of: self.log.id)
        }
        var pending = try await self.inStore { (store) throws(StoreError) in
            try await store.pendingHead(of: self.log.id)
        }
        self.show(published: published, pending: pending)

        let status = try await self.checkedStatus()
        if pending == nil, published.map({ $0.head.size < status.recorded.size }) ?? true {
            pending = try await self.inStore { [published] (store) throws(StoreError) in
                try await store.insertPendingHead(
                    status.recorded,
                    of: self.log.id,
                    after: published?.head.size
                )
            }
        }
        if let head = pending?.head {
            let signed = try await self.sign(head, notes: pending?.notes)
            guard let signed else { return }  // withdrawn: the next round takes a newer head
            self.heads.show(published: published, pending: signed)
            // SPEC: TWIN-10: both checkpoints and the twin note in one step.
            // Without witnesses the policy is `quorum none`: what is signed may be published.
            try await self.inStore { (store) throws(StoreError) in
                try await store.publish(signed, of: self.log.id)
            }
            published = signed
            self.heads.show(published: signed, pending: nil)
        }
        if let size = published?.head.size, self.toldSize != size, size > status.publishedSize {
            do { try await self.signer.published(size, of: self.log.origin) } catch {
                throw PromiseError(error)
            }
        }
        self.toldSize = published?.head.size
    }

    /// The signer's record, compared with the database: a database that is behind it or holds
    /// another history gets no signature.
    private func checkedStatus() async throws(PromiseError) -> SignerStatus {
        let status = try await self.promiser.status()
        let state = try await self.inStore { (store) throws(StoreError) in
            try await store.treeState(of: self.log.id)
        }
        _ = try await self.promiser.edge(
            matching: status.recorded,
            databaseSize: state.head.size
        )
        defer { self.recordedSize = status.recorded.size }
        // Entries that nobody promises were left by a daemon that died between commit and promise.
        guard state.head.size > status.recorded.size,
            self.recordedSize == status.recorded.size
        else { return status }
        _ = try await self.promiser.catchUp()
        self.health.setPromisingProblem(nil)
        return try await self.promiser.status()
    }

    /// Has a head signed and the notes stored; nil if the signer has gone past it unsigned.
    private func sign(
        _ head: TwinHead,
        notes: HeadNotes?
    ) async throws(PromiseError) -> PublishedHead? {
        if let notes { return PublishedHead(head: head, notes: notes) }
        let signed: HeadNotes
        do { signed = try await self.signer.sign(head, of: self.log.origin) } catch {
            switch error {
            case .notRecorded, .belowSigned:
                // The row was inserted by a daemon that died before the signer signed: nobody has
                // seen this head, so another may take its place.
                self.logger.notice(
                    "A pending head was withdrawn",
                    metadata: ["size": "\(head.size)", "reason": "\(error)"]
                )
                try await self.inStore { (store) throws(StoreError) in
                    try await store.withdrawPendingHead(head, of: self.log.id)
                }
                return nil
            case .unknownLog, .fork, .recordFailed, .malformed, .unavailable, .clockBehind,
                .closed:
                throw PromiseError(error)
            }
        }
        try await self.inStore { (store) throws(StoreError) in
            try await store.storeNotes(signed, for: head, of: self.log.id)
        }
        return PublishedHead(head: head, notes: signed)
    }

    private func show(published: PublishedHead?, pending: PendingHead?) {
        let signed = pending.flatMap { pending in
            pending.notes.map { PublishedHead(head: pending.head, notes: $0) }
        }
        self.heads.show(published: published, pending: signed)
    }

    private func inStore<Result: Sendable>(
        _ call: @Sendable (any LogStore) async throws(StoreError) -> Result
    ) async throws(PromiseError) -> Result {
        do { return try await call(self.store) } catch { throw .store(error) }
    }
}
