/// What a log has of a writer's count: `GET completeness/<writer>`.
public struct CompletenessAnswer: Codable, Hashable, Sendable {
    /// Numbers that are missing between others.
    public struct Gap: Codable, Hashable, Sendable {
        /// The first one.
        public let first: UInt64
        /// The last one.
        public let last: UInt64
        /// When a higher number had arrived, in seconds since 1970.
        public let noticed: UInt64

        /// Joins the three.
        public init(first: UInt64, last: UInt64, noticed: UInt64) {
            self.first = first
            self.last = last
            self.noticed = noticed
        }
    }

    /// The writer's name.
    public let writer: String
    /// The highest number that has arrived; 0 before the first.
    public let highest: UInt64
    /// How many different numbers have arrived.
    public let received: UInt64
    /// How many numbers below the highest have not, in gaps of whatever age.
    public let missing: UInt64
    /// How often a number arrived again.
    public let repeats: UInt64
    /// The lowest gaps that are older than the patience, 100 at most.
    public let gaps: [Gap]
    /// Since when nothing was heard, if that is longer than announced; in seconds since 1970.
    public let silentSince: UInt64?
    /// Since when the capture is stopped, as the writer said; in seconds since 1970.
    public let captureStoppedSince: UInt64?

    private enum CodingKeys: String, CodingKey {
        case writer, highest, received, missing, repeats, gaps
        case silentSince = "silent_since"
        case captureStoppedSince = "capture_stopped_since"
    }

    /// Joins them.
    public init(
        writer: String,
        highest: UInt64,
        received: UInt64,
        missing: UInt64,
        repeats: UInt64,
        gaps: [Gap] = [],
        silentSince: UInt64? = nil,
        captureStoppedSince: UInt64? = nil
    ) {
        self.writer = writer
        self.highest = highest
        self.received = received
        self.missing = missing
        self.repeats = repeats
        self.gaps = gaps
        self.silentSince = silentSince
        self.captureStoppedSince = captureStoppedSince
    }
}
