/// The five characters by which PostgreSQL names an error (manual, appendix A).
public struct SQLState: Hashable, Sendable, CustomStringConvertible {
    /// The five characters, for example `23505`.
    public let code: String

    /// Takes the five characters as the server sent them.
    public init(_ code: String) { self.code = code }

    /// The code itself.
    public var description: String { self.code }

    /// The first two characters, which name the error's class.
    public var errorClass: String { String(self.code.prefix(2)) }

    /// `23505`: a row with these key values exists already.
    public static let uniqueViolation = Self("23505")
    /// `23503`: a row points to another one that does not exist.
    public static let foreignKeyViolation = Self("23503")
    /// `23514`: a CHECK constraint refused a row.
    public static let checkViolation = Self("23514")
    /// `25P02`: the transaction has failed, and takes nothing but ROLLBACK.
    public static let inFailedTransaction = Self("25P02")
    /// `26000`: a prepared statement of this name does not exist.
    public static let invalidStatementName = Self("26000")
    /// `0A000`: among others, a prepared statement whose result columns have changed.
    public static let featureNotSupported = Self("0A000")
    /// `40001`: a serializable transaction lost against another one.
    public static let serializationFailure = Self("40001")
    /// `40P01`: the server chose this transaction to end a deadlock.
    public static let deadlockDetected = Self("40P01")
    /// `42501`: the role lacks a right.
    public static let insufficientPrivilege = Self("42501")
    /// `42601`: the SQL is malformed.
    public static let syntaxError = Self("42601")
    /// `42P01`: the table does not exist.
    public static let undefinedTable = Self("42P01")
    /// `53100`: the server's disk is full.
    public static let diskFull = Self("53100")
    /// `55P03`: a lock was not free within `lock_timeout`, or at once with NOWAIT.
    public static let lockNotAvailable = Self("55P03")
    /// `57014`: a statement was cancelled, by request or by `statement_timeout`.
    public static let queryCanceled = Self("57014")
}
