import ArgumentParser

/// `concordat check`: a bare proof.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a bare proof from hexadecimal hashes.",
        discussion: "No signature is looked at: the roots are yours to trust.",
        subcommands: [CheckInclusionCommand.self, CheckConsistencyCommand.self]
    )
}
