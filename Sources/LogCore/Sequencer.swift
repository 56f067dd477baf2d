import AsyncAlgorithms
import Logging
import MerkleTree
import SignedNotes
import Synchronization
import Witnessing

/// Gives entries their place: gathers submissions, commits them in batches, and answers each caller
/// once the signer has recorded his entries.
///
/// Three things go on at once: while one batch is offered to the signer, the next one commits, and
/// a third gathers. The durable steps of a batch, and what a crash leaves after each:
///
/// 1. COMMIT of entries, tiles, keys and tree state in one transaction. After it the entries are in
///    the tree and nobody was told: they are promised when the daemon starts again, and a retry with
///    a key finds them.
/// 2. The signer's journal. After it the entries are promised; a caller who got no answer learns it
///    by a retry.
/// 3. The answer.
final class Sequencer: Sendable {
    typealias Waiter = AppendWaiter
    typealias Item = AppendQueue<Waiter>.Item

    private let log: LogDescriptor
    private let store: any LogStore
    private let promiser: Promiser
    private let health: LogHealth
    private let metrics: LogMetrics
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let patience: Duration

    private struct Gathering {
        var queue: AppendQueue<Waiter>
        /// The committing task, if it sleeps because nothing waits.
        var sleeper: CheckedContinuation<Void, Never>?
        /// The task that looks up keys, if it sleeps because there are too few of them.
        var keySleeper: CheckedContinuation<Void, Never>?
    }

    // Held only to put in and to take out; never across a suspension.
    private let gathering: Mutex<Gathering>
    // From the committing task to the promising one. One batch is in hand and one may wait, so a
    // slow signer holds back commits, and through the queue's limits the callers.
    private let committed = AsyncChannel<Committed>()

    /// A batch on its way to the promise, with those who wait for it.
    private struct Committed: Sendable {
        /// Nil if all submissions were repeats.
        let batch: CommittedBatch?
        let receipts: [(waiter: Waiter, receipt: Receipt)]
    }

    /// Creates a sequencer. `patience` is how long callers wait for a signer that does not answer.
    init(
        log: LogDescriptor,
        store: any LogStore,
        promiser: Promiser,
        health: LogHealth,
        metrics: LogMetrics,
        logger: Logger,
        limits: AppendQueue<Waiter>.Limits,
        clock: any Clock<Duration>,
        patience: Duration
    ) {
        self.log = log
        self.store = store
        self.promiser = promiser
        self.health = health
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        self.patience = patience
        self.gathering = Mutex(Gathering(queue: AppendQueue(limits: limits)))
    }

    /// Appends a submission; returns once it is promised.
    ///
    /// A caller that is cancelled waits on: his entries are in a batch with others'.
    func append(_ submission: Submission) async throws(AppendError) -> Receipt {
        if let reason = self.health.readOnlyReason { throw .readOnly(reason) }
        if let reason = self.health.storageProblem { throw .storeFull(reason) }
        return try await withCheckedContinuation { continuation in
            self.enqueue([Item(submission: submission, waiter: .one(continuation))])
        }.get()
    }

    /// Appends submissions in their order; returns once each is promised or refused.
    func append(_ submissions: [Submission]) async -> [Result<Receipt, AppendError>] {
        if let reason = self.health.readOnlyReason {
            return submissions.map { _ in .failure(.readOnly(reason)) }
        }
        if let reason = self.health.storageProblem {
            return submissions.map { _ in .failure(.storeFull(reason)) }
        }
        if submissions.isEmpty { return [] }
        return await withCheckedContinuation { continuation in
            let group = AppendGroup(count: submissions.count, continuation)
            self.enqueue(
                submissions.enumerated().map {
                    Item(submission: $1, waiter: .member(group, position: $0))
                }
            )
        }
    }

    /// Puts submissions in the queue, one behind the other, and wakes the committing task if it
    /// sleeps. Those that are refused are answered.
    private func enqueue(_ items: [Item]) {
        let (refused, sleeper, keySleeper) = self.gathering.withLock { gathering in
            var refused: [(waiter: Waiter, error: AppendError)] = []
            for item in items {
                do throws(AppendError) { try gathering.queue.enqueue(item) } catch {
                    refused.append((item.waiter, error))
                }
            }
            return (
                refused,
                gathering.queue.isEmpty ? nil : gathering.sleeper.take(),
                gathering.queue.hasKeys ? gathering.keySleeper.take() : nil
            )
        }
        for (waiter, error) in refused { waiter.resume(returning: .failure(error)) }
        sleeper?.resume()
        keySleeper?.resume()
    }

    /// Works until ``stop()``, then until what was taken in is answered.
    func run() async {
        async let promising: Void = self.promiseBatches()
        async let lookingUp: Void = self.lookUpKeys()
        await self.commitBatches()
        self.committed.finish()
        await promising
        await lookingUp
    }

    /// Takes no more submissions. ``run()`` returns when those that wait are answered.
    func stop() {
        let sleepers = self.gathering.withLock { gathering in
            gathering.queue.stop()
            return [gathering.sleeper.take(), gathering.keySleeper.take()]
        }
        for sleeper in sleepers { sleeper?.resume() }
    }

    // MARK: - Looking up ahead

    /// Looks up the keys that wait while the batch before theirs is committed.
    private func lookUpKeys() async {
        while let (keys, end) = await self.nextKeys() {
            do throws(StoreError) {
                let lookup = try await self.store.lookUp(keys, in: self.log.id)
                self.gathering.withLock { $0.queue.keep(lookup, end: end) }
            } catch {
                // Nothing is lost: their batch looks them up itself, and says what is wrong.
                self.logger.debug("Keys were not looked up", metadata: ["error": "\(error)"])
            }
        }
    }

    /// The next keys; waits until there are enough of them, and returns nil when none will come.
    private func nextKeys() async -> (keys: [IdempotencyKey], end: Int)? {
        while true {
            let (next, isStopping) = self.gathering.withLock { gathering in
                (gathering.queue.takeKeys(), gathering.queue.isStopping)
            }
            if let next { return next }
            if isStopping { return nil }
            await withCheckedContinuation { (sleeper: CheckedContinuation<Void, Never>) in
                let hasWork = self.gathering.withLock { gathering in
                    if gathering.queue.hasKeys || gathering.queue.isStopping { return true }
                    gathering.keySleeper = sleeper
                    return false
                }
                if hasWork { sleeper.resume() }
            }
        }
    }

    // MARK: - Committing

    private func commitBatches() async {
        var edge: TwinEdge?
        while let (items, lookups) = await self.nextBatch() {
            if let reason = self.health.readOnlyReason {
                Self.answer(items.map(\.waiter), with: .readOnly(reason))
                continue
            }
            do {
                let committed = try await self.commit(items, lookups, edge: &edge)
                await self.committed.send(committed)
            } catch {
                edge = nil  // whatever happened, the next batch starts from what is stored
                self.logger.error("A batch was not committed", metadata: ["error": "\(error)"])
                if case .corrupt(let place) = error {
                    self.health.becomeReadOnly(.databaseCorrupt(place))
                }
                Self.answer(items.map(\.waiter), with: AppendError(error))
            }
        }
    }

    /// The next batch; waits for one, and returns nil when no more will come.
    private func nextBatch() async -> (items: [Item], lookups: [KeyLookup])? {
        while true {
            let (lookups, items, isFinished) = self.gathering.withLock { gathering in
                (
                    gathering.queue.keptLookups, gathering.queue.takeBatch(),
                    gathering.queue.isFinished
                )
            }
            if !items.isEmpty { return (items, lookups) }
            if isFinished { return nil }
            await withCheckedContinuation { (sleeper: CheckedContinuation<Void, Never>) in
                let hasWork = self.gathering.withLock { gathering in
                    if !gathering.queue.isEmpty || gathering.queue.isFinished { return true }
                    gathering.sleeper = sleeper
                    return false
                }
                if hasWork { sleeper.resume() }
            }
        }
    }

    /// What the transaction's closure hands out, besides what is written.
    private struct Decision: Sendable {
        var plan: BatchPlan
        var edge: TwinEdge
        var state: TreeState
        var firstIndex: UInt64
    }

    private func commit(
        _ items: [Item],
        _ lookups: [KeyLookup],
        edge: inout TwinEdge?
    ) async throws(StoreError) -> Committed {
        let submissions = items.map(\.submission)
        let cached = edge
        // Set by the closure, which runs on the store's thread, before the store returns.
        let decision = Box<Decision>()
        let start = ContinuousClock.now
        try await self.store.sequence(
            in: self.log.id,
            keys: submissions.compactMap(\.key),
            lookups: lookups,
            records: submissions.compactMap(\.vault?.recordMAC)
        ) { (locked: borrowing LockedLog) throws(StoreError) -> Integration? in
            // A remembered edge is used only if it is that of the locked state.
            var edge: TwinEdge
            if let cached, cached.matches(locked.state) {
                edge = cached
            } else {
                edge = try locked.edge()
            }
            let firstIndex = locked.state.head.size
            let plan = BatchPlan(
                submissions,
                firstIndex: firstIndex,
                known: locked.known,
                knownRecords: locked.knownRecords,
                vaultEpochs: locked.vaultEpochs
            )
            let tiles =
                plan.entries.isEmpty ? [] : edge.append(TwinLeaves(hashing: plan.entries))
            let state = edge.state
            decision.value = Decision(
                plan: plan,
                edge: edge,
                state: state,
                firstIndex: firstIndex
            )
            guard !plan.entries.isEmpty else { return nil }
            return Integration(
                entries: plan.entries,
                tiles: tiles,
                state: state,
                keys: plan.keys,
                vault: plan.vault
            )
        }
        guard let decided = decision.value else {
            throw .unavailable("the store returned without calling back")
        }
        edge = decided.edge
        let plan = decided.plan
        self.metrics.recordCommit(entries: plan.entries.count, took: .now - start)
        var receipts: [(waiter: Waiter, receipt: Receipt)] = []
        receipts.reserveCapacity(items.count)
        for (item, outcome) in zip(items, plan.outcomes) {
            switch outcome {
            case .appended(let indexes):
                receipts.append((item.waiter, Receipt(indexes: indexes, isRepeat: false)))
            case .repeated(let indexes):
                receipts.append((item.waiter, Receipt(indexes: indexes, isRepeat: true)))
            case .keyConflict:
                item.waiter.resume(returning: .failure(.keyConflict))
            case .vaultEpochClosed:
                item.waiter.resume(returning: .failure(.vaultEpochClosed))
            }
        }
        let batch =
            plan.entries.isEmpty
            ? nil
            : CommittedBatch(
                firstIndex: decided.firstIndex,
                entries: plan.entries,
                head: decided.state.head
            )
        return Committed(batch: batch, receipts: receipts)
    }

    // MARK: - Promising

    private func promiseBatches() async {
        var recordedSize: UInt64 = 0
        for await committed in self.committed {
            let waiters = committed.receipts.map(\.waiter)
            do {
                recordedSize = try await self.promise(committed, recordedSize: recordedSize)
                // SPEC: HTTP-8: the answer leaves after commit and record, never before.
                for (waiter, receipt) in committed.receipts {
                    waiter.resume(returning: .success(receipt))
                }
            } catch {
                self.logger.error("A batch was not promised", metadata: ["error": "\(error)"])
                if let reason = error.readOnlyReason { self.health.becomeReadOnly(reason) }
                Self.answer(waiters, with: .outcomeUnknown(error.description))
            }
        }
    }

    /// Promises a batch, or repeats up to their last index, trying again while that may help.
    private func promise(
        _ committed: Committed,
        recordedSize: UInt64
    ) async throws(PromiseError) -> UInt64 {
        let start = ContinuousClock.now
        let needed = committed.receipts.map(\.receipt.indexes.upperBound).max() ?? 0
        var wait = Duration.milliseconds(20)
        while true {
            do throws(PromiseError) {
                var size = recordedSize
                if let batch = committed.batch {
                    size = try await self.promiser.promise(batch, recordedSize: size)
                }
                if size < needed { size = try await self.promiser.catchUp() }
                self.health.setPromisingProblem(nil)
                self.metrics.recordPromise(took: .now - start)
                return size
            } catch {
                guard error.readOnlyReason == nil, ContinuousClock.now - start < self.patience
                else {
                    self.health.setPromisingProblem(error.description)
                    throw error
                }
                self.health.setPromisingProblem(error.description)
                try? await self.clock.sleep(for: wait)
                wait = min(wait * 2, .seconds(1))
            }
        }
    }

    private static func answer(_ waiters: [Waiter], with error: AppendError) {
        for waiter in waiters { waiter.resume(returning: .failure(error)) }
    }
}

extension AppendError {
    /// What a store's failure means for those who wait on the batch.
    init(_ error: StoreError) {
        self =
            switch error {
            case .outcomeUnknown(let reason): .outcomeUnknown(reason)
            case .full(let reason): .storeFull(reason)
            case .corrupt(let place): .readOnly(.databaseCorrupt(place))
            case .unavailable(let reason), .conflict(let reason): .unavailable(reason)
            case .alreadyExists, .unknownLog: .unavailable("\(error)")
            }
    }
}
