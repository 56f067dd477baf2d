/// When a wait for the server ends; a cancellation may bring it nearer.
struct Deadline {
    private var instant: ContinuousClock.Instant?

    /// `timeout` from now, or never if nil.
    init(after timeout: Duration?) {
        self.instant = timeout.map { ContinuousClock.now + $0 }
    }

    /// Not later than `timeout` from now.
    mutating func bringForward(to timeout: Duration) {
        let new = ContinuousClock.now + timeout
        self.instant = min(self.instant ?? new, new)
    }

    /// For `poll`: the time left in milliseconds, rounded up; -1 for ever.
    var pollTimeout: Int32 {
        guard let instant else { return -1 }
        let left = ContinuousClock.now.duration(to: instant)
        return left <= .zero ? 0 : Int32(clamping: left.wholeMilliseconds + 1)
    }
}
