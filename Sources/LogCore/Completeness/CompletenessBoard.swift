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

    // Used by every request that brings a record, held for a number.
    private let tracker: Mutex<CompletenessTracker>
    private let figures: Figures
    private let now: @Sendable () -> UInt64

    /// Begins to watch the writers of a log. `now` gives seconds since 1970.
    public init(
        log: LogName,
        heartbeats: [String: UInt64?],
        patienceSeconds: UInt64,
        now: @escaping @Sendable () -> UInt64
    ) {
        self.tracker = Mutex(
            CompletenessTracker(
                heartbeats: heartbeats,
                patienceSeconds: patienceSeconds,
                at: now()
            )
        )
        self.figures = Figures(log: log)
        self.now = now
    }

    /// Takes a record of the log: its writer, its number if it has one, and when it was recorded, in
    /// seconds since 1970.
    public func take(_ number: UInt64?, from writer: String, at time: UInt64) {
        self.tracker.withLock {
            $0.hear(from: writer, at: time)
            if let number { $0.receive(number, from: writer, at: time) }
        }
    }

    /// Takes a `capture-state` record: whether the writer's capture runs since a time.
    public func capture(isRunning: Bool, of writer: String, at time: UInt64) {
        self.tracker.withLock { $0.capture(isRunning: isRunning, of: writer, at: time) }
    }

    /// What the log has of a writer; nil for one who is not configured.
    public func count(of writer: String) -> WriterCount? {
        self.tracker.withLock { $0.count(of: writer) }
    }

    /// What is wrong now; the figures say so from now on, too.
    @discardableResult
    public func report() -> [CompletenessFinding] {
        let now = self.now()
        let (findings, figures) = self.tracker.withLock {
            ($0.findings(at: now), $0.figures(at: now))
        }
        self.figures.missing.record(figures.missingRecords)
        self.figures.oldestGap.record(figures.oldestGapSeconds)
        self.figures.silent.record(figures.silentWriters)
        self.figures.stopped.record(figures.stoppedCaptures)
        return findings
    }
}
