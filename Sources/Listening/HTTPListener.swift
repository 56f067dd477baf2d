import Glibc
public import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Listens at an address and gives each connection to a handler, until it is told to stop.
public final class HTTPListener<ChildChannel: ServerChildChannel>: Service {
    private let address: ListenAddress
    private let maximumConnectionCount: Int
    private let childChannel: ChildChannel
    private let logger: Logger
    private let bound: EventLoopPromise<ListenAddress>

    /// Puts a listener together. It listens while ``run()`` runs; connections above
    /// `maximumConnectionCount` wait in the system's queue.
    public init(
        address: ListenAddress,
        maximumConnectionCount: Int,
        childChannel: ChildChannel,
        logger: Logger
    ) {
        self.address = address
        self.maximumConnectionCount = maximumConnectionCount
        self.childChannel = childChannel
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
            childChannelSetup: self.childChannel,
            configuration: HummingbirdCore.ServerConfiguration(
                address: self.address.bindAddress,
                backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    self.maximumConnectionCount,
                    logger: self.logger
                )
            ),
            onServerRunning: { self.bound.succeed(self.address.bound(to: $0)) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: self.logger
        )
        do { try await server.run() } catch let error as IOError {
            let error = ListenError(
                address: self.address,
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
    public var isLocal: Bool {
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
