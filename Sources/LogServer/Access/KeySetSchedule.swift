/// Decides when an issuer's keys are fetched: a pure state machine over the answers so far.
struct KeySetSchedule: Sendable {
    /// What to do about a token that names a key.
    enum Decision: Sendable {
        /// This is the key.
        case use(TokenKey)
        /// The set has to be fetched, then ask again.
        case fetch
        /// The issuer has no such key.
        case unknownKey
        /// No keys could be had.
        case unavailable
    }

    private let limits: KeySetLimits
    private var set: KeySet?
    /// When ``set`` was fetched, in seconds since 1970.
    private var fetchedAt: UInt64 = 0
    /// When a fetch was begun last, in seconds since 1970; nil before the first.
    private var attemptedAt: UInt64?

    init(limits: KeySetLimits) { self.limits = limits }

    /// The decision about a key at a time. ``Decision/fetch`` means that a fetch begins now.
    // SPEC: ACC-13: made-up names of keys make no load.
    mutating func decide(key identifier: String, at now: UInt64) -> Decision {
        // A clock that was set back must not keep old keys alive: it looks like a long time.
        let age = now >= self.fetchedAt ? now - self.fetchedAt : UInt64.max
        let pause = self.attemptedAt.map { now >= $0 ? now - $0 : UInt64.max } ?? UInt64.max
        let mayFetch = pause >= self.limits.minimumPauseSeconds
        guard let set = self.set, age <= self.limits.staleAgeSeconds else {
            guard mayFetch else { return .unavailable }
            self.attemptedAt = now
            return .fetch
        }
        let key = set.keys[identifier]
        if mayFetch, key == nil || age > self.limits.maximumAgeSeconds {
            self.attemptedAt = now
            return .fetch
        }
        return key.map { .use($0) } ?? .unknownKey
    }

    /// A set was fetched at a time.
    mutating func fetched(_ set: KeySet, at now: UInt64) {
        self.set = set
        self.fetchedAt = now
    }
}
