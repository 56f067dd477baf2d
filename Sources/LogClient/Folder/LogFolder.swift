import CProcess
import Glibc
import MerkleTree
import Synchronization

/// A folder into which a log is written, in the layout of C2SP tlog-tiles.
///
/// Under its own name a file is always whole and durable: its bytes are written and made durable
/// under another name first. Many files are made durable together: ``stage(_:as:)`` them, then
/// ``commit()``. A file that never changes is never replaced by other bytes. What an auditor has not
/// verified yet has rules of its own: ``stageReplacing(_:as:)``.
///
/// The functions block on the disk, and may be called from any thread. While the value lives no
/// other process can write into the folder.
public final class LogFolder: Sendable {
    /// Where the folder lies.
    public let path: String
    private let tree: FolderTree
    private let staged = Mutex(Staged())

    /// What was written and is not durable yet.
    private struct Staged {
        var files: [StagedFile] = []
        /// The directories with new names, by the number of their descriptors.
        var directories: [Int32: OpenFile] = [:]
    }

    private struct StagedFile {
        let directory: OpenFile
        /// The name that it has until it is durable; nil if it has its own already.
        let draft: String?
        let name: String
    }

    /// From this many files on, all that the file system holds back is written at once: one flush
    /// of the disk for all of them, where each alone would need one.
    private static let wholeFlushCount = 24

    /// Opens the folder at `path`, which is made if it is not there; its parent must be.
    ///
    /// - Throws: ``LogFolderError/inUse(path:)`` if another process writes into it.
    public init(path: String) throws(LogFolderError) {
        if mkdir(path, 0o755) != 0 && errno != EEXIST { throw .last("mkdir", path) }
        self.path = path
        self.tree = try FolderTree(path: path)
        // Of the open folder, not of the process: a second opener in this process is refused too.
        guard flock(self.tree.root.number, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? .inUse(path: path) : .last("flock", path)
        }
    }

    deinit {
        // Closing alone keeps the lock while a child between fork and exec has a copy.
        _ = flock(self.tree.root.number, LOCK_UN)
    }

    /// A file as it is in the folder; nil if it is not there. Staged files are not there yet.
    ///
    /// - Throws: ``LogFolderError``.
    public func read(_ file: LogFile) throws(LogFolderError) -> [UInt8]? {
        try self.tree.read(file.names, limit: file.byteLimit)
    }

    /// Writes a file that is to appear with the next ``commit()``.
    ///
    /// SPEC: FOLDER-4: one that never changes and is there already with the same bytes is left
    /// alone.
    ///
    /// - Throws: ``LogFolderError/differs(path:)`` if a file that never changes is there with other
    ///   bytes.
    public func stage(_ bytes: [UInt8], as file: LogFile) throws(LogFolderError) {
        try self.stage(bytes, at: file.names, isImmutable: file.isImmutable)
    }

    /// Makes the staged files durable, and has them appear under their names.
    ///
    /// SPEC: FOLDER-5: after a crash each of them is there with all of its bytes, or not at all.
    ///
    /// - Throws: ``LogFolderError``. What became of the staged files is unknown then: whoever goes
    ///   on opens the folder anew.
    public func commit() throws(LogFolderError) {
        _ = try self.commitStaged()
    }

    /// The same as ``commit()``, and gives back the memory in which the operating system keeps the
    /// files: for many that nobody reads again soon.
    ///
    /// The next files are written into the same memory then. Where a machine has its memory from a
    /// host, memory that was never used costs several times as much to write to.
    package func commitAndDropPages() throws(LogFolderError) {
        for file in try self.commitStaged() {
            // They are durable: that one cannot be opened now is no reason to fail.
            (try? OpenFile(file.name, in: file.directory, O_RDONLY))?.dropPages()
        }
    }

    private func commitStaged() throws(LogFolderError) -> [StagedFile] {
        let staged = self.staged.withLock { staged in
            defer { staged = Staged() }
            return staged
        }
        try self.makeDurable(staged)
        return staged.files
    }

    private func makeDurable(_ staged: Staged) throws(LogFolderError) {
        var directories: [Int32: OpenFile] = [:]
        if staged.files.count < Self.wholeFlushCount {
            for file in staged.files {
                try OpenFile(file.draft ?? file.name, in: file.directory, O_WRONLY)?.synchronize()
                if file.draft == nil { directories[file.directory.number] = file.directory }
            }
            directories.merge(staged.directories) { $1 }
        } else {
            // With all names that are there by now.
            let code = cprocess_flush_file_system(self.tree.root.number)
            guard code == 0 else {
                throw .failed(operation: "syncfs", path: self.path, code: code)
            }
        }
        for file in staged.files {
            guard let draft = file.draft else { continue }
            let number = file.directory.number
            guard renameat(number, draft, number, file.name) == 0 else {
                throw .last("rename", "\(file.directory.path)/\(draft)")
            }
            directories[number] = file.directory
        }
        for directory in directories.values { try directory.synchronize() }
    }

    /// Puts a file in the place of the one before, durably and at once.
    ///
    /// - Throws: ``LogFolderError``.
    public func replace(_ file: LogFile, with bytes: [UInt8]) throws(LogFolderError) {
        try self.stage(bytes, as: file)
        try self.commit()
    }

    /// Removes the partial versions of a tile or a bundle that is there in full.
    ///
    /// SPEC: FOLDER-6: whoever still asks for one takes the full one instead.
    ///
    /// - Precondition: `file` is a full tile or bundle.
    /// - Throws: ``LogFolderError``. That there are none is no error.
    public func removePartials(of file: LogFile) throws(LogFolderError) {
        var names = file.names
        precondition(file.isFull, "only what is there in full makes its parts needless")
        guard let last = names.popLast() else { return }
        let partials = names + ["\(last).p"]
        try self.removeFolder(partials)
    }

    /// Removes a folder of files. That there is none is no error.
    package func removeFolder(_ names: [String]) throws(LogFolderError) {
        guard let last = names.last, let directory = try self.tree.directory(names[...]),
            let parent = try self.tree.directory(names.dropLast())
        else { return }
        for name in try Self.names(in: directory) {
            guard unlinkat(directory.number, name, 0) == 0 || errno == ENOENT else {
                throw .last("unlink", "\(directory.path)/\(name)")
            }
        }
        self.tree.forget(names)
        guard unlinkat(parent.number, last, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw .last("rmdir", directory.path)
        }
    }

    /// The same as ``stage(_:as:)``, and what is there is replaced: for a file that no head in the
    /// folder covers, so that nobody has vouched for it yet.
    ///
    /// SPEC: FOLDER-5: it is whole and durable with the next ``commit()``, and so before a head covers it.
    /// Where there is no such file yet it has its name from the beginning: thousands of files are written
    /// at a time, and to rename one takes as long as to write it.
    package func stageReplacing(_ bytes: [UInt8], as file: LogFile) throws(LogFolderError) {
        let names = file.names
        let (directory, name) = try self.place(names)
        guard let new = try OpenFile(creating: name, in: directory) else {
            return try self.stageDraft(bytes, name, in: directory)
        }
        try new.write(bytes)
        self.add(StagedFile(directory: directory, draft: nil, name: name))
    }

    /// The same as ``read(_:)`` for a file beside those of the log.
    package func read(_ names: [String], limit: Int) throws(LogFolderError) -> [UInt8]? {
        try self.tree.read(names, limit: limit)
    }

    /// The names in a directory beside those of the log, in order; none if it is not there.
    package func names(in directory: [String]) throws(LogFolderError) -> [String] {
        guard let directory = try self.tree.directory(directory[...]) else { return [] }
        return try Self.names(in: directory).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The same as ``stage(_:as:)`` for a file beside those of the log.
    package func stage(
        _ bytes: [UInt8],
        at names: [String],
        isImmutable: Bool
    ) throws(LogFolderError) {
        let (directory, name) = try self.place(names)
        if isImmutable, let there = try OpenFile(name, in: directory, O_RDONLY) {
            guard try there.read(limit: max(bytes.count, 1)) == bytes else {
                throw .differs(path: there.path)
            }
            return
        }
        try self.stageDraft(bytes, name, in: directory)
    }

    /// Puts a file beside those of the log in the place of the one before, durably and at once. What is
    /// staged stays so: it may be much, and its turn is another.
    package func replace(_ names: [String], with bytes: [UInt8]) throws(LogFolderError) {
        var alone = Staged()
        let (directory, name) = try self.place(names) { alone.directories[$0.number] = $0 }
        alone.files = [try self.draft(bytes, name, in: directory)]
        try self.makeDurable(alone)
    }

    /// The directory of a file, which is made if it is not there, and its name in it. Tells of each
    /// directory that has a new one in it.
    private func place(
        _ names: [String],
        grown: (OpenFile) -> Void = { _ in }
    ) throws(LogFolderError) -> (directory: OpenFile, name: String) {
        guard let name = names.last else { preconditionFailure("a file has a name") }
        let directory = try self.tree.directory(making: names.dropLast()) { parent in
            // Staged whoever made it: another thread may find it there, and commit before this one.
            self.staged.withLock { $0.directories[parent.number] = parent }
            grown(parent)
        }
        return (directory, name)
    }

    private func stageDraft(
        _ bytes: [UInt8],
        _ name: String,
        in directory: OpenFile
    ) throws(LogFolderError) {
        self.add(try self.draft(bytes, name, in: directory))
    }

    /// A file under the name that it has until it is durable.
    private func draft(
        _ bytes: [UInt8],
        _ name: String,
        in directory: OpenFile
    ) throws(LogFolderError) -> StagedFile {
        // A draft that a crash left behind is written over.
        let draft = ".\(name).draft"
        guard let file = try OpenFile(draft, in: directory, O_WRONLY | O_CREAT | O_TRUNC) else {
            throw .last("open", "\(directory.path)/\(draft)")
        }
        try file.write(bytes)
        return StagedFile(directory: directory, draft: draft, name: name)
    }

    private func add(_ file: StagedFile) {
        self.staged.withLock { $0.files.append(file) }
    }

    private static func names(in directory: OpenFile) throws(LogFolderError) -> [String] {
        // A descriptor of its own: fdopendir takes it over, and reading moves its position.
        let number = openat(directory.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0, let stream = fdopendir(number) else {
            throw .last("opendir", directory.path)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw .last("readdir", directory.path) }
        return names
    }
}

extension LogFile {
    /// Whether it is a tile or a bundle with all that it will ever have.
    var isFull: Bool {
        switch self {
        case .checkpoint, .twin, .metadata: false
        case .tile(_, let tile): tile.isFull
        case .entries(let bundle): bundle.isFull
        }
    }
}
