import ArgumentParser

/// `concordat check inclusion`.
struct CheckInclusionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inclusion",
        abstract: "Check that a leaf is in the tree under a root.",
        discussion: """
            The hashes are the path, the leaf's sibling first.

            EXAMPLE:
              concordat check inclusion --suite sm3 --index 0 --size 2 \\
                --leaf HEX --root HEX HEX
            """
    )

    @Option(help: "The hash of the tree: sha256 or sm3.")
    var suite: SuiteArgument

    @Option(help: "The leaf's index, counted from 0.")
    var index: NumberArgument

    @Option(help: "The number of entries in the tree.")
    var size: NumberArgument

    @Option(help: ArgumentHelp("The leaf hash.", valueName: "hex"))
    var leaf: HashArgument

    @Option(help: ArgumentHelp("The root.", valueName: "hex"))
    var root: HashArgument

    @OptionGroup var common: CommonOptions

    @Argument(help: ArgumentHelp("The path.", valueName: "hex"))
    var path: [HashArgument] = []

    func run() throws {
        let check = InclusionCheck(
            index: self.index.value,
            size: self.size.value,
            leaf: self.leaf.bytes,
            root: self.root.bytes,
            path: self.path.map(\.bytes)
        )
        try check.outcome(in: self.suite.suite).finish(asJSON: self.common.json)
    }
}
