/// Why a call to PostgreSQL did not do what was asked.
///
/// The server's DETAIL is left out on purpose: it quotes rows.
public struct PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller can do about an error.
    public enum Kind: Hashable, Sendable {
        /// No connection, or it was lost before anything could have been committed.
        case connection
        /// The server refused, and has committed nothing of it.
        case server(SQLState)
        /// A commit may or may not have happened, or is not on a replica that it was promised to.
        /// Drop what you believe about the database and read it again.
        ///
        /// Also given for a statement outside of a transaction, which commits by itself.
        case unknownOutcome
        /// The statement ran out of time. Nothing of it was committed.
        case timeout
        /// The task was cancelled, or somebody asked the server to cancel. Nothing was committed.
        case cancelled
        /// The answer has other columns, types or lengths than the caller reads.
        case decoding
        /// The caller broke a rule of this module, named in the message.
        case misuse
        /// The pool had no connection to give.
        case pool(PoolRefusal)
    }

    /// Why the pool had no connection to give.
    public enum PoolRefusal: Hashable, Sendable {
        /// As many callers as allowed wait already.
        case tooManyWaiters
        /// None became free in time.
        case timedOut
        /// The pool was shut down.
        case shutDown
    }

    /// What a caller can do about it.
    public let kind: Kind
    /// The server's or libpq's own words, for the operator's log: not for clients.
    public let message: String
    /// The server's code, if it sent one; also set when ``kind`` is not ``Kind/server(_:)``.
    public let sqlState: SQLState?
    /// The constraint that refused, if one did.
    public let constraint: String?
    /// Whether the connection was found dead before anything was sent: safe to repeat on another.
    public let isStale: Bool

    /// Creates an error. Only `kind` decides what callers do.
    public init(
        _ kind: Kind,
        _ message: String,
        sqlState: SQLState? = nil,
        constraint: String? = nil,
        isStale: Bool = false
    ) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
        self.constraint = constraint
        self.isStale = isStale
    }

    /// Whether the same transaction, begun anew, may succeed: it lost against another one.
    public var isRetryable: Bool {
        switch self.kind {
        case .server(.serializationFailure), .server(.deadlockDetected): true
        default: false
        }
    }

    /// Kind, code and message on one line.
    public var description: String {
        var text = "\(self.kind)"
        if case .server(let state) = self.kind {
            text = "server \(state)"
        } else if let sqlState {
            text += " \(sqlState)"
        }
        if let constraint { text += " (\(constraint))" }
        return "\(text): \(self.message)"
    }
}
