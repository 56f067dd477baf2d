import ArgumentParser
import Auditing
import Foundation
import Glibc
import LogClient
import LogCore
import LogProtocol
import Logging
import ServiceLifecycle
import SignedNotes
import UnixSignals

/// `concordatd export`
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a log into a folder that a plain web server hands out.",
        discussion: """
            Heads, twin note, tiles of both trees, entry bundles and log.json, laid out as C2SP
            tlog-tiles has it. Reads a running daemon, or an earlier export, and needs no database;
            only the log's public keys, from the data folder or by --vkey. Every head is checked
            against all entries before it appears in the folder. An interrupted export goes on where
            it was; files that never change are never written over.

              concordatd export --data ./data --log eu --to /srv/log/eu
              concordatd export --data ./data --log eu --to /srv/log/eu --follow
              concordatd export --from https://log.example/eu --vkey KEY --vkey KEY --to ./eu
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log's short name.", valueName: "name"))
    var log: String?

    @Option(help: ArgumentHelp("The folder; made if it is not there.", valueName: "folder"))
    var to: String

    @Option(
        help: ArgumentHelp(
            "Where the log is read: a URL or a folder. Without it, --listen and --log say so.",
            valueName: "url|folder"
        )
    )
    var from: String?

    @Option(
        help: ArgumentHelp("A key of the log, instead of the data folder's.", valueName: "vkey")
    )
    var vkey: [String] = []

    @Flag(help: "Go on with every new head, until SIGTERM or Ctrl-C.")
    var follow = false

    @Flag(help: "Check everything that is in the folder again.")
    var recheck = false

    @Option(help: ArgumentHelp("\(Setting.listen.meaning)", valueName: "address"))
    var listen: String?

    @Option(help: ArgumentHelp("\(Setting.interval.meaning)", valueName: "span"))
    var interval: String?

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings([
                .listen: self.listen, .interval: self.interval,
            ])
            let logger = try bootstrapLogging(settings)
            let source = try self.source(settings)
            let configuration = AuditConfiguration(
                keys: try self.keys(settings),
                statePath: self.to,
                rechecksAll: self.recheck
            )
            let interval = try settings.duration(.interval) ?? LogServiceConfiguration().interval
            try await source.withTransport { transport in
                let export = LogExport(
                    of: transport.retrying(RetryRules(patience: .seconds(10))),
                    configuration: configuration
                )
                let runner = ExportRunner(
                    export: export,
                    interval: self.follow ? interval : nil,
                    logger: logger
                )
                let group = ServiceGroup(
                    configuration: .init(
                        services: [
                            .init(
                                service: runner,
                                successTerminationBehavior: .gracefullyShutdownGroup
                            )
                        ],
                        gracefulShutdownSignals: [.sigterm, .sigint],
                        logger: logger
                    )
                )
                try await group.run()
            }
        }
    }

    private func source(_ settings: Settings) throws -> LogSource {
        let text: String
        if let from = self.from {
            text = from
        } else {
            guard let name = self.log else {
                throw ValidationError("Give --log, or --from.")
            }
            let address = settings.text(.listen) ?? "127.0.0.1:8080"
            text = "http://\(address)/\(try naming("--log", name) { try LogName(name) })"
        }
        guard let source = LogSource(text) else {
            throw DaemonError.badArgument(
                self.from == nil ? "--listen" : "--from",
                text,
                reason: "not a URL with http or https, nor a folder"
            )
        }
        return source
    }

    private func keys(_ settings: Settings) throws -> [VerifierKey] {
        guard self.vkey.isEmpty else {
            return try self.vkey.map { text in
                try naming("--vkey", text) { try VerifierKey(parsingWithSizes: text) }
            }
        }
        guard let text = self.log else { throw ValidationError("Give --log, or --vkey.") }
        let name = try naming("--log", text) { try LogName(text) }
        let folder = try DataFolder(existing: try settings.required(.data))
        return try folder.history(of: name).keys
    }
}

/// Exports once, or until the process is told to stop.
private struct ExportRunner: Service {
    let export: LogExport
    /// How long to wait between two looks at the log; nil for one export.
    let interval: Duration?
    let logger: Logger

    func run() async throws {
        let meter = AuditMeter(isTerminal: isatty(STDERR_FILENO) == 1) {
            FileHandle.standardError.write(Data($0.utf8))
        }
        do {
            try await cancelWhenGracefulShutdown {
                guard let interval = self.interval else {
                    let report = try await self.export.run { meter.update($0) }
                    meter.finish()
                    return self.tell(.exported(report))
                }
                try await self.export.follow(every: interval) {
                    meter.update($0)
                } event: {
                    meter.finish()
                    self.tell($0)
                }
            }
        } catch let error as AuditError {
            meter.finish()
            throw DaemonError.stopped(Self.text(of: error))
        }
    }

    private func tell(_ event: LogExport.Event) {
        switch event {
        case .exported(let report):
            self.logger.info(
                "A head was exported",
                metadata: [
                    "size": "\(report.head.size)", "new_entries": "\(report.newEntryCount)",
                    "sha256": "\(report.head.sha256)", "sm3": "\(report.head.sm3)",
                ]
            )
        case .waiting(let step, let detail):
            self.logger.warning(
                "The export waits",
                metadata: ["step": "\(step)", "detail": "\(detail)"]
            )
        }
    }

    private static func text(of error: AuditError) -> String {
        switch error {
        case .refuted(let finding, let evidence):
            "the log is refuted at \(finding.step): \(finding.detail)"
                + (evidence.map { "; evidence in \($0)" } ?? "")
        case .undecided(let step, let detail): "\(step): \(detail)"
        }
    }
}
