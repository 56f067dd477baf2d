/// Why an audit did not end with a verified head.
public enum AuditError: Error, Hashable, Sendable {
    /// The log is refuted. `evidence` is the folder with the notes that show it, if they do.
    case refuted(AuditFinding, evidence: String?)
    /// Nothing can be said: the step that failed, and how.
    case undecided(step: String, detail: String)

    /// The files of the auditor are not what they were.
    static func damagedState(_ path: String, _ reason: String) -> AuditError {
        .undecided(
            step: "state",
            detail: "\(path) is damaged: \(reason); with --start-over everything is read again"
        )
    }
}
