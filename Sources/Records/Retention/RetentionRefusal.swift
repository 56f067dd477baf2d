/// Why something must not be done to a record's contents now.
public enum RetentionRefusal: Error, Hashable, Sendable {
    /// The contents are gone already.
    case alreadyErased
    /// The action is none for the record's state.
    case wrongState(RecordState)
    /// A legal hold is on the record.
    case onHold
    /// There is no hold to be ended.
    case notHeld
    /// The record belongs to an incident that is not closed.
    case frozenByIncident
    /// The class is not one of the log's jurisdiction.
    case wrongSide
    /// The class asks for the reference of an order.
    case orderNeeded
    /// The contents have to be blocked before.
    case notBlocked
    /// The shortest time of keeping depends on an event whose day is not known.
    case eventUnknown(RetentionEvent)
    /// The shortest time of keeping is not over: the first day after it.
    case beforeFloor(allowedFrom: CalendarDate)
}

extension RetentionRefusal: CustomStringConvertible {
    /// The reason in words.
    public var description: String {
        switch self {
        case .alreadyErased: "the contents are erased already"
        case .wrongState(let state): "the record is \(state.rawValue), and there it is none to take"
        case .onHold: "a legal hold is on the record"
        case .notHeld: "there is no legal hold on the record"
        case .frozenByIncident: "the record belongs to an incident that is not closed"
        case .wrongSide: "the retention class is none of the log's jurisdiction"
        case .orderNeeded: "the retention class asks for the reference of an order"
        case .notBlocked: "the retention class asks for a block before the erasure"
        case .eventUnknown(let event): "the day of the event \(event.rawValue) is not known"
        case .beforeFloor(let date): "the shortest time of keeping ends before \(date)"
        }
    }
}
