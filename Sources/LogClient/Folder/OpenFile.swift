import Glibc

/// An open file or directory, closed when the last reference goes.
///
/// SPEC: FOLDER-3: what is opened is opened by one name in an open directory, and no symbolic link
/// is followed: a folder that somebody else made cannot lead out of itself.
final class OpenFile: Sendable {
    /// The number that the operating system knows it by.
    let number: Int32
    /// The path, for people.
    let path: String

    /// Opens the folder at the top, wherever it lies.
    init(folder path: String) throws(LogFolderError) {
        self.number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        guard self.number >= 0 else {
            throw [ENOENT, ENOTDIR].contains(errno) ? .noFolder(path: path) : .last("open", path)
        }
    }

    /// Opens a name in a directory; nil if there is none.
    ///
    /// - Precondition: `name` is one name, not a path.
    init?(_ name: String, in directory: OpenFile, _ flags: Int32) throws(LogFolderError) {
        precondition(!name.utf8.contains(UInt8(ascii: "/")) && name != "..", "a name is no path")
        // Without O_NONBLOCK a pipe would keep us waiting before we see that it is one.
        let all = flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        self.path = "\(directory.path)/\(name)"
        self.number = openat(directory.number, name, all, 0o644)
        guard self.number >= 0 else {
            if errno == ENOENT { return nil }
            if errno == ELOOP { throw .notAFile(path: self.path) }
            throw .last("open", self.path)
        }
    }

    /// Makes a file in a directory, for writing; nil if the name is taken already, by whatever.
    ///
    /// - Precondition: `name` is one name, not a path.
    init?(creating name: String, in directory: OpenFile) throws(LogFolderError) {
        precondition(!name.utf8.contains(UInt8(ascii: "/")) && name != "..", "a name is no path")
        self.path = "\(directory.path)/\(name)"
        self.number = openat(
            directory.number,
            name,
            O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
            0o644
        )
        guard self.number >= 0 else {
            if errno == EEXIST { return nil }
            throw .last("open", self.path)
        }
    }

    deinit {
        if self.number >= 0 { close(self.number) }
    }

    /// Reads the whole file.
    ///
    /// - Throws: ``LogFolderError/tooLong(path:limit:)`` beyond `limit` bytes,
    ///   ``LogFolderError/notAFile(path:)``.
    func read(limit: Int) throws(LogFolderError) -> [UInt8] {
        var status = stat()
        guard fstat(self.number, &status) == 0 else { throw .last("fstat", self.path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: self.path) }
        guard status.st_size <= limit else { throw .tooLong(path: self.path, limit: limit) }
        var code: Int32 = 0
        let byteCount = Int(status.st_size)
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            while count < byteCount {
                let all = UnsafeMutableRawBufferPointer(buffer)
                let rest = UnsafeMutableRawBufferPointer(rebasing: all[count...])
                let result = Glibc.read(self.number, rest.baseAddress, rest.count)
                if result < 0 && errno == EINTR { continue }
                guard result > 0 else {
                    code = result < 0 ? errno : 0  // 0: the file has become shorter meanwhile
                    break
                }
                count += result
            }
        }
        guard code == 0 else { throw .failed(operation: "read", path: self.path, code: code) }
        return bytes
    }

    /// Writes the whole file.
    func write(_ bytes: [UInt8]) throws(LogFolderError) {
        var position = 0
        while position < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                let rest = UnsafeRawBufferPointer(rebasing: buffer[position...])
                return Glibc.write(self.number, rest.baseAddress, rest.count)
            }
            if result < 0 && errno == EINTR { continue }
            guard result > 0 else { throw .last("write", self.path) }
            position += result
        }
    }

    /// Makes the bytes, or the names of a directory, durable.
    func synchronize() throws(LogFolderError) {
        guard fsync(self.number) == 0 else { throw .last("fsync", self.path) }
    }
    /// Has the operating system forget the bytes, if they are durable: the next reader takes them from
    /// the disk.
    func dropPages() {
        // Advice: where it is not taken nothing is lost but memory.
        _ = posix_fadvise(self.number, 0, 0, POSIX_FADV_DONTNEED)
    }
}
