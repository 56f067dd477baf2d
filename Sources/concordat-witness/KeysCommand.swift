import ArgumentParser
import CryptoSuites
import SignedNotes
import Witnessing

/// `concordat-witness keys`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes and shows the witness's keys.",
        subcommands: [New.self, Show.self]
    )

    /// `concordat-witness keys new`
    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Makes keys and the empty state of a new witness.",
            discussion: """
                Three keys: Ed25519 and ML-DSA-44 for SHA-256 heads, SM2 for SM3 heads. Nothing that
                is there already is overwritten: a witness that lost its state must not start anew
                under the keys that it had.

                  concordat-witness keys new --config witness.json
                """
        )

        @OptionGroup var configuration: ConfigurationOption

        func run() async throws {
            try await reportingErrors {
                let configuration = try self.configuration.read()
                let passphrase = try configuration.passphraseFile.map {
                    try KeyFile.readPassphrase(from: $0)
                }
                let folder = WitnessKeyFolder(dataFolder: configuration.dataFolder)
                let keys = try folder.create(name: configuration.name, passphrase: passphrase)
                try Witness.create(in: configuration.dataFolder)
                for key in keys { print(key) }
            }
        }
    }

    /// `concordat-witness keys show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Prints the public keys as the lines of a log's policy.",
            discussion: """
                The keys stand in one group, so that the witness counts once. A policy for public
                tools leaves the SM2 line out.

                  concordat-witness keys show --config witness.json --url https://witness.example
                """
        )

        @OptionGroup var configuration: ConfigurationOption

        @Option(help: ArgumentHelp("Where logs reach the witness.", valueName: "url"))
        var url: String?

        @Flag(help: ArgumentHelp("Print the keys and nothing else."))
        var keysOnly = false

        func run() async throws {
            try await reportingErrors {
                let configuration = try self.configuration.read()
                let keys = try WitnessKeyFolder(dataFolder: configuration.dataFolder).publicKeys()
                if self.keysOnly {
                    for key in keys { print(key) }
                } else {
                    print(PolicyLines(name: configuration.name, keys: keys, url: self.url).text)
                }
            }
        }
    }
}
