internal import CryptoSuites

/// One step of the schema: SQL that is applied once, in its own transaction, and never changed.
public struct Migration: Hashable, Sendable {
    /// The step's number. They count from 1 without gaps.
    public let version: Int
    /// What the step is about, for people.
    public let name: String
    /// The statements.
    public let sql: String

    /// Joins the parts.
    public init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// The hash of ``sql`` that is recorded when the step is applied. 32 bytes.
    public var sha256: [UInt8] { Hashes.sha256(self.sql.utf8) }
}
