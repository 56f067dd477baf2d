public import LogProtocol

/// Repeats requests that got no answer, or the answer to come again.
///
/// SPEC: HTTP-9. Safe because reading changes nothing and every append has a key under which the
/// log recognises it.
public struct RetryingTransport<Base: LogTransport, PauseClock: Clock<Duration>>: LogTransport {
    private let base: Base
    private let rules: RetryRules
    private let clock: PauseClock
    private let jitter: @Sendable () -> Double

    /// Creates a transport over another. `jitter` gives numbers from 0 to 1.
    public init(
        _ base: Base,
        rules: RetryRules = RetryRules(),
        clock: PauseClock = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }
    ) {
        self.base = base
        self.rules = rules
        self.clock = clock
        self.jitter = jitter
    }

    /// Sends a request, again and again as the rules say, and reads the whole answer.
    ///
    /// - Throws: The ``TransportError`` of the last attempt.
    public func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        let start = self.clock.now
        var attempt = 0
        while true {
            let outcome: Result<LogResponse, TransportError>
            do throws(TransportError) {
                outcome = .success(try await self.base.send(request))
            } catch {
                outcome = .failure(error)
            }
            guard Self.isWorthRepeating(outcome) else { return try outcome.get() }
            let pause = self.rules.pause(
                after: attempt,
                retryAfterSeconds: (try? outcome.get())?.retryAfterSeconds,
                jitter: self.jitter()
            )
            guard start.duration(to: self.clock.now) + pause <= self.rules.patience else {
                return try outcome.get()
            }
            do { try await self.clock.sleep(for: pause) } catch { return try outcome.get() }
            attempt += 1
        }
    }

    private static func isWorthRepeating(_ outcome: Result<LogResponse, TransportError>) -> Bool {
        switch outcome {
        case .success(let response): RetryRules.isWorthRepeating(response)
        case .failure(.connection), .failure(.timeout): true
        case .failure(.answerTooLarge), .failure(.unreadable), .failure(.invalidURL): false
        }
    }
}

extension LogTransport {
    /// The same way to the log, with requests repeated as the rules say.
    public func retrying(_ rules: RetryRules = RetryRules()) -> any LogTransport {
        RetryingTransport(self, rules: rules)
    }
}
