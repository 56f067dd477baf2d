import Synchronization

/// A clock on which sleeping takes no time and is remembered.
final class ManualClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration

        func advanced(by duration: Duration) -> Instant { Instant(offset: self.offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - self.offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let state = Mutex<[Duration]>([])

    /// How long each sleep was to be.
    var sleeps: [Duration] { self.state.withLock { $0 } }

    var now: Instant { Instant(offset: self.sleeps.reduce(.zero, +)) }

    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let duration = self.now.duration(to: deadline)
        self.state.withLock { $0.append(duration) }
    }
}
