/// How long to wait before a dead server is started again.
struct RestartBackoff: Hashable, Sendable {
    /// A server that ran this long was well, and its end is the first of a new series.
    static let stableTime: Duration = .seconds(60)
    private static let shortest: Duration = .milliseconds(100)
    private static let longest: Duration = .seconds(30)

    /// Starts since the server last ran well.
    private(set) var attempts = 0

    /// The wait before the next attempt: 0.1 s, doubling up to 30 s.
    mutating func next() -> Duration {
        let doublings = min(self.attempts, 16)
        self.attempts += 1
        return min(Self.shortest * (1 << doublings), Self.longest)
    }

    /// The server came up and ran for `time`.
    mutating func ran(for time: Duration) {
        if time >= Self.stableTime { self.attempts = 0 }
    }
}
