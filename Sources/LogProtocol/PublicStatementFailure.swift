public import SignedNotes

/// Why a public statement says nothing.
public enum PublicStatementFailure: Error, Hashable, Sendable {
    /// It is about another log.
    case otherLog
    /// The new key is none, or none that the log could have.
    case malformedKey
    /// The old key is not one of the log's, or none of the log's keys is known.
    case unknownKey
    /// The signatures are not lines of a note, or one of a known key does not verify.
    case note(NoteError)
    /// A key that has to sign did not.
    case missingSignature(name: String)
}

extension PublicStatementFailure: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .otherLog: "the statement is about another log"
        case .malformedKey: "the new key is not one that the log could have"
        case .unknownKey: "the old key is not one of the log's"
        case .note(let error): error.description
        case .missingSignature(let name): "\(name) has not signed the statement"
        }
    }
}
