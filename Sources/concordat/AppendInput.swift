import Glibc

/// Where the entries of an append come from.
enum AppendInput: Hashable, Sendable {
    /// Standard input.
    case standardInput
    /// A file.
    case file(String)

    /// The input that a command line names: `-` is standard input.
    init(path: String) { self = path == "-" ? .standardInput : .file(path) }

    /// The name on the command line.
    var path: String {
        switch self {
        case .standardInput: "-"
        case .file(let path): path
        }
    }

    /// The length in bytes of a regular file, which can be read again after an interruption; nil
    /// for everything else.
    var regularByteCount: UInt64? {
        var status = stat()
        guard case .file(let path) = self, stat(path, &status) == 0,
            status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        return UInt64(clamping: status.st_size)
    }
}
