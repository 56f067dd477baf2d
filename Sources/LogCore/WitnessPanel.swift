import CryptoSuites
import LogProtocol
import Logging
import MerkleTree
import SignedNotes
import Witnessing

/// The witnesses of one log, asked side by side: one request a seat at a time, and no seat waits for
/// another.
actor WitnessPanel {
    /// What came of asking for one head.
    struct Gathering: Sendable {
        /// The lines on the head that this panel got, whether they were handed out before or not:
        /// storing them may have failed.
        var cosignatures: [HeadCosignature] = []
        /// Lines that came for heads before it.
        var late: [(head: TwinHead, cosignature: HeadCosignature)] = []
        /// Whether both heads have their quorum.
        var isComplete = false
        /// Who has no line on the head.
        var missing: [QuorumState.Missing] = []
        /// What a witness said of another history; nil if none did.
        var fork: String?
        /// The size at which a witness is without which there is no quorum, and that has been ahead
        /// for long.
        var aheadSize: UInt64?
    }

    /// The head that is to be cosigned.
    private struct Goal {
        let signed: PublishedHead
        var keys: Set<VerifierKey>
        var lines: [HeadCosignature] = []
        let checks: [Suite: CosignatureCheck]
    }

    private let log: LogDescriptor
    private let store: any LogStore
    private let keys: HistoryBoard
    private let witnesses: LogWitnesses
    private let clock: any Clock<Duration>
    private let metrics: LogMetrics
    private let logger: Logger
    private let start = ContinuousClock.now

    // One for each seat, in the order of the policy's.
    private var courses: [WitnessCourse]
    /// The requests under way, by seat. Each is awaited by ``close()``, or ends by its patience.
    private var flights: [Int: Task<Void, Never>] = [:]
    private var goal: Goal?
    private var landed: [(head: TwinHead, cosignature: HeadCosignature)] = []
    private var fork: String?
    private var waiter: CheckedContinuation<Void, Never>?
    /// Whether a call of ``gather(for:waits:)`` still waits.
    private var isPatient = false
    private var isHurried = false
    /// The newest report of each seat, with the note it was read from.
    private var reports: [Int: (note: UnverifiedNote, report: WitnessReport)] = [:]

    init(
        log: LogDescriptor,
        store: any LogStore,
        keys: HistoryBoard,
        witnesses: LogWitnesses,
        clock: any Clock<Duration>,
        metrics: LogMetrics,
        logger: Logger
    ) {
        self.log = log
        self.store = store
        self.keys = keys
        self.witnesses = witnesses
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
        self.courses = witnesses.policy.seats.map {
            WitnessCourse(seat: $0, rules: witnesses.rules)
        }
    }

    private var moment: Moment {
        Moment(seconds: self.witnesses.now(), elapsed: ContinuousClock.now - self.start)
    }

    // MARK: Cosignatures

    /// Asks every witness that has no line on `signed`, and returns when both heads have their
    /// quorum, when nobody is left to wait for, or when patience ends. What comes later is handed
    /// out by the next call.
    func gather(for signed: PublishedHead, waits: Bool) async -> Gathering {
        if self.goal?.signed.head != signed.head {
            self.goal = self.goal(of: signed)
            for number in self.courses.indices {
                self.courses[number].turns(toHeadOf: signed.head.size)
            }
        }
        self.goal?.keys.formUnion(self.witnesses.policy.keys(of: signed.cosignatures))
        for number in self.courses.indices { self.ask(number) }
        if waits {
            let rules = self.witnesses.rules
            let patience = self.isHurried ? rules.stopPatience : rules.quorumPatience
            let clock = self.clock
            // Ended below, whatever happens.
            let alarm = Task { [weak self] in
                guard (try? await clock.sleep(for: patience)) != nil else { return }
                await self?.patienceEnded()
            }
            self.isPatient = true
            while self.isPatient, !self.isComplete, self.fork == nil, !self.flights.isEmpty {
                await withCheckedContinuation { self.waiter = $0 }
                // Who was busy with an earlier head is asked for this one; who failed rests.
                for number in self.courses.indices { self.ask(number) }
            }
            alarm.cancel()
        }
        return self.gathering()
    }

    private func patienceEnded() {
        self.isPatient = false
        self.wake()
    }

    private func wake() { self.waiter.take()?.resume() }

    /// Waits no longer than a daemon may that is told to stop.
    func hurry() { self.isHurried = true }

    /// Ends the requests under way, and returns when they have ended.
    func close() async {
        self.isPatient = false
        self.wake()
        let flights = self.flights.values.map { $0 }
        for flight in flights { flight.cancel() }
        for flight in flights { await flight.value }
    }

    /// When the log signed a head, in POSIX seconds, as its SM2 line says; nil if there is none.
    nonisolated func signatureTime(of notes: HeadNotes) -> UInt64? {
        (try? UnverifiedNote(parsing: notes.sm3Checkpoint))
            .flatMap { try? $0.verified(by: self.keys.history.keys) }?.verified.compactMap(
                \.timestamp
            ).first
    }

    private func goal(of signed: PublishedHead) -> Goal {
        var checks: [Suite: CosignatureCheck] = [:]
        let signedAt = self.signatureTime(of: signed.notes)
        for (suite, note) in [
            (Suite.sha256, signed.notes.checkpoint), (.sm3, signed.notes.sm3Checkpoint),
        ] {
            checks[suite] = (try? UnverifiedNote(parsing: note)).map {
                CosignatureCheck(
                    note: $0,
                    suite: suite,
                    signedAt: signedAt,
                    tolerance: self.witnesses.rules.clockTolerance
                )
            }
        }
        return Goal(signed: signed, keys: [], checks: checks)
    }

    private var isComplete: Bool {
        guard let goal else { return false }
        return self.witnesses.policy.isSatisfied(by: goal.keys)
    }

    private func gathering() -> Gathering {
        var result = Gathering()
        guard let goal else { return result }
        result.cosignatures = goal.lines
        result.late = self.landed
        self.landed = []
        result.isComplete = self.isComplete
        result.fork = self.fork
        for witness in self.witnesses.policy.policy.witnesses where !goal.keys.contains(witness.key)
        {
            let trouble = self.courses.first { $0.seat.keys.contains(witness.key) }?.trouble
            let reason =
                witness.url == nil
                ? "the policy has no URL of it" : trouble?.reason ?? "it has not answered yet"
            result.missing.append(
                .init(
                    name: witness.name,
                    suite: witness.key.algorithm.suite,
                    reason: reason,
                    since: trouble?.since
                )
            )
        }
        result.aheadSize = self.aheadSize
        return result
    }

    /// SPEC: PUB-11: the largest size at which a witness consistently is, if there is no quorum
    /// without those that are ahead.
    private var aheadSize: UInt64? {
        guard let goal else { return nil }
        let size = goal.signed.head.size
        let ahead = self.courses.filter { $0.consistentlyAhead.map { $0 > size } ?? false }
        let others = Set(self.courses.flatMap(\.seat.keys)).subtracting(ahead.flatMap(\.seat.keys))
        guard !ahead.isEmpty, !self.witnesses.policy.isSatisfied(by: others.union(goal.keys)) else {
            return nil
        }
        return ahead.compactMap(\.consistentlyAhead).max()
    }

    // MARK: One witness

    /// Starts to ask a witness, if it lacks a line on the goal, is awake and is not being asked.
    private func ask(_ number: Int) {
        let course = self.courses[number]
        guard let goal, self.flights[number] == nil, !course.seat.keys.isSubset(of: goal.keys),
            course.isAwake(at: self.moment.elapsed)
        else { return }
        // Awaited by ``close()``.
        self.flights[number] = Task { await self.fly(number, to: goal) }
    }

    /// How often a witness is asked at a time: once to learn its size, once from there, and once
    /// more if it moved.
    private static let questions = 3

    private func fly(_ number: Int, to goal: Goal) async {
        defer {
            self.flights[number] = nil
            self.wake()
        }
        for _ in 0..<Self.questions {
            guard !Task.isCancelled else { return }
            guard await self.askOnce(number, goal) == .askAgain else { return }
        }
        self.courses[number].failed("it names another size each time", at: self.moment)
    }

    private func askOnce(_ number: Int, _ goal: Goal) async -> WitnessCourse.Step {
        let seat = self.courses[number].seat
        let size = goal.signed.head.size
        let oldSize = self.courses[number].oldSize(forHeadOf: size)
        guard let check = goal.checks[seat.suite], let way = self.witnesses.transports[seat.url]
        else {
            self.courses[number].failed("there is no way to it", at: self.moment)
            return .rest
        }
        let response: AddCheckpointResponse
        do {
            // SPEC: PUB-5: the log's own signatures and no others.
            let request = try AddCheckpointRequest(
                oldSize: oldSize,
                proofHashes: try await self.proof(seat.suite, from: oldSize, to: size),
                note: check.note
            )
            let patience = self.witnesses.rules.requestPatience
            response = try await self.patiently(patience) { () async throws(TransportError) in
                try await way.addCheckpoint(request)
            }
        } catch {
            self.courses[number].failed("\(error)", at: self.moment)
            self.metrics.recordWitness(.failed)
            return .rest
        }
        var found: (lines: [HeadCosignature], problem: String?) = ([], nil)
        if case .cosigned(let lines) = response {
            found = check.lines(lines, of: seat, now: self.witnesses.now())
        }
        let step = self.courses[number].received(
            response,
            oldSize: oldSize,
            size: size,
            lines: found.lines,
            problem: found.problem,
            at: self.moment
        )
        switch step {
        case .cosigned(let lines):
            self.metrics.recordWitness(.cosigned)
            self.land(lines, goal, seat)
        case .askAgain: self.metrics.recordWitness(.otherSize)
        case .rest: self.metrics.recordWitness(.refused)
        case .possibleFork(let reason):
            self.metrics.recordWitness(.possibleFork)
            await self.judge(number, way, size: size, reason)
        }
        return step
    }

    private func land(_ lines: [HeadCosignature], _ goal: Goal, _ seat: WitnessSeat) {
        for witness in seat.witnesses
        where !self.witnesses.policy.keys(of: lines).isDisjoint(with: [witness.key]) {
            self.metrics.recordCosignature(of: witness.name)
        }
        if self.goal?.signed.head == goal.signed.head {
            self.goal?.keys.formUnion(self.witnesses.policy.keys(of: lines))
            self.goal?.lines.add(lines)
        } else {
            for line in lines { self.landed.append((goal.signed.head, line)) }
        }
    }

    /// SPEC: PUB-9: a witness says that it holds another history. If it shows a head of this one,
    /// signed by the log, it is the witness that is wrong; else everything stops.
    private func judge(
        _ number: Int,
        _ way: any WitnessTransport,
        size: UInt64,
        _ reason: String
    ) async {
        let seat = self.courses[number].seat
        if let report = await self.report(number, way) {
            do {
                if report.size <= size,
                    report.agrees(with: try await self.head(ofSize: report.size))
                {
                    self.courses[number].contradictedItself(at: self.moment)
                    self.logger.error(
                        "A witness speaks of a fork and shows none",
                        metadata: ["witness": "\(seat.name)", "reason": "\(reason)"]
                    )
                    return
                }
            } catch {
                self.courses[number].failed("\(error)", at: self.moment)
                return
            }
            self.fork =
                "\(seat.name) shows a signed head of size \(report.size) that is not this log's, and "
                + "does not cosign that of size \(size): \(reason)"
            return
        }
        self.fork = "\(seat.name) does not cosign the head of size \(size): \(reason)"
    }

    private func head(ofSize size: UInt64) async throws(StoreError) -> TwinHead {
        try await self.store.edge(of: self.log.id, size: size).state.head
    }

    private func proof(
        _ suite: Suite,
        from oldSize: UInt64,
        to size: UInt64
    ) async throws -> [[UInt8]] {
        // SPEC: tlog-witness: no proof from size 0, and none between equal sizes.
        guard oldSize > 0, oldSize < size else { return [] }
        return switch suite {
        case .sha256: try await self.proof(SHA256Hasher.self, from: oldSize, to: size)
        case .sm3: try await self.proof(SM3Hasher.self, from: oldSize, to: size)
        }
    }

    private func proof<Hasher: LogSuite>(
        _ hasher: Hasher.Type,
        from oldSize: UInt64,
        to size: UInt64
    ) async throws -> [[UInt8]] {
        let (store, log) = (self.store, self.log.id)
        let reader = TileHashReader<Hasher>(treeSize: size) { coordinates in
            try await store.tiles(of: log, at: coordinates).map { hasher.tile(of: $0) }
        }
        return try await ConsistencyProof(olderSize: oldSize, newerSize: size, from: reader).path
            .map(\.bytes)
    }

    /// Waits for an answer as long as the rules say.
    private func patiently<Result: Sendable>(
        _ patience: Duration,
        _ body: @escaping @Sendable () async throws(TransportError) -> Result
    ) async throws(TransportError) -> Result {
        let clock = self.clock
        let result = await withTaskGroup(of: Swift.Result<Result, TransportError>.self) { group in
            group.addTask {
                do throws(TransportError) { return .success(try await body()) } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await clock.sleep(for: patience)
                return .failure(.timeout)
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? .failure(.timeout)
        }
        return try result.get()
    }

    // MARK: What they hold

    /// The newest heads of this log that witnesses show, signed by the log. Who rests is not asked:
    /// he did not answer a moment ago.
    func survey() async -> [WitnessReport] {
        await withTaskGroup(of: WitnessReport?.self) { group in
            for (number, course) in self.courses.enumerated()
            where course.isAwake(at: self.moment.elapsed) {
                guard let way = self.witnesses.transports[course.seat.url] else { continue }
                group.addTask { await self.report(number, way) }
            }
            var reports: [WitnessReport] = []
            for await report in group {
                if let report { reports.append(report) }
            }
            return reports
        }
    }

    /// The newest head that a witness shows; nil if it shows none that the log has signed.
    private func report(_ number: Int, _ way: any WitnessTransport) async -> WitnessReport? {
        let seat = self.courses[number].seat
        let origin = seat.suite == .sha256 ? self.log.origin.text : self.log.origin.sm3Text
        let answer: WitnessedHead
        do {
            let patience = self.witnesses.rules.surveyPatience
            answer = try await self.patiently(patience) { () async throws(TransportError) in
                try await way.latestHead(ofOrigin: origin)
            }
        } catch {
            self.courses[number].failed("\(error)", at: self.moment)
            return nil
        }
        guard case .cosigned(let note) = answer else { return nil }
        if let known = self.reports[number], known.note == note { return known.report }
        guard
            let report = WitnessReport(
                note,
                from: seat,
                origin: self.log.origin,
                keys: self.keys.history.keys
            )
        else {
            self.logger.warning(
                "A witness shows a head that the log has not signed",
                metadata: ["witness": "\(seat.name)"]
            )
            return nil
        }
        self.reports[number] = (note, report)
        self.courses[number].showed(size: report.size)
        return report
    }
}
