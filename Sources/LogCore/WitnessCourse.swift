import LogProtocol
import SignedNotes

/// What is known of one witness on one tree, and what follows from its answers. It asks nobody
/// itself and knows no clock: times come in as the time since the process began.
struct WitnessCourse: Sendable {
    /// What an answer leads to.
    enum Step: Hashable, Sendable {
        /// These lines are the witness's own on this head.
        case cosigned([HeadCosignature])
        /// The witness is at another size than thought: ask again from there.
        case askAgain
        /// Nothing more for now.
        case rest
        /// The witness says that it holds another history.
        case possibleFork(String)
    }

    /// Why there is no line of the witness, and since when in POSIX seconds.
    struct Trouble: Hashable, Sendable {
        var reason: String
        let since: UInt64
    }

    let seat: WitnessSeat
    private let rules: WitnessRules
    /// The size of the head that the witness cosigned last; nil as long as it is not known.
    private(set) var knownSize: UInt64?
    /// Why there is no line; nil if there was one when it was asked last.
    private(set) var trouble: Trouble?
    /// Until when it is not asked.
    private(set) var restsUntil: Duration = .zero
    /// The size at which it said it is, and in how many rounds on end that was above the head's.
    private(set) var ahead: (size: UInt64, rounds: Int)?
    private var failures = 0
    /// Whether it rests because it was ahead, and for nothing since.
    private var restsAhead = false

    init(seat: WitnessSeat, rules: WitnessRules) {
        self.seat = seat
        self.rules = rules
    }

    /// Whether it may be asked now.
    func isAwake(at elapsed: Duration) -> Bool { elapsed >= self.restsUntil }

    /// From which size to ask for a head of `size`.
    ///
    /// A witness that said it is ahead is asked as if it had this very head: the truth comes with
    /// its answer.
    func oldSize(forHeadOf size: UInt64) -> UInt64 { min(self.knownSize ?? 0, size) }

    /// Whether the witness has been ahead for as many rounds as the rules ask for; at which size.
    var consistentlyAhead: UInt64? {
        guard let ahead = self.ahead, ahead.rounds >= self.rules.roundsAhead else { return nil }
        return ahead.size
    }

    /// An answer came to the question for a head of `size` from `oldSize` on. `lines` are those of
    /// the witness's own keys that verified, `problem` what is wrong with the others.
    mutating func received(
        _ response: AddCheckpointResponse,
        oldSize: UInt64,
        size: UInt64,
        lines: [HeadCosignature],
        problem: String?,
        at moment: Moment
    ) -> Step {
        switch response {
        case .cosigned:
            guard !lines.isEmpty else {
                self.fail(problem ?? "its answer has no line of its key", at: moment)
                return .rest
            }
            self.knownSize = size
            self.ahead = nil
            self.failures = 0
            self.restsUntil = .zero
            self.trouble = nil
            // A key of two that did not sign is asked for again, but not at once.
            if lines.count < self.seat.keys.count {
                self.fail(problem ?? "its answer lacks the line of a key", at: moment)
            }
            return .cosigned(lines)
        case .otherSize(let known):
            // SPEC: PUB-8: with the content type of a size, 409 is a matter of asking again.
            guard known != oldSize else {
                self.fail("it says that it is not at \(known), and that it is", at: moment)
                return .rest
            }
            self.knownSize = known
            guard known > size else { return .askAgain }
            self.ahead = (known, (self.ahead?.rounds ?? 0) + 1)
            self.fail("it is ahead, at size \(known)", at: moment)
            self.restsAhead = true
            return .rest
        case .conflict(let reason), .inconsistent(let reason):
            self.fail("it says that it holds another history: \(reason)", at: moment)
            // SPEC: PUB-9: 409 without that content type, and 422.
            return .possibleFork(reason)
        case .tooManyRequests(let seconds, _), .failed(_, let seconds, _):
            self.fail("\(response)", at: moment, retryAfterSeconds: seconds)
            return .rest
        case .malformed, .notSignedByLog, .unknownOrigin, .unexpected, .garbled:
            self.fail("\(response)", at: moment)
            return .rest
        }
    }

    /// Another head is to be cosigned. A witness that was ahead of the one before, because another
    /// publisher had gone on, and is not ahead of this one, has failed in nothing.
    mutating func turns(toHeadOf size: UInt64) {
        guard self.restsAhead, let ahead, ahead.size <= size else { return }
        self.failures = max(0, self.failures - ahead.rounds)
        self.ahead = nil
        self.restsAhead = false
        self.restsUntil = .zero
        self.trouble = nil
    }

    /// There was no answer, or nothing could be asked.
    mutating func failed(_ reason: String, at moment: Moment) {
        self.fail(reason, at: moment)
    }

    /// The witness showed a head of this size: where to begin, until it says otherwise.
    mutating func showed(size: UInt64) { self.knownSize = self.knownSize ?? size }

    /// The witness spoke of another history, and what it showed does not bear that out.
    mutating func contradictedItself(at moment: Moment) {
        self.trouble = Trouble(
            reason: "it says that it holds another history, and shows a head of this one",
            since: self.trouble?.since ?? moment.seconds
        )
    }

    private mutating func fail(
        _ reason: String,
        at moment: Moment,
        retryAfterSeconds: UInt64? = nil
    ) {
        self.trouble = Trouble(reason: reason, since: self.trouble?.since ?? moment.seconds)
        // SPEC: PUB-7: each further rest is twice as long; one that is asked for is granted.
        var rest = self.rules.firstRest
        for _ in 0..<min(self.failures, 20) where rest < self.rules.longestRest { rest *= 2 }
        rest = min(rest, self.rules.longestRest)
        if let seconds = retryAfterSeconds {
            let granted = Duration.seconds(Int64(clamping: seconds))
            rest = max(rest, min(granted, self.rules.longestGrantedRest))
        }
        self.failures += 1
        self.restsAhead = false
        self.restsUntil = moment.elapsed + rest
    }
}

/// A time by two clocks: one that people read, and one that only goes forward.
struct Moment: Hashable, Sendable {
    /// POSIX seconds.
    let seconds: UInt64
    /// The time since some moment of this process.
    let elapsed: Duration
}
