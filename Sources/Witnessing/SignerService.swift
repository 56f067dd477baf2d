public import LogProtocol
public import SignedNotes

/// The signer of all logs that have a folder in one directory.
///
/// Each log has its own files, keys and thread: what befalls one is nothing to the others.
public final class SignerService: LogSigner {
    private let logs: [LogOrigin: SignerLog]
    private let unopened: [LogOrigin: SignerFilesError]
    /// The folders that could not be opened, and why. Calls for their logs fail, too.
    public let failures: [String: SignerFilesError]

    /// The logs that are open.
    public var origins: [LogOrigin] {
        self.logs.keys.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    }

    private init(
        logs: [LogOrigin: SignerLog],
        unopened: [LogOrigin: SignerFilesError],
        failures: [String: SignerFilesError]
    ) {
        self.logs = logs
        self.unopened = unopened
        self.failures = failures
    }

    /// Opens every folder in `directory`. Records are never started here, only by
    /// ``SignerRecord/create(in:origin:)``.
    ///
    /// `keys` gives the keys of a log by the name of its folder. `clock` gives POSIX seconds, and
    /// `milliseconds` the same in milliseconds, for the tree heads of RFC 6962; without it they have
    /// whole seconds. A log whose files fail signs nothing more; `onFailure` is called then, once for
    /// each log, on the log's thread. A signer that is a process of its own exits there. `onFork` is called each time
    /// that a caller shows another history. A folder that cannot be opened is in ``failures``.
    ///
    /// - Throws: ``SignerFilesError/failed(operation:path:code:)`` if `directory` cannot be listed.
    public static func open(
        directory: String,
        keys: @Sendable (_ name: String, _ origin: LogOrigin) throws -> SignerKeys,
        clock: @escaping @Sendable () -> UInt64,
        milliseconds: (@Sendable () -> UInt64)? = nil,
        onFailure: @escaping @Sendable (LogOrigin, SignerError) -> Void = { _, _ in },
        onFork: @escaping @Sendable (LogOrigin, SignerError) -> Void = { _, _ in }
    ) async throws(SignerFilesError) -> SignerService {
        try await self.open(
            directory: directory,
            files: POSIXFiles(),
            keys: keys,
            clock: clock,
            milliseconds: milliseconds,
            onFailure: onFailure,
            onFork: onFork
        )
    }

    /// As ``open(directory:keys:clock:onFailure:onFork:)``, over other files than the operating
    /// system's, and with other makers of notes than keys.
    package static func open(
        directory: String,
        files: any DurableFiles,
        keys: @Sendable (_ name: String, _ origin: LogOrigin) throws -> any HeadSigner,
        clock: @escaping @Sendable () -> UInt64,
        milliseconds: (@Sendable () -> UInt64)? = nil,
        onFailure: @escaping @Sendable (LogOrigin, SignerError) -> Void = { _, _ in },
        onFork: @escaping @Sendable (LogOrigin, SignerError) -> Void = { _, _ in }
    ) async throws(SignerFilesError) -> SignerService {
        var logs: [LogOrigin: SignerLog] = [:]
        var unopened: [LogOrigin: SignerFilesError] = [:]
        var failures: [String: SignerFilesError] = [:]
        var origins: [LogOrigin: [String]] = [:]
        for name in try files.names(in: directory) ?? [] {
            do {
                let folder = SignerFolder(path: "\(directory)/\(name)", files: files)
                // A file beside the folders, a socket's lock for example, is nobody's log.
                guard try files.names(in: folder.path) != nil else { continue }
                // SPEC: SIGNER-21: a closed log is not opened, whatever else is in its folder.
                if let mark = try folder.closedMark() {
                    unopened[mark.origin] = .closed(successor: mark.successor.text)
                    failures[name] = unopened[mark.origin]
                    continue
                }
                origins[try folder.record().origin, default: []].append(name)
            } catch {
                failures[name] = error
            }
        }
        for (origin, names) in origins where unopened[origin] == nil {
            do throws(SignerFilesError) {
                guard let name = names.first, names.count == 1 else {
                    // Two records of one log could sign two histories.
                    throw .damaged("several folders have the record of \(origin.text)")
                }
                let logKeys: any HeadSigner
                do { logKeys = try keys(name, origin) } catch {
                    throw .wrongKeys("\(error)")
                }
                let log = SignerLog(
                    onFailure: { onFailure(origin, $0) },
                    onFork: { onFork(origin, $0) }
                )
                try await log.open(
                    SignerFolder(path: "\(directory)/\(name)", files: files),
                    keys: logKeys,
                    clock: clock,
                    milliseconds: milliseconds
                )
                logs[origin] = log
            } catch {
                unopened[origin] = error
                for name in names { failures[name] = error }
            }
        }
        return SignerService(logs: logs, unopened: unopened, failures: failures)
    }

    /// Releases all files. Calls fail from here on.
    public func close() async {
        for log in self.logs.values { await log.close() }
    }

    /// How far the signer's record of a log goes.
    public func status(of origin: LogOrigin) async throws(SignerError) -> SignerStatus {
        try await self.log(origin).status()
    }

    /// Offers entries in index order, with the head that the database has after them.
    public func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        try await self.log(offer.origin).offer(offer)
    }

    /// Signs a head that the signer has recorded.
    public func sign(
        _ head: TwinHead,
        of origin: LogOrigin
    ) async throws(SignerError) -> HeadNotes {
        try await self.log(origin).sign(head)
    }

    /// The statements about the log's keys and its policy that the signer has recorded.
    public func events(
        of origin: LogOrigin,
        after count: Int
    ) async throws(SignerError) -> [HistoryStatement] {
        try await self.log(origin).events(after: count)
    }

    /// Tells that a signed head is published.
    public func published(_ size: UInt64, of origin: LogOrigin) async throws(SignerError) {
        try await self.log(origin).published(size)
    }

    private func log(_ origin: LogOrigin) throws(SignerError) -> SignerLog {
        if let log = self.logs[origin] { return log }
        switch self.unopened[origin] {
        case nil: break
        case .closed(let successor)?: throw .closed(successor: successor)
        case let error?: throw .recordFailed(error.description)
        }
        // SPEC: SIGNER-2: a log without a record gets none by being asked for.
        throw .unknownLog
    }
}
