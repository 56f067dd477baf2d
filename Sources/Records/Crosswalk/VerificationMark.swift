/// How far a statement about law was checked. It is shown wherever the statement is.
///
/// SPEC: XW-3: no legal statement without its mark.
public enum VerificationMark: String, CaseIterable, Sendable {
    /// The official text was opened and read; the statement paraphrases it.
    case textRead = "V"
    /// A secondary source was opened; the text itself was not.
    case secondary = "V2"
    /// General knowledge, to be checked before use.
    case unverified = "U"
}
