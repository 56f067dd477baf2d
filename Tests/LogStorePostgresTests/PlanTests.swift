import LogCore
import Postgres
import Testing

@testable import LogStorePostgres

/// What the planner makes of the statements of every batch. It has seen none of the rows that it is
/// asked about, and must not read a whole table for that reason.
@Suite struct PlanTests {
    @Test func keysAreLookedUpByTheirPrefixAlone() async throws {
        try await StoreDatabase.with { database in
            // Small tables with statistics tempt it most.
            try await database.execute(
                """
                INSERT INTO concordat.idempotency
                    (log_id, first_index, key_prefix, entry_count, writer, key_mac, body_mac)
                SELECT 1, i, i * 7919, 1, '', sha256(int8send(i)), sha256(int8send(-i))
                FROM generate_series(0, 2000) AS i;
                ANALYZE concordat.idempotency
                """,
                as: "concordat"
            )
            let connection = try await PostgresConnection(
                database.configuration("concordat_serving")
            )
            let plan = try await connection.run { session in
                let rows = try session.query(
                    Statement(unescaped: "EXPLAIN \(Queries.storedAppends.sql)"),
                    [.int8(1), .int8Array(Array(0..<2048))]
                )
                return try (0..<rows.count).map { try rows.text($0, 0) }.joined(separator: "\n")
            }
            await connection.close()
            #expect(plan.contains("idempotency_key_prefix"), "\(plan)")
            #expect(!plan.contains("Seq Scan"), "\(plan)")
            #expect(!plan.contains("idempotency_pkey"), "\(plan)")
        }
    }

    @Test func runsOfEntriesAreReadInTheOrderOfTheirIndex() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let run = EntryPartition(firstOf: 0..<256, in: log, span: 1 << 20)
            // Small rows that lie close together are what a bitmap is good for.
            try await database.execute(
                """
                INSERT INTO concordat.\(run.tableName) (log_id, idx, data)
                SELECT \(log.value), i, sha256(int8send(i)) FROM generate_series(0, 20000) AS i;
                ANALYZE concordat.\(run.tableName)
                """,
                as: "concordat"
            )
            let connection = try await PostgresConnection(
                database.configuration("concordat_serving")
            )
            let plan = try await connection.run { session in
                try session.execute(
                    "PREPARE run (bigint, bigint, bigint) AS \(Queries.entries(in: run).sql)"
                )
                let rows = try session.query(
                    Statement(unescaped: "EXPLAIN EXECUTE run (\(log.value), 256, 1024)")
                )
                return try (0..<rows.count).map { try rows.text($0, 0) }.joined(separator: "\n")
            }
            await connection.close()
            #expect(plan.contains("Index Scan using"), "\(plan)")
            #expect(!plan.contains("Sort"), "\(plan)")
        }
    }
}
