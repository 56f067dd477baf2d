public import SignedNotes

/// Reads the signer's files of one log without keys, without its lock, and without changing anything:
/// beside a signer that is at work on them, or when none is.
public actor SignerInspection {
    private let thread = SignerThread()
    private let folder: SignerFolder

    /// Files are read here, where waiting for the disk holds up nobody.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.thread.asUnownedSerialExecutor()
    }

    /// Reads nothing yet. `directory` is the log's own folder.
    public init(directory: String) {
        self.init(SignerFolder(path: directory, files: POSIXFiles()))
    }

    init(_ folder: SignerFolder) { self.folder = folder }

    deinit { self.thread.stop() }

    /// How often files that were changed while they were read are read again.
    private static let attempts = 20

    /// Which log the record is of, and how far it goes: the record and the journal, replayed.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` if there is no record;
    ///   ``SignerFilesError/damaged(_:)`` if the files contradict each other or themselves.
    public func status() throws(SignerFilesError) -> (origin: LogOrigin, status: SignerStatus) {
        var attempt = 1
        while true {
            let record = try self.folder.record()
            do {
                return (record.origin, try self.folder.replaying(record).status)
            } catch {
                // A signer at work moves its marks and drops segments between two reads, and one that
                // starts clears away what a crash left. What they leave in the end agrees again; if
                // nothing moves any more, the files are as they are.
                let isSettled = try self.folder.record() == record && attempt > 2
                guard attempt < Self.attempts, !isSettled else {
                    if case .missing(let path) = error { throw .damaged("\(path) is missing") }
                    throw error
                }
                attempt += 1
            }
        }
    }
}
