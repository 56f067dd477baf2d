import ArgumentParser

@main
struct ConcordatDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concordatd",
        abstract: "Runs transparency logs of data accesses and AI decisions.",
        discussion: """
            A first log, on a private PostgreSQL in the data folder:

              concordatd log create --data ./data --name eu --origin log.example/eu \\
                  --jurisdiction EU --allow-opaque
              concordatd serve --data ./data
              curl http://127.0.0.1:8080/eu/checkpoint

            Every flag is also an environment variable (CONCORDAT_LISTEN) and a key of the file that
            --config names ("listen"). A flag wins over a variable, a variable over the file.
            """,
        version: DaemonVersion.text,
        subcommands: [
            LogCommand.self, ServeCommand.self, SignerCommand.self, MigrateCommand.self,
            ExportCommand.self, KeysCommand.self, PolicyCommand.self, FsckCommand.self,
            DoctorCommand.self, RecoverCommand.self, RetentionCommand.self, TokenCommand.self,
        ]
    )
}

/// What `--version` says.
enum DaemonVersion {
    static let text = "concordatd 0.1.0"
}
