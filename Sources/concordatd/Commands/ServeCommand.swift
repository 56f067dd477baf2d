import ArgumentParser

/// `concordatd serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves all logs of a data folder over HTTP.",
        discussion: """
            Without --database the daemon runs a PostgreSQL of its own in the data folder. Stop it
            with SIGTERM or Ctrl-C: what was taken in is answered first.

              concordatd serve --data ./data
              concordatd serve --data ./data --listen 127.0.0.1:8080 --interval 200ms
              concordatd serve --data ./data --database "host=db dbname=concordat" \\
                  --signer unix:/run/concordat/signer.sock
              concordatd serve --data ./data --policy eu=eu.policy,cn=cn.policy
              concordatd serve --data ./data --listen 0.0.0.0:8443 --tls-certificate log.pem \\
                  --tls-key log.key --tls-client-ca writers-and-auditors.pem --access access.json
            """
    )

    @OptionGroup var options: SettingOptions

    @Option(help: ArgumentHelp("\(Setting.listen.meaning)", valueName: "address"))
    var listen: String?

    @Option(help: ArgumentHelp("\(Setting.signer.meaning)", valueName: "unix:path"))
    var signer: String?

    @Option(help: ArgumentHelp("\(Setting.access.meaning)", valueName: "file"))
    var access: String?

    @Option(help: ArgumentHelp("\(Setting.tlsCertificate.meaning)", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("\(Setting.tlsKey.meaning)", valueName: "file"))
    var tlsKey: String?

    @Option(help: ArgumentHelp("\(Setting.tlsClientCa.meaning)", valueName: "file"))
    var tlsClientCa: String?

    @Option(help: ArgumentHelp("\(Setting.gapPatience.meaning)", valueName: "span"))
    var gapPatience: String?

    @Option(help: ArgumentHelp("\(Setting.opaquePeriod.meaning)", valueName: "span"))
    var opaquePeriod: String?

    @Option(help: ArgumentHelp("\(Setting.opaqueBatch.meaning)", valueName: "count"))
    var opaqueBatch: String?

    @Option(help: ArgumentHelp("\(Setting.policy.meaning)", valueName: "[name=]file"))
    var policy: String?

    @Option(help: ArgumentHelp("\(Setting.interval.meaning)", valueName: "span"))
    var interval: String?

    @Option(help: ArgumentHelp("\(Setting.waitingEntries.meaning)", valueName: "count"))
    var waitingEntries: String?

    @Option(help: ArgumentHelp("\(Setting.batchEntries.meaning)", valueName: "count"))
    var batchEntries: String?

    @Option(help: ArgumentHelp("\(Setting.signerPatience.meaning)", valueName: "span"))
    var signerPatience: String?

    @Option(help: ArgumentHelp("\(Setting.scrubRate.meaning)", valueName: "count"))
    var scrubRate: String?

    @Option(help: ArgumentHelp("\(Setting.maximumConnections.meaning)", valueName: "count"))
    var maximumConnections: String?

    @Option(help: ArgumentHelp("\(Setting.maximumBatchBytes.meaning)", valueName: "bytes"))
    var maximumBatchBytes: String?

    @Option(help: ArgumentHelp("\(Setting.maximumBatchLines.meaning)", valueName: "count"))
    var maximumBatchLines: String?

    @Option(help: ArgumentHelp("\(Setting.vaultKeyLifetime.meaning)", valueName: "span"))
    var vaultKeyLifetime: String?

    @OptionGroup var disks: DiskOptions

    @Flag(help: ArgumentHelp("\(Setting.production.meaning)"))
    var production = false

    func run() async throws {
        try await reportingErrors {
            let own: [Setting: String?] = [
                .listen: self.listen, .signer: self.signer, .access: self.access,
                .tlsCertificate: self.tlsCertificate, .tlsKey: self.tlsKey,
                .tlsClientCa: self.tlsClientCa, .gapPatience: self.gapPatience,
                .opaquePeriod: self.opaquePeriod, .opaqueBatch: self.opaqueBatch,
                .policy: self.policy, .interval: self.interval,
                .waitingEntries: self.waitingEntries, .batchEntries: self.batchEntries,
                .signerPatience: self.signerPatience, .scrubRate: self.scrubRate,
                .maximumConnections: self.maximumConnections,
                .maximumBatchBytes: self.maximumBatchBytes,
                .maximumBatchLines: self.maximumBatchLines,
                .vaultKeyLifetime: self.vaultKeyLifetime,
                .production: self.production ? "true" : nil,
            ]
            let settings = try await self.options.settings(
                own.merging(self.disks.settings) { own, _ in own }
            )
            let logger = try bootstrapLogging(settings)
            try await LogDaemon(settings, logger: logger).run()
        }
    }
}
