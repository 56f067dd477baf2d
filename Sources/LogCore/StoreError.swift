/// Why a store could not do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
    /// The store is out of reach, starting or overloaded. Nothing happened; the text is for the
    /// operator's log.
    case unavailable(String)
    /// The store has no room left. Nothing happened.
    case full(String)
    /// Whether it happened is not known.
    case outcomeUnknown(String)
    /// Another writer was first, or the rows are not those that the call speaks of.
    case conflict(String)
    /// The name or the origin is taken.
    case alreadyExists
    /// There is no such log.
    case unknownLog
    /// The stored rows contradict each other.
    case corrupt(String)
}
