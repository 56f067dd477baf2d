import Glibc
import HummingbirdCore
public import LogCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Serves logs over HTTP. One place where all parts are put together.
public final class LogServer: Service {
    private let configuration: ServerConfiguration
    private let services: ConnectionHandler.Services
    private let logger: Logger
    private let bound: EventLoopPromise<ListenAddress>

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
        records: RecordOptions? = nil,
        remarks: @escaping @Sendable () -> [String] = { [] },
        logger: Logger
    ) {
        let metrics = RequestMetrics(
            registry: registry,
            logNames: logs.map(\.descriptor.name.text)
        )
        self.configuration = configuration
        self.services = ConnectionHandler.Services(
            responder: Responder(
                logs: logs,
                isLocalListener: configuration.address.isLocal,
                configuration: configuration,
                registry: registry,
                metrics: metrics,
                access: access,
                documents: documents,
                records: records,
                remarks: remarks
            ),
            budget: BodyBudget(capacity: configuration.maximumBodyByteCountInFlight),
            metrics: metrics,
            incidents: IncidentLog(logger: logger, now: now),
            date: HTTPDate(now: now),
            limits: ConnectionPhase.Limits(configuration),
            configuration: configuration
        )
        self.logger = logger
        self.bound = MultiThreadedEventLoopGroup.singleton.any().makePromise()
    }

    deinit {
        // Does nothing if the address is known.
        self.bound.fail(CancellationError())
    }

    /// Listens and serves until graceful shutdown; requests that have begun are answered then.
    ///
    /// - Throws: ``ListenError`` if the address cannot be used.
    public func run() async throws {
        let server = Server(
            childChannelSetup: HTTPConnection(services: self.services),
            configuration: HummingbirdCore.ServerConfiguration(
                address: self.configuration.address.bindAddress,
                backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    self.configuration.maximumConnectionCount,
                    logger: self.logger
                )
            ),
            onServerRunning: { self.bound.succeed(self.configuration.address.bound(to: $0)) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: self.logger
        )
        do { try await server.run() } catch let error as IOError {
            let error = ListenError(
                address: self.configuration.address,
                reason: String(cString: strerror(error.errnoCode))
            )
            self.bound.fail(error)
            throw error
        } catch {
            self.bound.fail(error)
            throw error
        }
    }

    /// Where the server listens, with the port that the system chose; waits until it does.
    ///
    /// - Throws: What kept the server from listening.
    public func boundAddress() async throws -> ListenAddress {
        try await self.bound.futureResult.get()
    }
}

extension ListenAddress {
    /// Whether only this machine can reach the address.
    var isLocal: Bool {
        switch self {
        case .unix: return true
        case .tcp(let host, let port):
            if host == "localhost" { return true }
            // The system's own parser and printer, so that no spelling slips through.
            switch (try? SocketAddress(ipAddress: host, port: port))?.ipAddress {
            case "::1"?: return true
            case let address?: return address.hasPrefix("127.") && !address.contains(":")
            case nil: return false
            }
        }
    }

    fileprivate var bindAddress: BindAddress {
        switch self {
        case .tcp(let host, let port): .hostname(host, port: port)
        case .unix(let path): .unixDomainSocket(path: path)
        }
    }

    /// The address with the port that was bound.
    fileprivate func bound(to channel: any Channel) -> ListenAddress {
        switch self {
        case .tcp(let host, let port):
            .tcp(host: host, port: channel.localAddress?.port ?? port)
        case .unix: self
        }
    }
}
