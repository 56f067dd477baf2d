import Glibc
import Testing

@testable import Postgres
@testable import PrivateCluster

/// What a caller learns when the server goes away, and what it has then.
@Suite struct LossTests {
    @Test func aTerminatedIdleConnectionIsStale() async throws {
        try await withConnections(2) { connections in
            let backend = try await connections[0].backend()
            try await Self.terminate(backend, by: connections[1])
            let error = await postgresError { _ = try await connections[0].backend() }
            #expect(error?.kind == .connection)
            #expect(error?.isStale == true)
        }
    }

    @Test(arguments: [true, false])
    func aConnectionTerminatedInAStatementSaysWhatIsKnown(isInTransaction: Bool) async throws {
        try await withConnections(2) { connections in
            let (connection, observer) = (connections[0], connections[1])
            let backend = try await connection.backend()
            let task = Task {
                try await connection.run { session in
                    if isInTransaction {
                        try session.transaction { _ = try $0.query("SELECT pg_sleep(600)") }
                    } else {
                        _ = try session.query("SELECT pg_sleep(600)")
                    }
                }
            }
            try await observer.waitUntil(backend, waitsFor: "PgSleep")
            try await Self.terminate(backend, by: observer)
            let error = await postgresError { try await task.value }
            #expect(error?.kind == (isInTransaction ? .connection : .unknownOutcome))
            #expect(error?.sqlState == SQLState("57P01"))
            #expect(error?.isStale == false)
            #expect(!(await connection.isIdle))
        }
    }

    @Test func aReadOnlyConnectionKnowsItsOutcome() async throws {
        try await withConnections(2, Changing { $0.isReadOnly = true }) { connections in
            let (connection, observer) = (connections[0], connections[1])
            let backend = try await connection.backend()
            let task = Task {
                try await connection.run { _ = try $0.query("SELECT pg_sleep(600)") }
            }
            try await observer.waitUntil(backend, waitsFor: "PgSleep")
            try await Self.terminate(backend, by: observer)
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .connection)
        }
    }

    /// Killing one server process makes PostgreSQL restart all of them: a cluster of its own.
    @Test func killedServerProcessesAreConnectionErrorsAndThePoolRecovers() async throws {
        let own = ThrowawayCluster()
        try await own.withDatabase { conninfo in
            let pool = ConnectionPool(ConnectionConfiguration(conninfo: conninfo), maximum: 3)
            try await pool.run { try $0.execute("CREATE TABLE t (x bigint)") }
            let error = await postgresError {
                try await pool.run { session in
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1)")
                        kill(try session.query("SELECT pg_backend_pid()").int4(0, 0), SIGKILL)
                        try session.execute("INSERT INTO t VALUES (2)")
                    }
                }
            }
            #expect(error?.kind == .connection)
            // The pool waits for the server to come back. Until its postmaster has noticed the loss
            // it still takes connections, and ends them.
            var count: Int?
            while count == nil {
                do { count = try await pool.run { try $0.query("SELECT * FROM t").count } } catch {
                    let error = try #require(error as? PostgresError)
                    try #require([.connection, .unknownOutcome].contains(error.kind), "\(error)")
                }
            }
            #expect(count == 0)
            await pool.shutdown()
        }
    }

    // MARK: COMMIT

    /// A connection whose COMMIT waits for a replica that does not exist, and one whose does not.
    private func withSynchronousCluster(
        _ change: Changing<ConnectionConfiguration> = Changing { _ in },
        _ body: (_ connection: PostgresConnection, _ observer: PostgresConnection) async throws ->
            Void
    ) async throws {
        let own = ThrowawayCluster()
        try await own.withDatabase { conninfo in
            let observer = try await PostgresConnection(
                ConnectionConfiguration(conninfo: conninfo)
            )
            try await observer.run { session in
                try session.execute("CREATE TABLE t (x bigint)")
                try session.execute("ALTER SYSTEM SET synchronous_commit = local")
            }
            try await Self.set("nobody", by: observer)
            var configuration = ConnectionConfiguration(conninfo: conninfo)
            change.apply(&configuration)
            let connection = try await PostgresConnection(configuration)
            try await connection.run { try $0.execute("SET synchronous_commit = on") }
            try await body(connection, observer)
        }
    }

    /// Names the replica to wait for, and waits until the server knows.
    private static func set(_ replica: String, by observer: PostgresConnection) async throws {
        try await observer.run { session in
            try session.execute("ALTER SYSTEM SET synchronous_standby_names = '\(replica)'")
            try session.execute("SELECT pg_reload_conf()")
            while try session.query(
                "SELECT 1 WHERE current_setting('synchronous_standby_names') = $1",
                [.text(replica)]
            ).count == 0 {
                try session.execute("SELECT pg_sleep(0.005)")
            }
        }
    }

    private static func insertion(
        on connection: PostgresConnection,
        inTransaction: Bool
    ) -> Task<Void, any Error> {
        Task {
            try await connection.run { session in
                if inTransaction {
                    try session.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
                } else {
                    try session.execute("INSERT INTO t VALUES (1)")
                }
            }
        }
    }

    @Test(arguments: [true, false])
    func aCommitWaitCancelledByTheServerIsAnUnknownOutcome(inTransaction: Bool) async throws {
        try await self.withSynchronousCluster { connection, observer in
            let backend = try await connection.backend()
            let task = Self.insertion(on: connection, inTransaction: inTransaction)
            try await observer.waitUntil(backend, waitsFor: "SyncRep")
            try await observer.run {
                _ = try $0.query("SELECT pg_cancel_backend($1)", [.int4(backend)])
            }
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .unknownOutcome, "the server said success, with a warning")
            let notices = try await connection.run { $0.takeNotices() }
            #expect(notices.contains { $0.severity == "WARNING" })
            let count = try await observer.run { try $0.query("SELECT * FROM t").count }
            #expect(count == 1)
        }
    }

    @Test func aCommitWaitThatEndsInTerminationIsAnUnknownOutcome() async throws {
        try await self.withSynchronousCluster { connection, observer in
            let backend = try await connection.backend()
            let task = Self.insertion(on: connection, inTransaction: true)
            try await observer.waitUntil(backend, waitsFor: "SyncRep")
            try await Self.terminate(backend, by: observer)
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .unknownOutcome)
        }
    }

    @Test func cancellingTheTaskDoesNotReachACommitUnderWay() async throws {
        try await self.withSynchronousCluster { connection, observer in
            let backend = try await connection.backend()
            let task = Self.insertion(on: connection, inTransaction: true)
            try await observer.waitUntil(backend, waitsFor: "SyncRep")
            task.cancel()
            connection.cancel()
            // A cancel message would have ended the wait by now: it is sent before this round trip
            // begins, and the server reads it on a connection of its own. So look for a while.
            for _ in 0..<50 {
                try await observer.waitUntil(backend, waitsFor: "SyncRep")
                try await observer.run { _ = try $0.query("SELECT pg_sleep(0.005)") }
            }
            try await Self.set("", by: observer)
            try await task.value
            #expect(await connection.isIdle)
        }
    }

    @Test func aCommitThatIsNeverAnsweredIsAnUnknownOutcome() async throws {
        try await self.withSynchronousCluster(
            Changing { configuration in
                configuration.statementTimeout = .seconds(1)
                configuration.answerGrace = .seconds(1)
            }
        ) { connection, _ in
            let error = await postgresError {
                try await connection.run { session in
                    try session.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
                }
            }
            #expect(error?.kind == .unknownOutcome)
            #expect(!(await connection.isIdle))
        }
    }

    private static func terminate(
        _ backend: Int32,
        by observer: PostgresConnection
    ) async throws {
        try await observer.run { session in
            _ = try session.query("SELECT pg_terminate_backend($1, 10000)", [.int4(backend)])
        }
    }
}
