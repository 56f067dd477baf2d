import ArgumentParser
import Foundation
import LogStorePostgres
import Logging
import PrivateCluster

/// `concordatd doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks what the log's promises stand on, and says what to do.",
        discussion: """
            Changes nothing, and may run beside a daemon. `serve` makes the same checks when it
            starts, and does not start if what it acknowledges could be lost.

              concordatd doctor --data ./data
              concordatd doctor --data ./data --database "host=db dbname=concordat" --production
              concordatd doctor --data ./data --json | jq '.checks[] | select(.outcome != "ok")'

            Exit status: 0 nothing failed (there may be warnings), 1 a check failed, 2 a check could
            not be made, 64 wrong usage.
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("\(Setting.signer.meaning)", valueName: "unix:path"))
    var signer: String?

    @OptionGroup var disks: DiskOptions

    @Flag(help: ArgumentHelp("\(Setting.production.meaning)"))
    var production = false

    @Flag(help: "Print one JSON object instead of lines.")
    var json = false

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings(
                self.disks.settings.merging([
                    .signer: self.signer, .production: self.production ? "true" : nil,
                ]) { own, _ in own }
            )
            let logger = try bootstrapLogging(settings, quiet: true)
            let folder = try DataFolder(existing: try settings.required(.data))
            let report = DoctorReport(try await Self.results(settings, folder, logger))
            print(self.json ? try report.json() : report.text, terminator: "")
            guard report.status == 0 else { throw ExitCode(report.status) }
        }
    }

    private static func results(
        _ settings: Settings,
        _ folder: DataFolder,
        _ logger: Logger
    ) async throws -> [CheckResult] {
        let doctor = Doctor(settings: settings, folder: folder, now: systemMicroseconds)
        if let serving = settings.text(.database) {
            let owner = settings.text(.ownerDatabase)
            return try await doctor.results(
                Doctor.Access(serving: serving, owner: owner, isPrivate: false)
            )
        }
        let database: DaemonDatabase
        do {
            database = try await DaemonDatabase.openForReading(
                settings,
                folder: folder,
                logger: logger
            )
        } catch {
            return try await doctor.results(nil, problem: Doctor.unreachable(errorText(error)))
        }
        let results: Result<[CheckResult], any Error>
        do {
            results = .success(
                try await doctor.results(
                    Doctor.Access(
                        serving: database.serving,
                        owner: database.owner,
                        isPrivate: true
                    )
                )
            )
        } catch { results = .failure(error) }
        await database.cluster?.stop()
        return try results.get()
    }
}
