import LogProtocol
import SignedNotes

/// One log's ledger on a thread of its own, where hashing and waiting for the disk hold up nobody.
actor SignerLog {
    private let thread = SignerThread()
    private let onFailure: @Sendable (SignerError) -> Void
    private let onFork: @Sendable (SignerError) -> Void
    /// Nil before ``open(_:keys:clock:)`` and after ``close()``.
    private var ledger: SignerLedger?
    /// Offers that came in while the disk was busy. They go into one write together.
    private var waiting:
        [(
            offer: SignerOffer,
            answer: CheckedContinuation<Result<OfferOutcome, SignerError>, Never>
        )] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.thread.asUnownedSerialExecutor()
    }

    /// Creates the actor; ``open(_:keys:clock:)`` comes next.
    ///
    /// `onFailure` is called once, when the files failed; `onFork` at each fork.
    init(
        onFailure: @escaping @Sendable (SignerError) -> Void,
        onFork: @escaping @Sendable (SignerError) -> Void
    ) {
        self.onFailure = onFailure
        self.onFork = onFork
    }

    deinit { self.thread.stop() }

    /// Opens the files and replays the journal.
    func open(
        _ folder: SignerFolder,
        keys: any HeadSigner,
        clock: @escaping @Sendable () -> UInt64,
        milliseconds: (@Sendable () -> UInt64)? = nil
    ) throws(SignerFilesError) {
        self.ledger = try SignerLedger(
            opening: folder,
            keys: keys,
            clock: clock,
            milliseconds: milliseconds
        )
    }

    /// Releases the files.
    func close() { self.ledger = nil }

    func status() throws(SignerError) -> SignerStatus {
        try self.with { ledger throws(SignerError) in try ledger.status() }
    }

    func sign(_ head: TwinHead) throws(SignerError) -> HeadNotes {
        try self.with { ledger throws(SignerError) in try ledger.sign(head) }
    }

    func events(after count: Int) throws(SignerError) -> [HistoryStatement] {
        try self.with { ledger throws(SignerError) in try ledger.events(after: count) }
    }

    func published(_ size: UInt64) throws(SignerError) {
        try self.with { ledger throws(SignerError) in try ledger.published(size) }
    }

    func offer(_ offer: SignerOffer) async throws(SignerError) -> OfferOutcome {
        try await withCheckedContinuation { answer in
            self.waiting.append((offer, answer))
            // Takes its place behind the offers that are waiting for this thread by now, so that it
            // finds them all. Nobody awaits it: it resumes everyone who waits.
            if self.waiting.count == 1 { Task { self.takeWaiting() } }
        }.get()
    }

    private func takeWaiting() {
        let waiting = self.waiting
        self.waiting = []
        let results: [Result<OfferOutcome, SignerError>]
        do {
            results = try self.with { ledger throws(SignerError) in
                ledger.offer(waiting.map(\.offer))
            }
        } catch {
            results = waiting.map { _ in .failure(error) }
        }
        for (caller, result) in zip(waiting, results) {
            if case .failure(let error) = result, case .fork = error { self.onFork(error) }
            caller.answer.resume(returning: result)
        }
    }

    /// Works with the ledger, and tells of its end.
    private func with<Value>(
        _ body: (SignerLedger) throws(SignerError) -> Value
    ) throws(SignerError) -> Value {
        guard let ledger = self.ledger else { throw .unavailable("the signer is stopped") }
        let hadFailed = ledger.failure != nil
        defer {
            if !hadFailed, let failure = ledger.failure {
                self.onFailure(.recordFailed(failure.description))
            }
        }
        do {
            return try body(ledger)
        } catch {
            if case .fork = error { self.onFork(error) }
            throw error
        }
    }
}
