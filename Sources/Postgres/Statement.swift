/// The text of one SQL statement, written in the source and never put together from values.
///
/// Values are bound as parameters `$1`, `$2`, ... A connection prepares a statement when it is first
/// used, and knows it again by its bytes.
public struct Statement: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The text in UTF-8 with a closing NUL, as libpq takes it. Bytes are compared: two strings that
    /// Swift holds equal may differ in SQL.
    let cString: [CChar]

    /// A statement from a literal.
    public init(_ sql: StaticString) {
        self.init(bytes: sql.withUTF8Buffer { Array($0) })
    }

    /// A statement from a literal.
    public init(stringLiteral sql: StaticString) { self.init(sql) }

    /// A statement with text made at run time, as names of tables and partitions must be.
    ///
    /// The caller vouches that no value from outside is spliced into it. Each distinct text stays
    /// prepared for the connection's life: use it for a bounded number of texts.
    public init(unescaped sql: String) { self.init(bytes: Array(sql.utf8)) }

    private init(bytes: [UInt8]) {
        precondition(!bytes.contains(0), "a statement contains a NUL")
        self.cString = bytes.map { CChar(bitPattern: $0) } + [0]
    }

    /// The statement's text.
    public var sql: String {
        String(decoding: self.cString.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The statement's text.
    public var description: String { self.sql }
}
