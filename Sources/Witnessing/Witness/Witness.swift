package import LogProtocol
package import SignedNotes

/// A witness of many logs: C2SP tlog-witness, and for logs with two trees also what joins them.
///
/// Created once in a folder, then opened by one process at a time.
package final class Witness: Sendable {
    /// A log with where it is read in full mode.
    package struct Subject: Sendable {
        /// The log.
        package let log: WitnessedLog
        /// Where it is read; nil in light mode.
        package let source: (any TwinSource)?

        /// Joins the two.
        package init(log: WitnessedLog, source: (any TwinSource)? = nil) {
            self.log = log
            self.source = source
        }
    }

    private struct Place: Sendable {
        let log: LogWitness
        let suite: Suite
    }

    private let logs: [LogWitness]
    private let byOrigin: [[UInt8]: Place]
    private let byIdentifier: [String: Place]

    /// Creates the state of a new witness in a folder, which may be there already. Blocks while it
    /// is written.
    ///
    /// - Throws: ``SignerFilesError/alreadyExists(_:)`` if there is the state of a witness.
    package static func create(in directory: String) throws(SignerFilesError) {
        try self.create(in: directory, files: POSIXFiles())
    }

    /// As ``create(in:)``, over other files than the operating system's.
    package static func create(
        in directory: String,
        files: any DurableFiles
    ) throws(SignerFilesError) {
        try WitnessFolder(path: directory, files: files).create()
    }

    /// Opens the state in a folder. Blocks while it is read.
    ///
    /// `now` gives POSIX seconds. `patience` is how long a request in full mode waits for entries
    /// to be read. `observe` is told what happens, on any thread.
    ///
    /// - Throws: ``WitnessOpenError`` if the folder, the keys or the logs cannot be used. A log
    ///   whose own record is lost does not keep the others from being witnessed.
    package convenience init(
        directory: String,
        subjects: [Subject],
        keys: WitnessKeys,
        now: @escaping @Sendable () -> UInt64,
        patience: Duration = .seconds(8),
        observe: @escaping @Sendable (WitnessEvent) -> Void = { _ in }
    ) throws(WitnessOpenError) {
        try self.init(
            directory: directory,
            files: POSIXFiles(),
            subjects: subjects,
            keys: keys,
            now: now,
            patience: patience,
            observe: observe
        )
    }

    /// As ``init(directory:subjects:keys:now:patience:observe:)``, over other files than the
    /// operating system's.
    package init(
        directory: String,
        files: any DurableFiles,
        subjects: [Subject],
        keys: WitnessKeys,
        now: @escaping @Sendable () -> UInt64,
        patience: Duration = .seconds(8),
        observe: @escaping @Sendable (WitnessEvent) -> Void = { _ in }
    ) throws(WitnessOpenError) {
        try Self.check(subjects, keys: keys)
        let opened: WitnessStore.Opened
        do throws(SignerFilesError) {
            opened = try WitnessStore.open(
                folder: WitnessFolder(path: directory, files: files),
                origins: subjects.map(\.log.origin)
            )
        } catch {
            throw .files(error)
        }
        let clock = WitnessClock(
            now: now,
            newest: opened.records.compactMap { try? $0.get().timestamp }.max() ?? 0
        )
        self.logs = zip(subjects, opened.records).map { subject, stored in
            if case .failure(let fault) = stored {
                observe(.fault(origin: subject.log.origin, fault))
            }
            return LogWitness(
                subject.log,
                stored: stored,
                parts: LogWitness.Parts(
                    keys: keys,
                    store: opened.store,
                    clock: clock,
                    source: subject.source,
                    patience: patience,
                    observe: observe
                )
            )
        }
        let places = self.logs.flatMap { log in
            [(log.log.origin, Place(log: log, suite: .sha256))]
                + (log.log.sm3Origin.map { [($0, Place(log: log, suite: .sm3))] } ?? [])
        }
        self.byOrigin = Dictionary(
            places.map { (Array($0.0.utf8), $0.1) },
            uniquingKeysWith: { first, _ in first }
        )
        self.byIdentifier = Dictionary(
            places.map { (WitnessPath.identifier(ofOrigin: $0.0), $0.1) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func check(
        _ subjects: [Subject],
        keys: WitnessKeys
    ) throws(WitnessOpenError) {
        var origins: Set<[UInt8]> = []
        for subject in subjects {
            for origin in [subject.log.origin] + (subject.log.sm3Origin.map { [$0] } ?? []) {
                guard origins.insert(Array(origin.utf8)).inserted else {
                    throw .originTwice(origin)
                }
            }
            guard subject.log.sm3Origin == nil || keys.cosigns(.sm3) else {
                throw .noSM2Key(subject.log.origin)
            }
            guard subject.log.mode == .light || subject.source != nil else {
                throw .noAddress(subject.log.origin)
            }
        }
    }

    // MARK: Serving

    /// Answers the body of `POST add-checkpoint`.
    package func addCheckpoint(_ body: [UInt8]) async -> AddCheckpointResponse {
        let request: AddCheckpointRequest
        do throws(AddCheckpointError) { request = try AddCheckpointRequest(parsing: body) } catch {
            return .malformed(reason: "\(error)")
        }
        return await self.addCheckpoint(request)
    }

    /// Answers `add-checkpoint`.
    package func addCheckpoint(_ request: AddCheckpointRequest) async -> AddCheckpointResponse {
        guard let place = self.byOrigin[Array(request.checkpoint.origin.utf8)] else {
            return .unknownOrigin(reason: "this witness is not configured for the origin")
        }
        return await place.log.add(request, to: place.suite)
    }

    /// The head that was cosigned last, with the log's and the witness's signatures, by the
    /// lower-case hexadecimal SHA-256 of its origin; nil for none.
    ///
    /// SPEC: WITNESS-17.
    ///
    /// - Throws: ``WitnessFault/state(_:)`` if it is not known whether there is one.
    package func latestNote(
        identifier: String
    ) async throws(WitnessFault) -> UnverifiedNote? {
        guard let place = self.byIdentifier[identifier] else { return nil }
        if let fault = await place.log.fault, case .state = fault { throw fault }
        return await place.log.latestNote(of: place.suite)
    }

    /// Reads all logs in full mode up to their newest heads, so that requests find little left.
    package func followAhead() async {
        await withTaskGroup { group in
            for log in self.logs where log.log.mode == .full {
                group.addTask { await log.followAhead() }
            }
        }
    }

    /// How the witness stands with each log, in the order of the configuration.
    package var statuses: [LogWitnessStatus] {
        get async {
            var statuses: [LogWitnessStatus] = []
            for log in self.logs { statuses.append(await log.status) }
            return statuses
        }
    }

    /// What is stored in a folder, also while a witness runs: each known log, or why its record
    /// cannot be used.
    ///
    /// - Throws: ``SignerFilesError`` if the list of logs cannot be read.
    package static func describe(
        directory: String
    ) throws(SignerFilesError) -> [StoredWitnessState] {
        let folder = WitnessFolder(path: directory, files: POSIXFiles())
        return try folder.origins().map { StoredWitnessState(of: $0, in: folder) }
    }
}

/// Why a witness cannot start.
package enum WitnessOpenError: Error, Hashable, Sendable {
    /// Its files cannot be used.
    case files(SignerFilesError)
    /// Two logs have one origin.
    case originTwice(String)
    /// The log has an SM3 tree and the witness no SM2 key.
    case noSM2Key(String)
    /// The log is to be checked in full, and no address of it is given.
    case noAddress(String)
}

extension WitnessOpenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .files(let error): "\(error)"
        case .originTwice(let origin): "the origin \(origin) is configured twice"
        case .noSM2Key(let origin): "the log \(origin) has an SM3 tree, and there is no SM2 key"
        case .noAddress(let origin): "the log \(origin) is checked in full, and has no url"
        }
    }
}
