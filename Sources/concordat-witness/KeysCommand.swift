import ArgumentParser
import CryptoSuites
import SignedNotes
import Witnessing

/// `concordat-witness keys`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Makes, shows and changes the witness's keys.",
        discussion: """
            Keys are changed without a gap: `keys add` and a restart, and the witness signs with the old
            keys and the next ones; each log that counts it announces a policy with the next keys, from a
            tree size on; when all have passed theirs, `keys retire` and a restart.
            """,
        subcommands: [New.self, Add.self, Retire.self, Show.self]
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
                let passphrase = try configuration.passphrase()
                let folder = WitnessKeyFolder(dataFolder: configuration.dataFolder)
                let keys = try folder.create(name: configuration.name, passphrase: passphrase)
                try Witness.create(in: configuration.dataFolder)
                for key in keys { print(key) }
            }
        }
    }

    /// `concordat-witness keys add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Makes the next keys, beside those that the witness has.",
            discussion: """
                From its next start on the witness signs with both. Its state and its name stay as they
                are.

                  concordat-witness keys add --config witness.json
                """
        )

        @OptionGroup var configuration: ConfigurationOption

        func run() async throws {
            try await reportingErrors {
                let configuration = try self.configuration.read()
                let passphrase = try configuration.passphrase()
                let folder = WitnessKeyFolder(dataFolder: configuration.dataFolder)
                let keys = try folder.createNext(name: configuration.name, passphrase: passphrase)
                for key in keys { print(key) }
            }
        }
    }

    /// `concordat-witness keys retire`
    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire",
            abstract: "Puts the next keys into the place of the old ones, and destroys these.",
            discussion: """
                From its next start on the witness signs with the next keys alone. A log whose policy
                still counts the old ones lacks its cosignature then.

                  concordat-witness keys retire --config witness.json
                """
        )

        @OptionGroup var configuration: ConfigurationOption

        func run() async throws {
            try await reportingErrors {
                let configuration = try self.configuration.read()
                try WitnessKeyFolder(dataFolder: configuration.dataFolder).retire()
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
                tools leaves the SM2 line out. Next keys stand beside the others: in the policy that is
                announced, or, with --next, as if they were alone.

                  concordat-witness keys show --config witness.json --url https://witness.example
                  concordat-witness keys show --config witness.json --next --url https://witness.example
                """
        )

        @OptionGroup var configuration: ConfigurationOption

        @Option(help: ArgumentHelp("Where logs reach the witness.", valueName: "url"))
        var url: String?

        @Flag(help: ArgumentHelp("Print the keys and nothing else."))
        var keysOnly = false

        @Flag(
            help: ArgumentHelp(
                "Show the next keys alone, as they are when the old ones are retired."
            )
        )
        var next = false

        func run() async throws {
            try await reportingErrors {
                let configuration = try self.configuration.read()
                let keys = try WitnessKeyFolder(dataFolder: configuration.dataFolder).publicKeys()
                guard !self.next || !keys.next.isEmpty else { throw NoNextKeys() }
                let shown = self.next ? (current: keys.next, next: []) : keys
                if self.keysOnly {
                    for key in shown.current + shown.next { print(key) }
                } else {
                    let lines = PolicyLines(
                        name: configuration.name,
                        keys: shown.current,
                        next: shown.next,
                        url: self.url
                    )
                    print(lines.text)
                }
            }
        }
    }
}
