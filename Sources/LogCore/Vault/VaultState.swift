/// What may be done with a record's content.
public enum VaultState: Int16, CaseIterable, Hashable, Sendable {
    /// It is there, for all that the rules allow.
    case active = 0
    /// It is there, and kept from further processing (GDPR Article 18).
    case restricted = 1
    /// It is there for courts and authorities alone, until a duty to keep it ends.
    case blocked = 2
    /// It is gone.
    case erased = 3

    /// The word for it.
    public var name: String {
        switch self {
        case .active: "active"
        case .restricted: "restricted"
        case .blocked: "blocked"
        case .erased: "erased"
        }
    }
}
