import Glibc
import LogProtocol

/// The file beside an input in which an append records how far it has come.
struct ProgressFile {
    /// The path.
    let path: String

    /// What the name of the file has behind the input's.
    static let suffix = ".concordat-progress"

    init(beside input: String) { self.path = input + Self.suffix }

    /// The record; nil if there is none.
    ///
    /// - Throws: ``InputError`` if the file cannot be read, ``AppendError/unreadableProgress`` if
    ///   it is no record.
    func load() throws -> AppendProgress? {
        let bytes: [UInt8]
        do throws(InputError) {
            bytes = try InputFile(path: self.path).bytes(limit: 64 << 20)
        } catch {
            guard error.errorNumber == ENOENT else { throw error }
            return nil
        }
        guard let progress = WireJSON.decode(AppendProgress.self, from: bytes) else {
            throw AppendError.unreadableProgress(path: self.path)
        }
        return progress
    }

    /// Puts a record in the place of the one before; after a crash there is one of the two.
    ///
    /// - Throws: ``InputError``.
    func save(_ progress: AppendProgress) throws {
        let draft = "\(self.path).draft"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw self.error() }
        var rest = Array(try WireJSON.encode(progress).utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw self.error(closing: descriptor) }
            rest = rest.dropFirst(max(count, 0))
        }
        guard fsync(descriptor) == 0 else { throw self.error(closing: descriptor) }
        guard close(descriptor) == 0, rename(draft, self.path) == 0 else { throw self.error() }
        try self.syncDirectory()
    }

    /// Leaves what a later run needs: the record, or nothing if it can as well begin anew.
    ///
    /// - Throws: ``InputError``.
    func leave(_ progress: AppendProgress) throws {
        if progress.isWorthKeeping { try self.save(progress) } else { try self.remove() }
    }

    /// Removes the record. That it was gone already is no error.
    ///
    /// - Throws: ``InputError``.
    func remove() throws {
        guard unlink(self.path) == 0 || errno == ENOENT else { throw self.error() }
    }

    private func syncDirectory() throws {
        let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { String(self.path[...$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw self.error() }
        guard fsync(descriptor) == 0 else { throw self.error(closing: descriptor) }
        close(descriptor)
    }

    private func error(closing descriptor: Int32? = nil) -> InputError {
        let errorNumber = errno
        if let descriptor { close(descriptor) }
        return InputError(path: self.path, errorNumber: errorNumber)
    }
}
