import Synchronization

/// Says how far an audit has come: a bar on a terminal, else a line now and then.
public final class AuditMeter: Sendable {
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    private struct State {
        var phase: AuditProgress.Phase?
        var phaseStart: ContinuousClock.Instant
        var lastText: ContinuousClock.Instant?
        var hasBar = false
    }

    private static let barPause = Duration.milliseconds(100)
    private static let linePause = Duration.seconds(10)

    /// Creates a meter that writes with `write`; `isTerminal` says whether to a terminal.
    public init(
        isTerminal: Bool,
        write: @escaping @Sendable (String) -> Void,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.isTerminal = isTerminal
        self.write = write
        self.now = now
        self.state = Mutex(State(phaseStart: now()))
    }

    /// Takes note of where the audit is.
    public func update(_ progress: AuditProgress) {
        let now = self.now()
        self.state.withLock { state in
            if state.phase != progress.phase {
                state.phase = progress.phase
                state.phaseStart = now
                state.lastText = self.isTerminal ? nil : now
            }
            let pause = self.isTerminal ? Self.barPause : Self.linePause
            if let last = state.lastText, last.duration(to: now) < pause { return }
            state.lastText = now
            state.hasBar = self.isTerminal
            let text = Self.text(progress, after: state.phaseStart.duration(to: now))
            self.write(self.isTerminal ? "\r\u{1b}[K\(text)" : "\(text)\n")
        }
    }

    /// Takes the bar away, so that something else can be printed.
    public func finish() {
        self.state.withLock { state in
            if state.hasBar { self.write("\r\u{1b}[K") }
            state.hasBar = false
        }
    }

    /// The line about where an audit is, `elapsed` after its phase began.
    public static func text(_ progress: AuditProgress, after elapsed: Duration) -> String {
        let verb =
            switch progress.phase {
            case .rechecking: "rechecking "
            case .reading: "reading "
            }
        let share =
            progress.totalCount > 0
            ? Double(progress.entryCount) / Double(progress.totalCount) : nil
        return verb
            + ProgressText.line(entryCount: progress.entryCount, share: share, after: elapsed)
            + ", \(progress.byteCount >> 20) MiB"
    }
}
