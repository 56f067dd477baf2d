import Glibc
import LogTesting
import Synchronization
import Testing

@testable import Postgres
@testable import PrivateCluster

@Suite struct PoolTests {
    private func withPool<Result: Sendable>(
        maximum: Int,
        maximumWaiters: Int = 1024,
        _ change: Changing<ConnectionPool.Patience> = Changing { _ in },
        _ body: (ConnectionPool) async throws -> Result
    ) async throws -> Result {
        var patience = ConnectionPool.Patience()
        patience.acquireTimeout = .seconds(120)
        change.apply(&patience)
        return try await ThrowawayCluster.shared.withDatabase { [patience] conninfo in
            let pool = ConnectionPool(
                ConnectionConfiguration(conninfo: conninfo),
                maximum: maximum,
                maximumWaiters: maximumWaiters,
                patience: patience
            )
            let result = try await body(pool)
            await pool.shutdown()
            return result
        }
    }

    @Test func aConnectionIsUsedAgain() async throws {
        try await self.withPool(maximum: 3) { pool in
            var backends: Set<Int32> = []
            for _ in 0..<10 { backends.insert(try await pool.backend()) }
            #expect(backends.count == 1)
        }
    }

    @Test func neverMoreThanTheMaximumAreOpen() async throws {
        try await self.withPool(maximum: 3) { pool in
            let backends = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<50 { group.addTask { try await pool.backend() } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(backends.count <= 3)
        }
    }

    @Test func waitersAreServedInTheOrderOfTheirComing() async throws {
        try await self.withPool(maximum: 1) { pool in
            let order = Order()
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.withConnection { _ in
                    for number in 0..<20 {
                        let before = pool.waiterCount
                        group.addTask {
                            try await pool.run { _ in order.append(number) }
                        }
                        while pool.waiterCount == before { await Task.yield() }
                    }
                }
                try await group.waitForAll()
            }
            #expect(order.numbers == Array(0..<20))
        }
    }

    @Test func oneWaiterTooManyIsRefusedAtOnce() async throws {
        try await self.withPool(maximum: 1, maximumWaiters: 2) { pool in
            try await withThrowingTaskGroup(of: Int32.self) { group in
                try await pool.withConnection { _ in
                    for _ in 0..<2 { group.addTask { try await pool.backend() } }
                    while pool.waiterCount < 2 { await Task.yield() }
                    let error = await postgresError { _ = try await pool.backend() }
                    #expect(error?.kind == .pool(.tooManyWaiters))
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aWaiterThatTimesOutLeavesTheOthersTheirTurn() async throws {
        try await self.withPool(maximum: 1, Changing { $0.acquireTimeout = .milliseconds(50) }) {
            pool in
            // The first connection may take longer than that to open.
            while await postgresError({ _ = try await pool.backend() }) != nil {}
            try await pool.withConnection { _ in
                let error = await postgresError { _ = try await pool.backend() }
                #expect(error?.kind == .pool(.timedOut))
                #expect(pool.waiterCount == 0)
            }
        }
    }

    @Test func aCancelledWaiterLeavesTheOthersTheirTurn() async throws {
        try await self.withPool(maximum: 1) { pool in
            try await withThrowingTaskGroup(of: Int32.self) { group in
                try await pool.withConnection { _ in
                    group.addTask { try await pool.backend() }
                    while pool.waiterCount < 1 { await Task.yield() }
                    let cancelled = Task { try await pool.backend() }
                    while pool.waiterCount < 2 { await Task.yield() }
                    group.addTask { try await pool.backend() }
                    while pool.waiterCount < 3 { await Task.yield() }
                    cancelled.cancel()
                    let error = await postgresError { _ = try await cancelled.value }
                    #expect(error?.kind == .cancelled)
                    #expect(pool.waiterCount == 2)
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func aConnectionLeftInATransactionIsNotHandedOn() async throws {
        try await self.withPool(maximum: 1) { pool in
            let first = try await pool.backend()
            try await pool.run { try $0.execute("BEGIN") }
            let second = try await pool.backend()
            #expect(first != second)
            try await pool.withConnection { connection in
                try await connection.run { try $0.execute("BEGIN; CREATE TABLE t ()") }
            }
            let third = try await pool.backend()
            #expect(third != second)
            let failed = await postgresError {
                try await pool.withConnection { connection in
                    try await connection.run { try $0.execute("BEGIN") }
                    try await connection.run { try $0.execute("SELECT 1/0") }
                }
            }
            #expect(failed?.kind == .server(SQLState("22012")))
            #expect(try await pool.backend() != third)
        }
    }

    @Test func aServersErrorDoesNotCostTheConnection() async throws {
        try await self.withPool(maximum: 1) { pool in
            let first = try await pool.backend()
            let error = await postgresError {
                try await pool.run { session in
                    try session.transaction { try $0.execute("SELECT 1/0") }
                }
            }
            #expect(error?.kind == .server(SQLState("22012")))
            #expect(try await pool.backend() == first)
        }
    }

    /// The incident of a pool that handed out a connection whose user had been cancelled: nobody ever
    /// sees somebody else's transaction, error or rows.
    @Test func cancelledUsersLeaveNothingToTheNext() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await self.withPool(maximum: 3) { pool in
            var random = SeededGenerator(seed: seed)
            try await pool.run { try $0.execute("CREATE TABLE t (x bigint)") }
            for round in 0..<300 {
                let delay = random.next() % 2000
                let victim = Task {
                    try await pool.run { session in
                        try session.transaction { session in
                            _ = try session.query("INSERT INTO t VALUES ($1)", [.int8(1)])
                            _ = try session.query("SELECT pg_sleep(0.001)")
                        }
                    }
                }
                usleep(UInt32(delay))
                victim.cancel()
                let next = try await pool.run { session in
                    try session.query(
                        """
                        SELECT $1, pg_current_xact_id_if_assigned() IS NULL,
                               (SELECT count(*) FROM pg_locks
                                WHERE pid = pg_backend_pid() AND mode = 'RowExclusiveLock')
                        """,
                        [.int8(Int64(round))]
                    )
                    .asValues
                }
                #expect(
                    next == Values(number: Int64(round), isAlone: true, locks: 0),
                    "seed \(seed)"
                )
                let error = await postgresError { try await victim.value }
                #expect(
                    error == nil || error?.kind == .cancelled,
                    "seed \(seed): \(String(describing: error))"
                )
            }
        }
    }

    @Test func aRestartOfTheServerIsSurvived() async throws {
        let own = ThrowawayCluster()
        try await own.withDatabase { conninfo in
            let cluster = try await own.cluster()
            let pool = ConnectionPool(ConnectionConfiguration(conninfo: conninfo), maximum: 4)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await pool.run { _ = try $0.query("SELECT pg_sleep(0.05)") }
                    }
                }
                try await group.waitForAll()
            }
            await cluster.stop()
            let away = Task { try await pool.backend() }
            while pool.failureCount == 0 { await Task.yield() }
            try await cluster.start()
            // Waits, and is served when the server is back; the dead connections are not noticed.
            #expect(try await away.value > 0)
            for _ in 0..<8 { _ = try await pool.backend() }
            await pool.shutdown()
        }
    }

    @Test func aServerThatStaysAwayIsAConnectionError() async throws {
        var patience = ConnectionPool.Patience()
        patience.acquireTimeout = .milliseconds(100)
        let pool = ConnectionPool(
            ConnectionConfiguration(conninfo: "host=/nonexistent user=x dbname=y"),
            maximum: 2,
            patience: patience
        )
        // On a busy machine the first attempt to connect may take longer than that.
        while pool.failureCount == 0 { _ = try? await pool.backend() }
        let error = await postgresError { _ = try await pool.backend() }
        #expect(error?.kind == .connection)
        #expect(error?.message.contains("/nonexistent") == true)
        await pool.shutdown()
    }

    @Test func shuttingDownWaitsForBorrowersAndRefusesOthers() async throws {
        try await self.withPool(maximum: 1) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let borrower = try await pool.withConnection { connection in
                    group.addTask {
                        let error = await postgresError { _ = try await pool.backend() }
                        #expect(error?.kind == .pool(.shutDown), "one that waits")
                    }
                    while pool.waiterCount < 1 { await Task.yield() }
                    group.addTask { await pool.shutdown() }
                    while pool.waiterCount > 0 { await Task.yield() }
                    let error = await postgresError { _ = try await pool.backend() }
                    #expect(error?.kind == .pool(.shutDown), "one that comes later")
                    _ = try await connection.backend()
                    return connection
                }
                try await group.waitForAll()
                #expect(!(await borrower.isIdle), "closed when it came back")
            }
            await pool.shutdown()
        }
    }
}

private final class Order: Sendable {
    private let list = Mutex<[Int]>([])

    var numbers: [Int] { self.list.withLock { $0 } }

    func append(_ number: Int) { self.list.withLock { $0.append(number) } }
}

private struct Values: Equatable {
    let number: Int64
    let isAlone: Bool
    let locks: Int64
}

extension Rows {
    fileprivate var asValues: Values {
        get throws {
            Values(
                number: try self.int8(0, 0),
                isAlone: try self.bool(0, 1),
                locks: try self.int8(0, 2)
            )
        }
    }
}

extension ConnectionPool {
    fileprivate func backend() async throws -> Int32 {
        try await self.run { try $0.query("SELECT pg_backend_pid()").int4(0, 0) }
    }
}
