/// What is wrong with a log, or with what is shown of it.
public enum AlarmKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// Two signed heads of one size have different roots.
    case splitView = "split-view"
    /// A smaller head was shown, or signed, after a larger one.
    case rollback
    /// Two signed heads of different sizes are not of one history, or a head is not of the entries.
    case inconsistency
    /// The two trees do not hold the same entries, or the twin note names other roots than the heads.
    case twinMismatch = "twin-mismatch"
    /// A head that is known to be signed is not published, or no head was seen for too long.
    case staleHead = "stale-head"
    /// A published head lacks the quorum of the policy.
    case quorumLoss = "quorum-loss"
    /// An entry, or a hash over it, is not what it was.
    case alteredEntry = "altered-entry"
    /// A tile or a bundle below the head is not there, or is none.
    case missingTile = "missing-tile"
    /// A signature's time cannot be right.
    case clock
    /// What is served as a head is none.
    case invalidHead = "invalid-head"
    /// A witness shows what no log has signed, or what it has not cosigned.
    case witnessFault = "witness-fault"

    /// Whether the alarm ends when its cause does. The others stay until an operator has looked.
    public var ends: Bool {
        switch self {
        case .staleHead, .quorumLoss, .missingTile, .clock, .invalidHead, .witnessFault: true
        case .splitView, .rollback, .inconsistency, .twinMismatch, .alteredEntry: false
        }
    }
}
