internal import Postgres

/// What brings a damaged log back. Sent as the owner, and by nobody who serves.
///
/// Entries are named by the partitioned table: nobody attaches partitions at the same time.
extension Queries {
    /// For the rest of the transaction. Waiting for a lock means that somebody is at work.
    static let becomeOwner = """
        SET LOCAL ROLE concordat_owner; SET LOCAL lock_timeout = '10s'
        """

    /// Takes the seat belts off for this transaction: whatever ends it without COMMIT leaves them
    /// on. The locks keep everybody else from writing meanwhile.
    static let takeOffBelts = """
        ALTER TABLE concordat.entries DISABLE TRIGGER append_only;
        ALTER TABLE concordat.tiles DISABLE TRIGGER append_only;
        ALTER TABLE concordat.idempotency DISABLE TRIGGER append_only;
        ALTER TABLE concordat.heads DISABLE TRIGGER append_only;
        ALTER TABLE concordat.cosignatures DISABLE TRIGGER append_only;
        ALTER TABLE concordat.tree_state DISABLE TRIGGER only_grows;
        ALTER TABLE concordat.leaf_hash_state DISABLE TRIGGER only_grows
        """

    /// Puts them on again.
    static let putOnBelts = """
        ALTER TABLE concordat.entries ENABLE ALWAYS TRIGGER append_only;
        ALTER TABLE concordat.tiles ENABLE ALWAYS TRIGGER append_only;
        ALTER TABLE concordat.idempotency ENABLE ALWAYS TRIGGER append_only;
        ALTER TABLE concordat.heads ENABLE ALWAYS TRIGGER append_only;
        ALTER TABLE concordat.cosignatures ENABLE ALWAYS TRIGGER append_only;
        ALTER TABLE concordat.tree_state ENABLE ALWAYS TRIGGER only_grows;
        ALTER TABLE concordat.leaf_hash_state ENABLE ALWAYS TRIGGER only_grows
        """

    /// The sessions of daemons in this database.
    static let daemonSessions: Statement = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'concordat'
        """

    /// The tree state as it is, whatever it says, under its lock.
    static let lockRawTreeState: Statement = """
        SELECT size, sha256_root, sm3_root, sha256_edge, sm3_edge
        FROM concordat.tree_state WHERE log_id = $1 FOR UPDATE
        """

    /// A run of entries with their indexes, however many are there. By `entries_pkey`.
    static let entryRows: Statement = """
        SELECT idx, data FROM concordat.entries
        WHERE log_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx
        """

    /// The entries from an index on: at most 1,000. By `entries_pkey`.
    static let entriesFrom: Statement = """
        SELECT idx, data FROM concordat.entries
        WHERE log_id = $1 AND idx >= $2 ORDER BY idx LIMIT 1000
        """

    static let copyEntryRows: Statement = """
        COPY concordat.entries (log_id, idx, data) FROM STDIN (FORMAT binary)
        """

    /// Has the leaf hashes from a size on looked up anew: those of entries that were others.
    static let lowerLeafHashSize: Statement = """
        UPDATE concordat.leaf_hash_state SET size = $2 WHERE log_id = $1 AND size > $2
        """

    static let deleteEntriesFrom: Statement = """
        DELETE FROM concordat.entries WHERE log_id = $1 AND idx >= $2
        """

    static let deleteEntries: Statement = """
        DELETE FROM concordat.entries WHERE log_id = $1 AND idx = ANY ($2)
        """

    /// Full tiles of one level with their roots. By `tiles_pkey`, one descent a tile.
    static let tileRows: Statement = """
        SELECT t.* FROM unnest($3::bigint[]) AS wanted (idx)
        CROSS JOIN LATERAL (
            SELECT idx, sha256_root, sm3_root, sha256, sm3 FROM concordat.tiles
            WHERE log_id = $1 AND level = $2 AND idx = wanted.idx OFFSET 0
        ) AS t
        """

    static let deleteTiles: Statement = """
        DELETE FROM concordat.tiles WHERE log_id = $1 AND level = $2 AND idx = ANY ($3)
        """

    static let deleteTilesFrom: Statement = """
        DELETE FROM concordat.tiles WHERE log_id = $1 AND level = $2 AND idx >= $3
        """

    /// Puts the tree state in the place of whatever was there.
    static let putTreeState: Statement = """
        INSERT INTO concordat.tree_state
            (log_id, size, sha256_root, sm3_root, sha256_edge, sm3_edge)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (log_id) DO UPDATE
        SET size = EXCLUDED.size, sha256_root = EXCLUDED.sha256_root,
            sm3_root = EXCLUDED.sm3_root, sha256_edge = EXCLUDED.sha256_edge,
            sm3_edge = EXCLUDED.sm3_edge
        """

    /// Makes sure that there is a row for the pending head.
    static let putPendingHead: Statement = """
        INSERT INTO concordat.pending_heads (log_id) VALUES ($1) ON CONFLICT (log_id) DO NOTHING
        """

    /// Published heads of sizes from one on and up to another. By `heads_pkey`.
    static let headRows: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin, tree_head
        FROM concordat.heads WHERE log_id = $1 AND size >= $2 AND size <= $3 ORDER BY size
        """

    static let deleteHeads: Statement = """
        DELETE FROM concordat.heads WHERE log_id = $1 AND size = ANY ($2)
        """

    /// Lines of witnesses that are below no head, signed or on its way. By `cosignatures_pkey`, all of the
    /// log.
    static let deleteStrayCosignatures: Statement = """
        DELETE FROM concordat.cosignatures AS c
        WHERE c.log_id = $1
            AND NOT EXISTS (SELECT FROM concordat.heads AS h
                WHERE h.log_id = c.log_id AND h.size = c.size)
            AND NOT EXISTS (SELECT FROM concordat.superseded_heads AS s
                WHERE s.log_id = c.log_id AND s.size = c.size)
            AND NOT EXISTS (SELECT FROM concordat.pending_heads AS p
                WHERE p.log_id = c.log_id AND p.size = c.size)
        """

    /// The vault's rows of entries from an index on: of records that were promised to nobody. By the
    /// primary keys, but for the tokens, which are all read.
    static let deleteVaultRecordsFrom: Statement = """
        DELETE FROM concordat.vault_records WHERE log_id = $1 AND idx >= $2
        """

    static let deleteVaultContentsFrom: Statement = """
        DELETE FROM concordat.vault_contents WHERE log_id = $1 AND idx >= $2
        """

    static let deleteVaultTokensFrom: Statement = """
        DELETE FROM concordat.vault_tokens WHERE log_id = $1 AND idx >= $2
        """

    static let deleteVaultActionsFrom: Statement = """
        DELETE FROM concordat.vault_actions WHERE log_id = $1 AND entry_idx >= $2
        """

    /// Has the search look from a size on again.
    static let lowerVaultSearchSize: Statement = """
        UPDATE concordat.vault_search_state SET size = least(size, $2) WHERE log_id = $1
        """

    /// Statements of records in a run of indexes that the vault has no record of. By `entries_pkey`, one
    /// descent each in `vault_records_pkey`.
    static let statementsWithoutRecord: Statement = """
        SELECT e.idx FROM concordat.entries AS e
        WHERE e.log_id = $1 AND e.idx >= $2 AND e.idx < $3
            AND e.data LIKE '{"class":"%","commitment":{"fields":%'::bytea
            AND NOT EXISTS (SELECT FROM concordat.vault_records AS r
                WHERE r.log_id = e.log_id AND r.idx = e.idx)
        ORDER BY e.idx
        """

    /// Retry keys that stand for an entry in a run of indexes. By `idempotency_pkey`: from the key
    /// that begins last at or before the run.
    static let keysIn: Statement = """
        SELECT first_index, entry_count FROM concordat.idempotency
        WHERE log_id = $1
            AND first_index >= coalesce(
                (SELECT max(first_index) FROM concordat.idempotency
                WHERE log_id = $1 AND first_index <= $2), $2)
            AND first_index < $3 AND first_index + entry_count > $2
        ORDER BY first_index
        """

    static let deleteKeys: Statement = """
        DELETE FROM concordat.idempotency WHERE log_id = $1 AND first_index = ANY ($2)
        """

    /// How many indexes a partition of a log spans; and whether all up to an index are there.
    static let partitionState: Statement = """
        SELECT l.entries_per_partition, NOT EXISTS (
            SELECT FROM generate_series(0::bigint, $2 / l.entries_per_partition) AS n
            WHERE to_regclass(format('concordat.entries_%s_%s', l.id, n)) IS NULL)
        FROM concordat.logs AS l WHERE l.id = $1
        """

    /// Has the tree state name a size whose edges are of the right length, and nothing else of it
    /// true. Inside a transaction that puts it back.
    static let pretendSize: Statement = """
        UPDATE concordat.tree_state
        SET size = $2, sha256_edge = $3, sm3_edge = $3 WHERE log_id = $1
        """
}
