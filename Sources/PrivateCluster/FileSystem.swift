internal import CProcess
internal import Glibc

/// The few calls on files that a cluster needs, with errors that name the call and the file.
enum FileSystem {
    struct Status {
        let isDirectory: Bool
        let mode: mode_t
        let owner: uid_t
        let byteCount: Int
        let identity: FileIdentity
    }

    /// The error of the call just made.
    static func error(_ call: String, _ path: String, _ code: Int32 = errno) -> PrivateClusterError
    {
        .system(call: call, path: path, error: String(cString: strerror(code)))
    }

    /// Nil if there is nothing. Does not follow a symbolic link.
    static func status(_ path: String) -> Status? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return Status(
            isDirectory: info.st_mode & S_IFMT == S_IFDIR,
            mode: info.st_mode & 0o7777,
            owner: info.st_uid,
            byteCount: Int(info.st_size),
            identity: FileIdentity(info)
        )
    }

    static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

    /// Makes the directory unless it is there. True if it was made.
    @discardableResult
    static func makeDirectory(
        _ path: String,
        mode: mode_t
    ) throws(PrivateClusterError) -> Bool {
        if mkdir(path, mode) != 0 {
            guard errno == EEXIST, self.status(path)?.isDirectory == true else {
                throw self.error("mkdir", path, errno == EEXIST ? ENOTDIR : errno)
            }
            return false
        }
        // The umask may have taken away what was asked for.
        guard chmod(path, mode) == 0 else { throw self.error("chmod", path) }
        return true
    }

    /// Makes a folder with mode 0700 whose name is `prefix` and six characters that nobody can guess.
    static func makeTemporaryDirectory(_ prefix: String) throws(PrivateClusterError) -> String {
        var template = Array((prefix + String(repeating: "X", count: 6)).utf8CString)
        guard mkdtemp(&template) != nil else { throw self.error("mkdtemp", prefix) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Seconds since a file was last written to; nil if there is none.
    static func age(of path: String) -> Int? {
        var info = stat()
        return lstat(path, &info) == 0 ? time(nil) - info.st_mtim.tv_sec : nil
    }

    /// Follows a symbolic link.
    static func isWritableByAll(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IWOTH != 0
    }

    /// Gives a directory that this process made to another user.
    static func give(_ path: String, to account: Account) throws(PrivateClusterError) {
        guard lchown(path, account.user, account.group) == 0 else {
            throw self.error("chown", path)
        }
    }

    static func rename(_ from: String, to path: String) throws(PrivateClusterError) {
        guard Glibc.rename(from, path) == 0 else { throw self.error("rename", from) }
    }

    /// Makes the names in a directory durable.
    static func synchroniseDirectory(_ path: String) throws(PrivateClusterError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw self.error("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw self.error("fsync", path) }
    }

    /// Removes a file or a tree, never following a symbolic link; nothing there is no error.
    static func remove(_ path: String) throws(PrivateClusterError) {
        let code = cprocess_remove_tree(path)
        guard code == 0 else { throw self.error("remove", path, code) }
    }

    /// At most `limit` bytes from `offset` on, or nil if the file cannot be read.
    static func read(_ path: String, from offset: Int = 0, limit: Int = 1 << 16) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return self.read(descriptor, from: offset, limit: limit)
    }

    static func read(_ descriptor: Int32, from offset: Int = 0, limit: Int = 1 << 16) -> String {
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            while count < limit {
                let rest = UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]
                )
                let got = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + count))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                count += got
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Puts a whole file in place at once, so that no reader sees half of it.
    static func replace(
        _ path: String,
        with text: String,
        mode: mode_t
    ) throws(PrivateClusterError) {
        let temporary = path + ".new"
        try self.remove(temporary)
        let descriptor = open(
            temporary,
            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
            mode
        )
        guard descriptor >= 0 else { throw self.error("open", temporary) }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw self.error("write", temporary) }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else {
            throw self.error("fsync", temporary)
        }
        try self.rename(temporary, to: path)
    }

    /// The names in a directory, without `.` and `..`; none if it cannot be read.
    static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

/// Tells whether two paths lead to the same file.
struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let inode: ino_t

    init(_ info: stat) {
        self.device = info.st_dev
        self.inode = info.st_ino
    }

    /// Follows symbolic links, as those under `/proc` are.
    init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        self.init(info)
    }
}
