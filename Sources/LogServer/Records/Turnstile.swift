import Synchronization

/// Lets a few in at a time, in the order in which they came.
///
/// For work that takes processors and nothing else: if all of it were begun at once, all of it would end
/// at once, and what follows (a commit, an answer) would have to wait for the last of it while
/// processors have nothing to do.
final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Those before this position are let in already.
        var next = 0

        /// Takes the next who waits; nil if nobody does, and then there is a free place more.
        mutating func takeNext() -> CheckedContinuation<Void, Never>? {
            guard self.next < self.waiting.count else {
                self.free += 1
                return nil
            }
            let taken = self.waiting[self.next]
            self.next += 1
            // Moving what is left down once per half keeps this cheap however many wait.
            if self.next * 2 >= self.waiting.count {
                self.waiting.removeFirst(self.next)
                self.next = 0
            }
            return taken
        }
    }

    // Held to go in and out, never while anybody waits.
    private let state: Mutex<State>

    /// Lets `count` in at a time, at least one.
    init(count: Int) { self.state = Mutex(State(free: max(count, 1))) }

    /// How many wait, for tests.
    var waitingCount: Int { self.state.withLock { $0.waiting.count - $0.next } }

    /// Carries out `body` when it is its turn. Who is cancelled waits for his turn all the same: what he
    /// does then is his.
    func pass<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: () async -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            let isFree = self.state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
        let result = await body()
        self.state.withLock { $0.takeNext() }?.resume()
        return result
    }
}
