import Auditing
import CryptoSuites
import LogClient
import LogProtocol
import Logging
import MerkleTree
import Monitoring
import SignedNotes

/// Looks at one log and its witnesses, again and again.
actor LogWatch {
    /// What came of a look.
    struct Look: Sendable {
        /// The size of the newest verified head; nil if none was verified yet.
        var verifiedSize: UInt64?
        /// Entries that were read.
        var newEntryCount: UInt64 = 0
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
    private let transport: any LogTransport
    private let witnesses: [WitnessContact]
    private let folder: MonitorFolder
    private let now: @Sendable () -> UInt64
    private let clock: any Clock<Duration>
    private let logger: Logger
    private var memory: LogMemory?

    /// How many full bundles each look reads from the log again.
    private static let patrolCount: UInt64 = 16

    init(
        _ log: MonitorConfiguration.Log,
        transport: any LogTransport,
        witnesses: [WitnessContact],
        folder: MonitorFolder,
        now: @escaping @Sendable () -> UInt64,
        clock: any Clock<Duration> = ContinuousClock(),
        logger: Logger
    ) {
        var logger = logger
        logger[metadataKey: "log"] = "\(log.name)"
        self.log = log
        self.transport = transport
        self.witnesses = witnesses
        self.folder = folder
        self.now = now
        self.clock = clock
        self.logger = logger
    }

    /// What one look gathers before it is judged.
    private struct Sight {
        var findings: [Finding] = []
        /// The kinds of alarm that would have been found.
        var looked: Set<AlarmKind> = [.clock, .witnessFault, .staleHead]
        var claims: [HeadClaim] = []
        var cosignatures: [VerifiedSignature] = []
        var publishedSize: UInt64?
        var newestSignature: UInt64?
    }

    /// Looks once.
    ///
    /// SPEC: MON-8: what is remembered is durable before anybody is told.
    ///
    /// - Throws: What the monitor's own files throw, and ``AuditError`` if they are damaged.
    func look() async throws -> Look {
        var memory = try await self.loadMemory()
        let now = self.now()
        var sight = Sight()
        var look = Look()
        await self.audit(&sight, &look, &memory, now)
        await self.seePublished(&sight)
        await self.seePending(&sight)
        await self.askWitnesses(&sight)
        sight.claims += memory.takeUnconfirmed(origin: self.log.origin, keys: self.log.keys)
        if let newest = memory.newestSM3, let claim = self.claim(newest, .sm3, "log") {
            sight.claims.append(claim)
        }
        let rules = self.log.rules
        sight.findings += rules.splitViews(among: sight.claims)
        // A log that shows an older head has gone back; its clock need not have.
        if !sight.findings.contains(where: { $0.kind == .rollback }) {
            sight.findings += rules.disorder(among: sight.claims)
        }
        try await self.compareWithTree(&sight, &memory, &look)
        sight.findings += rules.future(
            of: sight.claims,
            cosignatures: sight.cosignatures,
            now: now
        )
        if let size = sight.publishedSize {
            memory.compare(sight.claims, published: size, at: now)
        }
        sight.findings += rules.staleness(
            of: memory,
            newestSignature: sight.newestSignature,
            now: now
        )
        if let newest = sight.claims.filter({ $0.suite == .sm3 && $0.source == "log" })
            .max(by: { $0.size < $1.size })
        {
            memory.newestSM3 = String(decoding: newest.note.bytes, as: UTF8.self)
        }
        try await self.settle(sight, &memory, &look, now)
        self.memory = memory
        return look
    }

    // MARK: The log itself

    /// Reads what is new, and makes both trees of it.
    private func audit(
        _ sight: inout Sight,
        _ look: inout Look,
        _ memory: inout LogMemory,
        _ now: UInt64
    ) async {
        let configuration = AuditConfiguration(
            keys: self.log.keys,
            statePath: self.folder.treePath(of: self.log.name)
        )
        let auditor = Auditor(
            of: self.transport,
            configuration: configuration,
            clock: self.clock
        )
        do throws(AuditError) {
            let report = try await auditor.run()
            look.verifiedSize = report.head.size
            look.newEntryCount = report.newEntryCount
            memory.look(gotHead: true, at: now)
            sight.looked.formUnion([.missingTile, .invalidHead])
        } catch {
            switch error {
            case .refuted(let finding, _):
                memory.look(gotHead: true, at: now)
                sight.looked.formUnion([.missingTile, .invalidHead])
                sight.findings.append(
                    Finding(finding).with(file: await self.proof(of: finding))
                )
            case .undecided(let step, let detail):
                memory.look(gotHead: step != "checkpoint" && step != "head", at: now)
                look.undecided = "\(step): \(detail)"
            }
        }
    }

    private func claim(_ note: String, _ suite: Suite, _ source: String) -> HeadClaim? {
        guard let note = try? UnverifiedNote(parsing: Array(note.utf8)) else { return nil }
        return try? self.claim(note, suite, source)
    }

    private func claim(
        _ note: UnverifiedNote,
        _ suite: Suite,
        _ source: String
    ) throws(HeadClaimError) -> HeadClaim {
        try HeadClaim(
            note,
            suite: suite,
            origin: self.log.origin,
            keys: self.log.keys,
            source: source
        )
    }

    /// The published heads with their cosignatures, and the twin note beside them.
    private func seePublished(_ sight: inout Sight) async {
        let client = LogClient(transport: self.transport)
        guard let sha256 = try? await client.checkpointNote(of: .sha256),
            let sm3 = try? await client.checkpointNote(of: .sm3)
        else { return }
        let heads: [(UnverifiedNote, Suite)] = [(sha256, .sha256), (sm3, .sm3)]
        var claims: [HeadClaim] = []
        for (note, suite) in heads {
            do throws(HeadClaimError) { claims.append(try self.claim(note, suite, "log")) } catch {
                sight.findings.append(
                    Finding(
                        .invalidHead,
                        subject: LogFile.checkpoint(suite).path,
                        detail: "\(LogFile.checkpoint(suite).path): \(error)"
                    )
                )
            }
        }
        sight.claims += claims
        sight.publishedSize = claims.map(\.size).max()
        sight.newestSignature = claims.compactMap(\.signedAt).max()
        if let twin = try? await client.twinNote(),
            let named = try? TwinNote(parsing: twin.text)
        {
            for claim in claims where claim.size == named.head.size {
                let file = AlarmFile(.twinNote(twin: twin, checkpoint: claim.note))
                guard let proven = try? file.verified(by: self.log.keys) else { continue }
                sight.findings.append(
                    Finding(.twinMismatch, subject: "twin", detail: proven.sentence, file: file)
                )
            }
        }
        guard let policy = self.log.policy, claims.count == 2 else { return }
        // SPEC: MON-7: lines of keys that nobody here trusts say nothing; one that is false refuses
        // the note.
        var signatures: [[VerifiedSignature]] = []
        for (note, suite) in heads {
            do {
                let keys = self.log.keys + policy.full.witnessKeys
                signatures.append(try note.verified(by: keys).verified)
            } catch {
                sight.findings.append(
                    Finding(
                        .invalidHead,
                        subject: LogFile.checkpoint(suite).path,
                        detail: "\(LogFile.checkpoint(suite).path): \(error)"
                    )
                )
                return
            }
        }
        sight.cosignatures = signatures.flatMap(\.self)
        sight.newestSignature = sight.cosignatures.compactMap(\.timestamp).max()
        sight.looked.insert(.quorumLoss)
        sight.findings += self.log.rules.quorumLoss(
            under: policy,
            size: sight.publishedSize ?? 0,
            sha256: signatures[0],
            sm3: signatures[1]
        )
    }

    /// The heads that still gather cosignatures. A log without any has no such files.
    private func seePending(_ sight: inout Sight) async {
        for (path, suite) in [
            ("pending/checkpoint", Suite.sha256), ("pending/sm3/checkpoint", .sm3),
        ] {
            guard let answer = try? await self.transport.send(.get(path)), answer.isSuccess,
                let note = try? UnverifiedNote(parsing: answer.body),
                let claim = try? self.claim(note, suite, "pending")
            else { continue }
            sight.claims.append(claim)
        }
    }

    // MARK: The witnesses

    /// SPEC: MON-3: the newest head that each witness shows.
    private func askWitnesses(_ sight: inout Sight) async {
        let origin = self.log.origin
        let answers = await withTaskGroup(of: (Int, WitnessedHead?).self) { group in
            for (number, witness) in self.witnesses.enumerated() {
                group.addTask {
                    let tree = witness.suite == .sha256 ? origin.text : origin.sm3Text
                    return (number, try? await witness.way.latestHead(ofOrigin: tree))
                }
            }
            var answers: [(Int, WitnessedHead?)] = []
            for await answer in group { answers.append(answer) }
            return answers
        }
        for (number, answer) in answers.sorted(by: { $0.0 < $1.0 }) {
            let witness = self.witnesses[number]
            guard case .cosigned(let note) = answer else { continue }
            func fault(_ reason: String) -> Finding {
                Finding(
                    .witnessFault,
                    subject: witness.name,
                    detail: "what \(witness.name) shows as its newest head is none: \(reason)"
                )
            }
            do throws(HeadClaimError) {
                sight.claims.append(try self.claim(note, witness.suite, witness.name))
            } catch {
                sight.findings.append(fault("\(error)"))
                continue
            }
            do throws(NoteError) {
                sight.cosignatures += try note.verified(by: [witness.key]).verified
            } catch {
                sight.findings.append(fault("\(error)"))
            }
        }
    }

    // MARK: The tree

    /// SPEC: MON-1, MON-4: every head that anybody showed is one of the tree that the entries make;
    /// and what was read before is read again, a part at a time.
    private func compareWithTree(
        _ sight: inout Sight,
        _ memory: inout LogMemory,
        _ look: inout Look
    ) async throws {
        let client = LogClient(transport: self.transport)
        let claims = sight.claims
        let position = memory.patrolPosition
        let result = try await AuditedLog.reading(
            self.folder.treePath(of: self.log.name),
            keys: self.log.keys
        ) { tree in
            var findings: [Finding] = []
            var waiting: [HeadClaim] = []
            for claim in claims {
                guard let head = try await tree.head(ofSize: claim.size) else {
                    waiting.append(claim)
                    continue
                }
                guard !claim.agrees(with: head) else { continue }
                findings.append(try await self.finding(about: claim, head, tree))
            }
            let end = min(position + Self.patrolCount, tree.bundleCount)
            var index = position < tree.bundleCount ? position : 0
            while index < max(end, min(Self.patrolCount, tree.bundleCount)), findings.isEmpty {
                do {
                    if let change = try await tree.change(inBundle: index, of: client) {
                        findings.append(Finding(change))
                    }
                } catch let error as AuditError {
                    // No answer says nothing; a damaged folder is an error of its own.
                    guard case .undecided(let step, _) = error, step != "state" else { throw error }
                }
                index += 1
            }
            return (findings, waiting, tree.verifiedSize, index)
        }
        guard let (findings, waiting, verifiedSize, next) = result else {
            for claim in claims { memory.wait(for: claim) }
            return
        }
        look.verifiedSize = verifiedSize
        memory.patrolPosition = next
        sight.findings += findings
        for claim in waiting { memory.wait(for: claim) }
    }

    /// A signed head that is not of the tree: another one of the same size if the log showed that, else
    /// one that the tree does not continue.
    private func finding(
        about claim: HeadClaim,
        _ head: TwinHead,
        _ tree: AuditedLog
    ) async throws -> Finding {
        let subject = "\(claim.suite.rawValue) \(claim.size)"
        if let own = try await tree.notes(ofSize: claim.size) {
            let note = claim.suite == .sha256 ? own.sha256 : own.sm3
            return Finding(
                .splitView,
                subject: subject,
                detail: "\(claim.source) shows a signed \(claim.suite.title) head of \(claim.size) "
                    + "entries with another root than the log's",
                file: self.checked(AlarmFile(.splitView(note, claim.note)))
            )
        }
        var file: AlarmFile?
        if claim.size > 0, claim.size < tree.verifiedSize,
            let newest = try await tree.notes(ofSize: tree.verifiedSize)
        {
            file = self.checked(
                AlarmFile(
                    .inconsistency(
                        older: claim.note,
                        newer: claim.suite == .sha256 ? newest.sha256 : newest.sm3,
                        prefixRoot: claim.suite == .sha256 ? head.sha256.bytes : head.sm3.bytes,
                        path: try await tree.consistencyPath(claim.suite, from: claim.size)
                    )
                )
            )
        }
        return Finding(
            .inconsistency,
            subject: subject,
            detail:
                "\(claim.source) shows a signed \(claim.suite.title) head of \(claim.size) entries "
                + "that the log's head of \(tree.verifiedSize) does not continue",
            file: file
        )
    }

    // MARK: Proof

    /// The file, if it proves what it says to whoever has the log's keys.
    private func checked(_ file: AlarmFile) -> AlarmFile? {
        (try? file.verified(by: self.log.keys)) == nil ? nil : file
    }

    /// What proves a finding of the audit to others; nil if nothing does.
    private func proof(of finding: AuditFinding) async -> AlarmFile? {
        switch finding {
        case .entry(let index, let file) where file.suite == .sm3:
            return await self.proofOfTwins(at: index)
        case .rollback(_, let kept):
            let client = LogClient(transport: self.transport)
            let notes = try? await AuditedLog.reading(
                self.folder.treePath(of: self.log.name),
                keys: self.log.keys,
                { try await $0.notes(ofSize: kept) }
            )
            guard let larger = notes??.sm3,
                let smaller = try? await client.checkpointNote(of: .sm3)
            else { return nil }
            return self.checked(
                AlarmFile(.order(larger: larger, smaller: smaller, isClock: false))
            )
        default: return nil
        }
    }

    /// The entry at an index as the SHA-256 tree has it, and the leaf that the SM3 tree has there.
    private func proofOfTwins(at index: UInt64) async -> AlarmFile? {
        let client = LogClient(transport: self.transport)
        do {
            let checkpoint = try await client.checkpointNote(of: .sha256)
            let sm3Checkpoint = try await client.checkpointNote(of: .sm3)
            let size = try Checkpoint<SHA256Hasher>(parsing: checkpoint.text).size
            let width = Int(min(size - index / 256 * 256, 256))
            guard index < size, let bundle = BundleCoordinate(index: index / 256, width: width)
            else { return nil }
            let entries = try await client.entries(bundle)
            let sha256 = client.tileReader(treeSize: size, of: SHA256Hasher.self)
            let sm3 = client.tileReader(treeSize: size, of: SM3Hasher.self)
            let leaf = try await sm3.hashes(at: [NodeAddress(height: 0, index: index)])
            guard let leaf = leaf.first else { return nil }
            return self.checked(
                AlarmFile(
                    .twinEntries(
                        checkpoint: checkpoint,
                        sm3Checkpoint: sm3Checkpoint,
                        index: index,
                        entry: Array(entries[Int(index % 256)]),
                        path: try await InclusionProof(
                            leafIndex: index,
                            treeSize: size,
                            from: sha256
                        ).path.map(\.bytes),
                        sm3Leaf: leaf.bytes,
                        sm3Path: try await InclusionProof(
                            leafIndex: index,
                            treeSize: size,
                            from: sm3
                        ).path.map(\.bytes)
                    )
                )
            )
        } catch {
            return nil
        }
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
        let change = memory.book.look(found: found, looked: sight.looked)
        contents.append((self.memoryNames, try memory.bytes()))
        try await self.folder.write(contents)
        look.raised = change.raised
        look.ended = change.ended
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
