import ArgumentParser
import LogClient
import LogProtocol
import Records
import SignedNotes

/// `concordat evidence`: fetches evidence of a record.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Fetch evidence of a record and some of its fields, as an auditor.",
        discussion: """
            Writes one file to standard output, for `concordat verify` or the Python verifier. The \
            log records the disclosure before anything leaves it. With keys the evidence is verified \
            first, and written only if it holds; without keys its form is checked and nothing else.

            EXAMPLES:
              concordat evidence --log https://log.example/eu --token-file auditor.jwt \\
                --record 6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17 --purpose dpv:LegalCompliance \\
                --fields actor_id,operation,outcome \\
                > evidence.json
              concordat verify --vkey "$(cat log.vkey)" evidence.json
              concordat evidence --log https://log.example/eu --client-certificate auditor.pem \
                --client-key auditor.key --ca log-ca.pem --purpose dpv:LegalCompliance \
                --record 6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17 > evidence.json
            """
    )

    @Option(help: ArgumentHelp("The log's URL.", valueName: "url"))
    var log: LogArgument

    @Option(help: ArgumentHelp("The record's id: a UUID in lower case.", valueName: "id"))
    var record: String

    @Option(
        help: ArgumentHelp("What you need it for: a code that your profile has.", valueName: "code")
    )
    var purpose: String

    @Option(
        help: ArgumentHelp(
            "The fields, with commas between them; all that the profile allows if missing.",
            valueName: "names"
        )
    )
    var fields: String?

    @Option(
        help: ArgumentHelp(
            "The file with your token; - for standard input. Not needed with a certificate.",
            valueName: "file"
        )
    )
    var tokenFile: String?

    @Option(
        name: .customLong("vkey"),
        parsing: .upToNextOption,
        help: ArgumentHelp("A key that you trust; verifies before writing.", valueName: "vkey")
    )
    var vkeys: [String] = []

    @Option(
        help: ArgumentHelp(
            "How long to wait for the record's publication, for example 10s.",
            valueName: "duration"
        )
    )
    var wait: DurationArgument?

    @Option(
        help: ArgumentHelp(
            "How long to go on when the log does not answer.",
            valueName: "duration"
        )
    )
    var retry = DurationArgument(.seconds(5))

    @OptionGroup var connection: ConnectionOptions

    mutating func validate() throws {
        guard self.tokenFile != nil || self.connection.showsCertificate else {
            throw ValidationError("Give --token-file, or --client-certificate and --client-key.")
        }
        guard EvidenceRequest.isRecordID(self.record) else {
            throw ValidationError("--record is a UUID in lower case.")
        }
        guard EvidenceRequest.isCode(self.purpose) else {
            throw ValidationError("--purpose is a code: letters, digits and ._:-")
        }
        guard EvidenceRequest.fields(self.fields) != nil else {
            throw ValidationError("--fields has names with commas between them.")
        }
        do throws(UsageError) { _ = try TrustedKeys(parsing: self.vkeys) } catch {
            throw ValidationError(error.description)
        }
    }

    func run() async throws {
        let request = EvidenceRequest(
            recordID: self.record,
            purpose: self.purpose,
            fields: EvidenceRequest.fields(self.fields) ?? [],
            patience: self.wait?.duration ?? .zero,
            keys: try TrustedKeys(parsing: self.vkeys).keys
        )
        do {
            let token = try self.tokenFile.map {
                try EvidenceRequest.token(in: InputFile(path: $0))
            }
            let (bytes, disclosure) = try await LogSource.server(self.log.url).withTransport(
                tls: self.connection.tls()
            ) { transport in
                try await request.evidence(
                    from: LogClient(
                        transport: transport.retrying(
                            RetryRules(patience: self.retry.duration)
                        )
                    ),
                    token: token
                )
            }
            StandardStream.error.write("the log recorded this disclosure as entry \(disclosure)\n")
            StandardStream.output.write(bytes)
        } catch let error as LogClientError {
            StandardStream.error.write("\(error.description.printable)\n")
            throw error.status.code
        } catch let error as EvidenceError {
            StandardStream.error.write(
                try Outcome.failed(
                    error.verdict,
                    step: error.step,
                    detail: error.description.printable
                ).text(asJSON: false) + "\n"
            )
            throw ExitStatus(error.verdict).code
        } catch {
            StandardStream.error.write("\("\(error)".printable)\n")
            throw ExitStatus.undecided.code
        }
    }
}
