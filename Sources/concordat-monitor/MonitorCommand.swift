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

              {"state": "./monitor", "interval": "10s",
               "webhooks": ["https://alerts.example/concordat"],
               "logs": [{"name": "eu", "url": "https://log.example/eu",
                         "policy": "eu.policy", "staleAfter": "5m"}]}

            Keys come from the policy's log lines, or from "vkeys". What was verified is kept below \
            the state folder, where <log>/tree is a log in a folder: `concordatd recover --replay` \
            takes it. Evidence is kept in <log>/evidence; `concordat verify-alarm` verifies it.

            Exit status with --once: 0 nothing is wrong, 1 an alarm stands, 2 a log could not be \
            looked at.

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
            let folder = try await MonitorFolder(path: configuration.state, pool: pool)
            let monitor = Monitor(
                configuration,
                watches: stand.watches(folder: folder, now: Self.now, logger: logger),
                folder: folder,
                webhook: stand.webhook,
                now: Self.now,
                logger: logger
            )
            result = .success(
                self.once
                    ? ExitCode(Int32(try await self.round(monitor).rawValue))
                    : try await self.follow(monitor, configuration, logger)
            )
        } catch {
            result = .failure(error)
        }
        await stand.shutdown()
        // Fails only if it was shut down before, and then there is nothing left to end.
        try? await pool.shutdownGracefully()
        return try result.get()
    }

    @Sendable private static func now() -> UInt64 { UInt64(max(Date().timeIntervalSince1970, 0)) }

    /// Does a round and prints it.
    private func round(_ monitor: Monitor) async throws -> Monitor.Verdict {
        let (verdict, looks) = try await monitor.round()
        for (log, look) in looks {
            let line = LookReport(log, look)
            let text = self.json ? try WireJSON.encode(line) : line.sentence
            if self.once || self.json || !look.raised.isEmpty || !look.ended.isEmpty {
                FileHandle.standardOutput.write(Data("\(text)\n".utf8))
            }
        }
        return verdict
    }

    /// Looks until the process is told to stop.
    private func follow(
        _ monitor: Monitor,
        _ configuration: MonitorConfiguration,
        _ logger: Logger
    ) async throws -> ExitCode {
        logger.notice("Following", metadata: ["logs": "\(configuration.logs.map(\.name))"])
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    _ = try await self.round(monitor)
                    try? await Task.sleep(for: configuration.interval)
                }
            }
            group.addTask { for await _ in signals { return } }
            // Whichever ends first: a signal, or files that cannot be written.
            try await group.next()
            group.cancelAll()
        }
        return .success
    }
}

/// Everything that has connections.
struct MonitorStand {
    let webhook = HTTPWebhook()
    private let configuration: MonitorConfiguration
    private let transports: [HTTPLogTransport]
    private let ways: [[(name: String, contact: WitnessContact, way: HTTPWitnessTransport)]]

    init(_ configuration: MonitorConfiguration) {
        self.configuration = configuration
        self.transports = configuration.logs.map { HTTPLogTransport(url: $0.url) }
        self.ways = configuration.logs.map { log in
            (log.policy?.full.witnesses ?? []).compactMap { witness in
                guard let url = witness.url.flatMap({ LogURL($0) }) else { return nil }
                let way = HTTPWitnessTransport(submission: url)
                let contact = WitnessContact(name: witness.name, key: witness.key, way: way)
                return (witness.name, contact, way)
            }
        }
    }

    /// A watch for each log.
    func watches(
        folder: MonitorFolder,
        now: @escaping @Sendable () -> UInt64,
        logger: Logger
    ) -> [LogWatch] {
        zip(self.configuration.logs, zip(self.transports, self.ways)).map { log, ways in
            LogWatch(
                log,
                // A look that fails is followed by another one: waiting long helps nobody.
                transport: ways.0.retrying(RetryRules(patience: .seconds(2))),
                witnesses: ways.1.map(\.contact),
                folder: folder,
                now: now,
                logger: logger
            )
        }
    }

    func shutdown() async {
        for transport in self.transports { await transport.shutdown() }
        for way in self.ways.flatMap(\.self) { await way.way.shutdown() }
        await self.webhook.shutdown()
    }
}

/// One log after one look, for people and for programs.
struct LookReport: Encodable {
    let log: String
    let verdict: String
    let verifiedSize: UInt64?
    let newEntries: UInt64
    let undecided: String?
    let alarms: [Alarm]

    private enum CodingKeys: String, CodingKey {
        case log
        case verdict
        case verifiedSize = "verified_size"
        case newEntries = "new_entries"
        case undecided
        case alarms
    }

    init(_ log: String, _ look: LogWatch.Look) {
        self.log = log
        self.verdict =
            !look.standing.isEmpty
            ? "alarmed" : look.undecided == nil ? "sound" : "could_not_tell"
        self.verifiedSize = look.verifiedSize
        self.newEntries = look.newEntryCount
        self.undecided = look.undecided
        self.alarms = look.standing
    }

    var sentence: String {
        var parts = ["\(self.log): \(self.verdict)"]
        if let verifiedSize { parts.append("\(verifiedSize) entries verified") }
        if let undecided { parts.append("could not tell, \(undecided)") }
        parts += self.alarms.map { "ALARM \($0.kind.rawValue): \($0.detail)" }
        return parts.joined(separator: "; ")
    }
}
