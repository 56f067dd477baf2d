import ArgumentParser
import LogCore
import LogProtocol
import Records
import SignedNotes
import Witnessing

/// `concordatd keys rotate`: another key of a log, from a tree size on.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Replaces a key of a log from a tree size on, and says so in the log.",
        discussion: """
            Makes a new key and appends a statement that the old keys and the new one sign. Heads of up
            to SIZE entries are signed with the old key only, larger ones with the new one only; which
            sizes the log publishes is left as it is. Nothing is restarted: signer and daemons find the
            statement among the entries.

            Run it where the private keys are. Whoever verifies without reading the log needs both keys
            with their sizes, as `concordatd keys list` prints them; light witnesses and other people's
            tools need the new one in their configuration before the log reaches SIZE. So choose a SIZE
            that is far enough away: `next` changes the key with the next head. The old private key may
            be destroyed once a head above SIZE is published.

              concordatd keys rotate --data ./data --name eu --at 1000000
              concordatd keys rotate --data ./data --name eu --at next --kind sm2 --reason compromise
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log whose key it is.", valueName: "name"))
    var name: String

    @Option(
        help: ArgumentHelp(
            "The largest tree size whose head the old key signs, or next.",
            valueName: "size|next"
        )
    )
    var at: String

    @Option(help: ArgumentHelp("Which key: ed25519 or sm2.", valueName: "kind"))
    var kind = "ed25519"

    @Option(
        help: ArgumentHelp("scheduled, compromise, lost or algorithm.", valueName: "reason")
    )
    var reason = "scheduled"

    @Flag(help: "Print one JSON object instead of lines.")
    var json = false

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let logger = try bootstrapLogging(settings, quiet: true)
            let name = try naming("--name", self.name) { try LogName(self.name) }
            let suite = try self.suite()
            let last = try announcedSize("--at", self.at)
            guard ["scheduled", "compromise", "lost", "algorithm"].contains(self.reason) else {
                throw DaemonError.badArgument(
                    "--reason",
                    self.reason,
                    reason: "it is scheduled, compromise, lost or algorithm"
                )
            }
            let reason = self.reason
            let text = try await StatementDesk.with(settings, name: name, logger: logger) { desk in
                let signer = try desk.keys.createLaterKey(
                    of: suite,
                    origin: desk.log.origin,
                    passphrase: desk.keyPassphrase
                )
                let new = signer.verifierKey
                do {
                    let event = try await desk.append(newKey: signer) { index in
                        try Self.statement(
                            desk.history,
                            new,
                            from: (last ?? index) + 1,
                            reason: reason
                        )
                    }
                    var history = desk.history
                    history.take(event)
                    return try self.text(event, history, new, name)
                } catch let error as StoreError {
                    // It may have been announced: the key stays.
                    throw error
                } catch {
                    desk.keys.removeLaterKey(new)
                    throw error
                }
            }
            print(text)
        }
    }

    private func suite() throws -> Suite {
        switch self.kind {
        case "ed25519": return .sha256
        case "sm2": return .sm3
        default:
            throw DaemonError.badArgument("--kind", self.kind, reason: "it is ed25519 or sm2")
        }
    }

    private static func statement(
        _ history: LogHistory,
        _ new: VerifierKey,
        from size: UInt64,
        reason: String
    ) throws -> PublicStatement {
        let suite = new.algorithm.suite
        guard let old = history.keys(at: size - 1).first(where: { $0.algorithm.suite == suite })
        else { throw DaemonError.stopped("the log has no key for heads of \(size - 1) entries") }
        return try PublicStatement(
            recordClass: "key-event",
            body: [
                "origin": .string(history.origin.text), "action": .string("replace"),
                "suite": .string(suite.rawValue), "new_vkey": .string(new.description),
                "old_vkey": .string(old.description),
                "effective_size": .integer(Int64(clamping: size)), "reason": .string(reason),
            ],
            recorded: RecordTime(seconds: Int64(systemTime()))
        )
    }

    private struct Report: Encodable {
        let at: UInt64
        let index: UInt64
        let log: String
        let newKey: String
        let vkeys: [String]

        private enum CodingKeys: String, CodingKey {
            case at
            case index
            case log
            case newKey = "new_vkey"
            case vkeys
        }
    }

    private func text(
        _ event: HistoryStatement,
        _ history: LogHistory,
        _ new: VerifierKey,
        _ name: LogName
    ) throws -> String {
        let keys = history.keys.filter { $0.algorithm == new.algorithm }
        let last = keys.first { $0.unbounded == new }.map { $0.sizes.lowerBound - 1 } ?? 0
        if self.json {
            return try WireJSON.encode(
                Report(
                    at: last,
                    index: event.index,
                    log: name.text,
                    newKey: new.description,
                    vkeys: keys.map(\.textWithSizes)
                )
            )
        }
        return
            "\(name): entry \(event.index) announces a new key for heads of more than \(last) entries\n"
            + keys.map(\.textWithSizes).joined(separator: "\n")
    }
}

/// A tree size from the command line; nil for `next`.
func announcedSize(_ flag: String, _ text: String) throws -> UInt64? {
    if text == "next" { return nil }
    guard let size = CanonicalDecimal.parse(text), size < 1 << 53 - 1 else {
        throw DaemonError.badArgument(
            flag,
            text,
            reason: "it is a tree size below 2^53 - 1, or next"
        )
    }
    return size
}
