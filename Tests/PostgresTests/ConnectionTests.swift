import Glibc
import Testing

@testable import Postgres
@testable import PrivateCluster

@Suite struct ConnectionTests {
    // MARK: Connecting

    @Test func aMalformedConnectionStringIsNotQuotedInItsError() async {
        for conninfo in ["host=x password=secret with spaces", "postgresql://u:secret@[h/"] {
            let error = await postgresError {
                _ = try await PostgresConnection(ConnectionConfiguration(conninfo: conninfo))
            }
            #expect(error?.kind == .misuse)
            #expect(error?.message.contains("secret") == false)
            #expect(error?.message.contains("with") == false)
        }
    }

    @Test func aServerThatIsNotThereIsAConnectionError() async {
        let error = await postgresError {
            _ = try await PostgresConnection(
                ConnectionConfiguration(conninfo: "host=/nonexistent user=x dbname=y")
            )
        }
        #expect(error?.kind == .connection)
        #expect(error?.message.contains("/nonexistent") == true)
    }

    @Test func theSecondOfSeveralHostsIsTaken() async throws {
        try await ThrowawayCluster.shared.withNamedDatabase { cluster, database in
            let good = cluster.conninfo(role: "concordat", database: database)
            let socket = try #require(good.split(separator: "'").dropFirst().first)
            let connection = try await PostgresConnection(
                ConnectionConfiguration(
                    conninfo:
                        "host=/nonexistent,\(socket) port=5432 user=concordat dbname=\(database)"
                )
            )
            #expect(try await connection.backend() > 0)
        }
    }

    @Test func theSettingsOfTheSessionAreThoseOfTheConfiguration() async throws {
        try await withConnection(
            Changing { configuration in
                configuration.applicationName = "name of the program"
                configuration.statementTimeout = .milliseconds(12_345)
                configuration.lockTimeout = .milliseconds(777)
                configuration.idleInTransactionTimeout = .seconds(9)
                configuration.plansByIndex = true
                configuration.searchPath = ["a\"b", "public"]
            }
        ) { connection in
            try await connection.run { session in
                let expected = [
                    "application_name": "name of the program",
                    "statement_timeout": "12345ms",
                    "lock_timeout": "777ms",
                    "idle_in_transaction_session_timeout": "9s",
                    "client_connection_check_interval": "1s",
                    "client_min_messages": "warning",
                    "client_encoding": "UTF8",
                    "enable_seqscan": "off",
                    "enable_bitmapscan": "off",
                    "enable_hashjoin": "off",
                    "enable_mergejoin": "off",
                    "plan_cache_mode": "force_generic_plan",
                    "max_parallel_workers_per_gather": "0",
                    "search_path": "\"a\"\"b\", \"public\"",
                ]
                for (name, value) in expected {
                    let rows = try session.query("SELECT current_setting($1)", [.text(name)])
                    #expect(try rows.text(0, 0) == value, "\(name)")
                }
            }
        }
    }

    // MARK: Statements

    @Test func severalStatementsAreOneTransaction() async throws {
        try await withConnection { connection in
            let error = await postgresError {
                try await connection.run { try $0.execute("CREATE TABLE t (); SELECT 1/0") }
            }
            #expect(error?.kind == .server(SQLState("22012")))
            let count = try await connection.run { session in
                try session.query("SELECT 1 FROM pg_class WHERE relname = 't'").count
            }
            #expect(count == 0)
            #expect(await connection.isIdle)
        }
    }

    @Test func aServersErrorCarriesItsCodeAndConstraint() async throws {
        try await withConnection { connection in
            let error = await postgresError {
                try await connection.run { session in
                    try session.execute(
                        "CREATE TABLE t (x bigint CONSTRAINT x_is_even CHECK (x % 2 = 0))"
                    )
                    _ = try session.query("INSERT INTO t VALUES ($1)", [.int8(3)])
                }
            }
            #expect(error?.kind == .server(.checkViolation))
            #expect(error?.constraint == "x_is_even")
            #expect(error?.isRetryable == false)
            #expect(error?.message.contains("3") == false, "no row in an error")
            #expect(await connection.isIdle)
        }
    }

    @Test func aStatementIsPreparedOncePerTypes() async throws {
        try await withConnection { connection in
            let count = try await connection.run { session in
                for value in 0..<5 {
                    _ = try session.query("SELECT $1 AS marked", [.int8(Int64(value))])
                    _ = try session.query("SELECT $1 AS marked", [.text("\(value)")])
                    _ = try session.query("SELECT $1 AS marked", [.null])
                }
                return try session.query(
                    "SELECT name FROM pg_prepared_statements WHERE statement LIKE '%AS mark' || 'ed'"
                ).count
            }
            #expect(count == 2)
        }
    }

    @Test func aStatementIsPreparedAnewWhenItsNameIsGoneOrItsColumnsChanged() async throws {
        try await withConnection { connection in
            let use: @Sendable (borrowing Session) throws -> sending Int = {
                try $0.query("SELECT * FROM t").columnCount
            }
            try await connection.run { try $0.execute("CREATE TABLE t (x bigint)") }
            #expect(try await connection.run(use) == 1)
            try await connection.run { try $0.execute("ALTER TABLE t ADD y bigint") }
            let changed = await postgresError { _ = try await connection.run(use) }
            #expect(changed?.kind == .server(.featureNotSupported))
            #expect(try await connection.run(use) == 2)
            try await connection.run { try $0.execute("DEALLOCATE ALL") }
            let gone = await postgresError { _ = try await connection.run(use) }
            #expect(gone?.kind == .server(.invalidStatementName))
            #expect(try await connection.run(use) == 2)
        }
    }

    @Test func affectedRowsAreCounted() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                try session.execute("CREATE TABLE t (x bigint)")
                let inserted = try session.query(
                    "INSERT INTO t SELECT generate_series(1, $1)",
                    [.int8(5)]
                )
                #expect(inserted.affectedCount == 5)
                let updated = try session.query("UPDATE t SET x = x WHERE x < $1", [.int8(3)])
                #expect(updated.affectedCount == 2)
                #expect(try session.query("SELECT x FROM t").affectedCount == 5)
            }
        }
    }

    @Test func whatCannotBeCarriedOutIsMisuseAndHarmless() async throws {
        try await withConnection { connection in
            for sql in ["SELECT 1\0; DROP TABLE x", "COPY pg_class FROM STDIN"] {
                let error = await postgresError { try await connection.run { try $0.execute(sql) } }
                #expect(error?.kind == .misuse)
                // Throws unless the connection is still usable.
                _ = try await connection.backend()
            }
            let notACopy = await postgresError {
                try await connection.run { session in
                    _ = try session.copyIn("SELECT 1") { _ in }
                }
            }
            #expect(notACopy?.kind == .misuse)
            _ = try await connection.backend()
            let out = await postgresError {
                try await connection.run { try $0.execute("COPY pg_class TO STDOUT") }
            }
            #expect(out?.kind == .misuse)
            let closed = await postgresError { _ = try await connection.backend() }
            #expect(closed?.isStale == true, "closed rather than read to the end")
        }
    }

    @Test func warningsAreCollected() async throws {
        try await withConnection { connection in
            let notices = try await connection.run { session in
                try session.execute("DO $$ BEGIN RAISE WARNING 'mind the %', 'gap'; END $$")
                try session.execute("DO $$ BEGIN RAISE NOTICE 'too quiet'; END $$")
                return session.takeNotices()
            }
            #expect(notices.map(\.message) == ["mind the gap"])
            #expect(notices.first?.severity == "WARNING")
            #expect(notices.first?.sqlState == SQLState("01000"))
        }
    }

    // MARK: Transactions

    @Test func aTransactionThatThrowsLeavesNothing() async throws {
        struct Refusal: Error {}
        try await withConnection { connection in
            try await connection.run { try $0.execute("CREATE TABLE t (x bigint)") }
            await #expect(throws: Refusal.self) {
                try await connection.run { session in
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1)")
                        throw Refusal()
                    }
                }
            }
            #expect(await connection.isIdle)
            let count = try await connection.run { session in
                try session.transaction { try $0.query("SELECT * FROM t").count }
            }
            #expect(count == 0)
        }
    }

    @Test func aSwallowedErrorDoesNotLookCommitted() async throws {
        try await withConnection { connection in
            try await connection.run { try $0.execute("CREATE TABLE t (x bigint)") }
            let error = await postgresError {
                try await connection.run { session in
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1)")
                        try? session.execute("SELECT 1/0")
                    }
                }
            }
            #expect(error?.kind == .misuse)
            #expect(error?.sqlState == .inFailedTransaction)
            #expect(await connection.isIdle)
        }
    }

    @Test func endingOrNestingATransactionInsideIsMisuse() async throws {
        try await withConnection { connection in
            let ended = await postgresError {
                try await connection.run { session in
                    try session.transaction { try $0.execute("ROLLBACK") }
                }
            }
            #expect(ended?.kind == .misuse)
            let nested = await postgresError {
                try await connection.run { session in
                    try session.transaction { try $0.transaction { _ in } }
                }
            }
            #expect(nested?.kind == .misuse)
            #expect(await connection.isIdle)
        }
    }

    @Test func aConstraintThatFailsAtCommitIsTheServersError() async throws {
        try await withConnection { connection in
            let error = await postgresError {
                try await connection.run { session in
                    try session.execute(
                        "CREATE TABLE t (x bigint CONSTRAINT once UNIQUE DEFERRABLE INITIALLY DEFERRED)"
                    )
                    try session.transaction { session in
                        try session.execute("INSERT INTO t VALUES (1), (1)")
                    }
                }
            }
            #expect(error?.kind == .server(.uniqueViolation))
            #expect(error?.constraint == "once")
            #expect(await connection.isIdle)
        }
    }

    @Test func aSerializationFailureIsRetryable() async throws {
        try await withConnections(2) { connections in
            try await connections[0].run { try $0.execute("CREATE TABLE t AS SELECT 1 AS x") }
            let second = connections[1]
            let error = await postgresError {
                try await connections[0].run { session in
                    try session.transaction(TransactionOptions(isolation: .repeatableRead)) {
                        session in
                        _ = try session.query("SELECT x FROM t")
                        // Another connection's thread, waited for on this one: both are owned.
                        try blocking {
                            try await second.run { try $0.execute("UPDATE t SET x = 2") }
                        }
                        try session.execute("UPDATE t SET x = 3")
                    }
                }
            }
            #expect(error?.kind == .server(.serializationFailure))
            #expect(error?.isRetryable == true)
        }
    }

    @Test func aReadOnlyConnectionCannotWrite() async throws {
        try await withConnection(Changing { $0.isReadOnly = true }) { connection in
            let error = await postgresError {
                try await connection.run { try $0.execute("CREATE TABLE t ()") }
            }
            #expect(error?.kind == .server(SQLState("25006")))
        }
    }

    // MARK: COPY

    @Test(arguments: [0, 1, 64, 1024, 5000])
    func copiedRowsAreTheRowsThatWereWritten(_ count: Int) async throws {
        try await withConnection { connection in
            try await connection.run { session in
                try session.execute(
                    """
                    CREATE TABLE t (a bigint, b integer, c smallint, d bytea, e text, f boolean,
                                    g timestamptz)
                    """
                )
                let copied = try session.transaction { session in
                    try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                        for row in 0..<count {
                            writer.row(columns: 7)
                            writer.int8(Int64(row) << 32)
                            writer.int4(Int32(row))
                            writer.int2(Int16(row % 100))
                            writer.bytes([UInt8](repeating: UInt8(row % 256), count: row % 600))
                            if row % 3 == 0 { writer.null() } else { writer.text("r\(row)") }
                            writer.bool(row % 2 == 0)
                            writer.timestamp(microseconds: Int64(row))
                        }
                    }
                }
                #expect(copied == count)
                let rows = try session.query("SELECT * FROM t ORDER BY a")
                #expect(rows.count == count)
                for row in 0..<count {
                    #expect(try rows.int8(row, 0) == Int64(row) << 32)
                    #expect(try rows.int4(row, 1) == Int32(row))
                    #expect(try rows.int2(row, 2) == Int16(row % 100))
                    #expect(
                        try rows.bytes(row, 3)
                            == [UInt8](repeating: UInt8(row % 256), count: row % 600)
                    )
                    #expect(try rows.isNull(row, 4) == (row % 3 == 0))
                    if row % 3 != 0 { #expect(try rows.text(row, 4) == "r\(row)") }
                    #expect(try rows.bool(row, 5) == (row % 2 == 0))
                    #expect(try rows.timestamp(row, 6) == Int64(row))
                }
            }
        }
    }

    @Test func bytesMayBeGivenInAnyForm() async throws {
        try await withConnection { connection in
            try await connection.run { session in
                try session.execute("CREATE TABLE t (a bytea, b bytea, c bytea, d bytea)")
                let value: [UInt8] = [1, 2, 3]
                _ = try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                    writer.row(columns: 4)
                    writer.bytes(value)
                    writer.bytes(value[0...])
                    writer.bytes(value.span.bytes)
                    writer.bytes(value.lazy.map { $0 })
                }
                let rows = try session.query("SELECT a, b, c, d FROM t")
                for column in 0..<4 { #expect(try rows.bytes(0, column) == value) }
            }
        }
    }

    /// The server stops reading at the bad row, long before the last byte is sent.
    @Test(arguments: [0, 5000, 19_999])
    func aCopyRefusedMidwayLeavesTheConnectionUsable(_ bad: Int) async throws {
        try await withConnection { connection in
            try await connection.run { session in
                try session.execute("CREATE TABLE t (x bigint CHECK (x >= 0), y bytea)")
            }
            let copy: @Sendable (borrowing Session, Bool) throws -> sending Int = {
                session,
                isBad in
                try session.transaction { session in
                    try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                        for row in 0..<20_000 {
                            writer.row(columns: 2)
                            writer.int8(isBad && row == bad ? -1 : Int64(row))
                            writer.bytes([UInt8](repeating: 7, count: 300))
                        }
                    }
                }
            }
            let error = await postgresError { _ = try await connection.run { try copy($0, true) } }
            #expect(error?.kind == .server(.checkViolation))
            #expect(await connection.isIdle)
            #expect(try await connection.run { try copy($0, false) } == 20_000)
        }
    }

    @Test func theSessionMayBeUsedWhileRowsAreGathered() async throws {
        try await withConnection { connection in
            let count = try await connection.run { session in
                try session.execute("CREATE TABLE t (x bigint); CREATE TABLE u (x bigint)")
                return try session.copyIn("COPY t FROM STDIN (FORMAT binary)") { writer in
                    writer.row(columns: 1)
                    writer.int8(1)
                    let inner = try? session.copyIn("COPY u FROM STDIN (FORMAT binary)") { other in
                        other.row(columns: 1)
                        other.int8(2)
                    }
                    #expect(inner == 1)
                }
            }
            #expect(count == 1)
        }
    }

    // MARK: Threads

    @Test func everythingRunsOnTheConnectionsOwnThread() async throws {
        try await withConnection(Changing { $0.threadName = "pg-own" }) { connection in
            let name = try await connection.run { session in
                _ = try session.query("SELECT 1")
                return FileSystem.read("/proc/thread-self/comm")
            }
            #expect(name == "pg-own\n")
        }
    }

    @Test func blockedConnectionsDoNotBlockTheProgram() async throws {
        try await withConnections(8) { connections in
            let holder = connections[0]
            try await holder.run { _ = try $0.query("SELECT pg_advisory_lock(7)") }
            let waiters = connections.dropFirst().map { connection in
                Task {
                    try await connection.run {
                        _ = try $0.query("SELECT pg_advisory_lock_shared(7)")
                    }
                }
            }
            // More blocked connections than the cooperative pool has threads; if any of them blocked
            // a pool thread, this line might never be reached.
            while try await holder.run({ session in
                try session.query(
                    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                )
                .count
            }) < waiters.count {}
            try await holder.run { _ = try $0.query("SELECT pg_advisory_unlock(7)") }
            for waiter in waiters { try await waiter.value }
        }
    }

    @Test func connectionsLeaveNoThreadBehind() async throws {
        let name = "pg-leak-\(getpid() % 1000)"
        try await ThrowawayCluster.shared.withDatabase { conninfo in
            var configuration = ConnectionConfiguration(conninfo: conninfo)
            configuration.threadName = name
            for _ in 0..<20 {
                let connection = try await PostgresConnection(configuration)
                #expect(try await connection.backend() > 0)
                #expect(Self.threadCount(named: name) >= 1)
            }
            for _ in 0..<20 {
                let connection = try await PostgresConnection(configuration)
                await connection.close()
                #expect(!(await connection.isIdle))
            }
            configuration.conninfo = "host=/nonexistent dbname=x user=y"
            for _ in 0..<20 {
                let broken = configuration
                let error = await postgresError { _ = try await PostgresConnection(broken) }
                #expect(error?.kind == .connection)
            }
        }
        // A thread ends a moment after its last job.
        for _ in 0..<2000 where Self.threadCount(named: name) > 0 { usleep(1000) }
        #expect(Self.threadCount(named: name) == 0)
    }

    private static func threadCount(named name: String) -> Int {
        FileSystem.names(in: "/proc/self/task").count { task in
            FileSystem.read("/proc/self/task/\(task)/comm") == name + "\n"
        }
    }
}

/// Waits on an owned thread for asynchronous work of other threads.
func blocking(_ work: @escaping @Sendable () async throws -> Void) throws {
    let box = Outcome()
    Task {
        do {
            try await work()
            box.finish(nil)
        } catch {
            box.finish(error)
        }
    }
    try box.wait()
}

/// Unchecked: `error` is written before the semaphore is signalled and read after it was waited for.
private final class Outcome: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>
    private var error: (any Error)?

    init() {
        self.semaphore = .allocate(capacity: 1)
        sem_init(self.semaphore, 0, 0)
    }

    deinit {
        sem_destroy(self.semaphore)
        self.semaphore.deallocate()
    }

    func finish(_ error: (any Error)?) {
        self.error = error
        sem_post(self.semaphore)
    }

    func wait() throws {
        while sem_wait(self.semaphore) != 0 {}
        if let error { throw error }
    }
}
