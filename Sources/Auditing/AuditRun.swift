import LogClient
import LogProtocol
import MerkleTree
import SignedNotes

/// One run of an audit, over an open folder.
struct AuditRun: Sendable {
    let client: LogClient
    let transport: any LogTransport
    let folder: AuditFolder
    let configuration: AuditConfiguration
    let clock: any Clock<Duration>
    let report: @Sendable (AuditProgress) -> Void

    /// How often the three notes are fetched until they are of one size.
    private static let headAttempts = 20
    private static let headPause = Duration.milliseconds(250)

    func run() async throws -> AuditReport {
        var kept = try await self.keptHeads()
        let (loaded, recheckedCount) = try await self.checkedState(kept)
        let served = try await self.servedHead(loaded)
        let known = kept.map(\.origin.text) + [loaded?.origin].compactMap(\.self)
        if let other = known.first(where: { !$0.hasSameBytes(as: served.origin.text) }) {
            throw AuditError.undecided(
                step: "state",
                detail: "\(self.folder.files.path) is of the log \(other)"
            )
        }
        let state = loaded ?? AuditState(origin: served.origin.text)
        do {
            try await self.compare(served, with: kept, state)
            if !kept.contains(where: { $0.head.size == served.head.size }) {
                if let surplus = self.surplus(of: kept, state) {
                    try await self.folder.forgetHeads([surplus])
                    kept.removeAll { $0.head.size == surplus }
                }
                try await self.folder.keep(served.files, size: served.head.size)
                kept.append(KeptHead(served))
            }
            return try await self.read(
                served,
                from: state,
                kept: kept,
                recheckedCount: recheckedCount
            )
        } catch let failure as Search.Failure {
            throw AuditError.refuted(
                failure.finding,
                evidence: try await self.folder.raiseAlarm(
                    failure.finding,
                    served: served.files,
                    kept: failure.kept
                )
            )
        }
    }

    // MARK: What was kept

    private func keptHeads() async throws -> [KeptHead] {
        var heads: [KeptHead] = []
        for size in try await self.folder.headSizes() {
            if let head = try await self.folder.head(size: size) { heads.append(head) }
        }
        return heads
    }

    /// The state, if there is one to go on from, once it was checked.
    private func checkedState(_ kept: [KeptHead]) async throws -> (AuditState?, UInt64) {
        guard !self.configuration.startsOver, var state = try await self.folder.loadState() else {
            return (nil, 0)
        }
        if let size = state.verifiedSize, !kept.contains(where: { $0.head.size == size }) {
            throw AuditError.damagedState("audit/heads/\(size)", "the newest head is missing")
        }
        let recheck = Recheck(folder: self.folder, state: state, keys: self.keys(of: state))
        try await recheck.check(kept.suffix(self.configuration.headRecheckLimit))
        let limit = self.configuration.rechecksAll ? .max : self.configuration.recheckLimit
        let ranges = recheck.ranges(limit: limit)
        try await recheck.check(bundles: ranges, report: self.report)
        state.recheckPosition = ranges.last?.upperBound ?? 0
        return (state, ranges.reduce(0) { $0 + UInt64($1.count) } * 256)
    }

    private func keys(of state: AuditState?) -> [VerifierKey] {
        state?.history(self.configuration.keys)?.keys ?? self.configuration.keys
    }

    // MARK: The head

    /// SPEC: AUDIT-1: fetched in the order opposite to that in which they are written, so that
    /// what is fetched later is not older.
    private func servedHead(_ state: AuditState?) async throws -> ServedHead {
        var attempt = 1
        let keys = self.keys(of: state)
        while true {
            let sha256 = try await self.note(.checkpoint(.sha256))
            let sm3 = try await self.note(.checkpoint(.sm3))
            let twin = try await self.note(.twin)
            let files = HeadFiles(sha256: sha256, sm3: sm3, twin: twin)
            do throws(ServedHead.Refusal) {
                return try ServedHead(files, keys: keys)
            } catch {
                // The log may have another key by now, and another head since the first note.
                var refusal = error
                if case .wrong = error, let announced = await self.announcedKeys(files, state) {
                    do throws(ServedHead.Refusal) {
                        return try ServedHead(files, keys: announced)
                    } catch {
                        if case .differentSizes = error { refusal = error }
                    }
                }
                switch refusal {
                case .wrong(.refuted(let finding, _)):
                    let evidence = try await self.folder.raiseAlarm(
                        finding,
                        served: files,
                        kept: nil
                    )
                    throw AuditError.refuted(finding, evidence: evidence)
                case .wrong(let error):
                    throw error
                case .differentSizes(let sizes):
                    guard attempt < Self.headAttempts else {
                        throw AuditError.undecided(step: "head", detail: sizes)
                    }
                    attempt += 1
                    try await self.clock.sleep(for: Self.headPause)
                }
            }
        }
    }

    /// The size of a head that makes room for another one: the newest of those that were never verified, if
    /// there are as many as may be. A log that goes on along another history signs one after the other.
    private func surplus(of kept: [KeptHead], _ state: AuditState) -> UInt64? {
        guard let limit = self.configuration.headLimit else { return nil }
        let unverified = kept.map(\.head.size).filter { $0 > state.verifiedSize ?? 0 }
        return unverified.count < limit ? nil : unverified.max()
    }

    /// SPEC: ROT-12: the keys that statements lead to of which the log says where they stand. They are
    /// signed by the keys before them; that they stand there is checked when the entries are read.
    private func announcedKeys(
        _ files: HeadFiles,
        _ state: AuditState?
    ) async -> [VerifierKey]? {
        guard let twin = try? TwinNote(parsing: files.twin.text),
            let metadata = try? await self.client.metadata(), let indexes = metadata.events
        else { return nil }
        let history =
            state?.history(self.configuration.keys)
            ?? LogHistory(origin: twin.origin, keys: self.configuration.keys)
        return await history.taking(announcedAt: indexes, below: twin.head.size) { bundle in
            try? await self.client.entries(bundle)
        }?.keys
    }

    private func note(_ file: LogFile) async throws -> UnverifiedNote {
        do throws(LogClientError) {
            switch file {
            case .checkpoint(let suite): return try await self.client.checkpointNote(of: suite)
            default: return try await self.client.twinNote()
            }
        } catch {
            guard case .malformedAnswer(let reason) = error else {
                throw AuditError.undecided(step: file.path, detail: "\(error)")
            }
            throw AuditError.refuted(.head(file, reason), evidence: nil)
        }
    }

    /// SPEC: AUDIT-5, AUDIT-6: compares a head with those that were met before.
    private func compare(
        _ served: ServedHead,
        with kept: [KeptHead],
        _ state: AuditState
    ) async throws {
        let size = served.head.size
        if let same = kept.first(where: { $0.head.size == size }),
            let file = same.difference(from: served.head)
        {
            throw Search.Failure(finding: .fork(file, size: size), kept: same.notes)
        }
        guard let newest = kept.max(by: { $0.head.size < $1.head.size }),
            size < newest.head.size
        else { return }
        // A smaller head is bad; one that contradicts the entries is worse.
        let recheck = Recheck(folder: self.folder, state: state, keys: self.keys(of: state))
        if let head = try await recheck.head(ofSize: size),
            let file = KeptHead(served).difference(from: head)
        {
            throw Search.Failure(
                finding: .root(file, size: size, kept: false),
                kept: newest.notes
            )
        }
        throw Search.Failure(
            finding: .rollback(size: size, kept: newest.head.size),
            kept: newest.notes
        )
    }

    // MARK: The entries

    private func read(
        _ served: ServedHead,
        from state: AuditState,
        kept: [KeptHead],
        recheckedCount: UInt64
    ) async throws -> AuditReport {
        guard state.tree.bundleCount <= served.head.size / 256 else {
            throw AuditError.damagedState("audit/heads", "the newest head is missing")
        }
        var reading = EntryReading(
            of: served,
            client: self.client,
            folder: self.folder,
            configuration: self.configuration,
            from: state,
            heads: kept,
            report: self.report
        )
        try await reading.read()
        let counts = reading.counts
        guard reading.isComplete else {
            throw AuditError.undecided(
                step: "limit",
                detail: "\(counts.entries) entries were read, and "
                    + "\(served.head.size - reading.state.tree.bundleCount * 256) are left"
            )
        }
        let history = try await self.history(of: served, reading)
        let files = kept.first { $0.head.size == served.head.size }?.notes ?? served.files
        try await self.folder.publish(files, metadata: self.metadata())
        let filled = reading.filledFiles
        try await self.folder.perform { files in
            for file in filled { try files.removePartials(of: file) }
        }
        if let limit = self.configuration.headLimit {
            try await self.folder.forgetHeads(kept.map(\.head.size).sorted().dropLast(limit))
        }
        var report = AuditReport(served, history: history)
        report.newEntryCount =
            served.head.size - max(state.tree.bundleCount * 256, state.verifiedSize ?? 0)
        report.newByteCount = counts.bytes
        report.comparedLeafTileCount = counts.leafTiles
        report.comparedUpperTileCount = counts.upperTiles
        report.recheckedEntryCount = recheckedCount
        report.keptHeadCount = kept.count
        report.alarmCount = try await self.folder.alarmCount()
        return report
    }

    /// The log's keys as its entries have them, under which the head verifies.
    ///
    /// SPEC: ROT-13: whatever was believed before the entries were read.
    private func history(
        of served: ServedHead,
        _ reading: EntryReading
    ) async throws -> LogHistory {
        var history = LogHistory(origin: served.origin, keys: self.configuration.keys)
        for event in reading.state.events + reading.restEvents { history.take(event) }
        do throws(ServedHead.Refusal) {
            _ = try ServedHead(served.files, keys: history.keys)
        } catch {
            let reason =
                switch error {
                case .differentSizes(let text): text
                case .wrong(.refuted(let finding, _)): finding.detail
                case .wrong(.undecided(_, let detail)): detail
                }
            let finding = AuditFinding.head(
                .checkpoint(.sha256),
                "under the keys that the entries announce: \(reason)"
            )
            throw AuditError.refuted(
                finding,
                evidence: try await self.folder.raiseAlarm(
                    finding,
                    served: served.files,
                    kept: nil
                )
            )
        }
        return history
    }

    /// What the log says of itself, kept as it is; nil if it says nothing.
    private func metadata() async throws -> [UInt8]? {
        let response: LogResponse
        do { response = try await self.transport.send(.get(LogFile.metadata.path)) } catch {
            return nil
        }
        return response.isSuccess ? response.body : nil
    }
}
