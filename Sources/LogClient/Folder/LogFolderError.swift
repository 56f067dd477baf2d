import Glibc

/// Why a folder cannot be read or written.
public enum LogFolderError: Error, Hashable, Sendable {
    /// There is no folder at this path.
    case noFolder(path: String)
    /// Another process writes into the folder.
    case inUse(path: String)
    /// A file that must never change is there already, with other bytes.
    case differs(path: String)
    /// The file is longer than a file of its kind can be.
    case tooLong(path: String, limit: Int)
    /// Something else than a file is where a file belongs.
    case notAFile(path: String)
    /// The operating system refused an operation, with this error number.
    case failed(operation: String, path: String, code: Int32)
}

extension LogFolderError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .noFolder(let path): "there is no folder \(path)"
        case .inUse(let path): "another process writes into \(path)"
        case .differs(let path): "\(path) is there with other bytes, and must never change"
        case .tooLong(let path, let limit): "\(path) has more than \(limit) bytes"
        case .notAFile(let path): "\(path) is not a regular file"
        case .failed(let operation, let path, let code):
            "\(operation) of \(path): \(String(cString: strerror(code)))"
        }
    }

    /// The error that the last call of the operating system left behind.
    static func last(_ operation: String, _ path: String) -> LogFolderError {
        .failed(operation: operation, path: path, code: errno)
    }
}
