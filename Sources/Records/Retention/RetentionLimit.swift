/// When a time of keeping ends.
public enum RetentionLimit: Hashable, Sendable {
    /// So many calendar months after the day of the record.
    case months(Int)
    /// On the day of an event outside the log.
    case event(RetentionEvent)

    /// Reads `{"months":N}` or `{"by":EVENT}`; the caller ends the reading.
    init(_ reader: inout ObjectReader) throws(ShapeError) {
        let months = try reader.optionalCount("months", least: 1)
        let name = try reader.optionalText("by")
        switch (months, name) {
        case (let months?, nil):
            self = .months(Int(months))
        case (nil, let name?):
            guard let event = RetentionEvent(rawValue: name) else {
                throw ShapeError(
                    reader.place(of: "by"),
                    .value(expected: "an event that ends a time of keeping")
                )
            }
            self = .event(event)
        default:
            throw ShapeError(reader.place, .value(expected: "one of `months` and `by`"))
        }
    }

    /// The last day of the time; nil if it depends on an event that is not known.
    ///
    /// SPEC: RET-1: months of the calendar, never days.
    public func lastDay(of facts: RetentionFacts) -> CalendarDate? {
        switch self {
        case .months(let count): facts.recorded.adding(months: count)
        case .event(let event): facts.events[event]
        }
    }
}

/// An event outside the log that ends a time of keeping.
public enum RetentionEvent: String, CaseIterable, Sendable {
    /// What the operator's own documented policy says.
    case policy
    /// The final decision in the case.
    case finalDecision = "final-decision"
    /// What a court's order says.
    case order
    /// The end of the limitation period.
    case limitation
}
