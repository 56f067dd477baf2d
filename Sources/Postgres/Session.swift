/// Synchronous calls to the server, valid inside ``PostgresConnection/run(_:)`` only.
///
/// They block the connection's own thread. Not Sendable and not copyable: it cannot be kept.
public struct Session: ~Copyable {
    private let link: Link

    init(_ link: Link) { self.link = link }

    /// Carries out one or several statements without parameters: DDL, SET, and the like.
    ///
    /// Several statements outside of a transaction are one. Never put values into the text.
    public borrowing func execute(_ sql: String) throws(PostgresError) {
        try self.link.execute(sql)
    }

    /// Carries out one statement with bound values, in binary format both ways.
    ///
    /// The first use on a connection prepares the statement, for one round trip more.
    public borrowing func query(
        _ statement: Statement,
        _ parameters: [Parameter] = []
    ) throws(PostgresError) -> Rows {
        try self.link.query(statement, parameters)
    }

    /// Carries out a `COPY ... FROM STDIN (FORMAT binary)` and gives the number of rows copied.
    ///
    /// All rows are gathered in memory before the first is sent: bound a batch's size. A refused row
    /// refuses all; inside a transaction only ROLLBACK is possible after that.
    public borrowing func copyIn(
        _ statement: Statement,
        rows: (inout CopyWriter) -> Void
    ) throws(PostgresError) -> Int {
        try self.link.copyIn(statement, rows: rows)
    }

    /// Carries out `body` between BEGIN and COMMIT; rolls back and rethrows if it throws.
    ///
    /// COMMIT is never cancelled. If its answer is lost or doubtful, the error's kind is
    /// ``PostgresError/Kind/unknownOutcome``; every other error means that nothing was committed.
    public borrowing func transaction<Result>(
        _ options: TransactionOptions = TransactionOptions(),
        _ body: (borrowing Session) throws -> Result
    ) throws -> Result {
        try self.link.beginTransaction(options)
        let result: Result
        do {
            result = try body(self)
        } catch {
            self.link.rollback()
            throw error
        }
        try self.link.commit()
        return result
    }

    /// The server process that the connection was announced to have. A pooler in between announces
    /// one of its own making.
    public var announcedProcessID: Int32 { self.link.announcedProcessID }

    /// The notices and warnings since the last call, at most 64; forgets them.
    public borrowing func takeNotices() -> [Notice] { self.link.takeNotices() }
}
