import ArgumentParser
import LogClient
import LogProtocol

/// `concordat append`: puts entries into a log.
struct AppendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Append entries to a log.",
        discussion: """
            Each file is one entry; with --ndjson each line is one entry in base64. Prints one \
            line for each: its index, once the log has promised it. Lines of standard input are \
            appended as they come. An interrupted append of files goes on where it stopped when \
            the same command is given again, and appends nothing twice; until then \
            FILE.concordat-progress lies beside the first file.

            EXAMPLES:
              concordat append --log http://127.0.0.1:8080/eu entry.bin
              tail -f digests | concordat append --log http://127.0.0.1:8080/eu --ndjson -
            """
    )

    @Option(help: ArgumentHelp("The log's URL.", valueName: "url"))
    var log: LogArgument

    @Flag(help: "Each line is one entry in base64.")
    var ndjson = false

    @Option(
        help: ArgumentHelp(
            "How long to go on when the log does not answer.",
            valueName: "duration"
        )
    )
    var retry = DurationArgument(.seconds(60))

    @OptionGroup var connection: ConnectionOptions

    @OptionGroup var common: CommonOptions

    @Argument(help: "The files; - for standard input.")
    var files: [String]

    func validate() throws {
        guard !self.files.isEmpty else { throw ValidationError("Give at least one file.") }
        guard self.files.count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input can be given once.")
        }
    }

    func run() async throws {
        let tls: ClientTLS?
        do { tls = try self.connection.tls() } catch { throw ValidationError("\(error)") }
        let transport = HTTPLogTransport(url: self.log.url, tls: tls)
        let inputs = self.files.map(AppendInput.init(path:))
        let run = AppendRun(
            client: LogClient(
                transport: RetryingTransport(
                    transport,
                    rules: RetryRules(patience: self.retry.duration)
                )
            ),
            log: self.log.url,
            inputs: inputs,
            isNDJSON: self.ndjson,
            makeRunName: RunName.random
        )
        let printer = AppendPrinter(
            isJSON: self.common.json,
            totalByteCount: self.ndjson ? Self.totalByteCount(of: inputs) : nil
        )
        let status = await printer.status { try await run.run(report: $0) }
        await transport.shutdown()
        guard case .proven = status else { throw status.code }
    }

    private static func totalByteCount(of inputs: [AppendInput]) -> UInt64? {
        inputs.reduce(0) { total, input in
            guard let total, let byteCount = input.regularByteCount else { return nil }
            return total + byteCount
        }
    }
}
