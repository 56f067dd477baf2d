import Synchronization

/// Who waits for a submission: a caller of its own, or one who waits for several.
enum AppendWaiter: Sendable {
    case one(CheckedContinuation<Result<Receipt, AppendError>, Never>)
    case member(AppendGroup, position: Int)

    /// Answers. Once for each waiter.
    func resume(returning result: Result<Receipt, AppendError>) {
        switch self {
        case .one(let continuation): continuation.resume(returning: result)
        case .member(let group, let position): group.finish(position, result)
        }
    }
}

/// A caller who waits for several submissions, and is answered when all are.
final class AppendGroup: Sendable {
    private struct State {
        var results: [Result<Receipt, AppendError>?]
        var missing: Int
    }

    private let continuation: CheckedContinuation<[Result<Receipt, AppendError>], Never>
    // Written once for each position, by whoever answers it.
    private let state: Mutex<State>

    /// - Precondition: There is at least one submission.
    init(
        count: Int,
        _ continuation: CheckedContinuation<[Result<Receipt, AppendError>], Never>
    ) {
        precondition(count > 0, "a group has a member")
        self.continuation = continuation
        self.state = Mutex(
            State(
                results: [Result<Receipt, AppendError>?](repeating: nil, count: count),
                missing: count
            )
        )
    }

    fileprivate func finish(_ position: Int, _ result: Result<Receipt, AppendError>) {
        let all = self.state.withLock { state -> [Result<Receipt, AppendError>]? in
            precondition(state.results[position] == nil, "a submission is answered once")
            state.results[position] = result
            state.missing -= 1
            return state.missing == 0 ? state.results.compactMap { $0 } : nil
        }
        if let all { self.continuation.resume(returning: all) }
    }
}
