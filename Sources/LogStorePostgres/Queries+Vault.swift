internal import Postgres

/// What is asked of the vault's tables, which may have a billion rows: what reads them says by which
/// index. The statements are such that no other index can serve them, whatever a planner believes: a new
/// log has no statistics, and all indexes that begin with the log look alike. `OFFSET 0` keeps a lookup
/// for each row from becoming a join.
extension Queries {
    // MARK: In a batch

    static let vaultEpochs: Statement = """
        SELECT lowest_epoch, current_epoch FROM concordat.vault_epochs WHERE log_id = $1
        """

    /// What may be stored under some ids: the prefixes are equal, the ids need not be. By
    /// `vault_records_id_prefix`, one descent an id: no other index begins with `log_id + 0`.
    static let storedRecords: Statement = """
        SELECT id_mac, idx, epoch, body_mac FROM concordat.vault_records
        WHERE log_id + 0 = $1 AND id_prefix = ANY ($2)
        """

    static let copyVaultRecords: Statement = """
        COPY concordat.vault_records
            (log_id, idx, id_prefix, recorded_at, writer_seq, epoch, id_mac, body_mac,
            wrapped_key, tokens, class, retention, writer)
        FROM STDIN (FORMAT binary)
        """

    static let copyVaultContents: Statement = """
        COPY concordat.vault_contents (log_id, idx, ciphertext) FROM STDIN (FORMAT binary)
        """

    static let insertVaultAction: Statement = """
        INSERT INTO concordat.vault_actions (log_id, entry_idx, record_idx, action, fields)
        VALUES ($1, $2, $3, $4, $5)
        """

    // MARK: Reading

    /// The record of an entry, with its ciphertext. By the primary keys.
    static let vaultRecord: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer,
            (SELECT c.ciphertext FROM concordat.vault_contents AS c
                WHERE c.log_id = r.log_id AND c.idx = r.idx)
        FROM concordat.vault_records AS r
        WHERE r.log_id = $1 AND r.idx = $2
        """

    /// The records of some entries, each given once, with their ciphertexts. By the primary keys, one
    /// entry after the other.
    static let vaultRecordsAt: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer,
            (SELECT c.ciphertext FROM concordat.vault_contents AS c
                WHERE c.log_id = r.log_id AND c.idx = r.idx)
        FROM unnest($2::bigint[]) AS wanted (idx)
        CROSS JOIN LATERAL (
            SELECT * FROM concordat.vault_records WHERE log_id = $1 AND idx = wanted.idx OFFSET 0
        ) AS r
        """

    /// The records that may have an id. By `vault_records_id_prefix`.
    static let vaultRecordsByID: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer,
            (SELECT c.ciphertext FROM concordat.vault_contents AS c
                WHERE c.log_id = r.log_id AND c.idx = r.idx)
        FROM concordat.vault_records AS r
        WHERE r.log_id + 0 = $1 AND r.id_prefix = $2 AND r.id_mac = $3
        """

    /// The records from an index on, whatever their state. By the primary key.
    static let vaultRecordsFrom: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer, NULL::bytea
        FROM concordat.vault_records AS r
        WHERE r.log_id = $1 AND r.idx >= $2
        ORDER BY r.idx LIMIT $3
        """

    /// The records of the classes of `RetentionLedger` from an index on. By `vault_records_deciding`.
    static let decidingVaultRecords: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer,
            (SELECT c.ciphertext FROM concordat.vault_contents AS c
                WHERE c.log_id = r.log_id AND c.idx = r.idx)
        FROM concordat.vault_records AS r
        WHERE r.log_id = $1 AND r.idx >= $2 AND r.class IN ('incident', 'retention-action')
        ORDER BY r.idx LIMIT $3
        """

    /// How many entries the search covers.
    static let vaultSearchSize: Statement = """
        SELECT size FROM concordat.vault_search_state WHERE log_id = $1
        """

    /// The newest rows between two indexes that have one of some tokens and a time. By
    /// `vault_records_pkey` from its end; all rows there are read. Erased ones have no tokens.
    static let recentCandidates: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer, NULL::bytea
        FROM concordat.vault_records AS r
        WHERE r.log_id = $1 AND r.idx >= $2 AND r.idx < $3 AND r.tokens && $4
            AND r.recorded_at >= $5 AND r.recorded_at < $6
        ORDER BY r.idx DESC LIMIT $7
        """

    /// The newest rows below an index that have one of some tokens and a time. By
    /// `vault_tokens_pkey`, one descent a token, each read from its end; then the rows one by one.
    static let indexedCandidates: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer, NULL::bytea
        FROM unnest($3::bigint[]) AS wanted (token)
        CROSS JOIN LATERAL (
            SELECT v.* FROM concordat.vault_tokens AS t
            CROSS JOIN LATERAL (
                SELECT * FROM concordat.vault_records WHERE log_id = $1 AND idx = t.idx OFFSET 0
            ) AS v
            WHERE t.log_id = $1 AND t.token = wanted.token AND t.idx < $2
                AND v.recorded_at >= $4 AND v.recorded_at < $5 AND v.state < 3
            ORDER BY t.idx DESC LIMIT $6
        ) AS r
        ORDER BY r.idx DESC LIMIT $6
        """

    /// The rows of a time, the newest first, behind a place, without those that stand for no record. By
    /// `vault_records_recorded_at` from its end.
    static let candidatesByTime: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer, NULL::bytea
        FROM concordat.vault_records AS r
        WHERE r.log_id = $1 AND r.recorded_at >= $2 AND r.recorded_at < $3
            AND (r.recorded_at, r.idx) < ($4, $5) AND r.idx < $6 AND r.state < 3
            AND r.class <> 'dummy'
        ORDER BY r.recorded_at DESC, r.idx DESC LIMIT $7
        """

    static let indexVault: Statement = """
        SELECT concordat.vault_index($1, $2)
        """

    // MARK: Actions

    /// By `vault_actions_pending`.
    static let pendingVaultActions: Statement = """
        SELECT entry_idx, record_idx, action, outcome, fields FROM concordat.vault_actions
        WHERE log_id = $1 AND entry_idx < $2 AND outcome IS NULL ORDER BY entry_idx LIMIT $3
        """

    static let vaultAction: Statement = """
        SELECT entry_idx, record_idx, action, outcome, fields FROM concordat.vault_actions
        WHERE log_id = $1 AND entry_idx = $2
        """

    static let carryOutVaultAction: Statement = """
        SELECT concordat.vault_carry_out($1, $2, $3, $4)
        """

    static let eraseVaultFields: Statement = """
        SELECT concordat.vault_erase_fields($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    // MARK: Rotation

    static let beginVaultEpoch: Statement = """
        SELECT concordat.vault_begin_epoch($1, $2)
        """

    /// By `vault_records_epoch` alone.
    static let vaultRowCount: Statement = """
        SELECT count(*) FROM concordat.vault_records WHERE log_id = $1 AND epoch < $2
        """

    /// Some rows of old epochs, with their ciphertexts. By `vault_records_epoch`.
    static let vaultRowsBelowEpoch: Statement = """
        SELECT r.idx, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state, r.is_held,
            r.id_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer,
            (SELECT c.ciphertext FROM concordat.vault_contents AS c
                WHERE c.log_id = r.log_id AND c.idx = r.idx)
        FROM (
            SELECT * FROM concordat.vault_records
            WHERE log_id = $1 AND epoch < $2 ORDER BY epoch, idx LIMIT $3
        ) AS r
        ORDER BY r.idx
        """

    static let rewrapVaultKey: Statement = """
        SELECT concordat.vault_rewrap($1, $2, $3, $4, $5, $6, $7)
        """

    /// By `vault_records_epoch`.
    static let wrappedVaultKeys: Statement = """
        SELECT idx, id_mac, wrapped_key FROM concordat.vault_records
        WHERE log_id = $1 AND epoch = $2 AND idx >= $3 ORDER BY idx LIMIT $4
        """

    static let forgetVaultRow: Statement = """
        SELECT concordat.vault_forget($1, $2, $3)
        """

    static let closeVaultEpochs: Statement = """
        SELECT concordat.vault_close_epochs($1, $2)
        """
}
