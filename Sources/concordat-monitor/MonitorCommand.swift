import ArgumentParser
import Foundation
import LogClient
import LogProtocol
import Logging
import Monitoring
import NIOPosix
import ServiceLifecycle
import SignedNotes
import UnixSignals

/// Follows logs and their witnesses, and tells what is wrong.
@main
struct MonitorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concordat-monitor",
        abstract: "Follow Concordat logs and their witnesses, and raise an alarm for every lie.",
        discussion: """
            Both trees of each log are made from its entries; every head that the log or a witness \
            shows has to be of that one history. The configuration is a JSON file:

              {"state": "./monitor", "interval": "10s", "listen": "127.0.0.1:9100",
               "webhooks": ["https://alerts.example/concordat"],
               "logs": [{"name": "eu", "url": "https://log.example/eu",
                         "policy": "eu.policy", "peers": ["https://monitor.example/eu"],
                         "staleAfter": "5m"}]}

            Keys come from the policy's log lines, or from "vkeys"; its witnesses are asked at their \
            URLs, and the peers are other places that show heads of the log, such as another monitor. \
            What was verified is kept below the state folder, where <log>/tree is a log in a folder: \
            `concordatd recover --replay` takes it. Evidence is kept in <log>/evidence; `concordat \
            verify-alarm` verifies it. At "listen" there are /healthz, /metrics and the verified \
            heads, <log>/checkpoint, <log>/sm3/checkpoint and <log>/twin.

            Exit status with --once: 0 nothing is wrong, 1 an alarm stands, 2 a log could not be \
            looked at. Without it: 0 when told to stop, 2 if the state folder cannot be used. 64: the \
            command line or the configuration is wrong.

            EXAMPLES:
              concordat-monitor --config monitor.json
              concordat-monitor --config monitor.json --once --json
            """,
        version: "0.1.0"
    )

    @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
    var config: String

    @Flag(help: "Look at every log once, tell what is wrong, and end.")
    var once = false

    @Flag(help: "Print JSON, one object a log and round.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Least severe message that is logged: debug, info, notice, warning or error.",
            valueName: "level"
        )
    )
    var logLevel: String?

    func validate() throws {
        guard self.logLevel.map({ Logger.Level(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("--log-level: debug, info, notice, warning or error.")
        }
    }

    func run() async throws {
        let level = self.logLevel.flatMap { Logger.Level(rawValue: $0) } ?? .info
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let configuration: MonitorConfiguration
        do { configuration = try MonitorConfiguration(file: self.config) } catch {
            FileHandle.standardError.write(Data("concordat-monitor: \(error)\n".utf8))
            throw ExitCode.validationFailure
        }
        let status: ExitCode
        do {
            status = try await self.monitor(configuration, Logger(label: "concordat-monitor"))
        } catch {
            FileHandle.standardError.write(Data("concordat-monitor: \(error)\n".utf8))
            throw ExitCode(2)
        }
        guard status == .success else { throw status }
    }

    private func monitor(
        _ configuration: MonitorConfiguration,
        _ logger: Logger
    ) async throws -> ExitCode {
        let pool = NIOThreadPool(numberOfThreads: 2)
        pool.start()
        let stand = MonitorStand(configuration)
        let result: Result<ExitCode, any Error>
        do {
            let folder = try await MonitorFolder.open(path: configuration.state, pool: pool)
            let monitor = Monitor(
                watches: stand.watches(folder: folder, now: Self.now, logger: logger),
                every: configuration.interval,
                folder: folder,
                courier: Courier(
                    urls: configuration.webhooks,
                    folder: folder,
                    webhook: stand.webhook,
                    now: Self.now,
                    logger: logger
                ),
                now: Self.now
            )
            if self.once {
                let printer = LookPrinter(asJSON: self.json, printsAll: true)
                let verdict = try await monitor.round { printer.print($0, $1) }
                result = .success(ExitCode(Int32(verdict.rawValue)))
            } else {
                try await self.follow(monitor, configuration, logger)
                result = .success(.success)
            }
        } catch {
            result = .failure(error)
        }
        await stand.shutdown()
        // Fails only if it was shut down before, and then there is nothing left to end.
        try? await pool.shutdownGracefully()
        return try result.get()
    }

    @Sendable private static func now() -> UInt64 { UInt64(max(Date().timeIntervalSince1970, 0)) }

    /// Looks until the process is told to stop.
    private func follow(
        _ monitor: Monitor,
        _ configuration: MonitorConfiguration,
        _ logger: Logger
    ) async throws {
        let printer = LookPrinter(asJSON: self.json, printsAll: self.json)
        var services: [any Service] = [Follower(monitor: monitor, printer: printer)]
        if let address = configuration.listen {
            services.append(MonitorListener(monitor: monitor, address: address, logger: logger))
        }
        logger.notice("Following", metadata: ["logs": "\(configuration.logs.map(\.name))"])
        try await ServiceGroup(
            configuration: .init(
                services: services,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        ).run()
    }
}

/// Follows all logs until graceful shutdown.
private struct Follower: Service {
    let monitor: Monitor
    let printer: LookPrinter

    func run() async throws {
        let (monitor, printer) = (self.monitor, self.printer)
        try await cancelWhenGracefulShutdown {
            try await monitor.follow { printer.print($0, $1) }
        }
    }
}
