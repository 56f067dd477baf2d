import CLibCrypto
import Glibc

/// Files that hold a secret: made with mode 0600, and not read when others could have.
///
/// These functions block on the disk for the time of a few small operations; they are for the start of
/// a program.
public enum SecretFile {
    /// Writes a new file that only its owner can read. When this returns, it is on disk.
    ///
    /// A name that is taken is refused, also by a symbolic link, wherever that leads. After any other
    /// failure there is no file.
    ///
    /// - Throws: ``KeyFileError/alreadyExists(path:)`` or ``KeyFileError/cannotWrite(path:errno:)``.
    public static func create(_ bytes: [UInt8], at path: String) throws(KeyFileError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw errno == EEXIST
                ? .alreadyExists(path: path) : .cannotWrite(path: path, errno: errno)
        }
        do throws(SystemError) {
            try Self.fill(descriptor, with: bytes)
            try Self.syncDirectory(of: path)
        } catch {
            unlink(path)
            throw .cannotWrite(path: path, errno: error.errno)
        }
    }

    /// Reads a file of at most `limitBytes`, if its owner alone has rights to it.
    ///
    /// A symbolic link is followed, as secrets are mounted into containers that way; what is checked is
    /// the file at its end, and it is checked after it was opened.
    ///
    /// - Throws: ``KeyFileError`` in every case but `alreadyExists` and `unusable`.
    public static func read(_ path: String, limitBytes: Int) throws(KeyFileError) -> [UInt8] {
        // Without O_NONBLOCK a pipe would keep us waiting before we see that it is one.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .notFound(path: path) : .cannotRead(path: path, errno: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(path: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .accessibleByOthers(path: path, mode: status.st_mode & 0o7777)
        }
        var bytes = [UInt8](repeating: 0, count: limitBytes + 1)
        defer { OPENSSL_cleanse(&bytes, bytes.count) }
        var count = 0
        do throws(SystemError) {
            while count < bytes.count {
                let room = bytes.count - count
                let read = bytes.withUnsafeMutableBytes { buffer in
                    Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, room)
                }
                try check(read)
                if read == 0 { break }
                count += read
            }
        } catch {
            throw .cannotRead(path: path, errno: error.errno)
        }
        guard count <= limitBytes else { throw .tooLarge(path: path, limitBytes: limitBytes) }
        return Array(bytes.prefix(count))
    }

    /// Takes a secret out of the world, as far as a file can: overwrites its bytes on the disk, then
    /// takes the name away, and puts both on the disk before it returns.
    ///
    /// A disk that writes elsewhere than it is told (flash, copy-on-write, snapshots) may keep the
    /// old bytes: the folder of secrets belongs on one that is encrypted, and in no backup.
    ///
    /// - Throws: ``KeyFileError/notFound(path:)``, ``KeyFileError/notARegularFile(path:)`` or
    ///   ``KeyFileError/cannotWrite(path:errno:)``; the file may be overwritten by then.
    public static func destroy(_ path: String) throws(KeyFileError) {
        let descriptor = open(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .notFound(path: path) : .cannotWrite(path: path, errno: errno)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notARegularFile(path: path)
        }
        do throws(SystemError) {
            try Self.fill(
                descriptor,
                with: [UInt8](repeating: 0, count: Int(clamping: status.st_size))
            )
            try check(unlink(path))
            try Self.syncDirectory(of: path)
        } catch {
            throw .cannotWrite(path: path, errno: error.errno)
        }
    }

    /// Writes the bytes to disk and closes the file, also when that fails.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(SystemError) {
        defer { close(descriptor) }
        // The mask of the process can only have taken rights away; this gives back our own.
        try check(fchmod(descriptor, 0o600))
        var count = 0
        while count < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            count += try check(written)
        }
        try check(fsync(descriptor))
    }

    /// Puts the file's name on disk, too.
    private static func syncDirectory(of path: String) throws(SystemError) {
        let directory =
            switch path.utf8.lastIndex(of: UInt8(ascii: "/")) {
            case .none: "."
            case path.utf8.startIndex: "/"
            case .some(let slash): String(path[..<slash])
            }
        let descriptor = try check(open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
        defer { close(descriptor) }
        try check(fsync(descriptor))
    }
}

/// A system call's reason for failing.
private struct SystemError: Error {
    let errno: Int32
}

/// Passes on what a system call returned, unless that is -1.
@discardableResult
private func check<Result: BinaryInteger>(_ result: Result) throws(SystemError) -> Result {
    guard result != -1 else { throw SystemError(errno: errno) }
    return result
}
