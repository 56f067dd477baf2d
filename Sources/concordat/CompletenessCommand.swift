import ArgumentParser
import LogClient
import LogProtocol
import SignedNotes

/// `concordat completeness`: a writer's own count against the log's, or what each entry is.
struct CompletenessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completeness",
        abstract: "Compare a writer's own count, or every entry, with what the log has.",
        discussion: """
            With --writer: a writer numbers his records from 1. The log has all of them if its highest number is \
            his count and none is missing below. Exit status: 0 it has, 1 it has not, 2 nobody \
            knows (no answer, no right to ask).

            With --all: each entry is a record that can be disclosed, an erased one, a control record or \
            a dummy; anything else is listed as missing. Operators ask without a purpose. Auditors name \
            one, the log records that they were told, and with --vkey each dummy is verified. Exit \
            status: 0 nothing is missing, 1 something is, 2 nobody knows.

            EXAMPLES:
              concordat completeness --log https://log.example/eu --token-file clinic.jwt \\
                --writer clinic --count 1284
              concordat completeness --log https://log.example/eu --token-file clinic.jwt \\
                --writer clinic --count-file sent.txt --json
              concordat completeness --log https://log.example/eu --token-file keeper.jwt --all
              concordat completeness --log https://log.example/eu --token-file court.jwt --all \\
                --purpose criminal-proceedings --vkey "$VKEY"
            """
    )

    @Option(help: ArgumentHelp("The log's URL.", valueName: "url"))
    var log: LogArgument

    @Option(help: ArgumentHelp("The writer's name.", valueName: "name"))
    var writer: String?

    @Flag(help: "Ask what each entry of the log is.")
    var all = false

    @Option(help: ArgumentHelp("With --all: the first index.", valueName: "index"))
    var first = NumberArgument(0)

    @Option(
        help: ArgumentHelp("With --all: what an auditor needs it for.", valueName: "code")
    )
    var purpose: String?

    @Option(
        name: .customLong("vkey"),
        help: ArgumentHelp(
            "With --all: a key of the log to verify dummies with; may be repeated.",
            valueName: "vkey"
        )
    )
    var vkeys: [String] = []

    @Option(help: ArgumentHelp("How many records the writer counted.", valueName: "count"))
    var count: NumberArgument?

    @Option(
        help: ArgumentHelp("A file with that number; - for standard input.", valueName: "file")
    )
    var countFile: String?

    @Option(
        help: ArgumentHelp(
            "The file with your token; - for standard input. Not needed with a certificate.",
            valueName: "file"
        )
    )
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "How long to go on when the log does not answer.",
            valueName: "duration"
        )
    )
    var retry = DurationArgument(.seconds(5))

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        guard (self.writer != nil) != self.all else {
            throw ValidationError("Give one of --writer and --all.")
        }
        guard self.tokenFile != nil || self.connection.showsCertificate else {
            throw ValidationError("Give --token-file, or --client-certificate and --client-key.")
        }
        guard let writer = self.writer else {
            guard self.count == nil, self.countFile == nil else {
                throw ValidationError("A count goes with --writer.")
            }
            guard self.purpose.map(EvidenceRequest.isCode) ?? true else {
                throw ValidationError("--purpose is a code: letters, digits and ._:-")
            }
            do throws(UsageError) { _ = try TrustedKeys(parsing: self.vkeys) } catch {
                throw ValidationError(error.description)
            }
            return
        }
        guard self.purpose == nil, self.vkeys.isEmpty else {
            throw ValidationError("--purpose and --vkey go with --all.")
        }
        guard (self.count == nil) != (self.countFile == nil) else {
            throw ValidationError("Give one of --count and --count-file.")
        }
        guard self.countFile != "-" || self.tokenFile != "-" else {
            throw ValidationError("Count and token cannot both come from standard input.")
        }
        guard CompletenessRun.isName(writer) else {
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
            let token = try self.tokenFile.map {
                try EvidenceRequest.token(in: InputFile(path: $0))
            }
            outcome = try await LogSource.server(self.log.url).withTransport(
                tls: self.connection.tls()
            ) { transport in
                let client = LogClient(
                    transport: transport.retrying(RetryRules(patience: self.retry.duration))
                )
                guard let writer = self.writer else {
                    return try await CensusRun(
                        first: self.first.value,
                        purpose: self.purpose,
                        keys: TrustedKeys(parsing: self.vkeys).keys
                    ).outcome(from: client, token: token)
                }
                return CompletenessRun.outcome(
                    of: try await client.completeness(of: writer, bearerToken: token),
                    against: count
                )
            }
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
