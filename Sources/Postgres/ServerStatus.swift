internal import CLibPQ

/// What a server says to somebody who only asks whether it is there.
public enum ServerStatus: Hashable, Sendable {
    /// It takes connections.
    case accepting
    /// It is there and takes none yet, or no more.
    case rejecting
    /// Nobody answers.
    case unreachable
    /// The connection string is malformed, or memory is short.
    case notAsked

    /// Asks. Needs no role, database or password. Blocks, for as long as `connect_timeout` says.
    public static func ask(_ conninfo: String) -> ServerStatus {
        switch PQping(conninfo) {
        case PQPING_OK: .accepting
        case PQPING_REJECT: .rejecting
        case PQPING_NO_RESPONSE: .unreachable
        default: .notAsked
        }
    }
}
