import SignedNotes

/// Writes a witness's records, on a thread of its own: what was waiting when the disk became free
/// is written together.
///
/// Each record is durable before ``store(_:)`` returns. SPEC: WITNESS-7.
package actor WitnessStore {
    private struct Waiting {
        let record: WitnessRecord
        let continuation: CheckedContinuation<Result<Void, WitnessFault>, Never>
    }

    private nonisolated let thread: SignerThread
    private let folder: WitnessFolder
    /// Held for the life of this object, so that no second witness signs with other state.
    private let lock: any FileLock
    private var waiting: [Waiting] = []
    private var isWritingScheduled = false
    /// Why nothing is stored any more; nil while all is well. SPEC: WITNESS-20.
    private var unsure: String?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.thread.asUnownedSerialExecutor()
    }

    private init(folder: WitnessFolder, lock: any FileLock, thread: SignerThread) {
        self.folder = folder
        self.lock = lock
        self.thread = thread
    }

    deinit { self.thread.stop() }

    /// A witness's files, as they were found.
    struct Opened {
        let store: WitnessStore
        /// The record of each log, or why there is none that can be used, in the logs' order.
        let records: [Result<WitnessRecord, WitnessFault>]
    }

    /// Takes the folder for this process and reads what is stored of `origins`. A log that the
    /// witness never knew gets an empty record; blocks while that is written.
    ///
    /// SPEC: WITNESS-10: a log that it knew and whose record is lost does not.
    ///
    /// - Throws: ``SignerFilesError``.
    static func open(
        folder: WitnessFolder,
        origins: [String]
    ) throws(SignerFilesError) -> Opened {
        let lock = try folder.lock()
        try folder.removeLeftovers()
        var known = try folder.origins()
        let new = origins.filter { origin in
            !known.contains { $0.utf8.elementsEqual(origin.utf8) }
        }
        for origin in new {
            // A crash below leaves empty records of logs that the list does not know yet. One that
            // was used and is not on the list means that the list is an old one.
            guard try folder.hasRecord(of: origin) else { continue }
            guard try folder.record(of: origin) == WitnessRecord(origin: origin) else {
                throw .damaged("there is a record of \(origin), which the list of origins lacks")
            }
        }
        if !new.isEmpty {
            let errors = try folder.replace(new.map { WitnessRecord(origin: $0) })
            if let error = errors.compactMap(\.self).first { throw error }
            known += new
            try folder.replaceOrigins(known)
        }
        let records = origins.map { origin in
            do throws(SignerFilesError) {
                return Result<WitnessRecord, WitnessFault>.success(try folder.record(of: origin))
            } catch {
                return .failure(.state("\(error)"))
            }
        }
        return Opened(
            store: WitnessStore(folder: folder, lock: lock, thread: SignerThread()),
            records: records
        )
    }

    /// Stores a record in the place of its log's. It is durable when this returns.
    ///
    /// - Throws: ``WitnessFault/storing(_:)`` if the old record is still there,
    ///   ``WitnessFault/unsure(_:)`` if that is not known; then nothing is stored any more.
    func store(_ record: WitnessRecord) async throws(WitnessFault) {
        let result = await withCheckedContinuation { continuation in
            self.waiting.append(Waiting(record: record, continuation: continuation))
            guard !self.isWritingScheduled else { return }
            self.isWritingScheduled = true
            // Behind the calls that are in the queue already, which join this writing. Awaited by
            // each of them through its continuation.
            Task { self.write() }
        }
        try result.get()
    }

    /// Keeps what a log signed and cannot explain. A disk that does not take it loses it.
    func keepEvidence(_ bytes: [UInt8], name: String) {
        try? self.folder.keepEvidence(bytes, name: name)
    }

    private func write() {
        self.isWritingScheduled = false
        let batch = self.waiting
        self.waiting.removeAll(keepingCapacity: true)
        let results = self.results(of: batch.map(\.record))
        for (waiting, result) in zip(batch, results) {
            waiting.continuation.resume(returning: result)
        }
    }

    private func results(of records: [WitnessRecord]) -> [Result<Void, WitnessFault>] {
        if let unsure {
            return records.map { _ in .failure(.unsure(unsure)) }
        }
        do throws(SignerFilesError) {
            return try self.folder.replace(records).map { error in
                error.map { .failure(.storing("\($0)")) } ?? .success(())
            }
        } catch {
            self.unsure = "\(error)"
            return records.map { _ in .failure(.unsure("\(error)")) }
        }
    }
}
