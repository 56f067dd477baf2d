-- Logs in which the existence of a record is secret, and the index by which the records are found
-- that decide about the keeping of others.

SET LOCAL ROLE concordat_owner;

-- Fixed when the log is created, as everything in this table: its trigger refuses changes. A log
-- whose statements all have one shape takes no bytes as they are.
ALTER TABLE concordat.logs
    ADD COLUMN has_opaque_records boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT logs_opaque_ones_take_no_other_bytes CHECK (
        NOT (has_opaque_records AND allows_opaque)
    );

-- Adds a log as before, and says whether its records are opaque.
DROP FUNCTION concordat.create_log(text, text, text, boolean, bigint, bytea, bytea);
CREATE FUNCTION concordat.create_log(
    name text,
    origin text,
    jurisdiction text,
    allows_opaque boolean,
    entries_per_partition bigint,
    sha256_root bytea,
    sm3_root bytea,
    has_opaque_records boolean DEFAULT false
) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    log bigint;
BEGIN
    INSERT INTO concordat.logs
        (name, origin, jurisdiction, allows_opaque, entries_per_partition, has_opaque_records)
    VALUES ($1, $2, $3, $4, $5, $8)
    RETURNING id INTO log;
    INSERT INTO concordat.tree_state
        (log_id, size, sha256_root, sm3_root, sha256_edge, sm3_edge)
    VALUES (log, 0, $6, $7, '', '');
    INSERT INTO concordat.pending_heads (log_id) VALUES (log);
    PERFORM concordat.ensure_entry_partitions(log, $5);
    RETURN log;
END
$$;
REVOKE ALL ON FUNCTION concordat.create_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concordat.create_log TO concordat_serving;

-- Incidents and actions on records, which a daemon reads before it decides whether the contents of
-- another record may go: few among all rows.
CREATE INDEX vault_records_deciding ON concordat.vault_records (log_id, idx)
    WHERE class IN ('incident', 'retention-action');
