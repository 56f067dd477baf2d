import ArgumentParser

/// `concordat-witness serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answers add-checkpoint and shows what was cosigned.",
        discussion: """
            Stop it with SIGTERM or Ctrl-C: requests that have begun are answered first. There is no
            authentication but the logs' own signatures, so that it may listen on any address; put a
            server that speaks TLS in front of it.

              concordat-witness serve --config witness.json
              curl http://127.0.0.1:8081/metrics
            """
    )

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: ArgumentHelp("Messages to show: trace to critical.", valueName: "level"))
    var logLevel = "info"

    func run() async throws {
        try await reportingErrors {
            let configuration = try self.configuration.read()
            let logger = try bootstrapLogging(level: self.logLevel)
            try await WitnessDaemon(configuration: configuration, logger: logger).run()
        }
    }
}
