/// What is wrong with a record in the vault.
public enum VaultFault: String, Hashable, Sendable, CaseIterable {
    /// Its entry is no statement.
    case entryIsNoStatement
    /// Class or retention class beside it are not those of its entry.
    case headerChanged
    /// Its id cannot be found by its prefix.
    case unfindable
    /// An earlier record has its id.
    case repeated
    /// It is neither whole nor erased, or in a state that is none.
    case malformed
    /// It lives, and its contents are gone.
    case contentsGone
    /// It is erased, or not there at all, and some of it is left.
    case contentsLeft
    /// It is sealed in an epoch that the log does not take.
    case epochChanged
    /// Its contents do not open under its key.
    case doesNotOpen
    /// Its contents are not what its entry commits to.
    case contentsChanged
    /// The mark by which a retry is known is not that of its request.
    case markChanged
    /// It is found by other values than its contents have.
    case tokensChanged
    /// The search does not have its values.
    case notSearchable
    /// The search has values that it does not have.
    case searchChanged
    /// Its state is not what the actions of the log made of it.
    case stateChanged
    /// It is erased, and no action of the log says so.
    case erasedUnsaid
    /// It is a retention action, and what it does is missing.
    case actionMissing
    /// What it does is not what its contents say.
    case actionChanged
    /// An action is there, and no record that says so.
    case actionUnsaid

    /// The fault in words, behind `record N`.
    var text: String {
        switch self {
        case .entryIsNoStatement: "is in the vault, and its entry is no statement"
        case .headerChanged: "has another class or retention class beside it than in its entry"
        case .unfindable: "cannot be found by its id"
        case .repeated: "has the id of an earlier one"
        case .malformed: "is neither whole nor erased"
        case .contentsGone: "is not erased, and its contents are gone"
        case .contentsLeft: "is erased or unknown, and some of it is left"
        case .epochChanged: "is sealed in an epoch that the log does not take"
        case .doesNotOpen: "does not open under its key"
        case .contentsChanged: "has other contents than its entry commits to"
        case .markChanged: "has another mark of its request than its contents have"
        case .tokensChanged: "is found by other values than its contents have"
        case .notSearchable: "is not found by its values"
        case .searchChanged: "is found by values that it does not have"
        case .stateChanged: "is in another state than the log's actions made"
        case .erasedUnsaid: "is erased, and no action of the log says so"
        case .actionMissing: "is a retention action, and what it does is missing"
        case .actionChanged: "is a retention action, and says something else than it does"
        case .actionUnsaid: "does something to a record, and is no retention action"
        }
    }
}
