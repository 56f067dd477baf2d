/// What keeps a witness from cosigning, though nothing is wrong with the request.
package enum WitnessFault: Error, Hashable, Sendable {
    /// The stored state of a known log is missing or damaged: what was cosigned is not known.
    case state(String)
    /// What was to be stored could not be: a full disk, or one that fails. Nothing was cosigned.
    case storing(String)
    /// It is not known whether what was to be stored is: nothing is cosigned until a restart.
    case unsure(String)
    /// The clock is behind the last cosignature by this many seconds.
    case clock(secondsBehind: UInt64)
    /// A key failed.
    case signing(String)
}

extension WitnessFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .state(let reason): "the witness's state of this log cannot be used: \(reason)"
        case .storing(let reason): "the witness cannot store: \(reason)"
        case .unsure(let reason):
            "the witness does not know whether its state is stored, and has to be restarted: "
                + reason
        case .clock(let seconds):
            "the witness's clock is \(seconds) s behind its last cosignature"
        case .signing(let reason): "the witness failed to sign: \(reason)"
        }
    }
}
