/// The figures of one log's completeness.
public struct CompletenessFigures: Hashable, Sendable {
    /// Records that are missing in gaps older than the patience.
    public var missingRecords: UInt64 = 0
    /// The age of the oldest such gap, in seconds; 0 without one.
    public var oldestGapSeconds: UInt64 = 0
    /// Writers who have been silent for longer than they announced.
    public var silentWriters: UInt64 = 0
    /// Writers who said that their capture is stopped.
    public var stoppedCaptures: UInt64 = 0

    /// Nothing is wrong.
    public init() {}
}
