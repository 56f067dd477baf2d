import ArgumentParser
import Foundation
import LogCore
import LogServer
import Records

/// `concordatd token ...`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Makes tokens for writers, auditors and operators, for a start.",
        subcommands: [TokenNewCommand.self]
    )
}

/// `concordatd token new`: a principal in the access file, and a token for him.
struct TokenNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a principal into the access file of the data folder and prints a token.",
        discussion: """
            The key that signs lies in tokens/ of the data folder, beside access.json, which says who
            may do what; `concordatd serve` reads that file when it starts, unless --access names
            another. To take a right away, take the principal out of it and restart. With an
            identity provider, write an access file with the address of its keys instead.

            The same principal again gets another token with the same rights.

              concordatd token new --data ./data --role writer --name clinic --log eu \\
                  --class data-access --class ai-decision
              concordatd token new --data ./data --role auditor --name aepd --log eu \\
                  --profile eu-gdpr --engagement AEPD-2026-17 --until 2027-06-30
              concordatd token new --data ./data --role operator --name keeper --log eu
            """
    )

    /// What a principal is.
    enum Role: String, CaseIterable, ExpressibleByArgument {
        case writer, auditor, `operator`
    }

    @OptionGroup var options: SettingOptions

    @Option(help: "What the principal is.")
    var role: Role

    @Option(help: ArgumentHelp("The principal's name: the token's subject.", valueName: "name"))
    var name: String

    @Option(
        name: .customLong("log"),
        help: ArgumentHelp("A log that the rights are about. May be repeated.", valueName: "name")
    )
    var logs: [String]

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(
            "A class that a writer may send; opaque for bytes as they are. May be repeated.",
            valueName: "class"
        )
    )
    var classes: [String] = []

    @Option(
        help: ArgumentHelp("How often a writer announces himself at least.", valueName: "span")
    )
    var heartbeat: String?

    @Option(help: ArgumentHelp("An auditor's profile.", valueName: "profile"))
    var profile: String?

    @Option(help: ArgumentHelp("The reference of an auditor's engagement.", valueName: "ref"))
    var engagement: String?

    @Option(
        help: ArgumentHelp("The first day of the engagement. Default: today.", valueName: "date")
    )
    var from: String?

    @Option(help: ArgumentHelp("The last day of the engagement.", valueName: "date"))
    var until: String?

    @Option(
        name: .customLong("ground"),
        help: ArgumentHelp("A ground of the engagement. May be repeated.", valueName: "ground")
    )
    var grounds: [String] = []

    @Option(help: ArgumentHelp("How long the token is taken. Default 720h.", valueName: "span"))
    var lifetime: String?

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let folder = try DataFolder(existing: try settings.required(.data))
            let lifetime = try Self.seconds(self.lifetime ?? "720h", "--lifetime")
            let grant = try self.grant()
            let library = try CrosswalkLibrary.embedded()
            try self.check(grant, library)
            let tokens = try TokenFolder(creating: folder.tokens)
            try tokens.register(self.name, grant)
            let token = try await tokens.issuer().token(
                subject: self.name,
                at: systemTime(),
                lifetimeSeconds: lifetime
            )
            print(token)
        }
    }

    /// What stands in the access file for the principal.
    private func grant() throws -> JSONValue {
        let logs = JSONValue.array(self.logs.map { .string($0) })
        switch self.role {
        case .writer:
            try self.refuse(["--profile": self.profile, "--engagement": self.engagement])
            guard !self.classes.isEmpty else {
                throw ValidationError("A writer needs --class, for example --class data-access.")
            }
            let classes = JSONValue.array(self.classes.map { .string($0) })
            var members = [
                JSONMember(name: "role", value: .string(self.role.rawValue)),
                JSONMember(
                    name: "logs",
                    value: .object(self.logs.map { JSONMember(name: $0, value: classes) })
                ),
            ]
            if let heartbeat = self.heartbeat {
                let seconds = try Self.seconds(heartbeat, "--heartbeat")
                members.append(
                    JSONMember(name: "heartbeat_seconds", value: .integer(Int64(seconds)))
                )
            }
            return .object(members)
        case .auditor:
            try self.refuse(["--class": self.classes.first, "--heartbeat": self.heartbeat])
            guard let profile = self.profile, let engagement = self.engagement,
                let until = self.until
            else {
                throw ValidationError("An auditor needs --profile, --engagement and --until.")
            }
            let today = CalendarDate(unixSeconds: systemTime())
            return [
                "role": .string(self.role.rawValue), "logs": logs, "profile": .string(profile),
                "engagement": .string(engagement), "from": .string(self.from ?? "\(today)"),
                "until": .string(until), "grounds": .array(self.grounds.map { .string($0) }),
            ]
        case .operator:
            try self.refuse([
                "--class": self.classes.first, "--heartbeat": self.heartbeat,
                "--profile": self.profile, "--engagement": self.engagement,
            ])
            return ["role": .string(self.role.rawValue), "logs": logs]
        }
    }

    /// Refuses flags that say nothing about the role.
    private func refuse(_ flags: [String: String?]) throws {
        for (flag, value) in flags.sorted(by: { $0.key < $1.key }) where value != nil {
            throw ValidationError("\(flag) is not for the role \(self.role.rawValue).")
        }
    }

    /// Reads what is going to be written as the daemon will, so that it does not fail there.
    private func check(_ grant: JSONValue, _ library: CrosswalkLibrary) throws {
        let document: JSONValue = [
            "audience": .string(TokenIssuer.audience),
            "principals": .object([JSONMember(name: self.name, value: grant)]),
        ]
        do {
            _ = try AccessConfiguration(
                parsing: document.canonicalBytes,
                profiles: Set(library.newest.profiles.map(\.id)),
                logNames: Set(self.logs)
            )
        } catch {
            throw ValidationError("This cannot stand in an access file: \(error).")
        }
    }

    private static func seconds(_ text: String, _ flag: String) throws -> UInt64 {
        guard let duration = Duration(setting: text), duration >= .seconds(1) else {
            throw ValidationError("\(flag) is \"\(text)\" and must be a time span such as 1h.")
        }
        return UInt64(duration.components.seconds)
    }
}
