import Glibc
import Testing

@testable import Postgres
@testable import PrivateCluster

@Suite struct CancellationTests {
    @Test func cancellingTheTaskCancelsTheStatementAndClosesTheConnection() async throws {
        try await withConnections(2) { connections in
            let (connection, observer) = (connections[0], connections[1])
            let backend = try await connection.backend()
            let task = Task {
                try await connection.run { _ = try $0.query("SELECT pg_sleep(600)") }
            }
            try await observer.waitUntil(backend, waitsFor: "PgSleep")
            task.cancel()
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .cancelled)
            let next = await postgresError { _ = try await connection.backend() }
            #expect(next?.isStale == true, "the cancel message may still arrive")
        }
    }

    @Test func cancelFromAnotherThreadDoesTheSame() async throws {
        try await withConnections(2) { connections in
            let (connection, observer) = (connections[0], connections[1])
            let backend = try await connection.backend()
            let task = Task {
                try await connection.run { session in
                    try session.transaction { _ = try $0.query("SELECT pg_sleep(600)") }
                }
            }
            try await observer.waitUntil(backend, waitsFor: "PgSleep")
            connection.cancel()
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .cancelled)
            #expect(!(await connection.isIdle))
        }
    }

    @Test func cancelWithNothingToCancelHarmsNobody() async throws {
        try await withConnection { connection in
            connection.cancel()
            _ = try await connection.backend()
            #expect(await connection.isIdle)
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        try await withConnection { connection in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await connection.run { try $0.execute("CREATE TABLE t ()") }
            }
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .cancelled)
            let count = try await connection.run {
                try $0.query("SELECT 1 FROM pg_class WHERE relname = 't'").count
            }
            #expect(count == 0)
        }
    }

    @Test func aCancellationBetweenStatementsRollsBackAndKeepsTheConnection() async throws {
        try await withConnection { connection in
            try await connection.run { try $0.execute("CREATE TABLE t (x bigint)") }
            let error = await postgresError {
                try await connection.run { session in
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1)")
                        connection.cancel()
                    }
                }
            }
            #expect(error?.kind == .cancelled)
            #expect(await connection.isIdle, "no message was sent, so it may live")
            let count = try await connection.run { try $0.query("SELECT * FROM t").count }
            #expect(count == 0)
        }
    }

    @Test func aCancelledCopyIsRolledBack() async throws {
        try await withConnections(2) { connections in
            let (connection, observer) = (connections[0], connections[1])
            try await observer.run { session in
                try session.execute(
                    """
                    CREATE TABLE t (x bigint);
                    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql
                    AS 'BEGIN PERFORM pg_sleep(600); RETURN NEW; END';
                    CREATE TRIGGER slow BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION slow()
                    """
                )
            }
            let backend = try await connection.backend()
            let task = Task {
                try await connection.run { session in
                    _ = try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                        writer.row(columns: 1)
                        writer.int8(1)
                    }
                }
            }
            try await observer.waitUntil(backend, waitsFor: "PgSleep")
            task.cancel()
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .cancelled)
        }
    }

    // MARK: Time

    @Test func aStatementThatTakesTooLongIsATimeoutAndTheConnectionLives() async throws {
        try await withConnection(Changing { $0.statementTimeout = .milliseconds(50) }) {
            connection in
            let error = await postgresError {
                try await connection.run { _ = try $0.query("SELECT pg_sleep(600)") }
            }
            #expect(error?.kind == .timeout)
            #expect(error?.sqlState == .queryCanceled)
            #expect(await connection.isIdle)
        }
    }

    @Test func aLockThatIsNotFreeInTimeIsTheServersError() async throws {
        try await withConnections(2, Changing { $0.lockTimeout = .milliseconds(50) }) {
            connections in
            try await connections[0].run { _ = try $0.query("SELECT pg_advisory_lock(1)") }
            let error = await postgresError {
                try await connections[1].run { _ = try $0.query("SELECT pg_advisory_lock(1)") }
            }
            #expect(error?.kind == .server(.lockNotAvailable))
        }
    }

    /// A stopped process answers neither the statement nor the request to cancel it.
    @Test func aFrozenServerIsGivenUp() async throws {
        try await withConnection(
            Changing { configuration in
                configuration.statementTimeout = .seconds(1)
                configuration.answerGrace = .seconds(1)
            }
        ) { connection in
            let backend = try await connection.backend()
            kill(backend, SIGSTOP)
            defer { kill(backend, SIGCONT) }
            let error = await postgresError {
                try await connection.run { try $0.execute("SELECT 1") }
            }
            #expect(error?.kind == .unknownOutcome, "outside of a transaction it may commit")
            let next = await postgresError { _ = try await connection.backend() }
            #expect(next?.isStale == true)
        }
    }

    @Test func cancellingEndsTheWaitForAFrozenServer() async throws {
        try await withConnection(
            Changing { configuration in
                configuration.statementTimeout = nil
                configuration.answerGrace = .milliseconds(50)
                configuration.isReadOnly = true
            }
        ) { connection in
            let backend = try await connection.backend()
            let (started, begin) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await connection.run { session in
                    kill(backend, SIGSTOP)
                    begin.yield()
                    _ = try session.query("SELECT 1")
                }
            }
            defer { kill(backend, SIGCONT) }
            for await _ in started { break }
            task.cancel()
            let error = await postgresError { try await task.value }
            #expect(error?.kind == .cancelled)
        }
    }

    @Test func aTransactionThatIsLeftAloneLosesItsConnection() async throws {
        try await withConnection(Changing { $0.idleInTransactionTimeout = .milliseconds(20) }) {
            connection in
            let error = await postgresError {
                try await connection.run { session in
                    try session.transaction { session in
                        usleep(200_000)
                        try session.execute("SELECT 1")
                    }
                }
            }
            #expect(error?.kind == .connection)
            #expect(error?.sqlState == SQLState("25P03"))
        }
    }
}
