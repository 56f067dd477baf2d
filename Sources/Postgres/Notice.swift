/// A notice or warning that the server sent beside an answer.
public struct Notice: Hashable, Sendable {
    /// `WARNING`, `NOTICE`, ... in English whatever the server's language.
    public let severity: String
    /// The code, `01000` for a plain warning.
    public let sqlState: SQLState?
    /// The server's words, without DETAIL, which may quote rows.
    public let message: String
}
