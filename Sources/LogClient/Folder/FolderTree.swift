import Glibc
import Synchronization

/// A folder and what lies below it, reached one name at a time.
final class FolderTree: Sendable {
    /// The folder.
    let root: OpenFile
    /// Directories that were opened, by their path below the folder. Guarded: the parts of a tree
    /// are written by several threads.
    private let directories = Mutex<[[String]: OpenFile]>([:])

    private static let directoryLimit = 64

    /// Opens a folder.
    ///
    /// - Throws: ``LogFolderError/noFolder(path:)``.
    init(path: String) throws(LogFolderError) {
        self.root = try OpenFile(folder: path)
    }

    /// A whole file; nil if there is none.
    func read(_ names: [String], limit: Int) throws(LogFolderError) -> [UInt8]? {
        guard let name = names.last, let directory = try self.directory(names.dropLast()) else {
            return nil
        }
        return try OpenFile(name, in: directory, O_RDONLY)?.read(limit: limit)
    }

    /// A directory; nil if there is none.
    func directory(_ names: ArraySlice<String>) throws(LogFolderError) -> OpenFile? {
        var directory = self.root
        for name in names {
            guard let next = try OpenFile(name, in: directory, O_RDONLY | O_DIRECTORY) else {
                return nil
            }
            directory = next
        }
        return directory
    }

    /// A directory, which is made if it is not there. `didCreate` is told the directory whose names
    /// changed thereby.
    func directory(
        making names: ArraySlice<String>,
        didCreate: (OpenFile) -> Void
    ) throws(LogFolderError) -> OpenFile {
        let key = Array(names)
        if let known = self.directories.withLock({ $0[key] }) { return known }
        var directory = self.root
        for name in names {
            let parent = directory
            if mkdirat(parent.number, name, 0o755) == 0 {
                didCreate(parent)
            } else if errno != EEXIST {
                throw .last("mkdir", "\(parent.path)/\(name)")
            }
            guard let next = try OpenFile(name, in: parent, O_RDONLY | O_DIRECTORY) else {
                throw .last("open", "\(parent.path)/\(name)")
            }
            directory = next
        }
        let opened = directory
        self.directories.withLock {
            if $0.count >= Self.directoryLimit { $0.removeAll() }
            $0[key] = opened
        }
        return opened
    }

    /// Forgets an open directory, which may be removed now.
    func forget(_ names: [String]) {
        self.directories.withLock { _ = $0.removeValue(forKey: names) }
    }
}
