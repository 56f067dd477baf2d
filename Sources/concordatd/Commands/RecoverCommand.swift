import ArgumentParser
import Foundation
import LogCore
import Logging
import SignedNotes

/// `concordatd recover`
struct RecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Brings a damaged log back to what the signer promised, or closes it.",
        discussion: """
            Stop the daemon, and the signer if it is a process of its own, first. Nothing is written
            that was not proven against the signer's record; there is no way to force anything. A
            run that was cut short can be repeated.

            Trees, tiles or heads are damaged, and the entries are there:

              concordatd recover --data ./data --log eu --reintegrate

            Entries are missing or others than promised (an older backup, an empty database):

              concordatd recover --data ./data --log eu --replay https://mirror.example/eu
              concordatd recover --data ./data --log eu --replay /srv/export/eu --replay ./audit

            Nothing helps: close the log, and go on under another origin:

              concordatd recover --data ./data --log eu --refound log.example/eu-2 --name eu-2 \\
                  --reason entries-lost

            Exit status: 0 done, 1 refused, 2 something was out of reach, 64 wrong usage.
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log to recover.", valueName: "name"))
    var log: String

    @Flag(help: "Compute tiles, tree state and roots anew from the entries in the database.")
    var reintegrate = false

    @Option(
        help: ArgumentHelp(
            "Bring entries back from this mirror: the URL of a log, or a folder with its files. May "
                + "be given several times; what one lacks the next is asked for.",
            valueName: "source"
        )
    )
    var replay: [String] = []

    @Option(
        help: ArgumentHelp("Close the log, and go on under this origin.", valueName: "origin")
    )
    var refound: String?

    @Option(help: ArgumentHelp("With --refound: the new log's short name.", valueName: "name"))
    var name: String?

    @Option(help: "With --refound: why the log is given up. It becomes public.")
    var reason: RefoundingReason?

    @Option(
        help: ArgumentHelp(
            "The legal domain, if the database has no row of the log any more.",
            valueName: "code"
        )
    )
    var jurisdiction: String?

    @Flag(
        help: "Whether the log takes anybody's bytes, if the database has no row of it any more."
    )
    var allowOpaque = false

    @Flag(
        help: "Whether the log's records are opaque, if the database has no row of it any more."
    )
    var opaqueRecords = false

    @Flag(help: "Print the report as JSON.")
    var json = false

    func validate() throws {
        let modes = [self.reintegrate, !self.replay.isEmpty, self.refound != nil]
        guard !self.opaqueRecords || !self.allowOpaque else {
            throw ValidationError("--opaque-records and --allow-opaque exclude each other.")
        }
        guard modes.count(where: { $0 }) == 1 else {
            throw ValidationError("Give one of --reintegrate, --replay and --refound.")
        }
        if self.refound != nil {
            guard self.name != nil else {
                throw ValidationError("--refound needs --name, the new log's short name.")
            }
            guard self.reason != nil else {
                throw ValidationError("--refound needs --reason.")
            }
        } else if self.name != nil || self.reason != nil {
            throw ValidationError("--name and --reason go with --refound.")
        }
    }

    func run() async throws {
        try await reportingErrors {
            do {
                try await self.recover()
            } catch let error as RecoveryError {
                FileHandle.standardError.write(Data("concordatd: \(error)\n".utf8))
                throw ExitCode(error.status)
            }
        }
    }

    private func recover() async throws {
        let settings = try await self.options.settings()
        let logger = try bootstrapLogging(settings, quiet: true)
        let log = try naming("--log", self.log) { try LogName(self.log) }
        let newRow = RecoveryDesk.NewRow(
            jurisdiction: try self.jurisdiction.map { try checkedJurisdiction($0) },
            allowsOpaqueEntries: self.allowOpaque,
            hasOpaqueRecords: self.opaqueRecords
        )
        if let refound = self.refound, let name = self.name, let reason = self.reason {
            let outcome = try await Refounding(
                settings: settings,
                folder: try DataFolder(existing: try settings.required(.data)),
                old: log,
                name: try naming("--name", name) { try LogName(name) },
                origin: try checkedOrigin("--refound", refound),
                reason: reason,
                newRow: newRow,
                logger: logger
            ).run()
            try self.show(outcome)
            return
        }
        try await RecoveryDesk.with(
            settings,
            log: log,
            newRow: self.reintegrate ? nil : newRow,
            logger: logger
        ) { desk in
            if self.reintegrate {
                try self.show(try await Reintegration(desk: desk).run())
            } else {
                try await EntrySource.with(self.replay) { sources in
                    try self.show(try await Replay(desk: desk, sources: sources).run())
                }
            }
        }
    }

    private func show(_ done: (report: RecoveryReport, path: String)) throws {
        if self.json {
            print(String(decoding: try done.report.json(), as: UTF8.self), terminator: "")
        } else {
            print(done.report.text + "report: \(done.path)")
        }
    }

    private func show(_ outcome: Refounding.Outcome) throws {
        if self.json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(outcome), as: UTF8.self))
        } else {
            print("\(outcome.origin) is closed; it goes on as \(outcome.successor)")
            for key in outcome.vkeys { print(key) }
        }
    }
}
