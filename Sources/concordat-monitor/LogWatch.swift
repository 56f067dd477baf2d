import Auditing
import LogClient
import LogProtocol
import Logging
import Monitoring
import SignedNotes

/// Looks at one log and its witnesses, again and again.
actor LogWatch {
    /// What came of a look.
    struct Look: Sendable {
        /// The size of the newest verified head; nil if none was verified yet.
        var verifiedSize: UInt64?
        /// The size of the head that the log publishes; nil if it was not seen.
        var publishedSize: UInt64?
        /// Entries that were read.
        var newEntryCount: UInt64 = 0
        /// Whether entries below the head are left, which the next look reads.
        var isBehind = false
        /// The log's keys with the sizes that they are good for, once its entries change them.
        var keys: [VerifierKey] = []
        /// Why nothing can be said about the log; nil if something can.
        var undecided: String?
        /// Alarms that are new.
        var raised: [Alarm] = []
        /// Alarms whose cause is gone.
        var ended: [Alarm] = []
        /// All that stand.
        var standing: [Alarm] = []
    }

    let log: MonitorConfiguration.Log
    private let survey: HeadSurvey
    private let transport: any LogTransport
    private let folder: MonitorFolder
    private let now: @Sendable () -> UInt64
    private let clock: any Clock<Duration>
    private let logger: Logger
    private var memory: LogMemory?
    /// Whether this process has examined what was kept: once at length, then a little at each look.
    private var hasRechecked = false
    /// How many statements that change keys or policy were told to whoever runs the monitor.
    private var toldChangeCount = 0

    /// How many entries a look reads at most. A log that is new to the monitor is read in many looks, and
    /// its witnesses are asked between them.
    private let entryLimit: UInt64
    /// How many bundles and how many heads are examined again by every look but the first of a process.
    private static let recheckLimit = 4
    /// How many verified heads are kept: older ones can be made of the tree, but for their signatures.
    private static let headLimit = 64

    init(
        _ log: MonitorConfiguration.Log,
        transport: any LogTransport,
        witnesses: [WitnessContact],
        peers: [PeerContact] = [],
        folder: MonitorFolder,
        now: @escaping @Sendable () -> UInt64,
        clock: any Clock<Duration> = ContinuousClock(),
        entryLimit: UInt64 = 1 << 20,
        logger: Logger
    ) {
        var logger = logger
        logger[metadataKey: "log"] = "\(log.name)"
        self.log = log
        self.transport = transport
        self.survey = HeadSurvey(
            log: log,
            transport: transport,
            witnesses: witnesses,
            peers: peers
        )
        self.folder = folder
        self.now = now
        self.clock = clock
        self.entryLimit = entryLimit
        self.logger = logger
    }

    /// Looks once.
    ///
    /// SPEC: MON-8: what is remembered is durable before anybody is told. `tell` is given the look then; what
    /// it was not given because the monitor ended, it is given by the next look.
    ///
    /// - Throws: What `tell` and the monitor's own files throw, and ``AuditError`` if they are damaged. If the task is
    ///   cancelled, `CancellationError`, and nothing is concluded from answers that did not come.
    func look(
        telling tell: @Sendable (Look) async throws -> Void = { _ in }
    ) async throws -> Look {
        var memory = try await self.loadMemory()
        var sight = Sight()
        var look = Look()
        var judge = try await self.audit(&sight, &look, &memory)
        self.tell(judge.history, &look)
        await self.survey.look(into: &sight, by: &judge)
        try Task.checkCancellation()
        // Not before the audit, which may take its time.
        let now = self.now()
        look.publishedSize = sight.publishedSize
        await self.judgeAgain(&sight, &memory, &judge)
        let rules = self.log.rules
        sight.findings += rules.splitViews(among: sight.claims)
        // A log that shows an older head has gone back; its clock need not have.
        if !sight.findings.contains(where: { $0.kind == .rollback }) {
            sight.findings += rules.disorder(among: sight.claims)
        }
        try await self.compareWithTree(&sight, &memory, &look, judge)
        sight.findings += rules.future(
            of: sight.claims,
            cosignatures: sight.cosignatures,
            now: now
        )
        if let size = sight.publishedSize {
            memory.compare(sight.claims, published: size, at: now)
        }
        memory.saw(signatureAt: sight.newestSignature)
        sight.findings += rules.staleness(of: memory, now: now)
        if let newest = sight.claims.filter({ $0.suite == .sm3 && $0.source == "log" })
            .max(by: { $0.size < $1.size })
        {
            memory.newestSM3 = String(decoding: newest.note.bytes, as: UTF8.self)
        }
        try await self.settle(sight, &memory, &look, now)
        self.memory = memory
        try await tell(look)
        guard memory.untold != nil else { return look }
        memory.untold = nil
        try await self.folder.write([(self.memoryNames, try memory.bytes())])
        self.memory = memory
        return look
    }

    // MARK: Looking

    /// Reads what is new, and makes both trees of it; who judges heads by what was read.
    private func audit(
        _ sight: inout Sight,
        _ look: inout Look,
        _ memory: inout LogMemory
    ) async throws -> HeadJudge {
        var configuration = AuditConfiguration(
            keys: self.log.keys,
            statePath: self.folder.treePath(of: self.log.name),
            entryLimit: self.entryLimit
        )
        configuration.headLimit = Self.headLimit
        if self.hasRechecked {
            configuration.recheckLimit = UInt64(Self.recheckLimit)
            configuration.headRecheckLimit = Self.recheckLimit
        }
        let auditor = Auditor(
            of: self.transport,
            configuration: configuration,
            clock: self.clock
        )
        do throws(AuditError) {
            let report = try await auditor.run()
            look.verifiedSize = report.head.size
            look.newEntryCount = report.newEntryCount
            memory.look(gotHead: true, at: self.now())
            sight.looked.insert(.missingTile)
            self.hasRechecked = true
            return self.judge(report.history, verifiedSize: report.head.size)
        } catch {
            switch error {
            case .refuted(let finding, _):
                memory.look(gotHead: true, at: self.now())
                self.hasRechecked = true
                var judge = try await self.judgeByKept()
                // What contradicts the log may be signed with a key that it announced just now.
                await judge.lookAhead()
                sight.findings += await self.evidence(judge).findings(about: finding)
                return judge
            case .undecided("limit", let detail):
                memory.look(gotHead: true, at: self.now())
                look.newEntryCount = self.entryLimit
                look.isBehind = true
                self.hasRechecked = true
                self.logger.info("Reading the log", metadata: ["progress": "\(detail)"])
            case .undecided(let step, let detail):
                let isSilent = step == "checkpoint" || step == "head"
                memory.look(gotHead: !isSilent, at: self.now())
                look.undecided = "\(step): \(detail)"
            }
            return try await self.judgeByKept()
        }
    }

    private func judge(_ history: LogHistory, verifiedSize: UInt64) -> HeadJudge {
        HeadJudge(
            history,
            verifiedSize: verifiedSize,
            policy: self.log.policy,
            client: LogClient(transport: self.transport)
        )
    }

    /// Who judges by what earlier looks have verified.
    private func judgeByKept() async throws -> HeadJudge {
        let kept = try await AuditedLog.reading(
            self.folder.treePath(of: self.log.name),
            keys: self.log.keys
        ) { (history: $0.history, size: $0.verifiedSize) }
        let first = LogHistory(origin: self.log.origin, keys: self.log.keys)
        return self.judge(kept?.history ?? first, verifiedSize: kept?.size ?? 0)
    }

    private func evidence(_ judge: HeadJudge) -> EvidenceMaker {
        EvidenceMaker(
            keys: judge.keys,
            transport: self.transport,
            treePath: self.folder.treePath(of: self.log.name)
        )
    }

    /// Tells once what the entries change.
    private func tell(_ history: LogHistory, _ look: inout Look) {
        guard !history.events.isEmpty else { return }
        look.keys = history.keys
        guard history.events.count > self.toldChangeCount else { return }
        self.toldChangeCount = history.events.count
        self.logger.notice(
            "The log's entries change its keys or its policy",
            metadata: [
                "keys": "\(history.keys.map(\.textWithSizes).joined(separator: " "))",
                "policies": "\(history.policies.map { "from \($0.from) at index \($0.index)" })",
            ]
        )
    }

    /// Judges again what was seen before: the entries may have come up to it, and with them the keys.
    private func judgeAgain(
        _ sight: inout Sight,
        _ memory: inout LogMemory,
        _ judge: inout HeadJudge
    ) async {
        for head in memory.takeUnconfirmed() {
            guard let note = try? UnverifiedNote(parsing: Array(head.note.utf8)) else { continue }
            switch await judge.judge(note, head.suite, head.source) {
            case .claim(let claim): sight.claims.append(claim)
            case .refused(let error) where note.headSize.map({ $0 <= judge.verifiedSize }) == true:
                // SPEC: MON-16: it was signed with a key that is not good for its size.
                if HeadClaim.logSources.contains(head.source) {
                    sight.isInvalid("\(head.source) \(head.suite.rawValue)", "\(error)")
                } else {
                    HeadSurvey.isAtFault(head.source, "\(error)", &sight)
                }
            case .refused, .undecided: memory.wait(on: head)
            }
        }
        guard let newest = memory.newestSM3,
            let note = try? UnverifiedNote(parsing: Array(newest.utf8)),
            case .claim(let claim) = await judge.judge(note, .sm3, "log")
        else { return }
        sight.claims.append(claim)
    }

    /// Compares what was seen with the tree, and a part of the tree with what the log serves.
    private func compareWithTree(
        _ sight: inout Sight,
        _ memory: inout LogMemory,
        _ look: inout Look,
        _ judge: HeadJudge
    ) async throws {
        let comparison = TreeComparison(
            client: LogClient(transport: self.transport),
            evidence: self.evidence(judge)
        )
        let result = try await comparison.compare(
            sight.claims,
            patrolFrom: memory.patrolPosition,
            missing: memory.book.standing.filter { $0.kind == .missingTile }.map(\.subject)
        )
        guard let result else {
            for claim in sight.claims { memory.wait(for: claim) }
            return
        }
        look.verifiedSize = result.verifiedSize
        memory.patrolPosition = result.nextPatrol
        sight.findings += result.findings
        sight.unseen.formUnion(result.unseen)
        for claim in result.waiting { memory.wait(for: claim) }
    }

    // MARK: What is kept

    private var memoryNames: [String] { [self.log.name, "memory.json"] }

    private func loadMemory() async throws -> LogMemory {
        if let memory { return memory }
        guard let bytes = try await self.folder.read(self.memoryNames) else {
            let memory = LogMemory()
            // Makes the folder in which the auditor makes its own.
            try await self.folder.write([(self.memoryNames, try memory.bytes())])
            return memory
        }
        guard let memory = LogMemory(parsing: bytes) else {
            throw ConfigurationError(
                "\(self.folder.path)/\(self.memoryNames.joined(separator: "/")) is damaged; without "
                    + "it standing alarms are forgotten, the verified tree is not"
            )
        }
        return memory
    }

    /// Decides which alarms are new, and keeps everything.
    private func settle(
        _ sight: Sight,
        _ memory: inout LogMemory,
        _ look: inout Look,
        _ now: UInt64
    ) async throws {
        // One finding of each kind and subject, that with a file if there is one.
        var findings: [Finding] = []
        for finding in sight.findings {
            let position = findings.firstIndex {
                $0.kind == finding.kind && $0.subject.utf8.elementsEqual(finding.subject.utf8)
            }
            guard let position else {
                findings.append(finding)
                continue
            }
            if findings[position].file == nil { findings[position] = finding }
        }
        var contents: [(names: [String], bytes: [UInt8])] = []
        var number = memory.book.raisedCount
        let found = try findings.map { finding in
            var alarm = Alarm(
                kind: finding.kind,
                log: self.log.name,
                subject: finding.subject,
                detail: finding.detail,
                since: now
            )
            guard !memory.book.stands(alarm) else { return alarm }
            number += 1
            let name = "\(number)-\(finding.kind.rawValue).json"
            if let file = finding.file {
                let names = [self.log.name, "evidence", name]
                contents.append((names, try file.bytes()))
                alarm.evidence = names.joined(separator: "/")
            }
            contents.append(
                (
                    [self.log.name, "alarms", name],
                    Array((try WireJSON.encode(alarm) + "\n").utf8)
                )
            )
            return alarm
        }
        let change = memory.book.look(
            found: found,
            looked: sight.looked,
            unseen: sight.unseen
        )
        let untold = memory.untold
        look.raised = (untold?.raised ?? []) + change.raised
        look.ended = (untold?.ended ?? []) + change.ended
        let hasNews = !look.raised.isEmpty || !look.ended.isEmpty
        memory.untold = hasNews ? .init(raised: look.raised, ended: look.ended) : nil
        contents.append((self.memoryNames, try memory.bytes()))
        try await self.folder.write(contents)
        look.standing = memory.book.standing
        for alarm in change.raised {
            self.logger.critical(
                "ALARM",
                metadata: [
                    "kind": "\(alarm.kind.rawValue)", "detail": "\(alarm.detail)",
                    "evidence": "\(alarm.evidence ?? "none")",
                ]
            )
        }
        for alarm in change.ended {
            self.logger.notice(
                "An alarm has ended",
                metadata: ["kind": "\(alarm.kind.rawValue)", "subject": "\(alarm.subject)"]
            )
        }
    }
}
