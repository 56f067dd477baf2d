internal import Glibc

/// Files of the operating system.
struct POSIXFiles: DurableFiles {
    func createDirectory(_ path: String) throws(SignerFilesError) {
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { throw .alreadyExists(path) }
            throw .last("mkdir", path)
        }
    }

    func names(in directory: String) throws(SignerFilesError) -> [String]? {
        guard let stream = opendir(directory) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .last("opendir", directory)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw .last("readdir", directory) }
        return names
    }

    func read(_ path: String) throws(SignerFilesError) -> [UInt8]? {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor(opening: path, O_RDONLY)
        } catch .failed(_, _, ENOENT) {
            return nil
        }
        return try descriptor.read(at: 0, byteCount: descriptor.byteCount())
    }

    func read(
        _ path: String,
        at offset: UInt64,
        byteCount: Int
    ) throws(SignerFilesError) -> [UInt8] {
        try FileDescriptor(opening: path, O_RDONLY).read(at: offset, byteCount: byteCount)
    }

    func create(_ path: String) throws(SignerFilesError) -> any DurableFile {
        do {
            return POSIXFile(try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL))
        } catch .failed(_, _, EEXIST) {
            throw .alreadyExists(path)
        }
    }

    func rename(_ path: String, to newPath: String) throws(SignerFilesError) {
        guard Glibc.rename(path, newPath) == 0 else { throw .last("rename", path) }
    }

    func remove(_ path: String) throws(SignerFilesError) {
        guard unlink(path) == 0 else { throw .last("unlink", path) }
    }

    func synchronize(directory: String) throws(SignerFilesError) {
        let descriptor = try FileDescriptor(opening: directory, O_RDONLY | O_DIRECTORY)
        guard fsync(descriptor.number) == 0 else { throw .last("fsync", directory) }
    }

    func lock(_ path: String) throws(SignerFilesError) -> any FileLock {
        let descriptor = try FileDescriptor(opening: path, O_RDWR | O_CREAT)
        // Of the open file, not of the process as fcntl's locks are: closing another descriptor of
        // the same file does not release it, and a second opener in this process is refused too.
        guard flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { throw .inUse(path) }
            throw .last("flock", path)
        }
        return descriptor
    }
}

/// A file of the operating system that is being written.
private final class POSIXFile: DurableFile {
    private let descriptor: FileDescriptor
    private var byteCount: UInt64 = 0

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    func append(_ parts: [[UInt8]]) throws(SignerFilesError) {
        for part in parts {
            try self.descriptor.write(part, at: self.byteCount)
            self.byteCount += UInt64(part.count)
        }
    }

    func synchronize() throws(SignerFilesError) {
        guard fdatasync(self.descriptor.number) == 0 else {
            throw .last("fdatasync", self.descriptor.path)
        }
    }
}
