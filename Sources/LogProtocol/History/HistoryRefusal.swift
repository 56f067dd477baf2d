public import Records

/// Why a statement about a log's keys or its policy changes nothing.
public enum HistoryRefusal: Error, Hashable, Sendable {
    /// It is not a public statement.
    case malformed(PublicStatementError)
    /// It is not signed by whom it has to be, or is about another log.
    case unsigned(PublicStatementFailure)
    /// It is to hold from a size that does not contain the statement itself.
    case alreadyPassed(from: UInt64, index: UInt64)
    /// An earlier statement says something else about heads of this size or more.
    case contradictory(from: UInt64)
    /// It brings back a key that the log has, or had.
    case usedKey(name: String)
    /// It does something else than to replace a key, which a log cannot do without.
    case notAReplacement(String)
    /// It carries a policy that is none, or does not follow the one before.
    case policy(String)
}

extension HistoryRefusal: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .malformed(let error): "\(error)"
        case .unsigned(let failure): "\(failure)"
        case .alreadyPassed(let size, let index):
            "it is to hold from size \(size), and stands at index \(index): heads of that size were "
                + "signed before it"
        case .contradictory(let size):
            "an earlier statement says something else about heads of \(size) entries or more"
        case .usedKey(let name): "\(name) has, or had, its new key already"
        case .notAReplacement(let action):
            "a log has one key of each suite: \(action) changes nothing, replace does"
        case .policy(let reason): reason
        }
    }
}
