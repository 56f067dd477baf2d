import Synchronization

/// Who waits for a submission: a caller of its own, or one who waits for several.
enum AppendWaiter: Sendable {
    case one(CheckedContinuation<Result<Receipt, AppendError>, Never>)
    case member(AppendGroup<Result<Receipt, AppendError>>, position: Int)

    /// Answers. Once for each waiter.
    func resume(returning result: Result<Receipt, AppendError>) {
        switch self {
        case .one(let continuation): continuation.resume(returning: result)
        case .member(let group, let position): group.finish(position, result)
        }
    }
}

/// A caller who waits for several things, and is answered when all are.
final class AppendGroup<Answer: Sendable>: Sendable {
    private struct State {
        var results: [Answer?]
        var missing: Int
    }

    private let continuation: CheckedContinuation<[Answer], Never>
    // Written once for each position, by whoever answers it.
    private let state: Mutex<State>

    /// - Precondition: There is at least one.
    init(
        count: Int,
        _ continuation: CheckedContinuation<[Answer], Never>
    ) {
        precondition(count > 0, "a group has a member")
        self.continuation = continuation
        self.state = Mutex(
            State(results: [Answer?](repeating: nil, count: count), missing: count)
        )
    }

    /// Answers one of them. Once for each position.
    func finish(_ position: Int, _ result: Answer) {
        let all = self.state.withLock { state -> [Answer]? in
            precondition(state.results[position] == nil, "each is answered once")
            state.results[position] = result
            state.missing -= 1
            return state.missing == 0 ? state.results.compactMap { $0 } : nil
        }
        if let all { self.continuation.resume(returning: all) }
    }
}
