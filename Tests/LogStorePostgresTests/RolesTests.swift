import LogCore
import LogStorePostgres
import MerkleTree
import Postgres
import SignedNotes
import Testing
import Witnessing

/// What each role can do, by trying.
@Suite struct RolesTests {
    private static let appendOnly = [
        "entries", "tiles", "idempotency", "heads", "logs", "leaf_hashes", "cosignatures",
        "superseded_heads",
    ]

    /// What would change a row that is there for ever, or take it away.
    private static let attacks: [String] = appendOnly.flatMap(attacks(on:)) + otherAttacks

    private static func attacks(on table: String) -> [String] {
        [
            "UPDATE concordat.\(table) SET \(Self.column(table)) = DEFAULT",
            "DELETE FROM concordat.\(table)",
            "TRUNCATE concordat.\(table)",
            "DROP TABLE concordat.\(table)",
            "ALTER TABLE concordat.\(table) DISABLE TRIGGER append_only",
            "ALTER TABLE concordat.\(table) DISABLE TRIGGER ALL",
            "DROP TRIGGER append_only ON concordat.\(table)",
            "ALTER TABLE concordat.\(table) OWNER TO CURRENT_USER",
            "CREATE TRIGGER mine BEFORE INSERT ON concordat.\(table) "
                + "EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            // The first of the two is no error, and has no effect.
            "GRANT UPDATE ON concordat.\(table) TO CURRENT_USER; "
                + "UPDATE concordat.\(table) SET \(Self.column(table)) = DEFAULT",
        ]
    }

    /// One a line.
    private static let otherAttacks = #"""
        INSERT INTO concordat.entries VALUES (1, 0, '\x00') \#
        ON CONFLICT (log_id, idx) DO UPDATE SET data = '\x01'
        INSERT INTO concordat.tiles SELECT * FROM concordat.tiles \#
        ON CONFLICT (log_id, level, idx) DO UPDATE SET sha256 = EXCLUDED.sm3
        INSERT INTO concordat.heads SELECT * FROM concordat.heads \#
        ON CONFLICT (log_id, size) DO UPDATE SET twin = '\x00'
        INSERT INTO concordat.idempotency SELECT * FROM concordat.idempotency \#
        ON CONFLICT (log_id, first_index) DO UPDATE SET first_index = 9
        INSERT INTO concordat.logs (name, origin, jurisdiction, allows_opaque, \#
        entries_per_partition) VALUES ('x', 'x', 'x', true, 1)
        INSERT INTO concordat.leaf_hashes SELECT * FROM concordat.leaf_hashes \#
        ON CONFLICT (log_id, hash_prefix, idx) DO UPDATE SET idx = 9
        INSERT INTO concordat.cosignatures SELECT * FROM concordat.cosignatures \#
        ON CONFLICT (log_id, size, number) DO UPDATE SET line = '\x00'
        UPDATE concordat.heads SET tree_head = NULL
        UPDATE concordat.leaf_hash_state SET size = 0
        UPDATE concordat.leaf_hash_state SET log_id = 2
        DELETE FROM concordat.leaf_hash_state
        TRUNCATE concordat.leaf_hash_state
        INSERT INTO concordat.schema_migrations (version, name, sha256) VALUES (2, '', '')
        UPDATE concordat.entries_1_0 SET data = '\x01'
        DELETE FROM concordat.entries_1_0
        TRUNCATE concordat.entries_1_0
        DROP TABLE concordat.entries_1_0
        ALTER TABLE concordat.entries DETACH PARTITION concordat.entries_1_0
        INSERT INTO concordat.entries VALUES (1, 1000, '\x00')
        INSERT INTO concordat.entries_1_0 VALUES (1, 0, '\x00') \#
        ON CONFLICT (log_id, idx) DO UPDATE SET data = '\x01'
        INSERT INTO concordat.tree_state SELECT * FROM concordat.tree_state
        UPDATE concordat.tree_state SET log_id = 2
        DELETE FROM concordat.tree_state
        TRUNCATE concordat.tree_state
        UPDATE concordat.tree_state SET size = 0, sha256_edge = '', sm3_edge = ''
        ALTER TABLE concordat.tree_state DISABLE TRIGGER only_grows
        DELETE FROM concordat.pending_heads
        SET session_replication_role = replica
        SET ROLE concordat_owner
        CREATE TABLE concordat.mine ()
        CREATE OR REPLACE FUNCTION concordat.refuse_change() RETURNS trigger \#
        LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
        DROP SCHEMA concordat CASCADE
        CREATE ROLE mine
        COPY concordat.entries FROM '/etc/passwd'
        """#.split(separator: "\n").map(String.init)

    private static func column(_ table: String) -> String {
        switch table {
        case "entries": "data"
        case "tiles": "sha256"
        case "idempotency": "first_index"
        case "heads", "superseded_heads": "twin"
        case "cosignatures": "line"
        case "leaf_hashes": "idx"
        default: "jurisdiction"
        }
    }

    @Test(arguments: ["concordat_serving", "concordat_reader"])
    func noRoleChangesWhatIsAppendOnly(_ role: String) async throws {
        try await StoreDatabase.withStore { store, database in
            try await self.fill(store, database)
            let connection = try await PostgresConnection(database.configuration(role))
            let before = try await self.fingerprint(database)
            for attack in Self.attacks {
                let state = await self.refusal(attack, on: connection)
                #expect(state == .insufficientPrivilege, "\(role): \(attack)")
            }
            #expect(try await self.fingerprint(database) == before)
            await connection.close()
        }
    }

    @Test func theReaderReadsAndWritesNothing() async throws {
        try await StoreDatabase.withStore { store, database in
            try await self.fill(store, database)
            let connection = try await PostgresConnection(
                database.configuration("concordat_reader")
            )
            for table in [
                "entries", "tiles", "heads", "logs", "tree_state", "pending_heads", "leaf_hashes",
                "leaf_hash_state", "cosignatures", "superseded_heads",
            ] {
                let select = "SELECT FROM concordat.\(table)"
                #expect(await self.refusal(select, on: connection) == nil, "\(table)")
            }
            for attempt in [
                "SELECT * FROM concordat.idempotency",
                "INSERT INTO concordat.entries_1_0 VALUES (1, 1000, '\\x00')",
                "INSERT INTO concordat.heads SELECT * FROM concordat.heads",
                "UPDATE concordat.pending_heads SET size = NULL",
                "UPDATE concordat.pending_heads SET tree_head = NULL",
                "INSERT INTO concordat.leaf_hashes VALUES (1, 1, 1)",
                "INSERT INTO concordat.leaf_hash_state VALUES (1, 1)",
                "INSERT INTO concordat.cosignatures SELECT * FROM concordat.cosignatures",
                "INSERT INTO concordat.superseded_heads SELECT * FROM concordat.superseded_heads",
                "UPDATE concordat.leaf_hash_state SET size = 1000",
                "SELECT * FROM concordat.tree_state FOR UPDATE",
                "SELECT concordat.create_log('x', 'x', 'x', true, 1, '', '')",
                "SELECT concordat.ensure_entry_partitions(1, 1)",
            ] {
                let state = await self.refusal(attempt, on: connection)
                #expect(state == .insufficientPrivilege, "\(attempt)")
            }
            await connection.close()
        }
    }

    /// The seat belt: also the owner, and a superuser in replica mode, must take it off first.
    @Test(arguments: ["", "SET session_replication_role = replica; "])
    func theOwnersMistakesAreRefused(_ prelude: String) async throws {
        try await StoreDatabase.withStore { store, database in
            try await self.fill(store, database)
            let connection = try await PostgresConnection(database.configuration("concordat"))
            for table in Self.appendOnly + ["entries_1_0", "schema_migrations"] {
                for attack in [
                    "DELETE FROM concordat.\(table)", "TRUNCATE concordat.\(table) CASCADE",
                ] {
                    let state = await self.refusal(prelude + attack, on: connection)
                    #expect(state == .insufficientPrivilege, "\(attack)")
                }
            }
            await connection.close()
        }
    }

    @Test func theServingRoleCannotFillTheCatalogue() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 10) { store, database in
            let log = try await store.createTestLog()
            let connection = try await PostgresConnection(
                database.configuration("concordat_serving")
            )
            let far = "SELECT concordat.ensure_entry_partitions(\(log.value), 1010)"
            let near = "SELECT concordat.ensure_entry_partitions(\(log.value), 1009)"
            #expect(await self.refusal(far, on: connection) == SQLState("54000"))
            #expect(await self.refusal(near, on: connection) == nil)
            await connection.close()
        }
    }

    // MARK: Helpers

    /// A row in every table.
    private func fill(_ store: PostgresLogStore, _ database: StoreDatabase) async throws {
        let log = try await store.createTestLog()
        let key = IdempotencyKey(
            writer: "w",
            keyMAC: [UInt8](repeating: 1, count: 32),
            bodyMAC: [UInt8](repeating: 2, count: 32)
        )
        try await store.appendRandom(300, to: log, seed: 1, keys: [(key, 0..<300)])
        let head = try await store.treeState(of: log).head
        let earlier = try await store.edge(of: log, size: 299).state.head
        _ = try await store.insertPendingHead(earlier, of: log, after: nil)
        try await store.storeNotes(
            .init(checkpoint: [1], sm3Checkpoint: [2], twin: [3]),
            for: earlier,
            of: log
        )
        let line = try NoteSignature(name: "w", keyID: 1, bytes: [1])
        let cosignature = HeadCosignature(suite: .sm3, line: line)
        try await store.addCosignatures([cosignature], to: earlier, of: log)
        try await store.supersedePendingHead(earlier, of: log)
        _ = try await store.insertPendingHead(head, of: log, after: nil)
        try await store.publish(
            PublishedHead(
                head: head,
                notes: .init(
                    checkpoint: [1],
                    sm3Checkpoint: [2],
                    twin: [3],
                    treeHead: TreeHeadSignature(timestamp: 4, der: [UInt8](repeating: 5, count: 70))
                )
            ),
            of: log
        )
        try await database.withLeafHashStore {
            let leaves = try await store.tiles(
                of: log,
                at: [#require(TileCoordinate(level: 0, index: 0))]
            )
            let size = try await $0.add(leaves.flatMap(\.sha256.hashes), of: log, after: 0)
            #expect(size == 256)
        }
    }

    /// A number that changes when a row does.
    private func fingerprint(_ database: StoreDatabase) async throws -> Int64 {
        let sums = (Self.appendOnly + ["tree_state", "pending_heads", "leaf_hash_state"]).map {
            "(SELECT coalesce(sum(hashtext(t::text)::bigint), 0) FROM concordat.\($0) AS t)"
        }
        return try await database.number("SELECT (\(sums.joined(separator: " + ")))::bigint")
    }

    /// The code by which a statement is refused; nil if it is not.
    private func refusal(_ sql: String, on connection: PostgresConnection) async -> SQLState? {
        do {
            try await connection.run { session in
                // Whatever is not refused is taken back.
                try session.transaction { session in
                    try session.execute(sql)
                    throw NotRefused()
                }
            }
        } catch let error as PostgresError {
            return error.sqlState
        } catch {
            return nil
        }
        return nil
    }

    private struct NotRefused: Error {}
}
