import ArgumentParser
import Auditing
import CProcess
import Foundation
import LogClient
import LogProtocol
import SignedNotes

/// `concordat audit`: a whole log.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Read a whole log, recompute both trees and check every head met so far.",
        discussion: """
            Both trees are made from every entry and compared with the signed heads, the twin \
            note, the tiles above level 0 and some of level 0. What was verified is kept in the \
            state folder, in the layout of a log's own files: the next audit goes on from there, \
            and never accepts a head that contradicts it. An interrupted audit goes on where it \
            last saved.

            With a key of one suite only, both trees are recomputed and the head of the other \
            one is not verified; the report says so.

            A log may change its keys and its policy. The report has the keys with the sizes of the \
            heads that each is good for, as `concordat verify --vkey` takes them; with --policies the \
            announced policies are written to files, as --policy takes them.

            Exit status: 0 verified, 1 refuted (the first bad entry, tile or head is named), 2 \
            could not tell.

            EXAMPLES:
              concordat audit --log http://127.0.0.1:8080/eu --vkey "$(cat log.vkey)" \\
                "$(cat log.sm3.vkey)" --state audit-eu
              concordat audit --log exported/eu --vkey "$(cat log.sm3.vkey)" --state audit-eu \\
                --tiles --json
              concordat audit --log http://127.0.0.1:8080/eu --vkey "$(cat log.vkey)" \\
                "$(cat log.sm3.vkey)" --state audit-eu --policies policies-eu
            """
    )

    @Option(
        help: ArgumentHelp("The log's URL, or a folder with its files.", valueName: "url|folder")
    )
    var log: LogSourceArgument

    @Option(
        name: .customLong("vkey"),
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "A key that you trust; several may follow, and the option may be repeated.",
            valueName: "vkey"
        )
    )
    var vkeys: [String] = []

    @Option(
        help: ArgumentHelp(
            "The folder with what was verified; made if it is not there.",
            valueName: "folder"
        )
    )
    var state: String

    @Option(
        help: ArgumentHelp(
            "Write the policies that the entries announce into this folder, a file each.",
            valueName: "folder"
        )
    )
    var policies: String?

    @Flag(help: "Fetch and compare every tile of level 0, not only 64 of each tree.")
    var tiles = false

    @Flag(help: "Check everything in the state folder again, not only a part of it.")
    var recheck = false

    @Flag(help: "Read everything from the log again. Heads met so far are kept.")
    var startOver = false

    @Option(
        help: ArgumentHelp(
            "Stop after this many new entries; the next audit goes on from there.",
            valueName: "count"
        )
    )
    var maxEntries: NumberArgument?

    @Option(
        help: ArgumentHelp("How many requests are on their way at a time: 1 to 64.", valueName: "n")
    )
    var requests = NumberArgument(16)

    @Option(
        help: ArgumentHelp(
            "After how many entries the state is saved, for the case of an interruption.",
            valueName: "count"
        )
    )
    var saveEvery = NumberArgument(1 << 16)

    @Option(
        help: ArgumentHelp(
            "How long to go on when the log does not answer.",
            valueName: "duration"
        )
    )
    var retry = DurationArgument(.seconds(60))

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...64).contains(self.requests.value) else {
            throw ValidationError("--requests: 1 to 64.")
        }
        do throws(UsageError) {
            _ = try TrustedKeys(parsing: self.vkeys)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() async throws {
        let keys = try TrustedKeys(parsing: self.vkeys)
        for name in keys.unsupported {
            StandardStream.error.write(
                "note: \(name.printable) is a key of a kind that is not verified here\n"
            )
        }
        // Bundles come and go by the thousand, each in a buffer of its own.
        cprocess_keep_freed_memory(256 << 20)
        let configuration = AuditConfiguration(
            keys: keys.keys,
            statePath: self.state,
            comparesAllTiles: self.tiles,
            rechecksAll: self.recheck,
            startsOver: self.startOver,
            entryLimit: self.maxEntries?.value,
            requestCount: Int(self.requests.value),
            saveInterval: self.saveEvery.value
        )
        let meter = AuditMeter(isTerminal: StandardStream.error.isTerminal) {
            StandardStream.error.write($0)
        }
        let outcome = await self.outcome(configuration, meter)
        meter.finish()
        try outcome.finish(asJSON: self.common.json)
    }

    private func outcome(
        _ configuration: AuditConfiguration,
        _ meter: AuditMeter
    ) async -> Outcome {
        guard !configuration.keys.isEmpty else {
            return .failed(.undecided, step: "keys", detail: "no key to verify with was given")
        }
        do {
            return try await self.log.source.withTransport(
                connectionCount: configuration.requestCount,
                tls: self.connection.tls()
            ) { transport in
                let auditor = Auditor(
                    of: transport.retrying(RetryRules(patience: self.retry.duration)),
                    configuration: configuration
                )
                let report = try await auditor.run { meter.update($0) }
                let files: [String]?
                do {
                    files = try self.policies.map {
                        try PolicyFolder(path: $0).write(report.history.policies)
                    }
                } catch {
                    let reason = error.localizedDescription.printable
                    return .failed(.undecided, step: "policies", detail: reason)
                }
                let summary = AuditSummary(report, policyFiles: files)
                return .proven(summary.sentence, summary)
            }
        } catch let error as AuditError {
            return error.outcome
        } catch {
            return .failed(.undecided, step: "log", detail: "\(error)".printable)
        }
    }
}
