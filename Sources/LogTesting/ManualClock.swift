import Synchronization

/// A clock on which sleeping takes no time and is remembered.
public final class ManualClock: Clock, Sendable {
    /// A moment: how much was slept before it.
    public struct Instant: InstantProtocol {
        var offset: Duration

        /// The moment some time later.
        public func advanced(by duration: Duration) -> Instant {
            Instant(offset: self.offset + duration)
        }

        /// The time until another moment.
        public func duration(to other: Instant) -> Duration { other.offset - self.offset }

        /// Whether the left moment is the earlier one.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var sleeps: [Duration] = []
        var offset = Duration.zero
    }

    private let state = Mutex(State())

    /// A clock on which nobody has slept.
    public init() {}

    /// How long each sleep was to be.
    public var sleeps: [Duration] { self.state.withLock { $0.sleeps } }

    /// The present moment.
    public var now: Instant { self.state.withLock { Instant(offset: $0.offset) } }

    /// A nanosecond.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Remembers the sleep and returns.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        self.state.withLock { state in
            let duration = deadline.offset - state.offset
            state.sleeps.append(duration)
            state.offset = max(state.offset, deadline.offset)
        }
    }
}
