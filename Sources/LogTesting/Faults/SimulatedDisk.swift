import Synchronization
package import Witnessing

/// A disk in memory that forgets what was not made durable, and fails where it is told to.
///
/// It knows what programs get wrong: bytes that were written but not synchronised, names that were
/// not synchronised with their directory, and bytes whose synchronisation failed, which the cache
/// still shows and which no later `fsync` writes.
package final class SimulatedDisk: DurableFiles, Sendable {
    /// What happens at the chosen operation.
    package enum Fault: CaseIterable, Sendable {
        /// It fails and did nothing.
        case failsUndone
        /// It fails, and did what it was asked.
        case failsDone
        /// It fails, and did half: of a write, half the bytes; of anything else, nothing.
        case failsHalfDone
        /// It is done, and the process is gone.
        case killed
    }

    /// What the loss of power leaves of what was not durable.
    package enum PowerLoss: CaseIterable, Sendable {
        /// Power stayed; only the process went.
        case none
        /// Nothing: neither bytes nor names.
        case forgetsAll
        /// All names, none of the bytes: files are shorter.
        case keepsNames
        /// All names and lengths; the bytes are zeros.
        case keepsLengths
        /// All names, and the first half of the bytes of each write.
        case keepsHalf
    }

    /// An operation that is about to be carried out.
    package struct Operation: Sendable {
        /// What it is called in the operating system.
        package let name: String
        /// The file or directory.
        package let path: String
        /// Whether a file to be written or synchronised has had one write at most.
        package let isFirstWrite: Bool
    }

    /// What becomes of an operation.
    package enum Judgement: Sendable {
        /// It goes wrong this way.
        case fault(Fault)
        /// Nobody is there to carry it out: the process is gone.
        case dead
    }

    private final class File {
        enum State { case dirty, durable, lost }
        var parts: [(bytes: [UInt8], state: State)] = []
        var bytes: [UInt8] { self.parts.flatMap(\.bytes) }
    }

    private enum Change {
        case directory(String)
        case name(String, File)
        case removal(String)
    }

    private struct State {
        var directories: Set<String> = ["data"]
        var files: [String: File] = [:]
        var durableDirectories: Set<String> = ["data"]
        var durableFiles: [String: File] = [:]
        /// Changes of names that are not durable, with the directory they belong to, in order. One
        /// that is stuck was in a failed synchronisation, and is not made up for by a later one.
        var changes: [(directory: String, change: [Change], isStuck: Bool)] = []
        var locked: Set<String> = []
        var epoch = 0
        var operationCount = 0
        var synchronizationCount = 0
        /// Counted since the disk is there.
        var fault: (operation: Int, fault: Fault)?
        var isDead = false
    }

    // Sendable: everything mutable is in here, the files too.
    private let state: Mutex<State>

    /// Asked before each operation; nil lets it pass.
    private let judge: (@Sendable (Operation) -> Judgement?)?

    /// An empty disk. `judge` may decide about each operation, besides ``fail(_:_:)``.
    package init(judge: (@Sendable (Operation) -> Judgement?)? = nil) {
        self.judge = judge
        self.state = Mutex(State())
    }

    /// How often a file's bytes were made durable.
    package var synchronizationCount: Int { self.state.withLock { $0.synchronizationCount } }

    /// Makes one operation fail, counted from now, the first being 0.
    package func fail(_ operation: Int, _ fault: Fault) {
        self.state.withLock { $0.fault = ($0.operationCount + operation, fault) }
    }

    /// Takes back a fault that has not struck.
    package func withdrawFault() { self.state.withLock { $0.fault = nil } }

    /// Ends the process, and loses power if told so. A fault that struck is over then.
    package func restart(_ loss: PowerLoss) {
        self.state.withLock { state in
            state.isDead = false
            state.locked = []
            state.epoch += 1
            switch loss {
            case .none: return
            case .forgetsAll:
                state.directories = state.durableDirectories
                state.files = state.durableFiles
            case .keepsNames, .keepsLengths, .keepsHalf:
                break
            }
            for file in Set(state.files.values.map(ObjectIdentifier.init)) {
                guard let file = state.files.values.first(where: { ObjectIdentifier($0) == file })
                else { continue }
                file.parts = file.parts.map { part in
                    guard part.state != .durable else { return part }
                    switch loss {
                    case .none: return part
                    case .forgetsAll, .keepsNames: return ([], .durable)
                    case .keepsLengths:
                        return ([UInt8](repeating: 0, count: part.bytes.count), .durable)
                    case .keepsHalf:
                        return (Array(part.bytes.prefix(part.bytes.count / 2)), .durable)
                    }
                }
            }
            state.durableDirectories = state.directories
            state.durableFiles = state.files
            state.changes = []
        }
    }

    /// The bytes of a file as a reader sees them.
    package func bytes(_ path: String) -> [UInt8]? { self.state.withLock { $0.files[path]?.bytes } }

    /// All files in and below a directory.
    package func contents(of directory: String) -> [String: [UInt8]] {
        self.state.withLock { state in
            state.files.filter { $0.key.hasPrefix(directory + "/") }.mapValues(\.bytes)
        }
    }

    /// The files in a directory, in order.
    package func paths(in directory: String) -> [String] {
        self.state.withLock { state in
            state.files.keys.filter { Self.parent($0) == directory }.sorted()
        }
    }

    /// Puts durable bytes into the place of a file's.
    package func setBytes(_ bytes: [UInt8], of path: String) {
        self.state.withLock { state in
            let file = File()
            file.parts = [(bytes, .durable)]
            state.files[path] = file
            state.durableFiles[path] = file
        }
    }

    /// Removes a file for good.
    package func erase(_ path: String) {
        self.state.withLock { state in
            state.files[path] = nil
            state.durableFiles[path] = nil
        }
    }

    // MARK: DurableFiles

    package func createDirectory(_ path: String) throws(SignerFilesError) {
        try self.change("mkdir", path) { state, _ throws(SignerFilesError) in
            guard state.directories.insert(path).inserted else { throw .alreadyExists(path) }
            state.changes.append((Self.parent(path), [.directory(path)], false))
        }
    }

    package func names(in directory: String) throws(SignerFilesError) -> [String]? {
        try self.access("opendir", directory) { state throws(SignerFilesError) in
            guard state.directories.contains(directory) else { return nil }
            let paths = Array(state.files.keys) + Array(state.directories)
            return paths.filter { !$0.isEmpty && Self.parent($0) == directory }.map {
                String($0.dropFirst(directory.count + 1))
            }
        }
    }

    package func read(_ path: String) throws(SignerFilesError) -> [UInt8]? {
        try self.access("read", path) { state throws(SignerFilesError) in
            state.files[path]?.bytes
        }
    }

    package func read(
        _ path: String,
        at offset: UInt64,
        byteCount: Int
    ) throws(SignerFilesError) -> [UInt8] {
        try self.access("pread", path) { state throws(SignerFilesError) in
            guard let bytes = state.files[path]?.bytes, Int(offset) + byteCount <= bytes.count
            else { throw .failed(operation: "pread", path: path, code: 5) }
            return Array(bytes[Int(offset)..<Int(offset) + byteCount])
        }
    }

    package func create(_ path: String) throws(SignerFilesError) -> any DurableFile {
        try self.change("create", path) { state, _ throws(SignerFilesError) in
            guard state.files[path] == nil else { throw .alreadyExists(path) }
            let file = File()
            state.files[path] = file
            state.changes.append((Self.parent(path), [.name(path, file)], false))
        }
        return OpenFile(disk: self, path: path)
    }

    package func rename(_ path: String, to newPath: String) throws(SignerFilesError) {
        try self.change("rename", path) { state, _ throws(SignerFilesError) in
            guard let file = state.files.removeValue(forKey: path) else {
                throw .failed(operation: "rename", path: path, code: 2)
            }
            state.files[newPath] = file
            // Both or neither: a rename is one step.
            state.changes.append(
                (Self.parent(path), [.removal(path), .name(newPath, file)], false)
            )
        }
    }

    package func remove(_ path: String) throws(SignerFilesError) {
        try self.change("unlink", path) { state, _ throws(SignerFilesError) in
            guard state.files.removeValue(forKey: path) != nil else {
                throw .failed(operation: "unlink", path: path, code: 2)
            }
            state.changes.append((Self.parent(path), [.removal(path)], false))
        }
    }

    package func synchronize(directory: String) throws(SignerFilesError) {
        try self.change(
            "fsync",
            directory,
            undone: { state in
                for position in state.changes.indices
                where state.changes[position].directory == directory {
                    state.changes[position].isStuck = true
                }
            },
            { state, _ throws(SignerFilesError) in
                for change in state.changes where change.directory == directory && !change.isStuck {
                    for step in change.change {
                        switch step {
                        case .directory(let path): state.durableDirectories.insert(path)
                        case .name(let path, let file): state.durableFiles[path] = file
                        case .removal(let path): state.durableFiles[path] = nil
                        }
                    }
                }
                state.changes.removeAll { $0.directory == directory && !$0.isStuck }
            }
        )
    }

    package func lock(_ path: String) throws(SignerFilesError) -> any FileLock {
        try self.access("flock", path) { state throws(SignerFilesError) in
            guard state.locked.insert(path).inserted else { throw .inUse(path) }
            return Lock(disk: self, path: path, epoch: state.epoch)
        }
    }

    fileprivate func release(_ path: String, epoch: Int) {
        self.state.withLock { state in
            if state.epoch == epoch { state.locked.remove(path) }
        }
    }

    fileprivate func append(_ parts: [[UInt8]], to path: String) throws(SignerFilesError) {
        try self.change("write", path) { state, isHalf throws(SignerFilesError) in
            guard let file = state.files[path] else { return }
            let bytes = parts.flatMap { $0 }
            file.parts.append((isHalf ? Array(bytes.prefix(bytes.count / 2)) : bytes, .dirty))
        }
    }

    fileprivate func synchronize(_ path: String) throws(SignerFilesError) {
        try self.change(
            "fdatasync",
            path,
            undone: { state in
                // The cache counts them as clean now, and the disk never gets them.
                state.files[path]?.parts.replace(.dirty, with: .lost)
            },
            { state, _ throws(SignerFilesError) in
                state.files[path]?.parts.replace(.dirty, with: .durable)
                state.synchronizationCount += 1
            }
        )
    }

    // MARK: Faults

    private func access<Value>(
        _ operation: String,
        _ path: String,
        _ body: (inout sending State) throws(SignerFilesError) -> sending Value
    ) throws(SignerFilesError) -> sending Value {
        try self.state.withLock { state throws(SignerFilesError) in
            if let fault = self.nextFault(&state, operation, path) {
                if fault == .killed { state.isDead = true }
                throw .failed(operation: operation, path: path, code: 5)
            }
            return try body(&state)
        }
    }

    private func change(
        _ operation: String,
        _ path: String,
        undone: (inout State) -> Void = { _ in },
        _ body: (inout State, _ isHalf: Bool) throws(SignerFilesError) -> Void
    ) throws(SignerFilesError) {
        try self.state.withLock { state throws(SignerFilesError) in
            guard let fault = self.nextFault(&state, operation, path) else {
                try body(&state, false)
                return
            }
            switch fault {
            case .failsUndone: undone(&state)
            case .failsDone: try body(&state, false)
            case .failsHalfDone:
                if operation == "write" { try body(&state, true) } else { undone(&state) }
            case .killed:
                if !state.isDead { try body(&state, false) }
                state.isDead = true
            }
            throw .failed(operation: operation, path: path, code: 5)
        }
    }

    private func nextFault(_ state: inout State, _ operation: String, _ path: String) -> Fault? {
        if state.isDead { return .killed }
        defer { state.operationCount += 1 }
        if let fault = state.fault, fault.operation == state.operationCount { return fault.fault }
        guard let judge else { return nil }
        let parts = state.files[path]?.parts.count ?? 0
        let isFirst = operation == "write" ? parts == 0 : parts <= 1
        switch judge(Operation(name: operation, path: path, isFirstWrite: isFirst)) {
        case nil: return nil
        case .fault(let fault): return fault
        case .dead:
            state.isDead = true
            return .killed
        }
    }

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    private final class OpenFile: DurableFile {
        private let disk: SimulatedDisk
        private var path: String

        init(disk: SimulatedDisk, path: String) {
            self.disk = disk
            self.path = path
        }

        func append(_ parts: [[UInt8]]) throws(SignerFilesError) {
            try self.disk.append(parts, to: self.path)
        }

        func synchronize() throws(SignerFilesError) { try self.disk.synchronize(self.path) }
    }

    private final class Lock: FileLock, Sendable {
        private let disk: SimulatedDisk
        private let path: String
        private let epoch: Int

        init(disk: SimulatedDisk, path: String, epoch: Int) {
            self.disk = disk
            self.path = path
            self.epoch = epoch
        }

        deinit { self.disk.release(self.path, epoch: self.epoch) }
    }
}

extension Array {
    fileprivate mutating func replace<State: Equatable>(
        _ old: State,
        with new: State
    ) where Element == (bytes: [UInt8], state: State) {
        for position in self.indices where self[position].state == old {
            self[position].state = new
        }
    }
}
