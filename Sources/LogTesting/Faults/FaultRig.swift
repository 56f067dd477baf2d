import CryptoSuites
public import LogCore
import Logging
import MerkleTree
public import SignedNotes
import Synchronization
import Witnessing

/// A log that lives a ``FaultLife`` while something goes wrong: any store, the real signer on a
/// simulated disk, the real sequencer and publisher. Killed processes are thrown away and started
/// anew over the same store and disk; clients repeat what they do not know the outcome of; in the end
/// the whole history is judged.
public final class FaultRig: Sendable {
    /// What goes wrong, and when.
    public struct Plan: Sendable {
        /// Which of the ways to lose power each end of a process is; 0 for none.
        public var loss = 0
        /// How often a client tries before it goes on to the next thing; what is open then is tried
        /// again in the end.
        public var tries = 2
        /// Called before the first process starts.
        public var prepare: @Sendable (FaultInjector) -> Void
        /// Called before the process starts that follows on the first fault.
        public var prepareRecovery: @Sendable (FaultInjector) -> Void

        /// Where the first process is held while another one goes on, and how often it passes there
        /// before; nil for nowhere.
        public var hold: (point: Failpoint, occurrence: Int)?

        /// Called before the last process, in which nothing goes wrong.
        public var end: @Sendable () -> Void

        /// Nothing goes wrong unless `prepare` arms it.
        public init(
            loss: Int = 0,
            hold: (point: Failpoint, occurrence: Int)? = nil,
            prepare: @escaping @Sendable (FaultInjector) -> Void = { _ in },
            prepareRecovery: @escaping @Sendable (FaultInjector) -> Void = { _ in },
            end: @escaping @Sendable () -> Void = {}
        ) {
            self.loss = loss
            self.hold = hold
            self.prepare = prepare
            self.prepareRecovery = prepareRecovery
            self.end = end
        }

        /// How many ways to lose power there are, none included.
        public static let lossCount = SimulatedDisk.PowerLoss.allCases.count
    }

    /// What became of a life.
    public struct Report: Sendable {
        /// Everything that must not be.
        public let violations: [HistoryViolation]
        /// Where faults struck, in order.
        public let struck: [Failpoint]
        /// The places that were reached, in order.
        public let reached: [Failpoint]
        /// The places that were reached by the process that followed on the first fault, up to its
        /// end.
        public let reachedInRecovery: Int
        /// Steps that have no name.
        public let unnamed: [String]
        /// How much happened.
        public let counts: HistoryRecorder.Counts
        /// How many entries the log has in the end.
        public let treeSize: UInt64
        /// How many processes there were.
        public let processCount: Int
        /// How often a process was held while another one went on.
        public let overtakenCount: Int
    }

    private struct State {
        /// Appends whose outcome nobody knows yet, by their keys.
        var open: [String: [String]] = [:]
        var struck: [Failpoint] = []
        var processCount = 0
        var overtakenCount = 0
        /// The signer of the process that was started last.
        var signer: SignerService?
        var recoveryStart: Int?
        var recoveryEnd: Int?
    }

    private static let folder = "data"
    /// More processes than this mean that the log does not come back.
    private static let processLimit = 16

    private let descriptor: LogDescriptor
    private let store: any LogStore
    private let loseNewestHead: @Sendable (LogID, TwinHead) async throws -> Void
    private let signing: RigSigning
    private let faults = FaultInjector()
    private let disk: SimulatedDisk
    private let seconds = ManualSeconds()
    private let history: HistoryRecorder
    // Changed between the awaits of one task, and by the other process while that task waits for it.
    private let state = Mutex(State())

    /// Creates a log in `store`. Signing with keys takes most of a life's time; without, a head's notes
    /// say what it is and are signed by nobody.
    ///
    /// `loseNewestHead` does to the rows of heads what ``FaultLife/Step/loseNewestHead`` says, and
    /// leaves the head it is given pending.
    public init(
        in store: any LogStore,
        name: String = "rig",
        signsWithKeys: Bool = true,
        loseNewestHead: @escaping @Sendable (LogID, TwinHead) async throws -> Void = { _, _ in }
    ) async throws {
        let origin = try LogOrigin("log.example/\(name)")
        self.store = store
        self.loseNewestHead = loseNewestHead
        self.signing = signsWithKeys ? try .keys(of: origin) : .plain
        let (faults, seconds) = (self.faults, self.seconds)
        self.disk = SimulatedDisk { faults.judge($0) }
        self.history = HistoryRecorder(clock: { seconds.now })
        self.descriptor = try await store.createLog(
            name: LogName(name),
            origin: origin,
            jurisdiction: "EU",
            allowsOpaqueEntries: true
        )
        try SignerStep.$current.withValue(.create) {
            try SignerRecord.create(in: "\(Self.folder)/\(name)", origin: origin, files: self.disk)
        }
    }

    // MARK: Living

    /// Lives `life` under `plan`, brings everything to an end without faults, and judges it.
    public func live(_ life: FaultLife, _ plan: Plan = Plan()) async throws -> Report {
        plan.prepare(self.faults)
        if let hold = plan.hold {
            self.faults.pause(at: hold.point, occurrence: hold.occurrence) {
                await self.overtake()
            }
        }
        var process: RigProcess?
        var position = 0
        while position < life.steps.count {
            guard let running = await self.running(process) else {
                guard self.endOfProcess(plan) else { break }
                continue
            }
            process = running
            let step = life.steps[position]
            let isDone = try await self.perform(step, in: running, tries: plan.tries)
            if isDone || step.isDoneOnce { position += 1 }
            if !isDone || step.endsTheProcess || self.faults.isDead {
                await running.end()
                process = nil
                guard self.endOfProcess(plan) else { break }
            }
        }
        await process?.end()
        _ = self.endOfProcess(plan)
        self.faults.disarm()
        plan.end()
        let reached = self.faults.reached
        try await self.bringToAnEnd()
        let (violations, treeSize) = try await self.judge()
        let state = self.state.withLock { $0 }
        let recovery = (state.recoveryStart ?? 0)..<(state.recoveryEnd ?? reached.count)
        return Report(
            violations: violations,
            struck: state.struck,
            reached: reached,
            reachedInRecovery: state.recoveryStart == nil ? 0 : recovery.count,
            unnamed: self.faults.unnamed,
            counts: self.history.counts,
            treeSize: treeSize,
            processCount: state.processCount,
            overtakenCount: state.overtakenCount
        )
    }

    /// The process that is there, or a new one; nil if it did not start.
    private func running(_ process: RigProcess?) async -> RigProcess? {
        if let process { return process }
        let number = self.state.withLock { state in
            state.processCount += 1
            return state.processCount
        }
        return await self.start("process \(number)")
    }

    /// What is left becomes the ground of the next process; false if there were too many.
    private func endOfProcess(_ plan: Plan) -> Bool {
        let struckAt = self.faults.struckAt
        let reached = self.faults.reached.count
        self.faults.restart()
        let losses = SimulatedDisk.PowerLoss.allCases
        self.disk.restart(losses[plan.loss % losses.count])
        let isFirst = self.state.withLock { state in
            if state.recoveryStart != nil, state.recoveryEnd == nil { state.recoveryEnd = reached }
            guard let struckAt else { return false }
            state.struck.append(struckAt)
            guard state.recoveryStart == nil else { return false }
            state.recoveryStart = reached
            return true
        }
        self.faults.forgetStrike()
        if isFirst { plan.prepareRecovery(self.faults) }
        guard self.state.withLock({ $0.processCount }) < Self.processLimit else {
            self.history.violated(.recovers, "\(Self.processLimit) processes were not enough")
            return false
        }
        return true
    }

    /// Carries out a step; false if the process must be started anew before it can go on.
    private func perform(
        _ step: FaultLife.Step,
        in process: RigProcess,
        tries: Int
    ) async throws -> Bool {
        switch step {
        case .append(let key, let texts):
            return await self.append(texts, key: key, to: process, tries: key == nil ? 1 : tries)
        case .publish: return await self.publish(process)
        case .crash:
            self.history.fault("crash")
            self.faults.kill()
            return true
        case .crashAt(let point):
            self.faults.kill(at: point)
            return true
        case .restart: return true
        case .appendOvertaken(let key, let texts):
            self.faults.pause(at: .signerOffer) { await self.overtake() }
            return await self.append(texts, key: key, to: process, tries: tries)
        case .loseNewestHead:
            self.faults.kill()
            guard let newest = try await self.store.publishedHead(of: self.descriptor.id)?.head,
                newest.size >= 2,
                try await self.store.publishedHead(of: self.descriptor.id, size: newest.size - 1)
                    == nil,
                try await self.store.pendingHead(of: self.descriptor.id) == nil
            else { return true }
            let edge = try await self.store.edge(of: self.descriptor.id, size: newest.size - 1)
            self.history.fault("the head of size \(newest.size) is lost")
            try await self.loseNewestHead(self.descriptor.id, edge.state.head)
            return true
        }
    }

    /// Appends, and tries again; false if only another process can help.
    private func append(
        _ texts: [String],
        key: String?,
        to process: RigProcess,
        tries: Int
    ) async -> Bool {
        if let key { self.state.withLock { $0.open[key] = $0.open[key] ?? texts } }
        let entries = texts.map { Array($0.utf8) }
        for _ in 0..<tries {
            let attempt = self.history.sends(
                .init(key: key.map { Array($0.utf8) }, entries: entries)
            )
            var answer = HistoryEvent.Answer.unknown
            var isReadOnly = false
            do throws(AppendError) {
                let receipt = try await process.append(entries, key: key)
                answer = .promised(
                    first: receipt.indexes.lowerBound,
                    isRepeat: receipt.isRepeat
                )
            } catch {
                answer = HistoryEvent.Answer(error)
                if case .readOnly = error { isReadOnly = true }
            }
            // A process that is gone says nothing.
            if self.faults.isDead { answer = .unknown }
            self.history.answered(attempt, answer)
            switch answer {
            case .promised, .conflict:
                if let key, self.state.withLock({ $0.open[key] == texts }) {
                    _ = self.state.withLock { $0.open.removeValue(forKey: key) }
                }
                return true
            case .refused, .unknown: break
            }
            if self.faults.isDead { return false }
            if isReadOnly || process.isReadOnly { return !self.mustRestart() }
        }
        return true
    }

    /// Only a failed disk may make the log read-only; returns whether it needs another process.
    private func mustRestart() -> Bool {
        let struckAt = self.faults.struckAt ?? self.state.withLock { $0.struck.last }
        if struckAt?.place != .disk {
            let place = struckAt?.rawValue ?? "nothing"
            self.history.violated(.recovers, "read-only after a fault at \(place)")
        }
        return true
    }

    /// Publishes all that is promised; false if only another process can help.
    private func publish(_ process: RigProcess) async -> Bool {
        for _ in 0..<12 {
            self.seconds.advance(by: 1)
            await process.readAhead(self.history)
            await process.clock.step()
            process.observe(self.history, self.signing)
            if self.faults.isDead { return false }
            if process.isReadOnly { return !self.mustRestart() }
            if process.publishedSize >= self.history.promisedSize { return true }
        }
        self.history.violated(
            .recovers,
            "\(self.history.promisedSize) are promised, \(process.publishedSize) published"
        )
        return true
    }

    /// Another process on the same log and signer: promises what it finds, appends and publishes.
    private func overtake() async {
        let (signer, number) = self.state.withLock { state in
            state.overtakenCount += 1
            return (state.signer, state.overtakenCount)
        }
        guard let signer, let other = await self.start("other \(number)", sharing: signer) else {
            return
        }
        _ = await self.append(["other \(number)"], key: "other \(number)", to: other, tries: 1)
        for _ in 0..<2 {
            await other.clock.step()
            other.observe(self.history, self.signing)
        }
        await other.end()
    }

    // MARK: Processes

    /// Starts a process; nil if its signer's files cannot even be listed.
    private func start(_ name: String, sharing shared: SignerService? = nil) async -> RigProcess? {
        let headSigner = self.signing.headSigner
        let seconds = self.seconds
        let faults = shared == nil ? self.faults : FaultInjector()
        let service: SignerService
        if let shared {
            service = shared
        } else {
            let opened = await SignerStep.$current.withValue(.open) {
                try? await SignerService.open(
                    directory: Self.folder,
                    files: self.disk,
                    keys: { _, _ in headSigner },
                    clock: { seconds.now }
                )
            }
            guard let opened else { return nil }
            service = opened
            self.state.withLock { $0.signer = opened }
        }
        let (history, signing, origin) = (self.history, self.signing, self.descriptor.origin)
        let signer = FaultySigner(service, faults: faults) { notes in
            signing.note(
                notes,
                of: origin,
                isPublished: false,
                asked: history.mark,
                by: "signer",
                in: history
            )
        }
        let process = RigProcess(
            name,
            descriptor: self.descriptor,
            verifierKeys: self.signing.verifierKeys,
            store: FaultyLogStore(
                self.store,
                faults: faults,
                history: self.history,
                holder: name
            ),
            faultySigner: signer,
            signer: service,
            ownsSigner: shared == nil
        )
        await process.clock.waitUntilAsleep()
        process.observe(self.history, self.signing)
        return process
    }

    // MARK: Judging

    /// A last process without faults: every append gets its outcome, everything is published.
    private func bringToAnEnd() async throws {
        guard let process = await self.start("last process") else {
            self.history.violated(.recovers, "the last process did not start")
            return
        }
        for (key, texts) in self.state.withLock({ $0.open }).sorted(by: { $0.key < $1.key }) {
            _ = await self.append(texts, key: key, to: process, tries: 2)
        }
        _ = await self.publish(process)
        _ = await self.publish(process)
        if !process.service.readiness.isReady {
            self.history.violated(.recovers, "\(process.service.readiness.remarks)")
        }
        await process.end()
    }

    private func judge() async throws -> ([HistoryViolation], treeSize: UInt64) {
        let log = self.descriptor.id
        let size = try await self.store.treeState(of: log).head.size
        let batch = try await self.store.entries(of: log, at: 0..<size)
        for size in 0...size {
            guard let head = try await self.store.publishedHead(of: log, size: size) else {
                continue
            }
            self.signing.note(
                head.notes,
                of: self.descriptor.origin,
                isPublished: true,
                asked: self.history.mark,
                by: "store",
                in: self.history
            )
        }
        let finalLog = FinalLog(
            entries: (0..<batch.count).map { Array(batch[$0]) },
            publishedSize: try await self.store.publishedHead(of: log)?.head.size ?? 0
        )
        return (HistoryChecker(self.history.events).violations(in: finalLog), size)
    }
}

extension FaultLife.Step {
    /// Whether the step is over even if it did not succeed.
    fileprivate var isDoneOnce: Bool {
        switch self {
        case .append(key: nil, _), .crash, .crashAt, .restart, .loseNewestHead: true
        case .append, .publish, .appendOvertaken: false
        }
    }

    /// Whether the process ends with it.
    fileprivate var endsTheProcess: Bool {
        switch self {
        case .crash, .restart, .loseNewestHead: true
        case .append, .publish, .crashAt, .appendOvertaken: false
        }
    }
}

extension HistoryEvent.Answer {
    /// What an error says about what became of the append.
    init(_ error: AppendError) {
        self =
            switch error {
            case .keyConflict: .conflict
            case .queueFull, .readOnly, .unavailable, .storeFull, .stopping, .vaultEpochClosed:
                .refused
            case .outcomeUnknown: .unknown
            }
    }
}
