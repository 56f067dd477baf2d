import ArgumentParser

/// The command line of whoever writes to a log or checks what it says.
@main
struct ConcordatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "concordat",
        abstract: "Append to a Concordat log, fetch its proofs, verify them and audit the log.",
        discussion: """
            Exit status: 0 proven or done, 1 refuted or refused, 2 could not tell (no key for it, \
            unreadable file, no answer), 64 wrong usage.

            EXAMPLES:
              concordat append --log http://127.0.0.1:8080/eu entry.bin
              concordat prove --log http://127.0.0.1:8080/eu --index 0 --wait 5s > entry.tlog-proof
              concordat verify --vkey "$(cat log.vkey)" --entry entry.bin entry.tlog-proof
            """,
        version: "0.1.0",
        subcommands: [
            AppendCommand.self, ProveCommand.self, EvidenceCommand.self, VerifyCommand.self,
            CheckCommand.self, InspectCommand.self, AuditCommand.self, CrosswalkCommand.self,
            CompletenessCommand.self, VerifyAlarmCommand.self,
        ]
    )
}
