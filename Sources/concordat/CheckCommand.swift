import ArgumentParser

/// `concordat check`: a bare proof.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a bare proof from hexadecimal hashes.",
        discussion: """
            No signature is looked at: the roots are yours to trust.

            EXAMPLES:
              concordat check inclusion --suite sha256 --index 1 --size 2 \\
                --leaf <hex> --root <hex> <sibling>
              concordat check consistency --suite sm3 --size1 1 --size2 2 \\
                --root1 <hex> --root2 <hex> <sibling>
            """,
        subcommands: [CheckInclusionCommand.self, CheckConsistencyCommand.self]
    )
}
