import Listening
import LogCore
import LogServer
import Logging
import NIOCore
import ServiceLifecycle
import Testing

/// Starts a server on a port that the system chooses, lets `body` talk to it, and stops it
/// gracefully: a server that does not stop fails the test by never ending.
@discardableResult
func withServer<Result: Sendable>(
    _ logs: [any HostedLog],
    address: ListenAddress = .tcp(host: "127.0.0.1", port: 0),
    registry: MetricsRegistry = MetricsRegistry(),
    access: AccessGate? = nil,
    documents: PublicDocuments = PublicDocuments(),
    completeness: [LogName: CompletenessBoard] = [:],
    records: RecordOptions? = nil,
    configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body: @escaping @Sendable (ListenAddress) async throws -> Result
) async throws -> Result {
    try await withStoppableServer(
        logs,
        address: address,
        registry: registry,
        access: access,
        documents: documents,
        completeness: completeness,
        records: records,
        configure: configure
    ) { address, _ in try await body(address) }
}

/// The same, for a `body` that stops the server itself.
@discardableResult
func withStoppableServer<Result: Sendable>(
    _ logs: [any HostedLog],
    address: ListenAddress = .tcp(host: "127.0.0.1", port: 0),
    registry: MetricsRegistry = MetricsRegistry(),
    access: AccessGate? = nil,
    documents: PublicDocuments = PublicDocuments(),
    completeness: [LogName: CompletenessBoard] = [:],
    records: RecordOptions? = nil,
    configure: (inout ServerConfiguration) -> Void = { _ in },
    _ body:
        @escaping @Sendable (ListenAddress, _ stop: @Sendable () async -> Void) async throws ->
        Result
) async throws -> Result {
    var configuration = ServerConfiguration(address: address)
    configure(&configuration)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = LogServer(
        logs: logs,
        configuration: configuration,
        registry: registry,
        now: { 1_700_000_000 },
        access: access,
        documents: documents,
        completeness: completeness,
        records: records,
        logger: logger
    )
    let group = ServiceGroup(services: [server], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        do {
            let address = try await server.boundAddress()
            let result = try await body(address) { await group.triggerGracefulShutdown() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        } catch {
            await group.triggerGracefulShutdown()
            throw error
        }
    }
}
