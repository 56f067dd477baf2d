import ArgumentParser

/// `concordat check consistency`.
struct CheckConsistencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consistency",
        abstract: "Check that one tree begins with another.",
        discussion: """
            The hashes are the proof in the order of RFC 6962.

            EXAMPLE:
              concordat check consistency --suite sha256 --size1 4 --size2 7 \\
                --root1 HEX --root2 HEX HEX
            """
    )

    @Option(help: "The hash of the trees: sha256 or sm3.")
    var suite: SuiteArgument

    @Option(name: .customLong("size1"), help: "The number of entries in the older tree.")
    var olderSize: NumberArgument

    @Option(name: .customLong("size2"), help: "The number of entries in the newer tree.")
    var newerSize: NumberArgument

    @Option(
        name: .customLong("root1"),
        help: ArgumentHelp("The root of the older tree.", valueName: "hex")
    )
    var olderRoot: HashArgument

    @Option(
        name: .customLong("root2"),
        help: ArgumentHelp("The root of the newer tree.", valueName: "hex")
    )
    var newerRoot: HashArgument

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The proof.", valueName: "hex"))
    var path: [HashArgument] = []

    func run() throws {
        let check = ConsistencyCheck(
            olderSize: self.olderSize.value,
            newerSize: self.newerSize.value,
            olderRoot: self.olderRoot.bytes,
            newerRoot: self.newerRoot.bytes,
            path: self.path.map(\.bytes)
        )
        try check.outcome(in: self.suite.suite).finish(asJSON: self.common.json)
    }
}
