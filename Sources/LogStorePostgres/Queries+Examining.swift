internal import Postgres

/// What is asked of the vault and of the witnesses' lines to examine them. They may have a billion rows: what reads them
/// says by which index, or that it reads all of them.
extension Queries {
    /// The heads that were given up. By `superseded_heads_pkey`.
    static let storedSupersededHeads: Statement = """
        SELECT size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin
        FROM concordat.superseded_heads WHERE log_id = $1 AND size >= 0 ORDER BY size
        """

    /// The lines behind a place, each with the checkpoint that it is to be below. By
    /// `cosignatures_pkey`, and one descent a line in each table of heads.
    static let storedCosignatures: Statement = """
        SELECT c.size, c.number, c.is_sm3, c.line,
            CASE WHEN c.is_sm3
                THEN coalesce(h.sm3_checkpoint, s.sm3_checkpoint, p.sm3_checkpoint)
                ELSE coalesce(h.checkpoint, s.checkpoint, p.checkpoint)
            END
        FROM concordat.cosignatures AS c
        LEFT JOIN concordat.heads AS h ON h.log_id = c.log_id AND h.size = c.size
        LEFT JOIN concordat.superseded_heads AS s ON s.log_id = c.log_id AND s.size = c.size
        LEFT JOIN concordat.pending_heads AS p ON p.log_id = c.log_id AND p.size = c.size
        WHERE c.log_id = $1 AND c.size >= 0 AND (c.size, c.number) > ($2, $3)
        ORDER BY c.size, c.number LIMIT $4
        """

    /// The records of some entries, whatever they say. By the primary keys.
    static let storedVaultRows: Statement = """
        SELECT r.idx, r.id_prefix, r.recorded_at, r.writer_seq, r.changed_by, r.epoch, r.state,
            r.is_held, r.id_mac, r.body_mac, r.wrapped_key, r.tokens, r.class, r.retention, r.writer,
            c.ciphertext
        FROM concordat.vault_records AS r
        LEFT JOIN concordat.vault_contents AS c ON c.log_id = r.log_id AND c.idx = r.idx
        WHERE r.log_id = $1 AND r.idx >= $2 AND r.idx < $3
        ORDER BY r.idx
        """

    /// The actions of some entries. By `vault_actions_pkey`.
    static let storedVaultActions: Statement = """
        SELECT entry_idx, record_idx, action, outcome, fields FROM concordat.vault_actions
        WHERE log_id = $1 AND entry_idx >= $2 AND record_idx >= 0 ORDER BY entry_idx LIMIT $3
        """

    /// The second record of each id that has several. Sorts all ids of the log.
    static let repeatedVaultIDs: Statement = """
        SELECT idx FROM (
            SELECT idx, row_number() OVER (PARTITION BY id_mac ORDER BY idx) AS number
            FROM concordat.vault_records WHERE log_id = $1
        ) AS numbered WHERE number = 2 ORDER BY idx LIMIT $2
        """

    /// Contents that no record has. Reads both tables of the log in the order of their keys.
    static let strayVaultContents: Statement = """
        SELECT c.idx FROM concordat.vault_contents AS c
        WHERE c.log_id = $1 AND c.idx >= 0 AND NOT EXISTS (
            SELECT FROM concordat.vault_records AS r
            WHERE r.log_id = c.log_id AND r.idx = c.idx
        ) ORDER BY c.idx LIMIT $2
        """

    /// Records that the search covers and does not have by one of their tokens. Reads all of the log.
    static let unfoundVaultRecords: Statement = """
        SELECT DISTINCT r.idx
        FROM concordat.vault_records AS r CROSS JOIN LATERAL unnest(r.tokens) AS t (token)
        WHERE r.log_id = $1
            AND r.idx < (SELECT size FROM concordat.vault_search_state WHERE log_id = $1)
            AND NOT EXISTS (
                SELECT FROM concordat.vault_tokens AS v
                WHERE v.log_id = r.log_id AND v.token = t.token AND v.idx = r.idx
            )
        ORDER BY r.idx LIMIT $2
        """

    /// Records that the search has by a token that is none of theirs. Reads all of the log.
    static let strayVaultTokens: Statement = """
        SELECT DISTINCT v.idx FROM concordat.vault_tokens AS v
        WHERE v.log_id = $1 AND v.idx >= 0 AND NOT EXISTS (
            SELECT FROM concordat.vault_records AS r
            WHERE r.log_id = v.log_id AND r.idx = v.idx AND v.token = ANY (r.tokens)
        ) ORDER BY v.idx LIMIT $2
        """

    /// The rows of the vault below 0 and from the size on, a part of a table each. By the primary keys,
    /// but for the tokens, which are all read.
    static let strayVaultRows: Statement = """
        SELECT 'vault_records', min(idx), count(*) FROM concordat.vault_records
        WHERE log_id = $1 AND idx < 0
        UNION ALL
        SELECT 'vault_records', min(idx), count(*) FROM concordat.vault_records
        WHERE log_id = $1 AND idx >= $2
        UNION ALL
        SELECT 'vault_contents', min(idx), count(*) FROM concordat.vault_contents
        WHERE log_id = $1 AND idx < 0
        UNION ALL
        SELECT 'vault_contents', min(idx), count(*) FROM concordat.vault_contents
        WHERE log_id = $1 AND idx >= $2
        UNION ALL
        SELECT 'vault_tokens', min(idx), count(*) FROM concordat.vault_tokens
        WHERE log_id = $1 AND idx < 0
        UNION ALL
        SELECT 'vault_tokens', min(idx), count(*) FROM concordat.vault_tokens
        WHERE log_id = $1 AND idx >= $2
        UNION ALL
        SELECT 'vault_actions', min(entry_idx), count(*) FROM concordat.vault_actions
        WHERE log_id = $1 AND entry_idx < 0
        UNION ALL
        SELECT 'vault_actions', min(entry_idx), count(*) FROM concordat.vault_actions
        WHERE log_id = $1 AND entry_idx >= $2
        """
}
