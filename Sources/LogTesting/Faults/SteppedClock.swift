import Synchronization

/// A clock for one running log: the rest between two publications ends when it is told to, every
/// shorter wait at once. So a test decides what happens in which order, and waits for nothing.
public final class SteppedClock: Clock, Sendable {
    /// A moment on this clock, which stands still.
    public struct Instant: InstantProtocol {
        let offset: Duration

        /// A moment later than this one.
        public func advanced(by duration: Duration) -> Instant {
            Instant(offset: self.offset + duration)
        }

        /// How much later the other moment is.
        public func duration(to other: Instant) -> Duration { other.offset - self.offset }

        /// Whether the first is earlier.
        public static func < (first: Instant, second: Instant) -> Bool {
            first.offset < second.offset
        }
    }

    /// An interval between publications that ends only when told to.
    public static let interval = Duration.seconds(1_000_000)

    private struct State {
        var sleeper: CheckedContinuation<Void, any Error>?
        var watchers: [CheckedContinuation<Void, Never>] = []
        var isOver = false
    }

    // Held for a few instructions only.
    private let state = Mutex(State())

    /// A clock that nobody waits for yet.
    public init() {}

    /// Always the same moment.
    public var now: Instant { Instant(offset: .zero) }

    /// Nothing is measured with this clock.
    public var minimumResolution: Duration { .zero }

    /// Waits for ``step()`` if the wait is as long as ``interval``, else for nothing.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        guard deadline.offset > Self.interval / 2 else {
            await Task.yield()
            return try Task.checkCancellation()
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isOver, watchers) = self.state.withLock { state in
                    if !state.isOver { state.sleeper = continuation }
                    defer { state.watchers = [] }
                    return (state.isOver, state.watchers)
                }
                if isOver { continuation.resume(throwing: CancellationError()) }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            let (sleeper, watchers) = self.state.withLock { state in
                state.isOver = true
                defer { state.watchers = [] }
                return (state.sleeper.take(), state.watchers)
            }
            sleeper?.resume(throwing: CancellationError())
            for watcher in watchers { watcher.resume() }
        }
    }

    /// Lets one publication happen; returns when it is done.
    public func step() async {
        self.state.withLock { $0.sleeper.take() }?.resume()
        await self.waitUntilAsleep()
    }

    /// Returns when somebody rests here, or nobody will any more.
    public func waitUntilAsleep() async {
        await withCheckedContinuation { (watcher: CheckedContinuation<Void, Never>) in
            let isThere = self.state.withLock { state in
                if state.sleeper != nil || state.isOver { return true }
                state.watchers.append(watcher)
                return false
            }
            if isThere { watcher.resume() }
        }
    }
}
