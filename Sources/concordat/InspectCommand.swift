import ArgumentParser
import SignedNotes

/// `concordat inspect`: what a file says, believed or not.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Print what a note, checkpoint, proof file, vkey, tile or bundle contains.",
        discussion: """
            Nothing is verified: no signature, no proof. The exit status is 0 if the file is of a \
            known form, and 2 if it is not.

            EXAMPLES:
              concordat inspect entry.tlog-proof
              curl -s http://127.0.0.1:8080/eu/checkpoint | concordat inspect -
            """
    )

    @OptionGroup var common: CommonOptions

    @Argument(help: "The file; - for standard input.")
    var file: String

    func run() throws {
        let bytes: [UInt8]
        do throws(InputError) {
            bytes = try InputFile(path: self.file).bytes(limit: Inspection.byteLimit)
        } catch {
            try error.outcome.finish(asJSON: self.common.json)
            return
        }
        guard let inspection = Inspection(of: bytes) else {
            try Outcome.failed(
                .undecided,
                step: "file",
                detail: "\(self.file.printable) is of no known form"
            ).finish(asJSON: self.common.json)
            return
        }
        StandardStream.output.write(
            self.common.json ? try inspection.json() + "\n" : inspection.text
        )
    }
}
