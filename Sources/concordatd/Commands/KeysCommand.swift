import ArgumentParser
import Foundation
import LogCore

/// `concordatd keys ...`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Shows the keys of logs.",
        subcommands: [KeysListCommand.self],
        defaultSubcommand: KeysListCommand.self
    )
}

/// `concordatd keys list`: the verifier keys of all logs in the data folder, or of one.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints verifier keys: the log's name, a tab, the key.",
        discussion: """
            Needs neither the database nor the private keys.

              concordatd keys list --data ./data
              concordatd keys list --data ./data --name eu
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("Only the keys of this log.", valueName: "name"))
    var name: String?

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let folder = try DataFolder(existing: try settings.required(.data))
            let names =
                try self.name.map { [$0] }
                ?? FileManager.default.contentsOfDirectory(atPath: folder.keys).sorted()
            for text in names {
                guard let name = try? LogName(text) else { continue }
                for key in try LogKeyFolder(path: folder.keys(of: name)).verifierKeys() {
                    print("\(name)\t\(key)")
                }
            }
        }
    }
}
