/// What is wrong with a signer's or a witness's files.
public enum SignerFilesError: Error, Hashable, Sendable {
    /// There is something at this path already; a record is never overwritten.
    case alreadyExists(String)
    /// There is no record at this path, and only creating a log starts one.
    case missing(String)
    /// Another process has the files of this folder open.
    case inUse(String)
    /// The files contradict each other or themselves. The text says where.
    case damaged(String)
    /// The keys handed in are not those of the record. The text says why.
    case wrongKeys(String)
    /// The log is closed: it goes on under this origin.
    case closed(successor: String)
    /// The operating system refused an operation on a file, with this error number.
    case failed(operation: String, path: String, code: Int32)
}

extension SignerFilesError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .alreadyExists(let path): "\(path) exists already"
        case .missing(let path): "there is no record at \(path)"
        case .inUse(let path): "\(path) is in use by another process"
        case .damaged(let text): "the files of the record are damaged: \(text)"
        case .wrongKeys(let text): "the keys do not belong to the record: \(text)"
        case .closed(let successor): "the log is closed and goes on as \(successor)"
        case .failed(let operation, let path, let code):
            "\(operation) of \(path) failed with error \(code)"
        }
    }
}
