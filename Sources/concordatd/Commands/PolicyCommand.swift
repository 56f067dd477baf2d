import ArgumentParser
import Foundation
import LogCore
import LogProtocol
import Records
import SignedNotes

/// `concordatd policy ...`
struct PolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Announces the policies that logs are published under.",
        subcommands: [PolicyAnnounceCommand.self]
    )
}

/// `concordatd policy announce`: another policy, from a tree size on.
struct PolicyAnnounceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce",
        abstract: "Announces in the log under which policy its heads are published from a size on.",
        discussion: """
            Appends a statement with the policy file, signed with the log's keys. Heads of SIZE entries
            and more are published under it, smaller ones as before; daemons find it among the entries
            and need no restart. The file of `serve --policy` holds below the first announced SIZE only.

            A policy that the log could not be published under is refused here: one without a key of the
            log, or whose quorum cannot be reached.

              concordatd policy announce --data ./data --name eu --file eu.policy --from 1000000
              concordatd policy announce --data ./data --name eu --file eu.policy --from next
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("The policy file.", valueName: "file"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "The first tree size whose heads it judges, or next: every head with the statement.",
            valueName: "size|next"
        )
    )
    var from: String

    @Option(help: ArgumentHelp("Why: a code.", valueName: "code"))
    var reason: String?

    @Flag(help: "Print one JSON object instead of a line.")
    var json = false

    private struct Report: Encodable {
        let from: UInt64
        let index: UInt64
        let log: String
        let digest: String
    }

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let logger = try bootstrapLogging(settings, quiet: true)
            let name = try naming("--name", self.name) { try LogName(self.name) }
            let size = try announcedSize("--from", self.from)
            let file = self.file
            let reason = self.reason
            let bytes = try PolicyFiles.read(file)
            let (event, from) = try await StatementDesk.with(
                settings,
                name: name,
                logger: logger
            ) { desk in
                do {
                    let policy = try PublicationPolicy(
                        parsing: bytes,
                        origin: desk.log.origin,
                        logKeys: desk.history.keys
                    )
                    let ways = WitnessWays()
                    _ = try ways.ways(to: policy)
                    await ways.shutdown()
                } catch {
                    throw DaemonError.policy(file, reason: "\(error)")
                }
                let event = try await desk.append { index in
                    try Self.statement(desk.history, bytes, from: size ?? index + 1, reason)
                }
                var history = desk.history
                history.take(event)
                return (event, history.policies.last?.from ?? 0)
            }
            let digest = LogHistory.digest(of: bytes)
            print(
                self.json
                    ? try WireJSON.encode(
                        Report(from: from, index: event.index, log: name.text, digest: digest)
                    )
                    : "\(name): entry \(event.index) announces the policy \(digest) for heads of "
                        + "\(from) entries and more"
            )
        }
    }

    private static func statement(
        _ history: LogHistory,
        _ policy: [UInt8],
        from size: UInt64,
        _ reason: String?
    ) throws -> PublicStatement {
        guard let text = String(validating: policy, as: UTF8.self) else {
            throw DaemonError.stopped("the policy is not UTF-8")
        }
        var members = [
            JSONMember(name: "origin", value: .string(history.origin.text)),
            JSONMember(name: "policy", value: .string(text)),
            JSONMember(name: "effective_size", value: .integer(Int64(clamping: size))),
        ]
        if let last = history.policies.last {
            let digest = LogHistory.digest(of: last.text)
            members.append(JSONMember(name: "previous_digest", value: .string(digest)))
        }
        if let reason { members.append(JSONMember(name: "reason", value: .string(reason))) }
        return try PublicStatement(
            recordClass: "policy-event",
            body: .object(members),
            recorded: RecordTime(seconds: Int64(systemTime()))
        )
    }
}
