import LogCore
import Postgres
import Testing

@testable import LogStorePostgres

/// What the planner makes of the statements that serve. It has seen none of the rows that it is asked
/// about, and must not read a whole table, or all of a log, for that reason.
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
            for statement in [Queries.storedAppends, Queries.keyLookup] {
                let plan = try await Self.plan(of: statement, ["bigint", "bigint[]"], in: database)
                #expect(plan.contains("idempotency_key_prefix"), "\(plan)")
                #expect(!plan.contains("Seq Scan on idempotency"), "\(plan)")
                #expect(!plan.contains("idempotency_pkey"), "\(plan)")
            }
            let plan = try await Self.plan(
                of: Queries.keyPrefixes,
                ["bigint", "bigint"],
                in: database
            )
            #expect(plan.contains("idempotency_pkey"), "\(plan)")
            #expect(!plan.contains("Seq Scan"), "\(plan)")
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
            let plan = try await Self.plan(
                of: Queries.entries(in: run),
                ["bigint", "bigint", "bigint"],
                in: database
            )
            #expect(plan.contains("Index Scan using"), "\(plan)")
            #expect(!plan.contains("Sort"), "\(plan)")
        }
    }

    // MARK: By what rows are found

    /// A statement, and what each use of an index is bound by.
    struct Asked: CustomTestStringConvertible, Sendable {
        let name: String
        let statement: Statement
        let types: [String]
        let conditions: [String]

        init(_ name: String, _ statement: Statement, _ types: String..., by conditions: String...) {
            self.name = name
            self.statement = statement
            self.types = types
            self.conditions = conditions
        }

        var testDescription: String { self.name }
    }

    private static let contentsOfRow = "((log_id = r.log_id) AND (idx = r.idx))"

    static let asked = [
        Asked(
            "tiles",
            Queries.tiles,
            "bigint",
            "smallint",
            "bigint[]",
            by: "((log_id = $1) AND (level = $2) AND (idx = wanted.idx))"
        ),
        Asked(
            "storedRecords",
            Queries.storedRecords,
            "bigint",
            "bigint[]",
            by: "(id_prefix = ANY ($2))"
        ),
        Asked(
            "vaultRecordsByID",
            Queries.vaultRecordsByID,
            "bigint",
            "bigint",
            "bytea",
            by: "(id_prefix = $2)",
            contentsOfRow
        ),
        Asked(
            "vaultRecord",
            Queries.vaultRecord,
            "bigint",
            "bigint",
            by: "((log_id = $1) AND (idx = $2))",
            contentsOfRow
        ),
        Asked(
            "vaultRecordsAt",
            Queries.vaultRecordsAt,
            "bigint",
            "bigint[]",
            by: "((log_id = $1) AND (idx = wanted.idx))",
            "((log_id = vault_records.log_id) AND (idx = vault_records.idx))"
        ),
        Asked(
            "vaultRecordsFrom",
            Queries.vaultRecordsFrom,
            "bigint",
            "bigint",
            "bigint",
            by: "((log_id = $1) AND (idx >= $2))"
        ),
        Asked(
            "decidingVaultRecords",
            Queries.decidingVaultRecords,
            "bigint",
            "bigint",
            "bigint",
            by: "((log_id = $1) AND (idx >= $2))",
            contentsOfRow
        ),
        Asked(
            "recentCandidates",
            Queries.recentCandidates,
            "bigint",
            "bigint",
            "bigint",
            "bigint[]",
            "timestamptz",
            "timestamptz",
            "bigint",
            by: "((log_id = $1) AND (idx >= $2) AND (idx < $3))"
        ),
        Asked(
            "indexedCandidates",
            Queries.indexedCandidates,
            "bigint",
            "bigint",
            "bigint[]",
            "timestamptz",
            "timestamptz",
            "bigint",
            by: "((log_id = $1) AND (token = wanted.token) AND (idx < $2))",
            "((log_id = $1) AND (idx = t.idx))"
        ),
        Asked(
            "candidatesByTime",
            Queries.candidatesByTime,
            "bigint",
            "timestamptz",
            "timestamptz",
            "timestamptz",
            "bigint",
            "bigint",
            "bigint",
            by: "((log_id = $1) AND (recorded_at >= $2) AND (recorded_at < $3) "
                + "AND (ROW(recorded_at, idx) < ROW($4, $5)) AND (idx < $6))"
        ),
    ]

    /// Tables without statistics, as a new log has them, and with those of a log that was smaller.
    @Test(arguments: asked)
    func rowsAreFoundByWhatIsAskedForAndNotByTheirLog(_ asked: Asked) async throws {
        try await StoreDatabase.with { database in
            for fill in ["", Self.smallLog] {
                try await database.execute(fill, as: "concordat")
                let plan = try await Self.plan(of: asked.statement, asked.types, in: database)
                let found = plan.split(separator: "\n").compactMap { line in
                    line.contains("Index Cond:")
                        ? line.split(separator: "Index Cond: ").last.map(String.init) : nil
                }
                #expect(found.sorted() == asked.conditions.sorted(), "\(plan)")
                #expect(!plan.contains("Seq Scan"), "\(plan)")
            }
        }
    }

    private static let smallLog = """
        INSERT INTO concordat.vault_records
            (log_id, idx, id_prefix, recorded_at, epoch, id_mac, body_mac, wrapped_key, tokens,
            class, retention, writer)
        SELECT 1, i, i * 7919, now(), 1, sha256(int8send(i)), sha256(int8send(-i)), '\\x00',
            ARRAY[i], 'data-access', 'standard', ''
        FROM generate_series(0, 2000) AS i;
        INSERT INTO concordat.vault_contents (log_id, idx, ciphertext)
        SELECT 1, i, sha256(int8send(i)) FROM generate_series(0, 2000) AS i;
        INSERT INTO concordat.vault_tokens (log_id, token, idx)
        SELECT 1, i, i FROM generate_series(0, 2000) AS i;
        INSERT INTO concordat.tiles (log_id, level, idx, sha256_root, sm3_root, sha256, sm3)
        SELECT 1, 0, i, sha256(''), sha256(''), decode(repeat('00', 8192), 'hex'),
            decode(repeat('00', 8192), 'hex')
        FROM generate_series(0, 200) AS i;
        ANALYZE concordat.vault_records, concordat.vault_contents, concordat.vault_tokens,
            concordat.tiles
        """

    /// The plan that the serving role makes of a statement, whatever its parameters.
    private static func plan(
        of statement: Statement,
        _ types: [String],
        in database: StoreDatabase
    ) async throws -> String {
        let connection = try await PostgresConnection(database.configuration("concordat_serving"))
        let plan = try await connection.run { session in
            let values = types.map { _ in "NULL" }.joined(separator: ", ")
            try session.execute(
                "PREPARE asked (\(types.joined(separator: ", "))) AS \(statement.sql)"
            )
            let rows = try session.query(
                Statement(unescaped: "EXPLAIN EXECUTE asked (\(values))")
            )
            return try (0..<rows.count).map { try rows.text($0, 0) }.joined(separator: "\n")
        }
        await connection.close()
        return plan
    }
}
