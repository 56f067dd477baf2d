import ArgumentParser
import SignedNotes

/// `concordat verify`: a proof file, offline.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Verify offline that a log holds an entry, or what evidence says of a record.",
        usage: """
            concordat verify --vkey <vkey> ... --entry <file> [--json] <proof>
            concordat verify --policy <file> ... [--vkey <vkey> ...] --entry <file> [--json] <proof>
            concordat verify --vkey <vkey> ... [--json] <evidence.json>
            concordat verify --policy <file> ... [--vkey <vkey> ...] [--json] <evidence.json>
            """,
        discussion: """
            Prints one line: what was proven and under which keys, or which step failed. Trust \
            comes from your keys alone; without a key for the proof's suite the exit status is 2.

            A log whose key changed is verified with each of its keys and the sizes of the heads that \
            the key is good for, as `concordat audit` prints them. With a policy they are given beside \
            it, and stand in the place of its log lines.

            EXAMPLES:
              concordat verify --vkey "$(cat log.vkey)" --entry entry.bin entry.tlog-proof
              concordat verify --policy policy.txt --entry entry.bin --json entry.tlog-proof
              concordat verify --vkey "$OLD@..4096" --vkey "$NEW@4097.." --entry entry.bin entry.tlog-proof
              concordat verify --policy old.policy@..4096 --policy new.policy@4097.. evidence.json
              concordat verify --policy eu.policy --vkey "$OLD@..4096" --vkey "$NEW@4097.." --json evidence.json
              concordat verify --vkey "$(cat log.vkey)" --vkey "$(cat log.sm3.vkey)" evidence.json
            """
    )

    @Option(
        name: .customLong("vkey"),
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "A key that you trust; several may follow, and the option may be repeated.",
            valueName: "vkey"
        )
    )
    var vkeys: [String] = []

    @Option(
        name: .customLong("policy"),
        help: ArgumentHelp(
            "A policy file, whose quorum has to stand; may be repeated with the sizes of the heads that each judges.",
            valueName: "file[@first..last]"
        )
    )
    var policies: [String] = []

    @Option(
        help: ArgumentHelp(
            "The entry's bytes; - for standard input. Evidence brings its own.",
            valueName: "file"
        )
    )
    var entry: String?

    @OptionGroup var common: CommonOptions

    @Argument(help: "The proof file, or a file of evidence; - for standard input.")
    var proof: String?

    mutating func validate() throws {
        if self.proof == nil {
            // Options that take several values take the proof file, too, if it follows them.
            guard self.vkeys.count > 1 else {
                throw ValidationError("Missing expected argument '<proof>'")
            }
            self.proof = self.vkeys.removeLast()
        }
        let sizes = self.policies.map { SizedPolicyFile($0).sizes }
        guard sizes.indices.allSatisfy({ i in sizes[..<i].allSatisfy { !$0.overlaps(sizes[i]) } })
        else { throw ValidationError("Two policies are for heads of the same size.") }
        guard self.entry != "-" || self.proof != "-" else {
            throw ValidationError("Only one file can be standard input.")
        }
        do throws(UsageError) {
            _ = try TrustedKeys(parsing: self.vkeys)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() throws {
        let keys = try TrustedKeys(parsing: self.vkeys)
        for name in keys.unsupported {
            StandardStream.error.write(
                "note: \(name.printable) is a key of a kind that is not verified here\n"
            )
        }
        let verification = Verification(
            trust: self.policies.isEmpty
                ? .keys(keys.keys)
                : .policies(self.policies.map(SizedPolicyFile.init), logKeys: keys.keys),
            entry: self.entry.map { InputFile(path: $0) },
            proof: InputFile(path: self.proof ?? "-")
        )
        try verification.outcome().finish(asJSON: self.common.json)
    }
}
