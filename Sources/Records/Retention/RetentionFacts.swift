/// What is known about a record when its keeping is decided.
public struct RetentionFacts: Hashable, Sendable {
    /// The day on which it was recorded, in UTC.
    public let recorded: CalendarDate
    /// What has become of its contents.
    public let state: RecordState
    /// Whether a legal hold is on it.
    public let isHeld: Bool
    /// Whether it belongs to an incident that is not closed.
    public let hasOpenIncident: Bool
    /// The last day on which the need to keep it was reviewed; nil before the first.
    public let reviewed: CalendarDate?
    /// The days of events that limits depend on, as far as they are known.
    public let events: [RetentionEvent: CalendarDate]

    /// Joins them.
    public init(
        recorded: CalendarDate,
        state: RecordState,
        isHeld: Bool = false,
        hasOpenIncident: Bool = false,
        reviewed: CalendarDate? = nil,
        events: [RetentionEvent: CalendarDate] = [:]
    ) {
        self.recorded = recorded
        self.state = state
        self.isHeld = isHeld
        self.hasOpenIncident = hasOpenIncident
        self.reviewed = reviewed
        self.events = events
    }
}
