public import MerkleTree
import SignedNotes

/// A signer's record held open without its keys: to be read by whoever brings a database back to it.
///
/// The lock is that of a signer at work, so there is none meanwhile. No file is changed.
public actor SignerRecall {
    private let thread = SignerThread()
    private let folder: SignerFolder
    private var lock: (any FileLock)?
    private var journal: SignerJournal?
    /// Where the journal's entries lie, in order, from the published size on.
    private var places: [(indexes: Range<UInt64>, place: JournalPlace)] = []

    /// Files are read here, where waiting for the disk holds up nobody.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.thread.asUnownedSerialExecutor()
    }

    /// Touches nothing yet. `directory` is the log's own folder.
    public init(directory: String) {
        self.init(SignerFolder(path: directory, files: POSIXFiles()))
    }

    init(_ folder: SignerFolder) { self.folder = folder }

    deinit { self.thread.stop() }

    /// Takes the lock, reads the record and replays the journal.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` if a signer is at work on it;
    ///   ``SignerFilesError/missing(_:)`` or ``SignerFilesError/damaged(_:)``.
    public func open() throws(SignerFilesError) -> RecalledRecord {
        let lock = try self.folder.lock()
        let record = try self.folder.record()
        var places: [(indexes: Range<UInt64>, place: JournalPlace)] = []
        let (status, journal) = try self.folder.replaying(record) { journalRecord, place in
            places.append((journalRecord.firstIndex..<journalRecord.head.size, place))
        }
        self.lock = lock
        self.journal = journal
        self.places = places
        return RecalledRecord(
            origin: record.origin,
            published: record.published.head,
            recorded: status.recorded,
            signed: record.signed?.head,
            signedNotes: record.signed?.notes
        )
    }

    /// Entries from the journal: those at `indexes`, as far as they lie at or above the published
    /// size and below the recorded one.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` if they are not what was recorded.
    public func entries(at indexes: Range<UInt64>) throws(SignerFilesError) -> EntryBatch {
        var entries = EntryBatch()
        guard let journal else { return entries }
        for (held, place) in self.places where held.overlaps(indexes) {
            let wanted = held.clamped(to: indexes)
            let start = Int(wanted.lowerBound - held.lowerBound)
            let batch = try journal.entries(at: place)
            entries.append(contentsOf: batch.slice(start..<start + wanted.count))
        }
        return entries
    }

    /// Releases the lock.
    public func close() {
        self.journal = nil
        self.lock = nil
    }
}
