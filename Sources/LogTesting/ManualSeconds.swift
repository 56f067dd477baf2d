import Synchronization

/// A clock in POSIX seconds that a test sets.
public final class ManualSeconds: Sendable {
    private let seconds: Mutex<UInt64>

    /// Stands at `seconds`.
    public init(_ seconds: UInt64 = 1_800_000_000) { self.seconds = Mutex(seconds) }

    /// The time.
    public var now: UInt64 { self.seconds.withLock { $0 } }

    /// Sets the time, forward or back.
    public func set(_ seconds: UInt64) { self.seconds.withLock { $0 = seconds } }

    /// Moves the time forward, or back by a negative number.
    public func advance(by seconds: Int64) {
        self.seconds.withLock { $0 = UInt64(Int64($0) + seconds) }
    }
}
