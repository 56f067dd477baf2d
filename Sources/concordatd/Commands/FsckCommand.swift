import ArgumentParser
import Foundation
import LogCore

/// `concordatd fsck`
struct FsckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Examines stored logs: grows both trees again and compares everything with them.",
        discussion: """
            Reads all entries in one snapshot of the database, beside running daemons or without any,
            and compares tiles, roots, heads, signatures, retry keys and the signer's record with what
            follows from the entries. Opens the contents of records with the keys in the data folder,
            seals them again and compares that with their entries. Changes nothing.

            Exit status: 0 all is well; 1 something was altered, and a line for each finding names the
            first bad index; 2 could not tell; 64 wrong usage.

              concordatd fsck --data ./data
              concordatd fsck --data ./data --name eu --json
              concordatd fsck --data ./data --database "host=db dbname=concordat" \\
                  --signer unix:/run/concordat/signer.sock
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("Only this log. Default: all.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("\(Setting.signer.meaning)", valueName: "unix:path"))
    var signer: String?

    @Option(help: ArgumentHelp("\(Setting.policy.meaning)", valueName: "[name=]file"))
    var policy: String?

    @Flag(help: "Print one JSON object instead of lines.")
    var json = false

    func run() async throws {
        let report: FsckReport
        do {
            let settings = try await self.options.settings([
                .signer: self.signer, .policy: self.policy,
            ])
            let logger = try bootstrapLogging(settings, quiet: true)
            let name = try self.name.map { name in
                try naming("--name", name) { try LogName(name) }
            }
            report = try await FsckRun(settings, logger: logger).run(only: name)
        } catch let error as ValidationError {
            throw error
        } catch {
            let isUsage = error is SettingsError || (error as? DaemonError)?.isUsage == true
            FileHandle.standardError.write(Data("concordatd: \(errorText(error))\n".utf8))
            throw isUsage ? ExitCode.validationFailure : FsckVerdict.couldNotTell.exitCode
        }
        FileHandle.standardOutput.write(
            Data(((self.json ? try report.json() : report.text) + "\n").utf8)
        )
        guard case .well = report.verdict else { throw report.verdict.exitCode }
    }
}
