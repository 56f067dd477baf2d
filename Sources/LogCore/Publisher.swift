import LogProtocol
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
/// 4. Under a policy, the witnesses' own records, and their lines on the pending head. A crash before
///    they are stored loses nothing: a witness cosigns the same head again.
/// 5. The published head's row with its cosignatures, in one step with the end of the pending one.
/// 6. The signer forgets the journal below it.
actor Publisher {
    private let log: LogDescriptor
    private let store: any LogStore
    private let signer: any LogSigner
    private let promiser: Promiser
    private let keys: HistoryBoard
    private let panels: PanelBoard
    private let now: @Sendable () -> UInt64
    private let heads: HeadBoard
    private let health: LogHealth
    private let metrics: LogMetrics
    private let logger: Logger

    /// The signer's record at the last round, to see that nobody brings it forward.
    private var recordedSize: UInt64?
    /// The newest size that the signer was told is published.
    private var toldSize: UInt64?
    /// When this publisher first saw the pending head signed.
    private var signedAt: (head: TwinHead, moment: ContinuousClock.Instant)?
    /// Since when nothing is published for want of a quorum, in POSIX seconds, and the size of the
    /// head that was the first to wait.
    private var waiting: (since: UInt64, size: UInt64)?

    /// `now` is the time in POSIX seconds; it is asked only if there are witnesses.
    init(
        log: LogDescriptor,
        store: any LogStore,
        signer: any LogSigner,
        promiser: Promiser,
        keys: HistoryBoard,
        panels: PanelBoard,
        now: @escaping @Sendable () -> UInt64 = { 0 },
        heads: HeadBoard,
        health: LogHealth,
        metrics: LogMetrics,
        logger: Logger
    ) {
        self.log = log
        self.store = store
        self.signer = signer
        self.promiser = promiser
        self.keys = keys
        self.panels = panels
        self.now = now
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
        // Whoever published it: the wait is over.
        if let published, let waiting, published.head.size >= waiting.size { self.waiting = nil }
        // SPEC: PUB-9: where two histories may be, no head goes out until an operator has looked.
        if let stop = self.stopReason { throw stop }

        let status = try await self.checkedStatus()
        // After the status: what is recorded below a head decides who signs it.
        try await self.refreshHistory()
        if pending == nil, published.map({ $0.head.size < status.recorded.size }) ?? true {
            pending = try await self.inStore { [published] (store) throws(StoreError) in
                try await store.insertPendingHead(
                    status.recorded,
                    of: self.log.id,
                    after: published?.head.size
                )
            }
        }
        if let pending {
            let signed = try await self.sign(pending)
            guard let signed else { return }  // withdrawn: the next round takes a newer head
            self.heads.show(published: published, pending: signed)
            let complete = try await self.cosigned(signed, status)
            guard let complete else { return }  // waits, or was superseded
            // SPEC: TWIN-10: both checkpoints and the twin note in one step.
            // SPEC: PUB-12: with the lines that make up both quorums.
            try await self.inStore { (store) throws(StoreError) in
                try await store.publish(complete, of: self.log.id)
            }
            published = complete
            self.heads.show(published: complete, pending: nil)
        } else if let head = published {
            published = try await self.withLateCosignatures(head)
            self.heads.show(published: published, pending: nil)
        }
        if let size = published?.head.size, self.toldSize != size, size > status.publishedSize {
            do { try await self.signer.published(size, of: self.log.origin) } catch {
                throw PromiseError(error)
            }
        }
        self.toldSize = published?.head.size
    }

    /// SPEC: ROT-11: takes over what the signer has recorded about keys and policy.
    func refreshHistory() async throws(PromiseError) {
        let events: [HistoryStatement]
        do { events = try await self.keys.refresh(from: self.signer) } catch {
            throw PromiseError(error)
        }
        for event in events {
            self.logger.notice(
                "A statement changes the log's keys or its policy",
                metadata: ["index": "\(event.index)"]
            )
        }
    }

    /// What was found before and is for an operator to judge.
    private var stopReason: PromiseError? {
        switch self.health.readOnlyReason {
        case .possibleFork(let detail): .possibleFork(detail)
        case .witnessAhead(let witness, let size, let recordedSize):
            .witnessAhead(witness: witness, size: size, recordedSize: recordedSize)
        case .databaseBehind, .databaseForked, .signerRefuses, .closed, .databaseCorrupt, nil: nil
        }
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
    private func sign(_ pending: PendingHead) async throws(PromiseError) -> PublishedHead? {
        if let signed = pending.signed { return signed }
        let head = pending.head
        // SPEC: PUB-10: before each signature.
        try await self.consultWitnesses(about: head.size)
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

    // MARK: Witnesses

    /// Compares what the witnesses of a size hold with the signer's record and the database.
    ///
    /// - Throws: ``PromiseError/witnessAhead(witness:size:recordedSize:)`` if one shows a head that
    ///   the log has signed and that is above the record; ``PromiseError/possibleFork(_:)`` if one
    ///   shows another root of a size.
    func consultWitnesses(about size: UInt64) async throws(PromiseError) {
        guard let panel = try self.panels.panel(for: size) else { return }
        let reports = await panel.survey()
        guard !reports.isEmpty else { return }
        // Asked after the witnesses: what they cosigned was recorded before.
        let recorded = try await self.promiser.status().recorded
        var known: [UInt64: TwinHead] = [recorded.size: recorded]
        for head in [self.heads.published?.head, self.heads.pending?.head].compactMap(\.self) {
            known[head.size] = head
        }
        for report in reports {
            guard report.size <= recorded.size else {
                throw .witnessAhead(
                    witness: report.witness,
                    size: report.size,
                    recordedSize: recorded.size
                )
            }
            let head: TwinHead
            if let found = known[report.size] {
                head = found
            } else {
                head = try await self.inStore { (store) throws(StoreError) in
                    try await store.edge(of: self.log.id, size: report.size).state.head
                }
                known[report.size] = head
            }
            guard report.agrees(with: head) else {
                throw .possibleFork(
                    "\(report.witness) shows a signed head of size \(report.size) with another root"
                )
            }
        }
    }

    /// Gathers cosignatures of a pending head; nil as long as they are too few.
    private func cosigned(
        _ signed: PublishedHead,
        _ status: SignerStatus
    ) async throws(PromiseError) -> PublishedHead? {
        // SPEC: PUB-14: without a policy, what is signed may be published.
        guard let panel = try self.panels.panel(for: signed.head.size) else { return signed }
        if self.signedAt?.head != signed.head { self.signedAt = (signed.head, .now) }
        let gathering = await panel.gather(for: signed, waits: true)
        if let detail = gathering.fork { throw .possibleFork(detail) }
        try await self.store(late: gathering)
        let all = signed.adding(gathering.cosignatures)
        if gathering.isComplete {
            self.waiting = nil
            if let signedAt { self.metrics.recordQuorum(took: .now - signedAt.moment) }
            self.note(gathering, size: signed.head.size)
            return all
        }
        // SPEC: PUB-15: what has come is kept over a restart.
        if all != signed {
            try await self.inStore { (store) throws(StoreError) in
                try await store.addCosignatures(
                    gathering.cosignatures,
                    to: signed.head,
                    of: self.log.id
                )
            }
            self.heads.show(published: self.heads.published, pending: all)
        }
        // Another publisher may have had the quorum meanwhile: the next round begins with what it did.
        let current = try await self.inStore { (store) throws(StoreError) in
            try await store.pendingHead(of: self.log.id)
        }
        guard current?.head == signed.head else { return nil }
        if let size = gathering.aheadSize, size <= status.recorded.size {
            try await self.supersede(signed.head, for: size)
            return nil
        }
        if self.waiting == nil {
            self.waiting = (try await self.beginOfWait(signed, panel), signed.head.size)
            self.logger.warning(
                "A head waits for its quorum",
                metadata: [
                    "size": "\(signed.head.size)",
                    "missing": "\(gathering.missing.map { "\($0.name): \($0.reason)" })",
                ]
            )
        }
        self.note(gathering, size: signed.head.size)
        return nil
    }

    /// Since when nothing was published for want of a quorum: since the first head was signed that
    /// did not get it. The signature says so itself.
    ///
    /// SPEC: PUB-17: so a daemon that starts in the middle of a wait does not begin it anew.
    private func beginOfWait(
        _ signed: PublishedHead,
        _ panel: WitnessPanel
    ) async throws(PromiseError) -> UInt64 {
        var waiting = [signed]
        // Heads that were given up waited before this one.
        let superseded = try await self.inStore { (store) throws(StoreError) in
            try await store.supersededHead(of: self.log.id)
        }
        if let superseded, superseded.head.size > self.heads.publishedSize {
            waiting.append(superseded)
        }
        let now = self.now()
        return min(now, waiting.compactMap { panel.signatureTime(of: $0.notes) }.min() ?? now)
    }

    /// SPEC: PUB-11: gives a signed head up that a needed witness has gone past, and keeps it.
    private func supersede(_ head: TwinHead, for size: UInt64) async throws(PromiseError) {
        self.logger.warning(
            "A pending head was superseded",
            metadata: ["size": "\(head.size)", "witness_size": "\(size)"]
        )
        try await self.inStore { (store) throws(StoreError) in
            try await store.supersedePendingHead(head, of: self.log.id)
        }
        self.metrics.recordSupersession()
        self.heads.show(published: self.heads.published, pending: nil)
    }

    /// Asks for what a published head lacks, and adds what came.
    private func withLateCosignatures(
        _ head: PublishedHead
    ) async throws(PromiseError) -> PublishedHead {
        guard let panel = try self.panels.panel(for: head.head.size) else { return head }
        let gathering = await panel.gather(for: head, waits: false)
        if let detail = gathering.fork { throw .possibleFork(detail) }
        try await self.store(late: gathering)
        self.waiting = nil
        self.note(gathering, size: head.head.size)
        // SPEC: PUB-16: late, and for readers of the newest head only.
        let late = gathering.cosignatures.filter { line in
            !head.cosignatures.contains { $0.hasSameKey(as: line) }
        }
        .map { HeadCosignature(suite: $0.suite, line: $0.line, isLate: true) }
        guard !late.isEmpty else { return head }
        try await self.inStore { (store) throws(StoreError) in
            try await store.addCosignatures(late, to: head.head, of: self.log.id)
        }
        return head.adding(late)
    }

    /// Stores lines that came for earlier heads.
    private func store(late gathering: WitnessPanel.Gathering) async throws(PromiseError) {
        for (head, cosignature) in gathering.late {
            try await self.inStore { (store) throws(StoreError) in
                try await store.addCosignatures([cosignature], to: head, of: self.log.id)
            }
        }
    }

    private func note(_ gathering: WitnessPanel.Gathering, size: UInt64) {
        self.health.setQuorum(
            QuorumState(
                size: size,
                waitingSince: self.waiting?.since,
                missing: gathering.missing
            )
        )
        let now = self.now()
        self.metrics.recordQuorum(
            waitSeconds: self.waiting.map { now >= $0.since ? now - $0.since : 0 } ?? 0,
            missing: gathering.missing.map(\.name)
        )
    }

    private func show(published: PublishedHead?, pending: PendingHead?) {
        self.heads.show(published: published, pending: pending?.signed)
    }

    private func inStore<Result: Sendable>(
        _ call: @Sendable (any LogStore) async throws(StoreError) -> Result
    ) async throws(PromiseError) -> Result {
        do { return try await call(self.store) } catch { throw .store(error) }
    }
}
