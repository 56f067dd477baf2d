internal import Postgres

/// All SQL that the store sends, one constant a statement.
///
/// Entries, `tiles`, `idempotency`, `leaf_hashes`, `heads` and `cosignatures` may have a billion rows: what reads
/// them says by which index. The others have a row a log.
enum Queries {
    /// Makes COMMIT of this transaction wait for the disk, whatever the role's setting.
    static let waitForDisk: Statement = """
        SELECT set_config(
            'synchronous_commit',
            CASE current_setting('synchronous_commit')
                WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on'
            END,
            true)
        """

    // MARK: Logs

    /// All logs, in the order of their creation.
    static let logs: Statement = """
        SELECT id, name, origin, jurisdiction, allows_opaque, has_opaque_records
        FROM concordat.logs ORDER BY id
        """

    /// Adds a log: name, origin, jurisdiction, whether it takes bytes as they are, entries a partition,
    /// both roots, whether its records are opaque.
    static let createLog: Statement = """
        SELECT concordat.create_log($1, $2, $3, $4, $5, $6, $7, $8)
        """

    // MARK: Sequencing

    /// The committed state of both trees.
    static let treeState: Statement = """
        SELECT size, sha256_root, sm3_root, sha256_edge, sm3_edge
        FROM concordat.tree_state WHERE log_id = $1
        """

    /// Takes the sequencer's lock and reads the state, and sets ``waitForDisk``, in one round trip.
    /// On a standby the lock itself is refused.
    static let lockTreeState: Statement = """
        SELECT size, sha256_root, sm3_root, sha256_edge, sm3_edge,
            set_config(
                'synchronous_commit',
                CASE current_setting('synchronous_commit')
                    WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on'
                END,
                true)
        FROM concordat.tree_state WHERE log_id = $1 FOR UPDATE
        """

    /// What may be stored under some keys: the prefixes are equal, the keys need not be. By
    /// `idempotency_key_prefix`, one descent a key: to a planner that takes all keys for those of one
    /// log, the primary key would look as useful, and it would read the whole of it beside.
    static let storedAppends: Statement = """
        SELECT writer, key_mac, body_mac, first_index, entry_count
        FROM concordat.idempotency
        WHERE log_id + 0 = $1 AND key_prefix = ANY ($2)
        """

    /// The same, with the committed head of the same moment behind it; a row of it alone if nothing is
    /// stored under any of the keys.
    static let keyLookup: Statement = """
        SELECT known.*, t.size, t.sha256_root, t.sm3_root
        FROM concordat.tree_state AS t LEFT JOIN LATERAL (
            SELECT writer, key_mac, body_mac, first_index, entry_count
            FROM concordat.idempotency
            WHERE log_id + 0 = $1 AND key_prefix = ANY ($2) OFFSET 0
        ) AS known ON true
        WHERE t.log_id = $1
        """

    /// The prefixes of the keys that were used from an index on, 8 bytes each, one after the other;
    /// null if there are none. By `idempotency_pkey`.
    static let keyPrefixes: Statement = """
        SELECT string_agg(int8send(key_prefix), '') FROM concordat.idempotency
        WHERE log_id = $1 AND first_index >= $2
        """

    /// Writes entries into their partition.
    static func copyEntries(to partition: EntryPartition) -> Statement {
        Statement(
            unescaped: """
                COPY concordat.\(partition.tableName) (log_id, idx, data) FROM STDIN (FORMAT binary)
                """
        )
    }

    static let copyTiles: Statement = """
        COPY concordat.tiles (log_id, idx, level, sha256_root, sm3_root, sha256, sm3)
        FROM STDIN (FORMAT binary)
        """

    static let copyIdempotency: Statement = """
        COPY concordat.idempotency
            (log_id, first_index, key_prefix, entry_count, writer, key_mac, body_mac)
        FROM STDIN (FORMAT binary)
        """

    /// Advances both trees from the state that was locked: its size is $7, its roots $8 and $9.
    static let advanceTreeState: Statement = """
        UPDATE concordat.tree_state
        SET size = $2, sha256_root = $3, sm3_root = $4, sha256_edge = $5, sm3_edge = $6
        WHERE log_id = $1 AND size = $7 AND sha256_root = $8 AND sm3_root = $9
        """

    /// Makes the partitions up to an index, and tells where they end.
    static let ensureEntryPartitions: Statement = """
        SELECT concordat.ensure_entry_partitions($1, $2)
        """

    // MARK: Reading

    /// The number of indexes that each of a log's partitions spans.
    static let entriesPerPartition: Statement = """
        SELECT entries_per_partition FROM concordat.logs WHERE id = $1
        """

    /// A run of entries within a partition, with their indexes, in order. By the partition's primary
    /// key. A row each: PostgreSQL takes twice the time to gather them in one value.
    static func entries(in partition: EntryPartition) -> Statement {
        Statement(
            unescaped: """
                SELECT idx, data FROM concordat.\(partition.tableName)
                WHERE log_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx
                """
        )
    }

    /// Full tiles of one level, each given once. By `tiles_pkey`, one descent a tile: with a list in the
    /// place of the index, a planner without statistics would read the whole level and compare.
    static let tiles: Statement = """
        SELECT t.idx, t.sha256, t.sm3 FROM unnest($3::bigint[]) AS wanted (idx)
        CROSS JOIN LATERAL (
            SELECT idx, sha256, sm3 FROM concordat.tiles
            WHERE log_id = $1 AND level = $2 AND idx = wanted.idx OFFSET 0
        ) AS t
        """

    /// The roots of a run of full tiles of one level, at most 256. By `tiles_pkey`; leaves the
    /// tiles themselves where they are.
    static let tileRoots: Statement = """
        SELECT sha256_root, sm3_root FROM concordat.tiles
        WHERE log_id = $1 AND level = $2 AND idx >= $3 AND idx < $4 ORDER BY idx
        """

    // MARK: Heads

    /// The newest published head. By `heads_pkey`, from its end.
    static let newestHead: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head
        FROM concordat.heads WHERE log_id = $1 ORDER BY size DESC LIMIT 1
        """

    /// The published head of one size. By `heads_pkey`.
    static let head: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head
        FROM concordat.heads WHERE log_id = $1 AND size = $2
        """

    /// The size of the newest published head. By `heads_pkey`, from its end.
    static let newestHeadSize: Statement = """
        SELECT size FROM concordat.heads WHERE log_id = $1 ORDER BY size DESC LIMIT 1
        """

    /// The log's row of pending heads, whose columns are NULL if none is pending.
    static let pendingHead: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head
        FROM concordat.pending_heads WHERE log_id = $1
        """

    /// Takes the publishers' lock and reads the pending head.
    static let lockPendingHead: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head
        FROM concordat.pending_heads WHERE log_id = $1 FOR UPDATE
        """

    static let setPendingHead: Statement = """
        UPDATE concordat.pending_heads
        SET size = $2, sha256_root = $3, sm3_root = $4,
            checkpoint = NULL, sm3_checkpoint = NULL, twin = NULL, tree_head = NULL
        WHERE log_id = $1
        """

    static let setPendingNotes: Statement = """
        UPDATE concordat.pending_heads
        SET checkpoint = $2, sm3_checkpoint = $3, twin = $4, tree_head = $5
        WHERE log_id = $1
        """

    static let clearPendingHead: Statement = """
        UPDATE concordat.pending_heads
        SET size = NULL, sha256_root = NULL, sm3_root = NULL,
            checkpoint = NULL, sm3_checkpoint = NULL, twin = NULL, tree_head = NULL
        WHERE log_id = $1
        """

    static let insertHead: Statement = """
        INSERT INTO concordat.heads
            (log_id, size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """

    /// The lines below the heads of one size, in their order. By `cosignatures_pkey`.
    static let cosignatures: Statement = """
        SELECT is_sm3, is_late, line FROM concordat.cosignatures
        WHERE log_id = $1 AND size = $2 ORDER BY number
        """

    static let insertCosignature: Statement = """
        INSERT INTO concordat.cosignatures (log_id, size, number, is_sm3, is_late, line)
        VALUES ($1, $2, $3, $4, $5, $6)
        """

    static let insertSupersededHead: Statement = """
        INSERT INTO concordat.superseded_heads
            (log_id, size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """

    /// The largest head that was given up. By `superseded_heads_pkey`, from its end.
    static let supersededHead: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head
        FROM concordat.superseded_heads WHERE log_id = $1 ORDER BY size DESC LIMIT 1
        """

    // MARK: Lookup by leaf hash

    /// How many leaf hashes of a log are indexed; no row if none is.
    static let leafHashSize: Statement = """
        SELECT size FROM concordat.leaf_hash_state WHERE log_id = $1
        """

    static let ensureLeafHashState: Statement = """
        INSERT INTO concordat.leaf_hash_state (log_id, size) VALUES ($1, 0)
        ON CONFLICT DO NOTHING
        """

    /// Takes the lock of those who index, and lets COMMIT of this transaction not wait for the
    /// disk: what is lost is indexed again.
    static let lockLeafHashState: Statement = """
        SELECT size, set_config('synchronous_commit', 'off', true)
        FROM concordat.leaf_hash_state WHERE log_id = $1 FOR UPDATE
        """

    /// Adds the prefixes of leaf hashes from an index on, in the order of `leaf_hashes_pkey`. A row
    /// that is there already, which only somebody else can have written, is as good.
    static let insertLeafHashes: Statement = """
        INSERT INTO concordat.leaf_hashes (log_id, hash_prefix, idx)
        SELECT $1, added.prefix, $3 + added.number - 1
        FROM unnest($2) WITH ORDINALITY AS added (prefix, number)
        ORDER BY added.prefix
        ON CONFLICT DO NOTHING
        """

    static let setLeafHashSize: Statement = """
        UPDATE concordat.leaf_hash_state SET size = $2 WHERE log_id = $1
        """

    /// The indexes under a prefix from one on. By `leaf_hashes_pkey` alone, one descent.
    static let leafHashCandidates: Statement = """
        SELECT idx FROM concordat.leaf_hashes
        WHERE log_id = $1 AND hash_prefix = $2 AND idx >= $3 ORDER BY idx LIMIT $4
        """

    // MARK: Examining

    /// One moment of the database, until the connection is closed: that of ``takeSnapshot``, which is
    /// next. Row security, which could hide rows from one role and show them to another, is an error
    /// instead.
    static let beginSnapshot = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL row_security = off
        """

    /// The first query of a transaction is what its snapshot is taken for.
    static let takeSnapshot: Statement = """
        SELECT 1
        """

    /// Whether there is a partition of this name.
    static let partitionExists: Statement = """
        SELECT to_regclass('concordat.' || $1) IS NOT NULL
        """

    /// A run of entries with their indexes. By the partition's primary key.
    static func storedEntries(in partition: EntryPartition) -> Statement {
        Statement(
            unescaped: """
                SELECT idx, data FROM concordat.\(partition.tableName)
                WHERE log_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx
                """
        )
    }

    /// A run of full tiles with all that their rows say. By `tiles_pkey`.
    static let storedTiles: Statement = """
        SELECT idx, sha256, sm3, sha256_root, sm3_root FROM concordat.tiles
        WHERE log_id = $1 AND level = $2 AND idx >= $3 AND idx < $4 ORDER BY idx
        """

    /// The published heads of some sizes. By `heads_pkey`.
    static let storedHeads: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin
        FROM concordat.heads WHERE log_id = $1 AND size BETWEEN $2 AND $3 ORDER BY size
        """

    /// The retry keys of some first indexes. By `idempotency_pkey`.
    static let storedKeys: Statement = """
        SELECT first_index, entry_count, key_prefix, key_mac FROM concordat.idempotency
        WHERE log_id = $1 AND first_index >= $2 AND first_index < $3 ORDER BY first_index
        """

    /// The last entry below a size. By `entries_pkey`, from its end.
    static let lastIndex: Statement = """
        SELECT max(idx) FROM concordat.entries WHERE log_id = $1 AND idx >= 0 AND idx < $2
        """

    /// The entries below 0 and from the size on, each part with its first index. By `entries_pkey`.
    static let strayEntries: Statement = """
        SELECT 0::smallint, min(idx), count(*) FROM concordat.entries
        WHERE log_id = $1 AND idx < 0
        UNION ALL
        SELECT 0::smallint, min(idx), count(*) FROM concordat.entries
        WHERE log_id = $1 AND idx >= $2
        """

    /// The tiles that no tree of a log has, where $2 is the number of full tiles of each level from
    /// 0 on. By `tiles_pkey`, two descents a level.
    static let strayTiles: Statement = """
        SELECT (l.number - 1)::smallint, s.first, s.count
        FROM unnest($2::bigint[]) WITH ORDINALITY AS l (full_count, number), LATERAL (
            SELECT min(t.idx) AS first, count(*) AS count FROM concordat.tiles AS t
            WHERE t.log_id = $1 AND t.level = (l.number - 1)::smallint AND t.idx < 0
            UNION ALL
            SELECT min(t.idx) AS first, count(*) AS count FROM concordat.tiles AS t
            WHERE t.log_id = $1 AND t.level = (l.number - 1)::smallint AND t.idx >= l.full_count
        ) AS s
        UNION ALL
        SELECT level, min(idx), count(*) FROM concordat.tiles
        WHERE log_id = $1 AND level < 0 GROUP BY level
        UNION ALL
        SELECT level, min(idx), count(*) FROM concordat.tiles
        WHERE log_id = $1 AND level >= cardinality($2::bigint[]) GROUP BY level
        """

    /// The published heads below size 0 and above the size. By `heads_pkey`.
    static let strayHeads: Statement = """
        SELECT 0::smallint, min(size), count(*) FROM concordat.heads
        WHERE log_id = $1 AND size < 0
        UNION ALL
        SELECT 0::smallint, min(size), count(*) FROM concordat.heads
        WHERE log_id = $1 AND size > $2
        """

    /// The retry keys of entries below 0 and from the size on. By `idempotency_pkey`.
    static let strayKeys: Statement = """
        SELECT 0::smallint, min(first_index), count(*) FROM concordat.idempotency
        WHERE log_id = $1 AND first_index < 0
        UNION ALL
        SELECT 0::smallint, min(first_index), count(*) FROM concordat.idempotency
        WHERE log_id = $1 AND first_index >= $2
        """

    /// The second row of each retry key that has several. Sorts all keys of the log.
    static let repeatedKeys: Statement = """
        SELECT first_index FROM (
            SELECT first_index, row_number() OVER (
                PARTITION BY writer, key_mac ORDER BY first_index
            ) AS number
            FROM concordat.idempotency WHERE log_id = $1
        ) AS numbered WHERE number = 2 ORDER BY first_index LIMIT $2
        """

    /// The first row of each table whose log is in `($1, $2)`, where no log is. By the primary keys,
    /// which all begin with the log.
    static let foreignRows: Statement = """
        (SELECT 'entries', log_id, 0::smallint, idx FROM concordat.entries
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, idx LIMIT 1)
        UNION ALL
        (SELECT 'tiles', log_id, level, idx FROM concordat.tiles
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, level, idx LIMIT 1)
        UNION ALL
        (SELECT 'heads', log_id, 0::smallint, size FROM concordat.heads
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, size LIMIT 1)
        UNION ALL
        (SELECT 'idempotency', log_id, 0::smallint, first_index FROM concordat.idempotency
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, first_index LIMIT 1)
        UNION ALL
        (SELECT 'vault_records', log_id, 0::smallint, idx FROM concordat.vault_records
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, idx LIMIT 1)
        UNION ALL
        (SELECT 'vault_contents', log_id, 0::smallint, idx FROM concordat.vault_contents
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, idx LIMIT 1)
        UNION ALL
        (SELECT 'vault_tokens', log_id, 0::smallint, idx FROM concordat.vault_tokens
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, token, idx LIMIT 1)
        UNION ALL
        (SELECT 'vault_actions', log_id, 0::smallint, entry_idx FROM concordat.vault_actions
            WHERE log_id > $1 AND log_id < $2 ORDER BY log_id, entry_idx LIMIT 1)
        """

    // MARK: Migrating

    /// Orders all who migrate this database. The number means nothing elsewhere.
    static let lockMigrations: Statement = """
        SELECT pg_advisory_xact_lock(4853294107316518211)
        """

    static let hasMigrations: Statement = """
        SELECT to_regclass('concordat.schema_migrations') IS NOT NULL
        """

    static let appliedMigrations: Statement = """
        SELECT version, name, sha256 FROM concordat.schema_migrations ORDER BY version
        """

    static let recordMigration: Statement = """
        INSERT INTO concordat.schema_migrations (version, name, sha256) VALUES ($1, $2, $3)
        """
}
