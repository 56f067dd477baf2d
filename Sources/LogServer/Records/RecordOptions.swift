public import LogCore
public import Records

/// What a server needs to take records and to disclose them.
public struct RecordOptions: Sendable {
    /// The crosswalk that new statements name.
    public let crosswalk: Crosswalk
    /// What the times in statements are rounded down to, in seconds: the publication interval, at
    /// least 1.
    public let interval: Int64
    /// Seconds since 1970.
    public let now: @Sendable () -> UInt64
    /// By what the records of opaque logs are written. Without its pacer an opaque log takes none.
    public let pacers: [LogName: OpaquePacer]

    /// Joins them.
    public init(
        crosswalk: Crosswalk,
        interval: Int64,
        now: @escaping @Sendable () -> UInt64,
        pacers: [LogName: OpaquePacer] = [:]
    ) {
        self.crosswalk = crosswalk
        self.interval = max(interval, 1)
        self.now = now
        self.pacers = pacers
    }
}
