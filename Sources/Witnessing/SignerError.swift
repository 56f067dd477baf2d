public import SignedNotes

/// Why a signer did not do what it was asked.
public enum SignerError: Error, Hashable, Sendable {
    /// The signer has no record of this origin, and never starts one by itself.
    case unknownLog
    /// What was offered contradicts the record: another history. The text says where.
    case fork(String)
    /// The head was not offered since the last published one.
    case notRecorded
    /// A larger head was signed already.
    case belowSigned(TwinHead)
    /// The record could not be written or read. The signer signs nothing more until restarted.
    case recordFailed(String)
    /// The request is not one that a correct client sends.
    case malformed(String)
    /// The signer's clock is this far behind its last signature, in seconds. It signs again once the
    /// clock has caught up; entries are recorded all the while.
    case clockBehind(seconds: UInt64)
    /// The log is closed: it goes on under this origin.
    case closed(successor: String)
    /// The signer cannot be reached, or the connection was lost before the answer.
    case unavailable(String)
}
