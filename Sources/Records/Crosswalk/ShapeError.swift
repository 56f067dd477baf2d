/// A JSON document does not have the members that it must have.
public struct ShapeError: Error, Hashable, Sendable {
    /// What is wrong with a place.
    public enum Reason: Hashable, Sendable {
        /// The member is missing.
        case missing
        /// There is no such member.
        case unknown
        /// The value is of another kind: `expected` says which it must be.
        case kind(expected: String)
        /// The value is of the right kind and cannot be used: `expected` says what it must be.
        case value(expected: String)
        /// The value stands there for the second time.
        case duplicate
    }

    /// Where, such as `profiles[2].home`; empty at the top.
    public let place: String
    /// What is wrong.
    public let reason: Reason

    /// Joins the two.
    public init(_ place: String, _ reason: Reason) {
        self.place = place
        self.reason = reason
    }
}

extension ShapeError: CustomStringConvertible {
    /// The place and the reason in words.
    public var description: String {
        let place = self.place.isEmpty ? "the document" : self.place
        return switch self.reason {
        case .missing: "\(place) is missing"
        case .unknown: "\(place) is not a member that is known here"
        case .kind(let expected), .value(let expected): "\(place) must be \(expected)"
        case .duplicate: "\(place) stands there twice"
        }
    }
}
