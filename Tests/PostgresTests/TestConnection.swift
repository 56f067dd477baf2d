import Postgres
import PrivateCluster

/// What a test wants other than the default.
struct Changing<Value> {
    let apply: (inout Value) -> Void
}

/// Lends a connection to an empty database.
func withConnection<Result: Sendable>(
    _ change: Changing<ConnectionConfiguration> = Changing { _ in },
    _ body: (PostgresConnection) async throws -> Result
) async throws -> Result {
    try await ThrowawayCluster.shared.withDatabase { conninfo in
        var configuration = ConnectionConfiguration(conninfo: conninfo)
        change.apply(&configuration)
        return try await body(try await PostgresConnection(configuration))
    }
}

/// Lends several connections to one empty database.
func withConnections<Result: Sendable>(
    _ count: Int,
    _ change: Changing<ConnectionConfiguration> = Changing { _ in },
    _ body: ([PostgresConnection]) async throws -> Result
) async throws -> Result {
    try await ThrowawayCluster.shared.withDatabase { conninfo in
        var configuration = ConnectionConfiguration(conninfo: conninfo)
        change.apply(&configuration)
        var connections: [PostgresConnection] = []
        for _ in 0..<count { connections.append(try await PostgresConnection(configuration)) }
        return try await body(connections)
    }
}

extension PostgresConnection {
    /// The number of the server process at the other end.
    func backend() async throws -> Int32 {
        try await self.run { try $0.query("SELECT pg_backend_pid()").int4(0, 0) }
    }

    /// Waits until the server process `backend` waits for something of type `kind`. Seen from this
    /// connection; the server's own sleep is a client's way to wait without guessing a time.
    func waitUntil(_ backend: Int32, waitsFor kind: String) async throws {
        try await self.run { session in
            while try session.query(
                "SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND wait_event = $2",
                [.int4(backend), .text(kind)]
            ).count == 0 {
                _ = try session.query("SELECT pg_sleep(0.005)")
            }
        }
    }
}

/// The error that `body` throws, if it is one of PostgreSQL's.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}
