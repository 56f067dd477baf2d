import Foundation

/// Why a command of the daemon cannot do its work. The text is all that the operator sees.
enum DaemonError: Error, CustomStringConvertible {
    case exists(String)
    case file(String, errno: Int32)
    case wrongKeyKind(String)
    case otherPublicKey(String)
    case noLogs(String)
    case noFolder(String)
    case noCluster(String)
    case unknownLog(String)
    case badArgument(String, String, reason: String)
    case badAddress(Setting, String)
    case badLogLevel(String)
    case badAccessFile(String, reason: String)
    case badTLSFile(Setting, String, reason: String)
    case ownerNeeded
    case stopped(String)
    case vaultKey(String, reason: String)
    case vaultKeysLost(String, count: UInt64)
    case unsafe([String])
    case policy(String, reason: String)

    var description: String {
        switch self {
        case .exists(let what): "\(what) exists already"
        case .file(let path, let code): "\(path): \(String(cString: strerror(code)))"
        case .wrongKeyKind(let folder):
            "a key in \(folder) is not of the kind that its file name says"
        case .otherPublicKey(let path):
            "\(path) is not the public half of the private key beside it"
        case .noFolder(let folder):
            "there is no data folder \(folder); `concordatd log create` makes it with the first log"
        case .noCluster(let folder):
            "there is no database in \(folder): give --database if the log is in another one"
        case .unknownLog(let name): "there is no log \(name) in the database"
        case .badArgument(let flag, let text, let reason): "\(flag) is \"\(text)\": \(reason)"
        case .noLogs(let folder):
            "there is no log yet; create one: concordatd log create --data \(folder) --name NAME "
                + "--origin ORIGIN --jurisdiction CODE"
        case .badAddress(let setting, let text):
            "\(setting.flag) is \"\(text)\" and must be HOST:PORT, [IPv6]:PORT or unix:/PATH"
        case .badLogLevel(let text):
            "--log-level is \"\(text)\" and must be trace, debug, info, notice, warning or error"
        case .badAccessFile(let path, let reason):
            "the access file \(path) cannot be used: \(reason)"
        case .badTLSFile(let setting, let path, let reason):
            "\(setting.flag) \(path) cannot be used: \(reason)"
        case .ownerNeeded:
            "--owner-database is needed beside --database: the serving role may not change the "
                + "schema"
        case .stopped(let reason): reason
        case .vaultKey(let path, let reason): "\(path): \(reason)"
        case .vaultKeysLost(let path, let count):
            "\(path) is gone, and with it the key of \(count) records: bring the folder back"
        case .policy(let file, let reason): "the policy \(file) cannot be used: \(reason)"
        case .unsafe(let dangers):
            "what is acknowledged could be lost: " + dangers.joined(separator: "; ")
        }
    }
}
