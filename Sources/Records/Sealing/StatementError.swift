/// Why bytes are not a statement.
public enum StatementError: Error, Hashable, Sendable {
    /// They are not JSON that can be taken in one way only.
    case json(StrictJSONError)
    /// This member is missing, malformed or one too many; empty if the members are others.
    case member(String)
    /// They are not in canonical form.
    case notCanonical
}

extension StatementError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .json(let error): error.description
        case .member(""): "the statement has other members than a statement has"
        case .member(let name): "the statement's \(name) is missing or malformed"
        case .notCanonical: "the statement is not in canonical form"
        }
    }
}
