/// At what rate statements are written to an opaque log, whatever happens.
public struct OpaquePace: Hashable, Sendable {
    /// The time between two batches. Default 1 s.
    public var period: Duration = .seconds(1)
    /// How many statements each batch has, records and dummies together; at least 1. Default 4.
    public var batch = 4
    /// How many periods a record waits at most for its place; at least 1. Default 60. More records than
    /// have a place by then are refused, to be sent again.
    public var waitingPeriods = 60

    /// The defaults.
    public init() {}

    /// How many records may wait.
    var waitingRecords: Int { self.batch * self.waitingPeriods }
}
