import ArgumentParser
import CryptoSuites
import LogClient
import LogProtocol
import SignedNotes

/// `concordat prove`: fetches a proof file.
struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Fetch the proof that a log holds an entry.",
        discussion: """
            Writes the proof file to standard output. It is checked for its form only: verify it \
            before you believe it. From a folder, or a plain web server with its files, the proof \
            is made from tiles.

            EXAMPLES:
              concordat prove --log http://127.0.0.1:8080/eu --index 7 > entry.tlog-proof
              concordat prove --log http://127.0.0.1:8080/eu --index 7 --suite sm3 --wait 10s > \\
                entry.sm3.tlog-proof
            """
    )

    @Option(
        help: ArgumentHelp("The log's URL, or a folder with its files.", valueName: "url|folder")
    )
    var log: LogSourceArgument

    @Option(help: "The entry's index, counted from 0.")
    var index: NumberArgument

    @Option(help: "The suite of the proof: sha256 or sm3.")
    var suite = SuiteArgument(.sha256)

    @Option(
        help: ArgumentHelp(
            "How long to wait for the entry's publication, for example 10s.",
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

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let result: Result<ProofRequest.Proof, LogClientError>
        do {
            result = try await self.log.source.withTransport(tls: self.connection.tls()) {
                transport in
                await ProofRequest(
                    index: self.index.value,
                    suite: self.suite.suite,
                    patience: self.wait?.duration ?? .zero
                ).result(from: self.client(of: transport))
            }
        } catch {
            StandardStream.error.write("\("\(error)".printable)\n")
            throw ExitStatus.undecided.code
        }
        switch result {
        case .success(let proof):
            StandardStream.output.write(self.common.json ? try proof.json() : proof.bytes)
        case .failure(let error):
            if self.common.json {
                let verdict: Verdict = error.status == .refuted ? .refuted : .undecided
                let outcome = Outcome.failed(verdict, step: "prove", detail: error.description)
                StandardStream.output.write(try outcome.text(asJSON: true) + "\n")
            }
            StandardStream.error.write("\(error.description.printable)\n")
            throw error.status.code
        }
    }

    private func client(of transport: any LogTransport) -> LogClient {
        LogClient(transport: transport.retrying(RetryRules(patience: self.retry.duration)))
    }
}
