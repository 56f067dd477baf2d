import Logging
import Synchronization

/// Writes what happened inside to the operator's log: at most one line a second, so that a flood of
/// failing requests does not become a flood of lines.
final class IncidentLog: Sendable {
    private struct State {
        var lastSecond = Int64.min
        var suppressedCount = 0
    }

    private let logger: Logger
    private let now: @Sendable () -> Int64
    // Used by all event loops; held for a comparison.
    private let state = Mutex(State())

    /// Creates a log over a clock that gives seconds.
    init(logger: Logger, now: @escaping @Sendable () -> Int64) {
        self.logger = logger
        self.now = now
    }

    /// Writes a line, or counts it for the next one.
    func record(_ incident: String, template: RouteTemplate, status: UInt) {
        let second = self.now()
        let suppressedCount: Int? = self.state.withLock { state in
            guard state.lastSecond != second else {
                state.suppressedCount += 1
                return nil
            }
            defer { state = State(lastSecond: second) }
            return state.suppressedCount
        }
        guard let suppressedCount else { return }
        self.logger.warning(
            "A request could not be answered as asked.",
            metadata: [
                "route": "\(template.rawValue)",
                "status": "\(status)",
                "incident": "\(incident)",
                "suppressed": "\(suppressedCount)",
            ]
        )
    }
}
