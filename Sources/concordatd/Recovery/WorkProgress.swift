import Auditing
import Foundation
import Synchronization

/// Says how far a long piece of work has come: a bar on a terminal, now and then a line elsewhere.
final class WorkProgress: Sendable {
    private struct State {
        var start = ContinuousClock.now
        var lastShown: ContinuousClock.Instant?
    }

    private let what: String
    private let total: UInt64
    private let isTerminal: Bool
    // Told from the thread that does the work, one at a time.
    private let state = Mutex(State())

    /// Begins. `what` is a word for the work, `total` the number of entries.
    init(_ what: String, total: UInt64) {
        self.what = what
        self.total = total
        self.isTerminal = isatty(STDERR_FILENO) == 1
    }

    /// Tells that so many entries are done.
    func reached(_ count: UInt64) {
        let now = ContinuousClock.now
        let elapsed = self.state.withLock { state -> Duration? in
            let pause: Duration = self.isTerminal ? .milliseconds(200) : .seconds(10)
            guard count == self.total || now - (state.lastShown ?? state.start) >= pause else {
                return nil
            }
            state.lastShown = now
            return now - state.start
        }
        guard let elapsed else { return }
        let line = self.text(count, after: elapsed)
        let isLast = count == self.total
        let text = self.isTerminal ? "\r\u{1b}[K\(line)\(isLast ? "\n" : "")" : "\(line)\n"
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// The line.
    func text(_ count: UInt64, after elapsed: Duration) -> String {
        let bar = ProgressText.bar(self.total == 0 ? 1 : Double(count) / Double(self.total))
        let rate = Int((Double(count) / max(elapsed / .seconds(1), 0.001)).rounded())
        return "\(self.what) \(bar) \(count) of \(self.total), \(rate)/s"
    }
}
