/// Something in a history that must not be.
public struct HistoryViolation: Hashable, Sendable, CustomStringConvertible {
    /// What is broken.
    public let invariant: Invariant
    /// Where, in words.
    public let text: String

    /// Joins the two.
    public init(_ invariant: Invariant, _ text: String) {
        self.invariant = invariant
        self.text = text
    }

    /// Both on one line.
    public var description: String { "\(self.invariant.rawValue): \(self.text)" }
}
