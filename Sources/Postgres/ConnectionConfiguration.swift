/// How to reach a server, and how long to wait for it.
///
/// Connect directly: a pooler in transaction mode would drop the settings and prepared statements of
/// the session.
public struct ConnectionConfiguration: Sendable {
    /// libpq's connection string: a URI or `keyword=value` pairs, several hosts included.
    ///
    /// What it says wins over ``connectTimeout`` and the keepalive settings below.
    public var conninfo: String
    /// Shown in `pg_stat_activity`, unless ``conninfo`` names another.
    public var applicationName: String
    /// The name of the connection's thread; the kernel keeps 15 bytes.
    public var threadName = "postgres"
    /// How long to try each host. libpq counts whole seconds, at least 2.
    public var connectTimeout: Duration = .seconds(5)
    /// The server's `statement_timeout`; nil for none, as long DDL needs.
    public var statementTimeout: Duration? = .seconds(30)
    /// The server's `lock_timeout`; nil for none.
    public var lockTimeout: Duration?
    /// The server's `idle_in_transaction_session_timeout`: a client that stops inside a transaction
    /// loses its connection, and with it its row locks.
    public var idleInTransactionTimeout: Duration = .seconds(5)
    /// How much longer than ``statementTimeout``, or than a request to cancel, the server may stay
    /// silent before the connection is given up. Bounds the wait for a server that is frozen.
    public var answerGrace: Duration = .seconds(5)
    /// Whether transactions are read-only unless they say otherwise. A statement that cannot commit
    /// anything never has an unknown outcome: a lost connection is just that.
    public var isReadOnly = false
    /// Whether statements go by an index, in one process, by a plan that is made once, whatever the
    /// server believes of its tables. Its statistics are late where rows are only added: a table that
    /// they call small is read as a whole, again and again, by itself or to be joined, and rows that lie in
    /// the order of an index are gathered by a bitmap and sorted.
    public var plansByIndex = false
    /// The schemas to look for unqualified names in; nil for the role's own setting.
    public var searchPath: [String]?

    /// The default times and `conninfo`.
    public init(conninfo: String, applicationName: String = "concordat") {
        self.conninfo = conninfo
        self.applicationName = applicationName
    }

    /// Notices a dead peer in about 10 s, where TCP's own defaults take two hours.
    static let keepalives: [(String, String)] = [
        ("keepalives", "1"),
        ("keepalives_idle", "5"),
        ("keepalives_interval", "2"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "10000"),
    ]

    /// libpq's keywords in order: later ones win, and `dbname` is expanded in its place.
    var keywords: [(String, String)] {
        let seconds = max(2, self.connectTimeout.wholeMilliseconds / 1000)
        return Self.keepalives + [
            ("connect_timeout", String(seconds)),
            ("fallback_application_name", self.applicationName),
            // libpq prints what arrives before there is a notice receiver; ``settings`` lowers it.
            ("options", "-c client_min_messages=error"),
            ("dbname", self.conninfo),
            ("client_encoding", "UTF8"),
        ]
    }

    /// The session's settings as names and values for `set_config`.
    var settings: [(String, String)] {
        var settings = [
            ("client_min_messages", "warning"),
            ("client_connection_check_interval", "1000"),
            ("default_transaction_read_only", self.isReadOnly ? "on" : "off"),
            ("statement_timeout", String(self.statementTimeout?.wholeMilliseconds ?? 0)),
            ("lock_timeout", String(self.lockTimeout?.wholeMilliseconds ?? 0)),
            (
                "idle_in_transaction_session_timeout",
                String(self.idleInTransactionTimeout.wholeMilliseconds)
            ),
        ]
        if self.plansByIndex {
            settings += [
                ("enable_seqscan", "off"), ("enable_bitmapscan", "off"),
                ("enable_hashjoin", "off"), ("enable_mergejoin", "off"),
                ("plan_cache_mode", "force_generic_plan"),
                ("max_parallel_workers_per_gather", "0"), ("jit", "off"),
            ]
        }
        if let searchPath {
            let quoted = searchPath.map { name in
                "\""
                    + name.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"") + "\""
            }
            settings.append(("search_path", quoted.joined(separator: ", ")))
        }
        return settings
    }
}

extension Duration {
    /// Rounded down, and never negative.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        let (milliseconds, hasOverflowed) = seconds.multipliedReportingOverflow(by: 1000)
        if hasOverflowed { return seconds < 0 ? 0 : Int64(Int32.max) }
        // PostgreSQL's timeouts are 32-bit milliseconds, about 24 days.
        return min(max(0, milliseconds + attoseconds / 1_000_000_000_000_000), Int64(Int32.max))
    }
}
