import LogProtocol

/// When and for how long a request is repeated.
public struct RetryRules: Hashable, Sendable {
    /// The pause behind the first attempt; each further one is twice as long. Default 100 ms.
    public var firstPause: Duration
    /// The longest pause that the rules themselves make. Default 5 s.
    public var longestPause: Duration
    /// How long to go on from the first attempt, pauses included. Default 60 s.
    public var patience: Duration

    /// Creates rules.
    public init(
        firstPause: Duration = .milliseconds(100),
        longestPause: Duration = .seconds(5),
        patience: Duration = .seconds(60)
    ) {
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.patience = patience
    }

    /// The pause behind attempt `attempt`, counted from 0, as the log asks for it or longer.
    ///
    /// `jitter`, 0 to 1, takes up to half of it away, so that many clients do not come at once.
    func pause(after attempt: Int, retryAfterSeconds: UInt64?, jitter: Double) -> Duration {
        let doubled = self.firstPause * (1 << min(attempt, 30))
        let pause = min(doubled, self.longestPause) * (1 - jitter / 2)
        // Beyond any patience there is no difference, and no overflow below.
        let asked = Duration.seconds(Int64(min(retryAfterSeconds ?? 0, 1_000_000)))
        return max(pause, asked)
    }

    /// Whether an answer says that the same request may succeed later.
    ///
    /// HTTP-9: a status 5xx of whatever is between the log and us says that the outcome is unknown;
    /// with the same key, asking again does no harm.
    static func isWorthRepeating(_ response: LogResponse) -> Bool {
        switch response.status {
        case 408, 429: true
        case 501, 505: false
        case 500..<600: true
        default: false
        }
    }
}
