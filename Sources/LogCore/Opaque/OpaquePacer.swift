import CryptoSuites
public import Logging
import Metrics
public import Records
import Synchronization

/// Writes an opaque log at a fixed rate: in each period one batch with a fixed number of statements.
/// Records that wait take the places of dummies; without any, all are dummies.
///
/// What an observer of the log sees follows from the clock alone, as long as this runs: neither the
/// number of statements, nor their length, time or place in a batch depends on whether there are
/// records. `Specs/records.md` says what that does not cover.
public final class OpaquePacer: Sendable {
    private typealias Outcome = Result<SealedReceipt, RecordAppendError>

    private struct Waiting: Sendable {
        let record: PacedRecord
        let group: AppendGroup<Outcome>
        let position: Int
    }

    private struct State {
        var waiting: [Waiting] = []
        var isStopped = false
        var batchesUnderWay = 0
        var isFailing = false
    }

    /// How many batches may be under way: where a promise takes that many periods, a batch is left out.
    static let maximumBatchesUnderWay = 8

    /// At what rate.
    public let pace: OpaquePace
    private let log: any HostedLog
    private let crosswalk: ContentDigest
    private let interval: Int64
    private let hash: HMACHash
    private let now: @Sendable () -> UInt64
    private let clock: any Clock<Duration>
    private let missed: Counter
    private let logger: Logger
    // Used by every request that brings a record, held to put it there or take it.
    private let state = Mutex(State())

    /// Creates the pacer of an opaque log. Nothing is written before ``runUntilCancelled()``.
    ///
    /// `crosswalk` is what new statements name; `interval` is what their times are rounded down to, in
    /// seconds, at least 1; `now` gives seconds since 1970.
    ///
    /// - Precondition: The log's records are opaque; period and batch are above 0.
    public init(
        log: any HostedLog,
        pace: OpaquePace,
        crosswalk: ContentDigest,
        interval: Int64,
        now: @escaping @Sendable () -> UInt64,
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        precondition(log.descriptor.hasOpaqueRecords, "only opaque logs are paced")
        precondition(pace.period > .zero && pace.batch > 0, "a pace goes on")
        self.log = log
        self.pace = pace
        self.crosswalk = crosswalk
        self.interval = max(interval, 1)
        self.hash = CipherKind(jurisdiction: log.descriptor.jurisdiction).hash
        self.now = now
        self.clock = clock
        self.missed = Counter(
            label: "concordat_opaque_missed_batches_total",
            dimensions: [("log", log.descriptor.name.text)]
        )
        self.missed.increment(by: 0)
        self.logger = logger
    }

    // MARK: Records

    /// Puts records in line, in their order; returns once each is promised or refused. Each leaves with
    /// a batch that has a place for it.
    public func append(
        _ records: [PacedRecord]
    ) async -> [Result<SealedReceipt, RecordAppendError>] {
        if records.isEmpty { return [] }
        return await withCheckedContinuation { continuation in
            let group = AppendGroup<Outcome>(count: records.count, continuation)
            var refused: [(position: Int, error: AppendError)] = []
            self.state.withLock { state in
                for (position, record) in records.enumerated() {
                    if state.isStopped {
                        refused.append((position, .stopping))
                    } else if state.waiting.count >= self.pace.waitingRecords {
                        refused.append((position, .queueFull))
                    } else {
                        state.waiting.append(
                            Waiting(record: record, group: group, position: position)
                        )
                    }
                }
            }
            for (position, error) in refused { group.finish(position, .failure(.append(error))) }
        }
    }

    /// How many records wait for a place.
    var waitingCount: Int { self.state.withLock { $0.waiting.count } }

    // MARK: Batches

    /// Writes batches until the task is cancelled; what still waits then is refused.
    public func runUntilCancelled() async {
        await withDiscardingTaskGroup { group in
            let start = ContinuousClock.now
            var next = Duration.zero
            while !Task.isCancelled {
                if self.begin() {
                    // In a task of its own, awaited when this ends: a batch does not delay the next.
                    group.addTask {
                        await Task { await self.write() }.value
                        self.state.withLock { $0.batchesUnderWay -= 1 }
                    }
                } else {
                    self.missed.increment()
                }
                // By the clock, not by how long anything took. What was slept through is left out.
                let elapsed = ContinuousClock.now - start
                repeat { next += self.pace.period } while next <= elapsed
                // Ends early if the task is cancelled, and then the loop ends.
                try? await self.clock.sleep(for: next - elapsed)
            }
            self.stop()
        }
    }

    private func begin() -> Bool {
        self.state.withLock { state in
            guard state.batchesUnderWay < Self.maximumBatchesUnderWay else { return false }
            state.batchesUnderWay += 1
            return true
        }
    }

    private func stop() {
        let waiting = self.state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.group.finish(one.position, .failure(.append(.stopping))) }
    }

    /// Writes one batch: records that wait, and dummies in the places that are left.
    ///
    /// SPEC: RECORD-24, RECORD-25.
    func write() async {
        let leaving = self.state.withLock { state in
            let leaving = Array(state.waiting.prefix(self.pace.batch))
            state.waiting.removeFirst(leaving.count)
            return leaving
        }
        // One time for the whole batch.
        let now = self.now()
        var records: [(waiting: Waiting, append: RecordAppend, isNew: Bool)] = []
        var ids: Set<[UInt8]> = []
        for one in leaving {
            do throws(RecordAppendError) {
                let append = try one.record.seal(now)
                let isFirst = ids.insert(append.record.id).inserted
                let isKnown = await self.isKnown(append.record.id)
                records.append((one, append, isFirst && !isKnown))
            } catch {
                one.group.finish(one.position, .failure(error))
            }
        }
        let newCount = records.count { $0.isNew }
        var appends: [(append: RecordAppend, record: Int?)] = []
        for _ in newCount..<max(self.pace.batch, newCount) {
            guard let dummy = self.dummy(at: now) else { continue }
            appends.append((dummy, nil))
        }
        // A record's place tells nothing, not even to somebody who knows of another one.
        let places = (0..<appends.count + records.count).shuffled().prefix(records.count).sorted()
        for (number, place) in places.enumerated() {
            appends.insert((records[number].append, number), at: place)
        }
        let results = await self.log.append(appends.map(\.append))
        var unused = 0
        for (append, result) in zip(appends, results) {
            guard let number = append.record else { continue }
            let record = records[number]
            if record.isNew, Self.tookNoPlace(result) { unused += 1 }
            record.waiting.group.finish(
                record.waiting.position,
                result.map { SealedReceipt(append: record.append, receipt: $0) }
            )
        }
        // What turned out to be no new entry only in the transaction: rare, and made up for at once.
        let rest = (0..<unused).compactMap { _ in self.dummy(at: now) }
        let more = rest.isEmpty ? [] : await self.log.append(rest)
        self.report(results + more)
    }

    /// Whether a record's id is in the vault, so that its append will add no entry.
    private func isKnown(_ id: [UInt8]) async -> Bool {
        guard let vault = self.log.vault else { return false }
        // If it cannot be told, the transaction will.
        return (try? await vault.row(id: id)) != nil
    }

    private static func tookNoPlace(_ result: Result<Receipt, RecordAppendError>) -> Bool {
        switch result {
        case .success(let receipt): receipt.isRepeat
        case .failure(.append(.keyConflict)): true
        case .failure: false
        }
    }

    private func dummy(at now: UInt64) -> RecordAppend? {
        do throws(CryptoError) {
            let id = Array(try RandomRecordID.make().utf8)
            let sealed = RecordSealer.dummy(
                hash: self.hash,
                crosswalk: self.crosswalk,
                recorded: RecordTime(seconds: Int64(clamping: now)),
                interval: self.interval,
                secret: try secureRandomBytes(32)
            )
            return RecordAppend(
                statement: sealed.statement,
                record: PlainRecord(
                    id: id,
                    body: id,
                    header: VaultHeader(
                        recordClass: RecordSealer.dummyClass,
                        retention: RecordSealer.dummyRetention,
                        writer: "",
                        writerSequence: nil,
                        recordedAt: now
                    ),
                    terms: [],
                    content: sealed.content
                )
            )
        } catch {
            self.logger.error("No dummy could be made", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Tells of a batch that is not in the log: the rate was not kept, and that is seen.
    private func report(_ results: [Result<Receipt, RecordAppendError>]) {
        let failure = results.lazy.compactMap { result -> RecordAppendError? in
            switch result {
            case .success, .failure(.append(.keyConflict)): nil
            case .failure(let error): error
            }
        }.first
        let wasFailing = self.state.withLock { state in
            defer { state.isFailing = failure != nil }
            return state.isFailing
        }
        guard let failure else { return }
        self.missed.increment()
        // Told once: a log that is read-only stays so for a while.
        guard !wasFailing else { return }
        self.logger.warning(
            "A batch of an opaque log was not written whole",
            metadata: ["log": "\(self.log.descriptor.name)", "error": "\(failure)"]
        )
    }
}
