/// Why a log was not recovered.
enum RecoveryError: Error, CustomStringConvertible {
    /// It cannot be done this way. Nothing was changed that is not proven right.
    case refused(String)
    /// Something was out of reach; trying again may help.
    case undecided(String)

    /// The reason, for the operator.
    var description: String {
        switch self {
        case .refused(let reason), .undecided(let reason): reason
        }
    }

    /// How the command ends.
    var status: Int32 {
        switch self {
        case .refused: 1
        case .undecided: 2
        }
    }
}
