import Synchronization

/// Lets the work of a process go wrong at a named place, once.
///
/// A killed process is gone: from then on every place says so, until ``restart()`` stands for a new
/// process over what the old one left.
public final class FaultInjector: Sendable {
    /// How a place fails.
    public enum Form: String, Sendable, CaseIterable {
        /// It fails, and nothing happened.
        case failsUndone
        /// It fails, and it happened.
        case failsDone
        /// It fails, and half of it happened. Of what cannot be halved, nothing.
        case failsHalfDone
        /// It happened, and the process is gone.
        case killed
    }

    /// What becomes of a place that is reached.
    enum Verdict: Sendable {
        case passes
        case fails(Form)
        case dead
    }

    private enum Armed: Sendable {
        case place(Failpoint, remaining: Int, Form)
        case any(remaining: Int, Form)
    }

    private struct State {
        var armed: Armed?
        /// Kills that belong to the life itself.
        var scripted: [Failpoint] = []
        var isDead = false
        var struckAt: Failpoint?
        var reached: [Failpoint] = []
        var unnamed: [String] = []
        var pauses: [(point: Failpoint, remaining: Int, action: @Sendable () async -> Void)] = []
    }

    // Held for a few instructions only.
    private let state = Mutex(State())

    /// Nothing is armed.
    public init() {}

    /// Lets `point` fail when it is reached for the `occurrence`th time from now, the first being 1.
    public func arm(_ point: Failpoint, occurrence: Int = 1, _ form: Form) {
        self.state.withLock { state in
            state.armed = .place(point, remaining: occurrence, form)
            state.struckAt = nil
        }
    }

    /// Lets the `count`th place fail that is reached from now, whichever it is, the first being 1.
    public func armAny(_ count: Int, _ form: Form) {
        self.state.withLock { state in
            state.armed = .any(remaining: count, form)
            state.struckAt = nil
        }
    }

    /// Holds the process at a call of `point`, before it is made, while `action` runs. The first call
    /// from now is number 1.
    public func pause(
        at point: Failpoint,
        occurrence: Int = 1,
        while action: @escaping @Sendable () async -> Void
    ) {
        self.state.withLock { $0.pauses.append((point, occurrence, action)) }
    }

    /// Ends the process when it comes to `point`. That is no fault that strikes, but a part of the
    /// life in which others do.
    public func kill(at point: Failpoint) { self.state.withLock { $0.scripted.append(point) } }

    /// Ends the process.
    public func kill() { self.state.withLock { $0.isDead = true } }

    /// Begins a new process. What is armed and has not struck stays armed.
    public func restart() { self.state.withLock { $0.isDead = false } }

    /// Lets nothing go wrong any more.
    public func disarm() {
        self.state.withLock { state in
            state.armed = nil
            state.pauses = []
            state.scripted = []
        }
    }

    /// Forgets where the last fault struck.
    func forgetStrike() { self.state.withLock { $0.struckAt = nil } }

    /// Whether the process is gone.
    public var isDead: Bool { self.state.withLock { $0.isDead } }

    /// Where what was armed struck; nil if it has not.
    public var struckAt: Failpoint? { self.state.withLock { $0.struckAt } }

    /// The places that were reached, in order.
    public var reached: [Failpoint] { self.state.withLock { $0.reached } }

    /// Steps that were taken and have no name, in words.
    public var unnamed: [String] { self.state.withLock { $0.unnamed } }

    /// A place is reached: what becomes of it.
    func reach(_ point: Failpoint) -> Verdict {
        self.state.withLock { state in
            if state.isDead { return .dead }
            state.reached.append(point)
            if let form = Self.strike(&state.armed, point) {
                state.struckAt = point
                return .fails(form)
            }
            guard let position = state.scripted.firstIndex(of: point) else { return .passes }
            state.scripted.remove(at: position)
            return .fails(.killed)
        }
    }

    /// Counts a place that is reached; the form of the fault if this is its moment.
    private static func strike(_ armed: inout Armed?, _ point: Failpoint) -> Form? {
        switch armed {
        case .place(point, let remaining, let form):
            armed = remaining > 1 ? .place(point, remaining: remaining - 1, form) : nil
            return remaining > 1 ? nil : form
        case .any(let remaining, let form):
            armed = remaining > 1 ? .any(remaining: remaining - 1, form) : nil
            return remaining > 1 ? nil : form
        case .place, nil: return nil
        }
    }

    /// Waits here if the process is to be held at this place.
    func pauseIfArmed(at point: Failpoint) async {
        let action = self.state.withLock { state -> (@Sendable () async -> Void)? in
            if state.isDead { return nil }
            for position in state.pauses.indices where state.pauses[position].point == point {
                state.pauses[position].remaining -= 1
            }
            guard let due = state.pauses.firstIndex(where: { $0.remaining <= 0 }) else {
                return nil
            }
            return state.pauses.remove(at: due).action
        }
        await action?()
    }

    /// Decides about an operation on the signer's disk.
    package func judge(_ operation: SimulatedDisk.Operation) -> SimulatedDisk.Judgement? {
        let step = SignerStep.current
        if step == .create { return nil }
        guard let point = Failpoint(operation, in: step) else {
            let text = "\(step.rawValue): \(operation.name) \(operation.path)"
            self.state.withLock { $0.unnamed.append(text) }
            return nil
        }
        switch self.reach(point) {
        case .passes: return nil
        case .dead: return .dead
        case .fails(.failsUndone): return .fault(.failsUndone)
        case .fails(.failsDone): return .fault(.failsDone)
        case .fails(.failsHalfDone): return .fault(.failsHalfDone)
        case .fails(.killed):
            self.kill()
            return .fault(.killed)
        }
    }
}
