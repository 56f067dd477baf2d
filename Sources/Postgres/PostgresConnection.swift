internal import Synchronization

/// One connection to a PostgreSQL server, on a thread of its own.
///
/// It does not reconnect: a lost connection stays closed, and ``ConnectionPool`` opens another.
public actor PostgresConnection {
    private nonisolated let executor: ThreadExecutor
    private nonisolated let port = CancelPort()
    /// Whether the last run left the connection fit for another user; written on its own thread.
    private nonisolated let reusable = Atomic<Bool>(false)
    private var link: Link?

    /// The connection's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        self.executor.asUnownedSerialExecutor()
    }

    /// Connects.
    ///
    /// - Throws: ``PostgresError/Kind/connection`` with libpq's words for each host;
    ///   ``PostgresError/Kind/misuse`` if the connection string is malformed.
    @_optimize(none)
    public init(_ configuration: ConnectionConfiguration) async throws(PostgresError) {
        // Unoptimised, which keeps the body out of other modules: Swift 6.3's optimiser stops there
        // with "circular reference" when it looks for the isolated deinit of the actor it sees made.
        self.executor = ThreadExecutor(name: configuration.threadName)
        self.link = nil
        // From here on this is the connection's thread.
        try self.open(configuration)
    }

    isolated deinit {
        self.link = nil
        self.executor.shutdown()
    }

    private func open(_ configuration: ConnectionConfiguration) throws(PostgresError) {
        self.link = try Link(configuration, port: self.port)
        self.reusable.store(true, ordering: .releasing)
    }

    /// Carries out `body` on the connection's thread: any number of statements for one hop.
    ///
    /// Runs do not overlap. If the task is cancelled, the running statement is cancelled on the
    /// server and later ones are refused, but a COMMIT under way goes on; after a cancel message the
    /// connection is closed, because the message may still arrive.
    ///
    /// - Throws: what `body` throws; ``PostgresError/Kind/connection`` if the connection is closed,
    ///   with ``PostgresError/isStale`` if nothing was sent.
    public func run<Result>(
        _ body: @Sendable (borrowing Session) throws -> sending Result
    ) async throws -> sending Result {
        guard let link else {
            throw PostgresError(.connection, "the connection is closed", isStale: true)
        }
        if Task.isCancelled { throw PostgresError(.cancelled, "cancelled before it began") }
        let port = self.port
        let run = port.withGate { $0.beginRun() }
        defer { self.settle() }
        try link.checkNotStale()
        return try await withTaskCancellationHandler {
            // Only because it names `self` does this closure stay on the connection's thread.
            try self.carryOut(body, link)
        } onCancel: {
            port.cancel(run: run)
        }.value
    }

    private func carryOut<Result>(
        _ body: @Sendable (borrowing Session) throws -> sending Result,
        _ link: Link
    ) throws -> Sent<Result> {
        Sent(value: try body(Session(link)))
    }

    /// Carries a value that its maker gave up (`sending`) through a generic that does not say so.
    private struct Sent<Value>: @unchecked Sendable {
        let value: Value
    }

    /// Asks the server to cancel what runs now, if it may be cancelled. Returns at once; the run ends
    /// with ``PostgresError/Kind/cancelled``.
    public nonisolated func cancel() { self.port.cancel(run: nil) }

    /// Closes the connection; later runs throw. Waits for the runs before.
    public func close() {
        self.reusable.store(false, ordering: .releasing)
        self.link = nil
    }

    /// Whether the connection is open and in no transaction. Waits for the runs before.
    public var isIdle: Bool { self.link?.isIdle ?? false }

    /// Whether the last run left the connection open, in no transaction, and no cancel message under
    /// way. Of use to whoever knows that no run is going on.
    nonisolated var isReusable: Bool { self.reusable.load(ordering: .acquiring) }

    /// Whether the connection is reusable and the server has not closed it since.
    func isAlive() -> Bool {
        guard let link, self.isReusable else { return false }
        do {
            try link.checkNotStale()
        } catch {
            self.close()
            return false
        }
        return true
    }

    /// Ends a run: what cannot be trusted is closed here and now.
    private func settle() {
        let isTainted = self.port.withGate { gate in
            gate.endRun()
            return gate.isTainted
        }
        guard let link, link.isOpen, !isTainted else { return self.close() }
        self.reusable.store(link.isIdle, ordering: .releasing)
    }
}
