import ArgumentParser
import Foundation

/// The flags that several commands share, and how they become settings.
struct SettingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("\(Setting.data.meaning)", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("\(Setting.database.meaning)", valueName: "conninfo"))
    var database: String?

    @Option(help: ArgumentHelp("\(Setting.ownerDatabase.meaning)", valueName: "conninfo"))
    var ownerDatabase: String?

    @Option(help: ArgumentHelp("\(Setting.postgresBin.meaning)", valueName: "dir"))
    var postgresBin: String?

    @Option(help: ArgumentHelp("\(Setting.clusterUser.meaning)", valueName: "name"))
    var clusterUser: String?

    @Option(help: ArgumentHelp("\(Setting.keyPassphraseFile.meaning)", valueName: "file"))
    var keyPassphraseFile: String?

    @Option(help: ArgumentHelp("\(Setting.logLevel.meaning)", valueName: "level"))
    var logLevel: String?

    @Option(
        help: ArgumentHelp(
            "JSON file with settings, named like the flags in camel case. Unknown keys are refused.",
            valueName: "file"
        )
    )
    var config: String?

    /// The settings of this run, with `more` flags of the command's own.
    func settings(_ more: [Setting: String?] = [:]) async throws -> Settings {
        let own: [Setting: String?] = [
            .data: self.data, .database: self.database, .ownerDatabase: self.ownerDatabase,
            .postgresBin: self.postgresBin, .clusterUser: self.clusterUser,
            .keyPassphraseFile: self.keyPassphraseFile, .logLevel: self.logLevel,
        ]
        let flags = own.merging(more) { _, new in new }.compactMapValues { $0 }
        return try await Settings(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: self.config
        )
    }
}
