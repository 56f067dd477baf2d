import ArgumentParser
import CryptoSuites
import Foundation
import LogCore
import LogStorePostgres
import Logging
import PrivateCluster

/// `concordatd keys rotate-vault`: a new key for a log's vault, and the end of the old one.
struct KeysRotateVaultCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-vault",
        abstract: "Changes the key of a log's vault, and destroys the old one.",
        discussion: """
            Makes the key of a new epoch, wraps the keys of all living records under it, batch by
            batch, and then destroys the key of the old epoch: what was erased before cannot be opened
            any more, whatever backup of the database it is in. A backup of what lives still opens, with
            the keys that are carried over into the folder. Runs beside daemons, which notice the new key
            within seconds. After an interruption run it again: it finishes what was begun, and until
            then every living record can be opened.

            After the database was restored from a backup, run it before anything else: it brings the
            rows up to the newest key, and what was erased since the backup is erased again. That needs
            the owner's rights (--owner-database).

            A log that was created before there was a vault gets its first key by this.

              concordatd keys rotate-vault --data ./data --name eu
              concordatd keys rotate-vault --data ./data --name eu --json
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log whose vault it is.", valueName: "name"))
    var name: String

    @Flag(help: "Print one JSON object instead of a line.")
    var json = false

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let logger = try bootstrapLogging(settings, quiet: true)
            let folder = try DataFolder(existing: try settings.required(.data))
            let name = try naming("--name", self.name) { try LogName(self.name) }
            let passphrase = try passphrase(settings)
            let database = try await DaemonDatabase.openForReading(
                settings,
                folder: folder,
                logger: logger
            )
            do {
                let text = try await self.rotate(name, folder, database, passphrase)
                print(text)
                await database.cluster?.stop()
            } catch {
                await database.cluster?.stop()
                throw error
            }
        }
    }

    private func rotate(
        _ name: LogName,
        _ folder: DataFolder,
        _ database: DaemonDatabase,
        _ passphrase: [UInt8]?
    ) async throws -> String {
        try await LogDaemon.checkSchema(database.serving)
        let pools = StorePools(conninfo: database.serving)
        do {
            guard let log = try await pools.store.logs().first(where: { $0.name == name }) else {
                throw DaemonError.unknownLog(name.text)
            }
            let keys = VaultKeyFolder(
                path: folder.vault(of: name),
                origin: log.origin,
                passphrase: passphrase
            )
            let kind = CipherKind(jurisdiction: log.jurisdiction)
            let text: String
            if !keys.exists {
                text = try await self.createFirst(keys, kind, log, pools.vault)
            } else {
                let vault = Vault(
                    log: log,
                    store: pools.vault,
                    keys: keys.keyring(),
                    idSecret: try LogKeyFolder(path: folder.keys(of: name)).idempotencySecret(),
                    eraseFields: { _, _ in nil }
                )
                let ownerPools = database.owner.map { StorePools(conninfo: $0) }
                let rotation = VaultRotation(
                    vault: vault,
                    files: keys.rotationFiles(kind: kind, now: systemTime),
                    owner: ownerPools?.vault
                )
                let count = try await pools.vault.rowCount(of: log.id, below: .max)
                let progress = WorkProgress("wrapping keys", total: count)
                do {
                    let report = try await rotation.run { done, _ in progress.reached(done) }
                    await ownerPools?.shutdown()
                    text = self.text(report, log)
                } catch {
                    await ownerPools?.shutdown()
                    throw error
                }
            }
            await pools.shutdown()
            return text
        } catch {
            await pools.shutdown()
            throw error
        }
    }

    private func createFirst(
        _ keys: VaultKeyFolder,
        _ kind: CipherKind,
        _ log: LogDescriptor,
        _ store: PostgresVaultStore
    ) async throws -> String {
        let epochs = try await store.vaultEpochs(of: log.id)
        let count = try await store.rowCount(of: log.id, below: epochs.current + 1)
        // A key that is lost is not made up for by another one.
        guard count == 0 else { throw DaemonError.vaultKeysLost(keys.path, count: count) }
        try keys.create(epochs.current, kind: kind, at: systemTime())
        return self.text(
            VaultRotation.Report(
                epoch: epochs.current,
                rewrapped: 0,
                destroyed: [],
                wasResumed: false
            ),
            log
        )
    }

    private func text(_ report: VaultRotation.Report, _ log: LogDescriptor) -> String {
        let destroyed = report.destroyed.map(String.init)
        if self.json {
            return "{\"destroyed\":[\(destroyed.joined(separator: ","))],\"epoch\":\(report.epoch),"
                + "\"forgotten\":\(report.forgotten),\"log\":\"\(log.name)\",\"resumed\":\(report.wasResumed),"
                + "\"rewrapped\":\(report.rewrapped)}"
        }
        let end =
            destroyed.isEmpty
            ? "no key was destroyed"
            : "the key of epoch \(destroyed.joined(separator: ", ")) is destroyed"
        let erased =
            report.forgotten == 0
            ? "" : ", \(report.forgotten) erased since the backup are erased again"
        return
            "\(log.name): epoch \(report.epoch), \(report.rewrapped) records wrapped anew\(erased), \(end)"
            + (report.wasResumed ? " (finished what was begun before)" : "")
    }
}
