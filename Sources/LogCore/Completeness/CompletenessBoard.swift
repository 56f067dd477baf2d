import Metrics
import Synchronization

/// One log's completeness, as those who take records and those who ask about it share it.
public final class CompletenessBoard: Sendable {
    private struct Figures: Sendable {
        let missing: Gauge
        let oldestGap: Gauge
        let silent: Gauge
        let stopped: Gauge

        init(log: LogName) {
            let dimensions = [("log", log.text)]
            self.missing = Gauge(label: "concordat_missing_records", dimensions: dimensions)
            self.oldestGap = Gauge(label: "concordat_oldest_gap_seconds", dimensions: dimensions)
            self.silent = Gauge(label: "concordat_silent_writers", dimensions: dimensions)
            self.stopped = Gauge(label: "concordat_stopped_captures", dimensions: dimensions)
        }
    }

    private struct State: Sendable {
        var tracker: CompletenessTracker
        var journal = CaptureJournal()
        /// The index up to which all records were taken in order.
        var watched: UInt64 = 0
        /// Those behind it that were taken already.
        var ahead: Set<UInt64> = []
        /// Whether what is there already is being read: until then newer numbers would make gaps of it.
        var isCatchingUp = false
    }

    /// How many records are taken ahead of their order. More wait for it.
    static let maximumAheadCount = 65_536

    // Used by every request that brings a record, held for a number.
    private let state: Mutex<State>
    private let figures: Figures
    private let now: @Sendable () -> UInt64

    /// Begins to watch the writers of a log. `now` gives seconds since 1970.
    public init(
        log: LogName,
        heartbeats: [String: UInt64?],
        patienceSeconds: UInt64,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.state = Mutex(
            State(
                tracker: CompletenessTracker(
                    heartbeats: heartbeats,
                    patienceSeconds: patienceSeconds,
                    at: now()
                )
            )
        )
        self.figures = Figures(log: log)
        self.now = now
    }

    /// Takes a record that is promised, from whoever promised it.
    ///
    /// SPEC: COMP-7: so that its number counts when its writer learns of the promise.
    public func take(_ record: HeardRecord) {
        self.state.withLock { state in
            guard !state.isCatchingUp, record.index >= state.watched,
                state.ahead.count < Self.maximumAheadCount,
                state.ahead.insert(record.index).inserted
            else { return }
            state.tracker.take(record)
        }
    }

    /// Says whether what is there already is being read.
    func setCatchingUp(_ isCatchingUp: Bool) {
        self.state.withLock { $0.isCatchingUp = isCatchingUp }
    }

    /// Takes what a row of the vault tells, in the order of the rows: the record unless it was taken
    /// before, and what the log itself told by it.
    func take(rowAt index: UInt64, _ record: HeardRecord?, _ report: CaptureReport?) {
        self.state.withLock { state in
            state.watched = index + 1
            let wasAhead = state.ahead.remove(index) != nil
            if let record, !wasAhead { state.tracker.take(record) }
            if let report { state.journal.take(report) }
        }
    }

    /// Which changes the log has not told of yet.
    public func dueReports() -> [CaptureReport] {
        let now = self.now()
        return self.state.withLock { $0.journal.due($0.tracker, at: now) }
    }

    /// What the log has of a writer; nil for one who is not configured.
    public func count(of writer: String) -> WriterCount? {
        self.state.withLock { $0.tracker.count(of: writer) }
    }

    /// What is wrong now; the figures say so from now on, too.
    @discardableResult
    public func report() -> [CompletenessFinding] {
        let now = self.now()
        let (findings, figures) = self.state.withLock {
            ($0.tracker.findings(at: now), $0.tracker.figures(at: now))
        }
        self.figures.missing.record(figures.missingRecords)
        self.figures.oldestGap.record(figures.oldestGapSeconds)
        self.figures.silent.record(figures.silentWriters)
        self.figures.stopped.record(figures.stoppedCaptures)
        return findings
    }
}
