import ArgumentParser
import Foundation
import LogCore
import LogStorePostgres
import Logging
import PrivateCluster
import Records
import SignedNotes

/// `concordatd retention ...`
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Tells what the keeping of records asks for.",
        subcommands: [RetentionDueCommand.self]
    )
}

/// `concordatd retention due`: of which records something is due.
struct RetentionDueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "Lists records whose contents must go, may go, or are to be reviewed.",
        discussion: """
            erase     the contents must not be there any more after this day
            review    the need to keep them is to be reviewed by this day
            erasable  they may be erased from this day on

            What is late stays on the list until it is done; what a legal hold or an open incident
            keeps from being erased is marked as frozen. Nothing is changed: act by
            POST /<log>/records/<id>/retention. Runs beside a daemon.

              concordatd retention due --data ./data
              concordatd retention due --data ./data --log eu --before 2027-07-01 --json
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log; all of them if none is named.", valueName: "name"))
    var log: String?

    @Option(
        help: ArgumentHelp(
            "Lists what is due before this day, in UTC. Default: tomorrow, so what is due today.",
            valueName: "YYYY-MM-DD"
        )
    )
    var before: String?

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let logger = try bootstrapLogging(settings, quiet: true)
            let folder = try DataFolder(existing: try settings.required(.data))
            let name = try self.log.map { text in
                try naming("--log", text) { try LogName(text) }
            }
            let date = try self.date()
            let options = VaultOptions(passphrase: try passphrase(settings), keyLifetime: nil)
            let database = try await DaemonDatabase.openForReading(
                settings,
                folder: folder,
                logger: logger
            )
            do {
                try await LogDaemon.checkSchema(database.serving)
                let pools = StorePools(conninfo: database.serving)
                do {
                    try await self.list(name, before: date, pools, folder, options, logger)
                    await pools.shutdown()
                } catch {
                    await pools.shutdown()
                    throw error
                }
                await database.cluster?.stop()
            } catch {
                await database.cluster?.stop()
                throw error
            }
        }
    }

    private func date() throws -> CalendarDate {
        guard let text = self.before else { return CalendarDate(unixSeconds: systemTime()).next }
        guard let date = CalendarDate(parsing: text) else {
            throw DaemonError.badArgument("--before", text, reason: "a day is YYYY-MM-DD")
        }
        return date
    }

    private func list(
        _ name: LogName?,
        before date: CalendarDate,
        _ pools: StorePools,
        _ folder: DataFolder,
        _ options: VaultOptions,
        _ logger: Logger
    ) async throws {
        let logs = try await pools.store.logs().filter { name == nil || $0.name == name }
        if let name, logs.isEmpty { throw DaemonError.unknownLog(name.text) }
        let crosswalk = try CrosswalkLibrary.embedded().newest
        var count = 0
        for log in logs {
            // A log without a vault keeps no contents.
            guard
                let vault = try await LogDaemon.vault(of: log, pools, folder, options, logger)
            else { continue }
            let size = try await pools.store.publishedHead(of: log.id)?.head.size ?? 0
            let list = DueList(
                vault: vault,
                crosswalk: crosswalk,
                book: RetentionBook(vault: vault)
            )
            var next: UInt64? = 0
            while let start = next {
                let page = try await list.page(
                    before: date,
                    from: start,
                    below: size,
                    limit: 1_000
                )
                for item in page.items { print(self.line(item, log.name)) }
                count += page.items.count
                next = page.next
            }
        }
        if count == 0, !self.json { print("nothing is due before \(date)") }
    }

    private func line(_ item: DueList.Item, _ log: LogName) -> String {
        guard self.json else {
            let columns = [
                "\(item.date)", item.kind.rawValue.padding(8), "\(log)/\(item.index)",
                item.recordID, item.recordClass, item.retention, item.state.rawValue,
            ]
            return columns.joined(separator: "  ") + (item.isFrozen ? "  frozen" : "")
        }
        // In canonical form, so that lines can be compared.
        let members: [JSONMember] = [
            JSONMember(name: "class", value: .string(item.recordClass)),
            JSONMember(name: "date", value: .string("\(item.date)")),
            JSONMember(name: "due", value: .string(item.kind.rawValue)),
            JSONMember(name: "frozen", value: .bool(item.isFrozen)),
            JSONMember(name: "index", value: .integer(Int64(clamping: item.index))),
            JSONMember(name: "log", value: .string(log.text)),
            JSONMember(name: "record_id", value: .string(item.recordID)),
            JSONMember(name: "retention", value: .string(item.retention)),
            JSONMember(name: "state", value: .string(item.state.rawValue)),
        ]
        return String(decoding: JSONValue.object(members).canonicalBytes, as: UTF8.self)
    }
}

extension String {
    /// The text with spaces behind it up to a width.
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(width - self.utf8.count, 0))
    }
}
