/// Watches that writers send all that they count: a state machine without a clock of its own.
///
/// It notices what writers announce and do not keep. A writer who leaves something out before he counts
/// it is not noticed by it.
public struct CompletenessTracker: Sendable {
    /// What is known about one writer.
    private struct Writer: Sendable {
        var sequence = WriterSequence()
        var heartbeatSeconds: UInt64?
        var lastHeardAt: UInt64
        var captureStoppedAt: UInt64?
        var repeatCount: UInt64 = 0
        var lastRecord: (index: UInt64, recordedAt: UInt64)?
        /// The entry that said last whether the capture runs, and the one that stopped it.
        var captureEntry: UInt64?
        var stoppedEntry: UInt64?
    }

    /// How long a gap may be open before it is told of, in seconds. Records overtake each other.
    public let patienceSeconds: UInt64
    // SPEC: COMP-3: known from the configuration; nobody adds a name by sending one.
    private var writers: [String: Writer]

    /// Begins to watch, at a time in seconds since 1970. `heartbeats` has all writers, and how often
    /// each announces himself at least; nil for one who promised nothing.
    public init(
        heartbeats: [String: UInt64?],
        patienceSeconds: UInt64,
        at time: UInt64
    ) {
        self.patienceSeconds = patienceSeconds
        self.writers = heartbeats.mapValues {
            Writer(heartbeatSeconds: $0, lastHeardAt: time)
        }
    }

    /// Takes a record's number. Returns nil for a writer who is not configured.
    @discardableResult
    public mutating func receive(
        _ number: UInt64,
        from writer: String,
        at time: UInt64
    ) -> WriterSequence.Arrival? {
        guard self.writers[writer] != nil else { return nil }
        self.hear(from: writer, at: time)
        let arrival = self.writers[writer]?.sequence.receive(number, at: time)
        if arrival == .repeat { self.writers[writer]?.repeatCount += 1 }
        return arrival
    }

    /// Takes a record of the log. Records may come in another order than that of their entries; each
    /// comes once.
    public mutating func take(_ record: HeardRecord) {
        guard self.writers[record.writer] != nil else { return }
        self.hear(from: record.writer, at: record.recordedAt)
        if let number = record.number {
            self.receive(number, from: record.writer, at: record.recordedAt)
        }
        let last = self.writers[record.writer]?.lastRecord
        if last.map({ $0.index < record.index }) ?? true {
            self.writers[record.writer]?.lastRecord = (record.index, record.recordedAt)
        }
        let lastCapture = self.writers[record.writer]?.captureEntry
        guard let isRunning = record.capture, lastCapture.map({ $0 < record.index }) ?? true else {
            return
        }
        self.writers[record.writer]?.captureEntry = record.index
        let wasStopped = self.writers[record.writer]?.captureStoppedAt != nil
        self.capture(isRunning: isRunning, of: record.writer, at: record.recordedAt)
        if isRunning {
            self.writers[record.writer]?.stoppedEntry = nil
        } else if !wasStopped {
            self.writers[record.writer]?.stoppedEntry = record.index
        }
    }

    /// The newest entry of a writer's; nil if the log has none.
    public func lastRecord(of writer: String) -> (index: UInt64, recordedAt: UInt64)? {
        self.writers[writer]?.lastRecord
    }

    /// The entry in which a writer said that his capture is stopped; nil if it runs.
    public func stoppedEntry(of writer: String) -> UInt64? { self.writers[writer]?.stoppedEntry }

    /// Whether any of these numbers of a writer is missing.
    public func isMissing(_ numbers: ClosedRange<UInt64>, of writer: String) -> Bool {
        self.writers[writer]?.sequence.isMissing(numbers) ?? false
    }

    /// Takes a sign of life that is no record.
    public mutating func hear(from writer: String, at time: UInt64) {
        guard let heard = self.writers[writer]?.lastHeardAt else { return }
        self.writers[writer]?.lastHeardAt = max(heard, time)
    }

    /// Takes a `capture-state` record: whether the writer's capture runs.
    public mutating func capture(isRunning: Bool, of writer: String, at time: UInt64) {
        guard let stopped = self.writers[writer]?.captureStoppedAt else {
            if !isRunning { self.writers[writer]?.captureStoppedAt = time }
            self.hear(from: writer, at: time)
            return
        }
        self.writers[writer]?.captureStoppedAt = isRunning ? nil : stopped
        self.hear(from: writer, at: time)
    }

    /// What is wrong at a time, in the order of the writers' names.
    ///
    /// SPEC: COMP-2: gaps, silence and stopped captures, each with its beginning.
    public func findings(at time: UInt64) -> [CompletenessFinding] {
        self.writers.keys.sorted().flatMap { name -> [CompletenessFinding] in
            guard let writer = self.writers[name] else { return [] }
            var findings = writer.sequence.gaps(olderThan: self.patienceSeconds, at: time)
                .map { CompletenessFinding.gap(writer: name, $0) }
            if writer.sequence.uncountedMissing > 0 {
                findings.append(
                    .tooManyGaps(writer: name, missing: writer.sequence.uncountedMissing)
                )
            }
            if let stopped = writer.captureStoppedAt {
                findings.append(.captureStopped(writer: name, since: stopped))
            } else if let heartbeat = writer.heartbeatSeconds, time > writer.lastHeardAt,
                time - writer.lastHeardAt > heartbeat
            {
                // One who said that he stops is not silent as well.
                findings.append(.silent(writer: name, since: writer.lastHeardAt))
            }
            return findings
        }
    }

    /// What the log has of a writer; nil for one who is not configured.
    public func count(of writer: String) -> WriterCount? {
        self.writers[writer].map {
            WriterCount(
                highest: $0.sequence.highest,
                received: $0.sequence.receivedCount,
                missing: $0.sequence.missingCount,
                repeats: $0.repeatCount
            )
        }
    }

    /// The figures for `/metrics` at a time.
    public func figures(at time: UInt64) -> CompletenessFigures {
        var figures = CompletenessFigures()
        for finding in self.findings(at: time) {
            switch finding {
            case .gap(_, let gap):
                figures.missingRecords += gap.count
                figures.oldestGapSeconds = max(figures.oldestGapSeconds, time - gap.noticedAt)
            case .tooManyGaps(_, let missing): figures.missingRecords += missing
            case .silent: figures.silentWriters += 1
            case .captureStopped: figures.stoppedCaptures += 1
            }
        }
        return figures
    }
}
