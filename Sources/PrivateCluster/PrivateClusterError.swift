/// Why a private cluster could not be started.
public enum PrivateClusterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The directory is not an absolute path.
    case relativeDirectory(String)
    /// Another process, or another object of this one, runs the cluster in this directory.
    case directoryInUse(String)
    /// PostgreSQL's user may not pass through this folder.
    case unsearchableDirectory(String, user: String)
    /// Everybody may write to this folder, and so could put another cluster in place.
    case insecureDirectory(String)
    /// Started as root, and the user to run PostgreSQL as does not exist, or is root.
    case unusableUser(String)
    /// No folder holds `initdb` and `postgres`.
    case programsNotFound(searched: [String])
    /// The data was made by another major version than any that is installed.
    case wrongVersion(data: Int, found: [Int])
    /// The data folder holds something, but no cluster.
    case notACluster(String)
    /// A setting that this module decides itself.
    case reservedSetting(String)
    /// A name that cannot be written into PostgreSQL's files: a user, or a role.
    case unusableName(String)
    /// `initdb` failed; what it said.
    case initialisationFailed(String)
    /// `postgres` ended before it was ready; the end of its log.
    case startFailed(String)
    /// `postgres` was not ready in time.
    case startTimedOut
    /// A process of an earlier run will not go away.
    case leftoverProcess(Int32)
    /// The cluster was started already.
    case alreadyStarted
    /// The cluster was stopped while it was being started.
    case stopped
    /// The system refused a call; its name, the file, and the error's words.
    case system(call: String, path: String, error: String)

    /// One sentence for the operator.
    public var description: String {
        switch self {
        case .relativeDirectory(let path): "the directory \(path) is not an absolute path"
        case .directoryInUse(let path): "another process uses the cluster in \(path)"
        case .unsearchableDirectory(let path, let user):
            "the user \(user) may not pass through \(path): give it the right to search (x)"
        case .insecureDirectory(let path): "everybody may write to \(path)"
        case .unusableUser(let user):
            "PostgreSQL refuses to run as root, and there is no other user \(user) to run it as"
        case .programsNotFound(let searched):
            "no initdb and postgres in \(searched.joined(separator: ", "))"
        case .wrongVersion(let data, let found):
            "the data is of PostgreSQL \(data), installed is \(found)"
        case .notACluster(let path): "\(path) is not empty and holds no cluster"
        case .reservedSetting(let name): "the setting \(name) is not free to choose"
        case .unusableName(let name): "the name \(name) contains a quote or a control character"
        case .initialisationFailed(let output): "initdb failed: \(output)"
        case .startFailed(let output): "postgres ended while starting: \(output)"
        case .startTimedOut: "postgres was not ready in time"
        case .leftoverProcess(let id): "process \(id) of an earlier run does not end"
        case .alreadyStarted: "the cluster was started already"
        case .stopped: "the cluster was stopped while it was being started"
        case .system(let call, let path, let error): "\(call) \(path): \(error)"
        }
    }
}
