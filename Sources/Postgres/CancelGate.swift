/// Decides what a request to cancel may do, by what the connection is doing.
///
/// A cancel message reaches the server on a connection of its own and hits whatever runs there when
/// it arrives. So it is sent only while a statement runs, and once sent, nothing that could commit is
/// sent any more: the connection is closed after the run. A commit is never cancelled.
struct CancelGate: Hashable, Sendable {
    enum Phase: Hashable, Sendable {
        /// No run. May become `between`.
        case outside
        /// In a run, the server has nothing to do. May become any other.
        case between
        /// The server works on a statement that may be cancelled. May become `between`.
        case statement
        /// The server works on COMMIT or ROLLBACK. May become `between`.
        case ending
    }

    private(set) var phase = Phase.outside
    /// Numbers the runs, so that a late request does not hit the next one.
    private(set) var run: UInt64 = 0
    /// Whether this run was asked to stop: it may send nothing but ROLLBACK.
    private(set) var isRefusing = false
    /// Whether a cancel message was sent, and may still arrive. For the connection's life.
    private(set) var isTainted = false

    /// Starts a run and gives its number.
    mutating func beginRun() -> UInt64 {
        precondition(self.phase == .outside, "a run began inside another one")
        self.phase = .between
        self.run += 1
        self.isRefusing = false
        return self.run
    }

    mutating func endRun() {
        precondition(self.phase == .between, "a run ended inside a statement")
        self.phase = .outside
    }

    /// Starts a statement; false if the run was asked to stop.
    mutating func beginStatement() -> Bool {
        precondition(self.phase == .between, "a statement began inside another one")
        if self.isRefusing { return false }
        self.phase = .statement
        return true
    }

    /// Starts COMMIT; false if the run was asked to stop before.
    mutating func beginCommit() -> Bool {
        precondition(self.phase == .between, "COMMIT began inside another statement")
        if self.isRefusing { return false }
        self.phase = .ending
        return true
    }

    /// Starts ROLLBACK, which a cancelled run needs most; false if a cancel message could hit it.
    mutating func beginRollback() -> Bool {
        precondition(self.phase == .between, "ROLLBACK began inside another statement")
        if self.isTainted { return false }
        self.phase = .ending
        return true
    }

    mutating func endStatement() {
        precondition(self.phase == .statement || self.phase == .ending, "no statement to end")
        self.phase = .between
    }

    /// Somebody wants run number `run` to stop, or any run if nil. True if a cancel message is to be
    /// sent now.
    mutating func request(run: UInt64?) -> Bool {
        guard self.phase != .outside, run == nil || run == self.run else { return false }
        let isFirst = !self.isRefusing
        self.isRefusing = true
        guard isFirst, self.phase == .statement else { return false }
        self.isTainted = true
        return true
    }
}
