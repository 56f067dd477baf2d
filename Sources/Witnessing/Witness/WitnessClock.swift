import Synchronization

/// The time of cosignatures, which never goes back.
final class WitnessClock: Sendable {
    private let now: @Sendable () -> UInt64
    // The newest time that was given out or stored. Used by all logs; held for a comparison.
    private let newest: Mutex<UInt64>

    /// Starts with the newest time that is stored. `now` gives POSIX seconds.
    init(now: @escaping @Sendable () -> UInt64, newest: UInt64) {
        self.now = now
        self.newest = Mutex(newest)
    }

    /// A time to sign with: not 0, and not before any other.
    ///
    /// SPEC: WITNESS-11.
    ///
    /// - Throws: ``WitnessFault/clock(secondsBehind:)``.
    func time() throws(WitnessFault) -> UInt64 {
        let now = self.now()
        let behind = self.newest.withLock { newest -> UInt64 in
            guard now >= newest, now > 0, now <= UInt64(Int64.max) else {
                return newest > now ? newest - now : 1
            }
            newest = now
            return 0
        }
        guard behind == 0 else { throw .clock(secondsBehind: behind) }
        return now
    }
}
