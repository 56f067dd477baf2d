public import Listening
public import LogCore
public import Logging
public import ServiceLifecycle

/// Serves logs over HTTP. One place where all parts are put together.
public final class LogServer: Service {
    private let listener: HTTPListener<HTTPConnection>
    private let stop = ServerStop()

    /// Puts a server together. It listens while ``run()`` runs.
    ///
    /// `now` gives seconds since 1970, for the `Date` field alone. The figures of requests go to
    /// `registry`, whose text `/metrics` answers with. `access` says who may do what; without it nobody is
    /// known, and this machine alone may append. `documents` are served by their digests. Without `records` no
    /// record is taken or read. `remarks` gives
    /// sentences about the daemon as a whole, for `/readyz`.
    public init(
        logs: [any HostedLog],
        configuration: ServerConfiguration,
        registry: MetricsRegistry,
        now: @escaping @Sendable () -> Int64,
        access: AccessGate? = nil,
        documents: PublicDocuments = PublicDocuments(),
        completeness: [LogName: CompletenessBoard] = [:],
        records: RecordOptions? = nil,
        remarks: @escaping @Sendable () -> [String] = { [] },
        logger: Logger
    ) {
        let metrics = RequestMetrics(
            registry: registry,
            logNames: logs.map(\.descriptor.name.text)
        )
        var access = access
        access?.asksForCertificates = configuration.tls?.asksClients == true
        let services = ConnectionHandler.Services(
            responder: Responder(
                logs: logs,
                isLocalListener: configuration.address.isLocal,
                configuration: configuration,
                registry: registry,
                metrics: metrics,
                access: access,
                documents: documents,
                completeness: completeness,
                records: records,
                remarks: remarks
            ),
            budget: BodyBudget(capacity: configuration.maximumBodyByteCountInFlight),
            metrics: metrics,
            incidents: IncidentLog(logger: logger, now: now),
            date: HTTPDate(now: now),
            limits: ConnectionPhase.Limits(configuration),
            stop: self.stop,
            configuration: configuration
        )
        self.listener = HTTPListener(
            address: configuration.address,
            maximumConnectionCount: configuration.maximumConnectionCount,
            childChannel: HTTPConnection(services: services),
            logger: logger
        )
    }

    /// Listens and serves until graceful shutdown; requests that have begun are answered then, and each
    /// answer says that it is its connection's last.
    ///
    /// - Throws: ``ListenError`` if the address cannot be used.
    public func run() async throws {
        // Begun before the listener's own handler, and so before it lets nobody in any more.
        try await withGracefulShutdownHandler {
            try await self.listener.run()
        } onGracefulShutdown: {
            self.stop.begin()
        }
    }

    /// Where the server listens, with the port that the system chose; waits until it does.
    ///
    /// - Throws: What kept the server from listening.
    public func boundAddress() async throws -> ListenAddress {
        try await self.listener.boundAddress()
    }
}
