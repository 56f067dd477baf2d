public import SignedNotes

/// One thing that happened around a log.
public struct HistoryEvent: Sendable {
    /// Its place in the history: what was noticed later has a higher number.
    public let number: Int
    /// When it was noticed, by a clock that does not go back.
    public let time: ContinuousClock.Instant
    /// When it was noticed in POSIX seconds, by the clock that the signer has, too; nil if the
    /// history has none.
    public let seconds: UInt64?
    /// What happened.
    public let what: What

    /// What happens around a log.
    public enum What: Sendable {
        /// A client sent an append; the event's number is the attempt's.
        case sent(Request)
        /// It was answered, or given up.
        case answered(attempt: Int, Answer)
        /// Somebody saw a head that he had asked for after event `asked`.
        case saw(HeadSighting, asked: Int, observer: String)
        /// A read that ends at the published size was answered for this size.
        case wasShown(size: UInt64, observer: String)
        /// A store says that it committed a batch.
        case committed(from: TwinHead, to: TwinHead, by: String)
        /// Something was broken on purpose.
        case fault(String)
        /// Something that must not be, noticed where it happened.
        case violated(HistoryViolation)
    }

    /// What a client asks to append.
    public struct Request: Hashable, Sendable {
        /// The retry key; nil for an append that is sent once.
        public let key: [UInt8]?
        /// The entries, in order.
        public let entries: [[UInt8]]

        /// Joins the two.
        public init(key: [UInt8]?, entries: [[UInt8]]) {
            self.key = key
            self.entries = entries
        }
    }

    /// What a client learns.
    public enum Answer: Hashable, Sendable {
        /// The entries are promised from this index on; `isRepeat` if an earlier try had appended.
        case promised(first: UInt64, isRepeat: Bool)
        /// Nothing was appended.
        case refused
        /// The key stands for another body; nothing was appended.
        case conflict
        /// No answer, or one that leaves the outcome open.
        case unknown
    }

    init(
        number: Int,
        time: ContinuousClock.Instant = .now,
        seconds: UInt64? = nil,
        what: What
    ) {
        self.number = number
        self.time = time
        self.seconds = seconds
        self.what = what
    }
}
