import ArgumentParser

@main
struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concordat-witness",
        abstract: "Cosigns the heads of transparency logs.",
        discussion: """
            A witness of C2SP tlog-witness for any number of logs. Of a Concordat log it also reads
            all entries, recomputes both trees, and cosigns neither head unless both are right.

              concordat-witness keys new --config witness.json
              concordat-witness keys show --config witness.json --url https://witness.example
              concordat-witness serve --config witness.json
              concordat-witness status --config witness.json --json

            Everything it is told stands in one JSON file. All that is required of it:

              {
                "name": "witness.example/w1",
                "data": "/var/lib/concordat-witness",
                "listen": "127.0.0.1:8081",
                "logs": [
                  {
                    "origin": "log.example/eu",
                    "vkeys": ["log.example/eu+..."],
                    "sm3Vkeys": ["log.example/eu/sm3+..."],
                    "url": "https://log.example/eu"
                  },
                  { "origin": "log.example/other", "vkeys": ["log.example/other+..."] }
                ]
              }

            Exit status: 0 done, 1 failed or a record is damaged, 64 flags or file cannot be used.
            """,
        version: "concordat-witness 0.1.0",
        subcommands: [KeysCommand.self, ServeCommand.self, StatusCommand.self]
    )
}
