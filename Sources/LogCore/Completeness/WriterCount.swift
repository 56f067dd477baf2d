/// How many records of one writer the log has.
public struct WriterCount: Hashable, Sendable {
    /// The highest number that has arrived; 0 before the first.
    public let highest: UInt64
    /// How many different numbers have arrived.
    public let received: UInt64
    /// How many numbers below the highest have not.
    public let missing: UInt64
    /// How often a number arrived again.
    public let repeats: UInt64

    /// Joins them.
    public init(highest: UInt64, received: UInt64, missing: UInt64, repeats: UInt64) {
        self.highest = highest
        self.received = received
        self.missing = missing
        self.repeats = repeats
    }

    /// How a writer's own count compares with the log's.
    public enum Comparison: Hashable, Sendable {
        /// The log has all that the writer counted, and nothing else.
        case equal
        /// The log lacks records: those after its highest number, and those in gaps.
        case logLacks(count: UInt64)
        /// The log has numbers that the writer has not counted.
        case writerLacks(count: UInt64)
    }

    /// SPEC: COMP-4: compares with the number of records that the writer says he sent.
    public func compared(withWritersOwn count: UInt64) -> Comparison {
        if self.highest > count { return .writerLacks(count: self.highest - count) }
        let lacking = count - self.highest + self.missing
        return lacking == 0 ? .equal : .logLacks(count: lacking)
    }
}
