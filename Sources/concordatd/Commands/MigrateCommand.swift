import ArgumentParser
import LogStorePostgres
import Postgres
import PrivateCluster

/// `concordatd migrate`: brings the schema up to date, as the owner.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database's schema to this program's version.",
        discussion: """
            Connects as the owner; `serve` only checks the version. A private cluster is migrated by
            the daemon itself.

              concordatd migrate --owner-database "host=db dbname=concordat user=concordat_owner"
            """
    )

    @OptionGroup var options: SettingOptions

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let applied: [String]
            if settings.text(.ownerDatabase) != nil || settings.text(.data) == nil {
                let owner = try settings.required(.ownerDatabase)
                applied = try await Migrator().migrate(ConnectionConfiguration(conninfo: owner))
                    .map { "\($0.version) \($0.name)" }
            } else {
                let logger = try bootstrapLogging(settings, quiet: true)
                let folder = try DataFolder(existing: try settings.required(.data))
                // Opening migrates the private cluster.
                let database = try await DaemonDatabase.open(
                    settings,
                    folder: folder,
                    logger: logger
                )
                await database.cluster?.stop()
                applied = []
            }
            for migration in applied { print("applied \(migration)") }
            print("the schema is up to date")
        }
    }
}
