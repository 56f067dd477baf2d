import Glibc
import Postgres

/// Asks the operating system about folders and files, on a thread of its own: a file system that
/// hangs must not hold up the daemon.
actor Machine {
    private nonisolated let executor = ThreadExecutor(name: "machine")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    isolated deinit { self.executor.shutdown() }

    /// The room of the file systems of some folders; those that are not there are left out.
    func disks(_ folders: [(place: String, path: String)]) -> [DiskReading] {
        folders.compactMap { place, path in
            var info = statvfs()
            guard statvfs(path, &info) == 0 else { return nil }
            let block = UInt64(info.f_frsize)
            return DiskReading(
                place: place,
                path: path,
                availableByteCount: UInt64(info.f_bavail) * block,
                byteCount: UInt64(info.f_blocks) * block
            )
        }
    }

    /// The rights of a file or folder; nil if there is none. Does not follow a symbolic link.
    func file(_ path: String) -> FileReading? {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        return FileReading(path: path, owner: info.st_uid, mode: info.st_mode & 0o7777)
    }

    /// The names in a folder, without `.` and `..`, in order; none if it cannot be read.
    func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
