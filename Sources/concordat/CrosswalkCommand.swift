import ArgumentParser
import Records

/// `concordat crosswalk`: what provisions ask of records.
struct CrosswalkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crosswalk",
        abstract: "Compare records with what provisions of both sides ask for.",
        discussion: """
            The crosswalk says which fields of a record a provision asks about, and how far that was
            checked. It is no legal advice, and no statement of conformity.

            EXAMPLES:
              concordat crosswalk check record.json --language es
              concordat crosswalk show > crosswalk.json
            """,
        subcommands: [CrosswalkCheckCommand.self, CrosswalkShowCommand.self]
    )

    /// The versions that are compiled in. A damaged one is a fault of the program, not of its use.
    static func library() throws -> CrosswalkLibrary {
        do { return try CrosswalkLibrary.embedded() } catch {
            StandardStream.error.write("concordat: \(error)\n")
            throw ExitStatus.undecided.code
        }
    }
}

/// `concordat crosswalk show`: the bytes that statements name by their digest.
struct CrosswalkShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the newest version of the crosswalk, byte for byte.",
        discussion: """
            SHA-256 of what is printed is the digest in the statements of this version; with --digest
            that is printed instead.

            EXAMPLE:
              concordat crosswalk show | sha256sum
            """
    )

    @Flag(help: "Print the digest alone, as statements have it.")
    var digest = false

    func run() throws {
        let newest = try CrosswalkCommand.library().newest
        if self.digest {
            StandardStream.output.write("\(newest.digest)\n")
        } else {
            StandardStream.output.write(newest.bytes)
        }
    }
}
