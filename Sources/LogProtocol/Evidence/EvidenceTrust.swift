public import SignedNotes

/// Whom a verifier of evidence believes.
public enum EvidenceTrust: Sendable {
    /// The logs with these keys.
    case keys([VerifierKey])
    /// What a policy says: its logs, under its quorum.
    case policy(Policy)

    /// The keys that may be a log's.
    var logKeys: [VerifierKey] {
        switch self {
        case .keys(let keys): keys
        case .policy(let policy): policy.logKeys
        }
    }
}
