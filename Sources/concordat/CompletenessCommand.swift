import ArgumentParser
import LogClient
import LogProtocol
import SignedNotes

/// `concordat completeness`: a writer's own count against the log's.
struct CompletenessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completeness",
        abstract: "Compare a writer's own count of records with what the log has of it.",
        discussion: """
            A writer numbers his records from 1. The log has all of them if its highest number is \
            his count and none is missing below. Exit status: 0 it has, 1 it has not, 2 nobody \
            knows (no answer, no right to ask).

            EXAMPLES:
              concordat completeness --log https://log.example/eu --token-file clinic.jwt \\
                --writer clinic --count 1284
              concordat completeness --log https://log.example/eu --token-file clinic.jwt \\
                --writer clinic --count-file sent.txt --json
            """
    )

    @Option(help: ArgumentHelp("The log's URL.", valueName: "url"))
    var log: LogArgument

    @Option(help: ArgumentHelp("The writer's name.", valueName: "name"))
    var writer: String

    @Option(help: ArgumentHelp("How many records the writer counted.", valueName: "count"))
    var count: NumberArgument?

    @Option(
        help: ArgumentHelp("A file with that number; - for standard input.", valueName: "file")
    )
    var countFile: String?

    @Option(
        help: ArgumentHelp("The file with your token; - for standard input.", valueName: "file")
    )
    var tokenFile: String

    @Option(
        help: ArgumentHelp(
            "How long to go on when the log does not answer.",
            valueName: "duration"
        )
    )
    var retry = DurationArgument(.seconds(5))

    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        guard (self.count == nil) != (self.countFile == nil) else {
            throw ValidationError("Give one of --count and --count-file.")
        }
        guard self.countFile != "-" || self.tokenFile != "-" else {
            throw ValidationError("Count and token cannot both come from standard input.")
        }
        guard CompletenessRun.isName(self.writer) else {
            throw ValidationError("--writer is 1 to 64 letters, digits and . _ - : @")
        }
    }

    func run() async throws {
        let outcome: Outcome
        do {
            let count =
                try self.countFile.map {
                    try CompletenessRun.count(in: InputFile(path: $0))
                } ?? self.count?.value ?? 0
            let token = try EvidenceRequest.token(in: InputFile(path: self.tokenFile))
            let answer = try await LogSource.server(self.log.url).withTransport { transport in
                try await LogClient(
                    transport: transport.retrying(RetryRules(patience: self.retry.duration))
                ).completeness(of: self.writer, bearerToken: token)
            }
            outcome = CompletenessRun.outcome(of: answer, against: count)
        } catch let error as LogClientError {
            outcome = .failed(.undecided, step: "log", detail: error.description.printable)
        } catch let error as InputError {
            outcome = error.outcome
        } catch let error as UsageError {
            throw ValidationError(error.description)
        }
        try outcome.finish(asJSON: self.common.json)
    }
}
