import ArgumentParser
import CryptoSuites
import Foundation
import LogCore
import LogProtocol
import SignedNotes

/// `concordatd keys ...`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Shows the keys of logs, adds what older logs lack, and changes them.",
        subcommands: [
            KeysListCommand.self, KeysRotateCommand.self, KeysAddSTHKeyCommand.self,
            KeysRotateVaultCommand.self,
        ],
        defaultSubcommand: KeysListCommand.self
    )
}

/// `concordatd keys list`: the verifier keys of all logs in the data folder, or of one.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Prints verifier keys: the log's name, a tab, the key.",
        discussion: """
            Needs neither the database nor the private keys. A key that another one replaces, or that
            replaced another one, stands with the sizes of the heads it is good for, in the form that
            `concordat --vkey` takes: KEY@..4096, KEY@4097.. (what the log's signer has recorded).

              concordatd keys list --data ./data
              concordatd keys list --data ./data --name eu

            With --sth the keys of RFC 6962's signed tree heads, as lists of logs give them: the
            log's name, its log ID, and the public key (a SubjectPublicKeyInfo), both in base64.

              concordatd keys list --data ./data --sth
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("Only the keys of this log.", valueName: "name"))
    var name: String?

    @Flag(help: "The keys of RFC 6962's signed tree heads instead.")
    var sth = false

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let folder = try DataFolder(existing: try settings.required(.data))
            let names =
                try self.name.map { [$0] }
                ?? FileManager.default.contentsOfDirectory(atPath: folder.keys).sorted()
            for text in names {
                guard let name = try? LogName(text) else { continue }
                let keys = LogKeyFolder(path: folder.keys(of: name))
                if self.sth {
                    if let key = try keys.treeHeadKey() { print("\(name)\t\(key.listing)") }
                    continue
                }
                for key in try folder.history(of: name).keys {
                    print("\(name)\t\(key.textWithSizes)")
                }
            }
        }
    }
}

/// `concordatd keys add-sth-key`: gives an older log the key of RFC 6962's signed tree heads.
struct KeysAddSTHKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add-sth-key",
        abstract: "Makes the key of RFC 6962's signed tree heads for a log that has none.",
        discussion: """
            Logs get this key when they are created; those that were created by an older version
            have none, and answer get-sth with 404. Run it where the private keys are, then restart
            the signer (or the daemon, if that signs itself) and every daemon of the log. The
            next head has the signature. The key is for ever: another one makes another log
            in the eyes of RFC 6962's clients.

            Prints the log's name, its log ID and the public key, separated by tabs.

              concordatd keys add-sth-key --data ./data --name eu
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("The log that gets the key.", valueName: "name"))
    var name: String

    func run() async throws {
        try await reportingErrors {
            let settings = try await self.options.settings()
            let folder = try DataFolder(existing: try settings.required(.data))
            let name = try naming("--name", self.name) { try LogName(self.name) }
            let keys = LogKeyFolder(path: folder.keys(of: name))
            guard FileManager.default.fileExists(atPath: keys.path) else {
                throw DaemonError.file(keys.path, errno: ENOENT)
            }
            let key = try keys.createTreeHeadKey(passphrase: try passphrase(settings))
            print("\(name)\t\(key.listing)")
        }
    }
}

extension P256PublicKey {
    /// The log ID and the key in base64, with a tab between them.
    fileprivate var listing: String {
        let spki = self.derRepresentation
        return "\(Base64.encode(Hashes.sha256(spki)))\t\(Base64.encode(spki))"
    }
}
