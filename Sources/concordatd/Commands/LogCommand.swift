import ArgumentParser
import CryptoSuites
import Foundation
import LogCore
import LogStorePostgres
import Logging
import PrivateCluster
import SignedNotes
import Witnessing

/// `concordatd log ...`
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Creates logs.",
        subcommands: [LogCreateCommand.self]
    )
}

/// `concordatd log create`: keys, signer record and rows together; refused if any exists.
struct LogCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Creates a log: its keys, the signer's record and its rows in the database.",
        discussion: """
            Prints the verifier keys, one a line. Give them to auditors and witnesses by a way that
            is not this server.

              concordatd log create --data ./data --name eu --origin log.example/eu --jurisdiction EU
              concordatd log create --data ./data --name secret --origin log.example/secret \\
                  --jurisdiction ES --opaque-records
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("Short name: a part of URLs and folders.", valueName: "name"))
    var name: String

    @Option(
        help: ArgumentHelp(
            "The log's identity towards the world, a URL without scheme. Never changes.",
            valueName: "origin"
        )
    )
    var origin: String

    @Option(help: ArgumentHelp("Legal domain, for example EU or CN.", valueName: "code"))
    var jurisdiction: String

    @Flag(
        help: "Accept anybody's bytes as entries. They are public for ever and cannot be erased."
    )
    var allowOpaque = false

    @Flag(
        help: ArgumentHelp(
            "Keep secret whether there are records: all statements have one shape, and dummies are "
                + "written at a fixed rate. Never changes; not together with --allow-opaque."
        )
    )
    var opaqueRecords = false

    func validate() throws {
        guard !self.opaqueRecords || !self.allowOpaque else {
            throw ValidationError(
                "--opaque-records and --allow-opaque exclude each other: bytes as they are would stand "
                    + "out among statements of one shape."
            )
        }
    }

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let logger = try bootstrapLogging(settings, quiet: true)
            let name = try naming("--name", self.name) { try LogName(self.name) }
            let origin = try checkedOrigin("--origin", self.origin)
            let jurisdiction = try checkedJurisdiction(self.jurisdiction)
            let folder = try DataFolder(creating: try settings.required(.data))
            if settings.text(.database) != nil, settings.text(.ownerDatabase) == nil {
                throw DaemonError.ownerNeeded
            }
            for path in [folder.keys(of: name), folder.signer(of: name), folder.vault(of: name)]
            where FileManager.default.fileExists(atPath: path) {
                throw DaemonError.exists(path)
            }
            let passphrase = try passphrase(settings)
            let database = try await DaemonDatabase.open(
                settings,
                folder: folder,
                logger: logger
            )
            do {
                let keys = try await self.create(
                    name,
                    origin,
                    jurisdiction,
                    in: folder,
                    database,
                    passphrase
                )
                for key in keys { print(key) }
                await database.cluster?.stop()
            } catch {
                await database.cluster?.stop()
                throw error
            }
        }
    }

    /// Makes keys, record and rows, in this order: only the rows make the log appear, and what an
    /// interrupted run leaves behind is refused by the next and named there.
    private func create(
        _ name: LogName,
        _ origin: LogOrigin,
        _ jurisdiction: String,
        in folder: DataFolder,
        _ database: DaemonDatabase,
        _ passphrase: [UInt8]?
    ) async throws -> [VerifierKey] {
        let keyPath = folder.keys(of: name)
        let signerPath = folder.signer(of: name)
        let keys = try LogKeyFolder.create(at: keyPath, origin: origin, passphrase: passphrase)
        let vault = VaultKeyFolder(
            path: folder.vault(of: name),
            origin: origin,
            passphrase: passphrase
        )
        do {
            try vault.create(
                1,
                kind: CipherKind(jurisdiction: jurisdiction),
                at: systemTime()
            )
            try SignerRecord.create(in: signerPath, origin: origin)
            try await StorePools.with(database.owner ?? database.serving) { store in
                _ = try await store.createLog(
                    name: name,
                    origin: origin,
                    jurisdiction: jurisdiction,
                    allowsOpaqueEntries: self.allowOpaque,
                    hasOpaqueRecords: self.opaqueRecords
                )
            }
        } catch {
            // Nothing was signed and nobody has seen the keys: as if this never ran.
            try? FileManager.default.removeItem(atPath: signerPath)
            try? FileManager.default.removeItem(atPath: keyPath)
            try? FileManager.default.removeItem(atPath: vault.path)
            if case StoreError.alreadyExists = error {
                throw DaemonError.exists("a log of this name or origin in the database")
            }
            throw error
        }
        return try keys.verifierKeys()
    }
}
