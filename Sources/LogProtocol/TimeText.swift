import FoundationEssentials

/// A time in whole POSIX seconds as RFC 3339 writes it, in UTC: `2026-11-23T10:00:00Z`.
public struct TimeText: Hashable, Sendable, CustomStringConvertible {
    /// The text.
    public let description: String

    /// Writes a time. What is beyond the year 9999 is written as the last second of that year.
    public init(_ seconds: UInt64) {
        self.description = Date(timeIntervalSince1970: Double(min(seconds, 253_402_300_799)))
            .formatted(.iso8601)
    }
}
