/// What a connection waits for, and until when. Times are nanoseconds of any steady clock.
///
///     idle ──> head ──> body ──> work ──> write ──> idle
///       └───────┴────────┴────────┴────────┴──────> linger ──> closed
struct ConnectionPhase: Hashable, Sendable {
    /// The limits of all connections of a server.
    struct Limits: Hashable, Sendable {
        /// The longest time without a request.
        let idle: Int64
        /// The longest time from the first byte of a request to the end of its head.
        let head: Int64
        /// The longest pause within a body, in either direction.
        let pause: Int64
        /// The slowest average of a body, in bytes per second.
        let rate: Int64
        /// The longest time for a client to take note of an end.
        let linger: Int64

        /// Takes the limits from a configuration.
        init(_ configuration: ServerConfiguration) {
            self.idle = configuration.idleTimeout.nanoseconds
            self.head = configuration.headTimeout.nanoseconds
            self.pause = configuration.bodyPauseTimeout.nanoseconds
            self.rate = Int64(max(configuration.minimumBodyRate, 1))
            self.linger = configuration.lingerTimeout.nanoseconds
        }
    }

    /// The phases. Each names those that may follow.
    enum Kind: Hashable, Sendable {
        /// No request has begun. Then ``head``.
        case idle
        /// A head has begun and has not ended. Then ``body`` or ``work``.
        case head
        /// A body is coming. Then ``work``.
        case body
        /// The answer is being made. Then ``write`` or ``idle``.
        case work
        /// The client is slow to take the answer. Then ``idle``.
        case write
        /// The last answer is out; the client may still send. Then the end.
        case linger
    }

    /// The present phase.
    private(set) var kind: Kind
    /// When the phase has lasted too long; nil while the client is waiting for us.
    private(set) var deadline: Int64?

    private let limits: Limits
    private var start: Int64
    private var byteCount: Int64 = 0

    /// Starts with a connection that has just been accepted.
    init(limits: Limits, now: Int64) {
        self.limits = limits
        self.kind = .idle
        self.start = now
        self.deadline = now + limits.idle
    }

    /// Enters a phase.
    ///
    /// `byteCount` is the length of the answer that the client has to take, for ``Kind/write``.
    mutating func enter(_ kind: Kind, now: Int64, byteCount: Int = 0) {
        self.kind = kind
        self.start = now
        self.byteCount = 0
        switch kind {
        case .idle: self.deadline = now + self.limits.idle
        case .head: self.deadline = now + self.limits.head
        case .body: self.deadline = now + self.limits.pause
        case .work: self.deadline = nil
        case .write:
            self.deadline = now + self.limits.pause + self.duration(of: Int64(byteCount))
        case .linger: self.deadline = now + self.limits.linger
        }
    }

    /// Takes note of bytes of a body. A pause may follow only as long as the average suffices.
    mutating func receive(_ byteCount: Int, now: Int64) {
        self.byteCount += Int64(byteCount)
        self.deadline = min(
            now + self.limits.pause,
            self.start + self.limits.pause + self.duration(of: self.byteCount)
        )
    }

    private func duration(of byteCount: Int64) -> Int64 {
        byteCount * 1_000_000_000 / self.limits.rate
    }
}

extension Duration {
    /// The duration in nanoseconds, cut off at 292 years.
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = self.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        // A quarter of the range leaves room to add such times.
        return overflow || carry ? Int64.max / 4 : min(sum, Int64.max / 4)
    }
}
