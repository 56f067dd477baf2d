/// The time that is measured, after one in which caches fill and batches find their size.
struct BenchWindow: Sendable {
    /// When counting begins.
    let start: ContinuousClock.Instant
    /// When it ends, and with it the run.
    let end: ContinuousClock.Instant

    init(warmUp: Duration = .seconds(1), length: Duration = .seconds(3)) {
        self.start = .now + warmUp
        self.end = self.start + length
    }

    /// Whether the run goes on.
    var isOpen: Bool { ContinuousClock.now < self.end }

    /// How long a call took that began at `instant` and ended now, in nanoseconds; nil if it ended
    /// outside of the measured time.
    func latency(since instant: ContinuousClock.Instant) -> Int64? {
        let now = ContinuousClock.now
        guard now >= self.start, now < self.end else { return nil }
        let (seconds, attoseconds) = (now - instant).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// The length of the measured time, in seconds.
    var seconds: Double { (self.end - self.start) / .seconds(1) }
}
