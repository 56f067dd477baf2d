/// What incidents say about a record's contents, asked before these go.
public struct FreezeCheck: Hashable, Sendable {
    /// The incidents of all entries below this index are known.
    public let below: UInt64
    /// Whether one of them that is not closed keeps the contents.
    public let isFrozen: Bool

    /// Joins the two.
    public init(below: UInt64, isFrozen: Bool) {
        self.below = below
        self.isFrozen = isFrozen
    }

    /// For actions that no incident hinders.
    public static let notAsked = FreezeCheck(below: 0, isFrozen: false)
}
