import CryptoSuites
import HummingbirdCore
import Listening
import LogClient
import Logging
import NIOCore
import ServiceLifecycle
import SignedNotes
import UnixSignals
import Witnessing

/// A witness that serves: its state, its HTTP and its looking ahead, put together in one place.
struct WitnessDaemon {
    let configuration: WitnessConfiguration
    let logger: Logger

    /// Serves until SIGTERM or SIGINT; requests that have begun are answered then.
    func run() async throws {
        let passphrase = try self.configuration.passphrase()
        let keys = try WitnessKeyFolder(dataFolder: self.configuration.dataFolder)
            .load(name: self.configuration.name, passphrase: passphrase)
        // SPEC: WITNESS-18: addresses come from the file and from nowhere else.
        let transports = self.configuration.logs.map { log in
            log.log.mode == .full ? log.url.map { HTTPLogTransport(url: $0) } : nil
        }
        let subjects = zip(self.configuration.logs, transports).map { log, transport in
            Witness.Subject(
                log: log.log,
                source: transport.map { LogTwinSource(LogClient(transport: $0)) }
            )
        }
        let logger = self.logger
        let witness = try Witness(
            directory: self.configuration.dataFolder,
            subjects: subjects,
            keys: keys,
            now: systemTime,
            patience: self.configuration.patience,
            observe: { event in Self.log(event, to: logger) }
        )
        // SPEC: WITNESS-23.
        for log in self.configuration.logs where log.log.followsKeysByHand {
            logger.notice(
                "Light mode: if this log changes its keys, each is to be configured with its sizes",
                metadata: ["origin": "\(log.log.origin)"]
            )
        }
        let listener = Self.listener(
            for: witness,
            at: self.configuration.address,
            maximumConnectionCount: self.configuration.maximumConnectionCount,
            logger: self.logger
        )
        let announcement = Task {
            let address = try await listener.boundAddress()
            logger.info(
                "The witness listens",
                metadata: [
                    "address": "\(address)", "name": "\(keys.name)",
                    "logs": "\(subjects.map(\.log.origin))",
                ]
            )
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: listener),
                    .init(
                        service: Follower(
                            witness: witness,
                            interval: self.configuration.followInterval
                        )
                    ),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: self.logger
            )
        )
        do {
            try await group.run()
        } catch {
            announcement.cancel()
            for transport in transports { await transport?.shutdown() }
            throw error
        }
        for transport in transports { await transport?.shutdown() }
    }

    /// What answers requests to a witness.
    static func listener(
        for witness: Witness,
        at address: ListenAddress,
        maximumConnectionCount: Int,
        logger: Logger
    ) -> HTTPListener<HTTP1Channel> {
        let responder = WitnessResponder(witness: witness, counts: RequestCounts())
        return HTTPListener(
            address: address,
            maximumConnectionCount: maximumConnectionCount,
            childChannel: HTTP1Channel(
                responder: { request, writer, channel in
                    try await responder.respond(to: request, writer, channel)
                },
                configuration: .init(idleTimeout: .seconds(60))
            ),
            logger: logger
        )
    }

    private static func log(_ event: WitnessEvent, to logger: Logger) {
        switch event {
        case .cosigned(let origin, let size):
            logger.debug("Cosigned", metadata: ["origin": "\(origin)", "size": "\(size)"])
        case .alarm(let origin, let reason):
            logger.critical("Alarm", metadata: ["origin": "\(origin)", "reason": "\(reason)"])
        case .keyChange(let origin, let keys):
            logger.notice(
                "The log's entries change its keys",
                metadata: [
                    "origin": "\(origin)",
                    "keys": "\(keys.map(\.textWithSizes).joined(separator: " "))",
                ]
            )
        case .fault(let origin, let fault):
            logger.error("Cannot cosign", metadata: ["origin": "\(origin)", "reason": "\(fault)"])
        case .outOfReach(let origin, let reason):
            logger.warning(
                "The log cannot be read",
                metadata: ["origin": "\(origin)", "reason": "\(reason)"]
            )
        case .reading(let origin, let size, let goal):
            logger.info(
                "Reading entries",
                metadata: ["origin": "\(origin)", "size": "\(size)", "of": "\(goal)"]
            )
        }
    }
}

/// Reads logs in full mode ahead of requests.
private struct Follower: Service {
    let witness: Witness
    let interval: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.witness.followAhead()
                try? await Task.sleep(for: self.interval)
            }
        }
    }
}
