public import LogProtocol
public import SignedNotes

/// The files of one log's signer: `lock`, `record`, `events` and the folder `journal`.
struct SignerFolder: Sendable {
    /// The folder's path.
    let path: String
    /// How files are read and written.
    let files: any DurableFiles

    /// Where the journal is.
    var journalPath: String { "\(self.path)/journal" }

    private var recordPath: String { "\(self.path)/record" }
    private var newRecordPath: String { "\(self.path)/record.new" }
    private var lockPath: String { "\(self.path)/lock" }

    /// Creates the files of a new log. The folder itself may be there if it is empty.
    ///
    /// A crash leaves a folder without a record, which no signer opens; it is removed by hand.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)`` if anything is there.
    func create(_ record: SignerRecord) throws(SignerFilesError) {
        if let names = try self.files.names(in: self.path) {
            guard names.isEmpty else { throw .alreadyExists(self.path) }
        } else {
            try self.files.createDirectory(self.path)
        }
        try SignerJournal.create(in: self.journalPath, files: self.files)
        // The name of a record appears last, and so only if the rest is there.
        try self.replaceRecord(record)
        try self.files.synchronize(directory: self.parentPath)
    }

    /// Takes the folder for this process.
    ///
    /// - Throws: ``SignerFilesError/inUse(_:)`` or ``SignerFilesError/missing(_:)``.
    func lock() throws(SignerFilesError) -> any FileLock {
        // Not created by asking: a folder without a record stays as it is.
        guard let names = try self.files.names(in: self.path), names.contains("record") else {
            throw .missing(self.path)
        }
        return try self.files.lock(self.lockPath)
    }

    /// The record as it stands in its file.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` if there is none.
    func record() throws(SignerFilesError) -> SignerRecord {
        guard let bytes = try self.files.read(self.recordPath) else { throw .missing(self.path) }
        return try SignerRecord(parsing: bytes)
    }

    /// Removes what an interrupted ``replaceRecord(_:)`` or ``replaceEvents(_:)`` left.
    func removeLeftovers() throws(SignerFilesError) {
        for path in [self.newRecordPath, self.newEventsPath]
        where try self.files.read(path) != nil {
            try self.files.remove(path)
        }
    }

    /// Replays the journal behind a record by the signer's own arithmetic, without keys and without
    /// changing a file; `each` sees every journaled record with its place.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` or ``SignerFilesError/damaged(_:)``.
    func replaying(
        _ record: SignerRecord,
        _ each: (JournalRecord, JournalPlace) -> Void = { _, _ in }
    ) throws(SignerFilesError) -> (status: SignerStatus, journal: SignerJournal) {
        var machine = SignerStateMachine(
            origin: record.origin,
            published: record.published,
            signed: record.signed,
            keptRangeCount: 1
        )
        let journal = try SignerJournal(
            opening: self.journalPath,
            origin: record.origin,
            above: record.published.size,
            files: self.files
        ) { journalRecord, place throws(SignerFilesError) in
            try machine.replay(journalRecord, at: place)
            each(journalRecord, place)
        }
        try machine.checkReplayed(upTo: record.recordedSize)
        return (machine.status, journal)
    }

    /// Puts another record in the place of the file's. It is durable when this returns.
    func replaceRecord(_ record: SignerRecord) throws(SignerFilesError) {
        try self.replace(self.recordPath, by: self.newRecordPath, with: record.bytes)
    }

    private func replace(
        _ path: String,
        by newPath: String,
        with bytes: [UInt8]
    ) throws(SignerFilesError) {
        // A crash leaves the old file whole, until the rename; then the new one.
        let file = try self.files.create(newPath)
        try file.append([bytes])
        try file.synchronize()
        try self.files.rename(newPath, to: path)
        try self.files.synchronize(directory: self.path)
    }

    private var eventsPath: String { "\(self.path)/events" }
    private var newEventsPath: String { "\(self.path)/events.new" }

    /// The statements about keys and policy that were recorded, in index order.
    func events() throws(SignerFilesError) -> SignerEvents? {
        guard let bytes = try self.files.read(self.eventsPath) else { return nil }
        return try SignerEvents(parsing: bytes)
    }

    /// Puts more statements in the place of those that the file has. Durable when this returns.
    func replaceEvents(_ events: SignerEvents) throws(SignerFilesError) {
        try self.replace(self.eventsPath, by: self.newEventsPath, with: events.bytes)
    }

    private var closedPath: String { "\(self.path)/closed" }

    /// What says that the log goes on as another one; nil if it does not.
    func closedMark() throws(SignerFilesError) -> ClosedMark? {
        guard let bytes = try self.files.read(self.closedPath) else { return nil }
        return try ClosedMark(parsing: bytes)
    }

    /// Closes the log, durably.
    func close(with mark: ClosedMark) throws(SignerFilesError) {
        if try self.files.names(in: self.path) == nil {
            try self.files.createDirectory(self.path)
            try self.files.synchronize(directory: self.parentPath)
        }
        guard try self.files.read(self.closedPath) == nil else {
            throw .alreadyExists(self.closedPath)
        }
        // A crash leaves a draft, which closes nothing, until the rename.
        let draft = self.closedPath + ".new"
        if try self.files.read(draft) != nil { try self.files.remove(draft) }
        let file = try self.files.create(draft)
        try file.append([mark.bytes])
        try file.synchronize()
        try self.files.rename(draft, to: self.closedPath)
        try self.files.synchronize(directory: self.path)
    }

    private var parentPath: String {
        guard let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == self.path.startIndex ? "/" : String(self.path[..<slash])
    }
}

extension SignerRecord {
    /// Starts the record of a new log. Only creating a log does this: a record that was lost is not
    /// begun again, because its promises are not known then.
    ///
    /// `directory` is the log's own folder, whose parent exists. It must be empty or not there.
    /// The files are accessible to the calling user only. Blocks while they are written.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)`` if anything is there.
    public static func create(
        in directory: String,
        origin: LogOrigin
    ) throws(SignerFilesError) {
        try self.create(in: SignerFolder(path: directory, files: POSIXFiles()), origin: origin)
    }

    /// As ``create(in:origin:)``, over other files than the operating system's.
    package static func create(
        in directory: String,
        origin: LogOrigin,
        files: any DurableFiles
    ) throws(SignerFilesError) {
        try self.create(in: SignerFolder(path: directory, files: files), origin: origin)
    }

    /// Reads the record of a log, without keys and without opening its journal.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` or ``SignerFilesError/damaged(_:)``.
    public static func describe(directory: String) throws(SignerFilesError) -> SignerRecord {
        try SignerFolder(path: directory, files: POSIXFiles()).record()
    }

    /// Reads the statements about keys and policy that a log's signer has recorded, beside a signer
    /// at work or without one. None is verified here.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)``, also if some are missing.
    public static func events(directory: String) throws(SignerFilesError) -> [HistoryStatement] {
        let folder = SignerFolder(path: directory, files: POSIXFiles())
        // In this order: statements are on disk before a record that counts them.
        let record = try folder.record()
        let events = try folder.events()
        guard events?.events.count ?? 0 >= record.eventCount else {
            throw .damaged("the file of events lacks some that the record counts")
        }
        return events?.events ?? []
    }

    /// Whether a process has the record of a log open.
    ///
    /// - Throws: ``SignerFilesError/missing(_:)`` if there is none.
    public static func isInUse(directory: String) throws(SignerFilesError) -> Bool {
        do {
            _ = try SignerFolder(path: directory, files: POSIXFiles()).lock()
            return false
        } catch .inUse {
            return true
        }
    }

    static func create(
        in folder: SignerFolder,
        origin: LogOrigin
    ) throws(SignerFilesError) {
        try folder.create(
            SignerRecord(origin: origin, recordedSize: 0, published: TwinRange(), signed: nil)
        )
    }
}
