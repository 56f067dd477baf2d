-- The vault: the contents of records whose commitments are entries, erasable without touching an
-- entry; the keys of their ciphertexts, wrapped under an epoch key that is in no database; what they
-- are found by; and the actions by which their states change.
--
-- What holds here:
--
-- * Ciphertext, wrapped keys and tokens are all that tells of a content, and none does without the
--   epoch key. Who has a dump learns class, retention class, writer and time of each record, no id.
-- * Rows are written in the transaction of their entry, as rows of the other tables are. They are no
--   partitions and have no foreign keys, for the reasons given there.
-- * The serving role reads and adds. Whatever changes or deletes is a function below, and each says
--   by which entry of the log it may: the row in vault_actions that came with that entry.
-- * The reader reads none of it.

SET LOCAL ROLE concordat_owner;

-- The epochs of each log's keys. New rows are to use the current one; below the lowest there is no
-- row, and none is added: its key may be destroyed. The lock on the log's tree state orders the move
-- of the lowest one and all batches.
CREATE TABLE concordat.vault_epochs (
    log_id bigint CONSTRAINT vault_epochs_pkey PRIMARY KEY
        CONSTRAINT vault_epochs_are_of_a_log REFERENCES concordat.logs (id),
    current_epoch integer NOT NULL DEFAULT 1,
    lowest_epoch integer NOT NULL DEFAULT 1,
    CONSTRAINT vault_epochs_count_from_1 CHECK (lowest_epoch BETWEEN 1 AND current_epoch)
) WITH (fillfactor = 10);

-- How far vault_tokens has come in each log. The row's lock orders those who fill it and those who
-- take tokens out of it: an erased record's tokens do not come back.
CREATE TABLE concordat.vault_search_state (
    log_id bigint CONSTRAINT vault_search_state_pkey PRIMARY KEY
        CONSTRAINT vault_search_state_is_of_a_log REFERENCES concordat.logs (id),
    size bigint NOT NULL DEFAULT 0,
    CONSTRAINT vault_search_state_size_is_not_negative CHECK (size >= 0)
) WITH (fillfactor = 10);

-- A row for each record of a log.
--
-- * id_mac is the HMAC of the record's id under a secret of the log's that is in no database, and
--   stays. An id is looked up by the first 8 bytes and told apart by all 32.
-- * body_mac, by which a retry is told from another record under the same id, is the HMAC of the
--   request under a key that follows from that of the epoch: a guess about an erased value cannot be
--   tried on it, not in an old backup either. It goes with the content, and with any field of it.
-- * state: 0 active, 1 restricted, 2 blocked, 3 erased.
-- * changed_by: the entry whose action changed the row last.
-- * tokens: 8 bytes of an HMAC for each value that the record is found by, under a key that follows
--   from that of the epoch. They wait here until vault_index() has brought them into vault_tokens.
CREATE TABLE concordat.vault_records (
    log_id bigint NOT NULL,
    idx bigint NOT NULL,
    id_prefix bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    writer_seq bigint,
    changed_by bigint,
    epoch integer,
    state smallint NOT NULL DEFAULT 0,
    is_held boolean NOT NULL DEFAULT false,
    id_mac bytea NOT NULL,
    body_mac bytea,
    wrapped_key bytea,
    tokens bigint[],
    class text COLLATE "C" NOT NULL,
    retention text COLLATE "C" NOT NULL,
    writer text COLLATE "C" NOT NULL,
    CONSTRAINT vault_records_pkey PRIMARY KEY (log_id, idx),
    CONSTRAINT vault_records_idx_is_not_negative CHECK (idx >= 0),
    CONSTRAINT vault_records_state_is_one_of_four CHECK (state BETWEEN 0 AND 3),
    CONSTRAINT vault_records_macs_have_32_bytes CHECK (
        octet_length(id_mac) = 32 AND octet_length(body_mac) = 32
    ),
    CONSTRAINT vault_records_are_whole_or_erased CHECK (
        num_nonnulls(epoch, wrapped_key, tokens) = CASE state WHEN 3 THEN 0 ELSE 3 END
        AND (body_mac IS NULL OR state <> 3)
    ),
    CONSTRAINT vault_records_are_held_or_erased CHECK (NOT (is_held AND state = 3)),
    CONSTRAINT vault_records_names_are_short CHECK (
        octet_length(class) BETWEEN 1 AND 64 AND octet_length(retention) BETWEEN 1 AND 32
        AND octet_length(writer) <= 255
    )
);
CREATE INDEX vault_records_id_prefix ON concordat.vault_records (id_prefix);
-- The living rows of each epoch, which a rotation takes in this order until there is none.
CREATE INDEX vault_records_epoch ON concordat.vault_records (log_id, epoch, idx)
    WHERE epoch IS NOT NULL;
CREATE INDEX vault_records_recorded_at ON concordat.vault_records (log_id, recorded_at, idx);

-- The ciphertexts, apart from the rows above: those are written again at each rotation, these never
-- but when a field is erased. EXTERNAL: ciphertext does not compress.
CREATE TABLE concordat.vault_contents (
    log_id bigint NOT NULL,
    idx bigint NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT vault_contents_pkey PRIMARY KEY (log_id, idx)
);
ALTER TABLE concordat.vault_contents ALTER ciphertext SET STORAGE EXTERNAL;

-- Where records are found by a token: filled behind the appends, as leaf_hashes is.
CREATE TABLE concordat.vault_tokens (
    log_id bigint NOT NULL,
    token bigint NOT NULL,
    idx bigint NOT NULL,
    CONSTRAINT vault_tokens_pkey PRIMARY KEY (log_id, token, idx)
);

-- What each retention-action entry does to a record. Written with the entry and carried out once
-- that is promised; a row without an outcome is yet to be carried out.
--
-- action: 1 restrict, 2 block, 3 unblock, 4 hold, 5 release, 6 erase, 7 erase fields.
-- outcome: 1 done, 2 refused by the record's state.
CREATE TABLE concordat.vault_actions (
    log_id bigint NOT NULL,
    entry_idx bigint NOT NULL,
    record_idx bigint NOT NULL,
    carried_out_at timestamptz,
    action smallint NOT NULL,
    outcome smallint,
    fields text[] NOT NULL DEFAULT '{}',
    CONSTRAINT vault_actions_pkey PRIMARY KEY (log_id, entry_idx),
    CONSTRAINT vault_actions_speak_of_an_earlier_entry CHECK (
        record_idx >= 0 AND record_idx < entry_idx
    ),
    CONSTRAINT vault_actions_action_is_one_of_seven CHECK (action BETWEEN 1 AND 7),
    CONSTRAINT vault_actions_outcome_is_one_of_two CHECK (outcome BETWEEN 1 AND 2),
    CONSTRAINT vault_actions_outcome_has_a_time CHECK (
        (outcome IS NULL) = (carried_out_at IS NULL)
    ),
    CONSTRAINT vault_actions_fields_are_erased CHECK ((action = 7) = (cardinality(fields) > 0))
);
CREATE INDEX vault_actions_pending ON concordat.vault_actions (log_id, entry_idx)
    WHERE outcome IS NULL;

-- Every log has a vault.
CREATE FUNCTION concordat.add_vault() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO concordat.vault_epochs (log_id) VALUES (NEW.id);
    INSERT INTO concordat.vault_search_state (log_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
CREATE TRIGGER add_vault AFTER INSERT ON concordat.logs
    FOR EACH ROW EXECUTE FUNCTION concordat.add_vault();
INSERT INTO concordat.vault_epochs (log_id) SELECT id FROM concordat.logs;
INSERT INTO concordat.vault_search_state (log_id) SELECT id FROM concordat.logs;

-- Brings the tokens of up to `step` further rows into vault_tokens; returns how far that is then.
CREATE FUNCTION concordat.vault_index(log bigint, step bigint) RETURNS bigint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    held bigint;
    reached bigint;
BEGIN
    SELECT s.size INTO held FROM concordat.vault_search_state AS s WHERE s.log_id = log FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no log %', log USING ERRCODE = 'no_data_found';
    END IF;
    SELECT least(t.size, held + least(step, 65536)) INTO reached
    FROM concordat.tree_state AS t WHERE t.log_id = log;
    IF reached <= held THEN
        RETURN held;
    END IF;
    -- In the order of the key, which touches fewer pages.
    INSERT INTO concordat.vault_tokens (log_id, token, idx)
    SELECT r.log_id, t.token, r.idx
    FROM concordat.vault_records AS r CROSS JOIN LATERAL unnest(r.tokens) AS t (token)
    WHERE r.log_id = log AND r.idx >= held AND r.idx < reached
    ORDER BY t.token, r.idx
    ON CONFLICT DO NOTHING;
    UPDATE concordat.vault_search_state AS s SET size = reached WHERE s.log_id = log;
    RETURN reached;
END
$$;

-- Puts tokens in the place of a row's own, wherever those are by now. For the functions below; the
-- caller has locked the row. An empty list takes them away.
CREATE FUNCTION concordat.vault_replace_tokens(
    log bigint, at_idx bigint, old_tokens bigint[], new_tokens bigint[]
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    indexed bigint;
BEGIN
    SELECT s.size INTO indexed
    FROM concordat.vault_search_state AS s WHERE s.log_id = log FOR UPDATE;
    IF at_idx >= indexed THEN
        RETURN;
    END IF;
    DELETE FROM concordat.vault_tokens AS t
    WHERE t.log_id = log AND t.token = ANY (old_tokens) AND t.idx = at_idx;
    INSERT INTO concordat.vault_tokens (log_id, token, idx)
    SELECT log, n.token, at_idx FROM unnest(new_tokens) AS n (token)
    ON CONFLICT DO NOTHING;
END
$$;

-- Takes the lock under which everything in a vault changes, and reads an action that is yet to be
-- carried out. Actions on one record are carried out in the order of their entries.
CREATE FUNCTION concordat.vault_take_action(log bigint, entry bigint)
RETURNS concordat.vault_actions
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    act concordat.vault_actions;
BEGIN
    -- Before the row of a record, always: whoever indexes takes it first, too.
    PERFORM FROM concordat.vault_search_state AS s WHERE s.log_id = log FOR UPDATE;
    SELECT a.* INTO act FROM concordat.vault_actions AS a
    WHERE a.log_id = log AND a.entry_idx = entry FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % of log % is no retention action', entry, log
            USING ERRCODE = 'no_data_found';
    END IF;
    IF act.outcome IS NULL AND EXISTS (
        SELECT FROM concordat.vault_actions AS a
        WHERE a.log_id = log AND a.entry_idx < entry AND a.outcome IS NULL
            AND a.record_idx = act.record_idx
    ) THEN
        RAISE EXCEPTION 'an earlier action on the record is yet to be carried out'
            USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN act;
END
$$;

-- Whether rows may have an epoch. Until this transaction ends, that stays so.
CREATE FUNCTION concordat.vault_takes_epoch(log bigint, wanted integer) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM concordat.vault_epochs AS e
    WHERE e.log_id = log AND wanted BETWEEN e.lowest_epoch AND e.current_epoch FOR SHARE;
    RETURN FOUND;
END
$$;

-- Carries out an action, unless it is already; returns its outcome. The fields of action 7 are
-- erased by vault_erase_fields().
CREATE FUNCTION concordat.vault_carry_out(log bigint, entry bigint) RETURNS smallint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    act concordat.vault_actions := concordat.vault_take_action(log, entry);
    rec concordat.vault_records;
    allowed boolean;
BEGIN
    IF act.outcome IS NOT NULL THEN
        RETURN act.outcome;
    END IF;
    SELECT r.* INTO rec FROM concordat.vault_records AS r
    WHERE r.log_id = log AND r.idx = act.record_idx FOR UPDATE;
    allowed := FOUND AND CASE act.action
        WHEN 1 THEN rec.state = 0
        WHEN 2 THEN rec.state IN (0, 1)
        WHEN 3 THEN rec.state IN (1, 2)
        WHEN 4 THEN rec.state <> 3 AND NOT rec.is_held
        WHEN 5 THEN rec.is_held
        WHEN 6 THEN rec.state <> 3 AND NOT rec.is_held
        ELSE false
    END;
    IF allowed THEN
        IF act.action = 6 THEN
            PERFORM concordat.vault_replace_tokens(log, act.record_idx, rec.tokens, '{}');
            DELETE FROM concordat.vault_contents AS c
            WHERE c.log_id = log AND c.idx = act.record_idx;
        END IF;
        UPDATE concordat.vault_records AS r SET
            state = CASE act.action
                WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 0 WHEN 6 THEN 3 ELSE r.state END,
            is_held = CASE act.action WHEN 4 THEN true WHEN 5 THEN false ELSE r.is_held END,
            epoch = CASE act.action WHEN 6 THEN NULL ELSE r.epoch END,
            body_mac = CASE act.action WHEN 6 THEN NULL ELSE r.body_mac END,
            wrapped_key = CASE act.action WHEN 6 THEN NULL ELSE r.wrapped_key END,
            tokens = CASE act.action WHEN 6 THEN NULL ELSE r.tokens END,
            changed_by = entry
        WHERE r.log_id = log AND r.idx = act.record_idx;
    END IF;
    UPDATE concordat.vault_actions AS a
    SET outcome = CASE WHEN allowed THEN 1 ELSE 2 END, carried_out_at = clock_timestamp()
    WHERE a.log_id = log AND a.entry_idx = entry;
    RETURN CASE WHEN allowed THEN 1 ELSE 2 END;
END
$$;

-- Carries out action 7 with what the caller made of the record that has `old_key`: its other fields,
-- sealed anew. NULL instead of a ciphertext says that the fields are not there any more, and changes
-- the outcome only. Returns the outcome; NULL if the record changed meanwhile, and nothing was done.
CREATE FUNCTION concordat.vault_erase_fields(
    log bigint, entry bigint, old_key bytea,
    new_epoch integer, new_key bytea, new_tokens bigint[], new_ciphertext bytea
) RETURNS smallint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    act concordat.vault_actions := concordat.vault_take_action(log, entry);
    rec concordat.vault_records;
    allowed boolean;
BEGIN
    IF act.outcome IS NOT NULL THEN
        RETURN act.outcome;
    END IF;
    SELECT r.* INTO rec FROM concordat.vault_records AS r
    WHERE r.log_id = log AND r.idx = act.record_idx FOR UPDATE;
    allowed := FOUND AND act.action = 7 AND rec.state <> 3 AND NOT rec.is_held;
    IF allowed THEN
        IF rec.wrapped_key IS DISTINCT FROM old_key
            OR NOT concordat.vault_takes_epoch(log, new_epoch)
        THEN
            RETURN NULL;
        END IF;
        IF new_ciphertext IS NOT NULL THEN
            PERFORM concordat.vault_replace_tokens(log, act.record_idx, rec.tokens, new_tokens);
            UPDATE concordat.vault_contents AS c SET ciphertext = new_ciphertext
            WHERE c.log_id = log AND c.idx = act.record_idx;
            UPDATE concordat.vault_records AS r SET
                epoch = new_epoch, body_mac = NULL, wrapped_key = new_key, tokens = new_tokens,
                changed_by = entry
            WHERE r.log_id = log AND r.idx = act.record_idx;
        END IF;
    END IF;
    UPDATE concordat.vault_actions AS a
    SET outcome = CASE WHEN allowed THEN 1 ELSE 2 END, carried_out_at = clock_timestamp()
    WHERE a.log_id = log AND a.entry_idx = entry;
    RETURN CASE WHEN allowed THEN 1 ELSE 2 END;
END
$$;

-- Makes the epoch behind the current one the current one. No effect if it is already.
CREATE FUNCTION concordat.vault_begin_epoch(log bigint, epoch integer) RETURNS integer
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    reached integer;
BEGIN
    UPDATE concordat.vault_epochs AS e SET current_epoch = epoch
    WHERE e.log_id = log AND e.current_epoch = epoch - 1;
    SELECT e.current_epoch INTO reached FROM concordat.vault_epochs AS e WHERE e.log_id = log;
    RETURN reached;
END
$$;

-- Puts the key of a living row, wrapped under another epoch, and its MAC and tokens in the place of
-- the old ones; false if the row has changed since it was read, or is gone.
CREATE FUNCTION concordat.vault_rewrap(
    log bigint, at_idx bigint, old_key bytea,
    new_epoch integer, new_key bytea, new_body_mac bytea, new_tokens bigint[]
) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rec concordat.vault_records;
BEGIN
    PERFORM FROM concordat.vault_search_state AS s WHERE s.log_id = log FOR UPDATE;
    SELECT r.* INTO rec FROM concordat.vault_records AS r
    WHERE r.log_id = log AND r.idx = at_idx FOR UPDATE;
    IF NOT FOUND OR rec.wrapped_key IS DISTINCT FROM old_key OR rec.epoch >= new_epoch
        OR NOT concordat.vault_takes_epoch(log, new_epoch)
    THEN
        RETURN false;
    END IF;
    PERFORM concordat.vault_replace_tokens(log, at_idx, rec.tokens, new_tokens);
    UPDATE concordat.vault_records AS r
    SET epoch = new_epoch, wrapped_key = new_key, tokens = new_tokens,
        body_mac = CASE WHEN r.body_mac IS NULL THEN NULL ELSE new_body_mac END
    WHERE r.log_id = log AND r.idx = at_idx;
    RETURN true;
END
$$;

-- Makes an erased record of a living row whose epoch's key is gone, as rows have them in a database
-- that was restored from a backup: the record was erased after that was taken. False if the row is
-- another one by now, or of an epoch that is not to be closed. For the owner: no entry says so.
CREATE FUNCTION concordat.vault_forget(log bigint, at_idx bigint, old_key bytea) RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    rec concordat.vault_records;
BEGIN
    PERFORM FROM concordat.vault_search_state AS s WHERE s.log_id = log FOR UPDATE;
    SELECT r.* INTO rec FROM concordat.vault_records AS r
    WHERE r.log_id = log AND r.idx = at_idx FOR UPDATE;
    IF NOT FOUND OR rec.wrapped_key IS DISTINCT FROM old_key
        OR rec.epoch >= (SELECT e.current_epoch FROM concordat.vault_epochs AS e
            WHERE e.log_id = log)
    THEN
        RETURN false;
    END IF;
    PERFORM concordat.vault_replace_tokens(log, at_idx, rec.tokens, '{}');
    DELETE FROM concordat.vault_contents AS c WHERE c.log_id = log AND c.idx = at_idx;
    UPDATE concordat.vault_records AS r
    SET state = 3, is_held = false, epoch = NULL, body_mac = NULL, wrapped_key = NULL, tokens = NULL
    WHERE r.log_id = log AND r.idx = at_idx;
    RETURN true;
END
$$;

-- Closes the epochs below one: no row has them, and none will. False, and nothing is closed, if a
-- row has one. From then on their keys are of no use to this database.
CREATE FUNCTION concordat.vault_close_epochs(log bigint, below integer) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What a batch adds now is committed before this goes on; what comes later sees the new row.
    PERFORM FROM concordat.tree_state AS t WHERE t.log_id = log FOR UPDATE;
    PERFORM FROM concordat.vault_epochs AS e WHERE e.log_id = log FOR UPDATE;
    IF EXISTS (
        SELECT FROM concordat.vault_records AS r WHERE r.log_id = log AND r.epoch < below
    ) THEN
        RETURN false;
    END IF;
    UPDATE concordat.vault_epochs AS e SET lowest_epoch = below
    WHERE e.log_id = log AND e.lowest_epoch < below AND below <= e.current_epoch;
    RETURN true;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA concordat FROM PUBLIC;
GRANT SELECT
    ON concordat.vault_epochs, concordat.vault_search_state, concordat.vault_records,
        concordat.vault_contents, concordat.vault_tokens, concordat.vault_actions
    TO concordat_serving;
GRANT INSERT
    ON concordat.vault_records, concordat.vault_contents, concordat.vault_actions
    TO concordat_serving;
GRANT EXECUTE
    ON FUNCTION concordat.vault_index, concordat.vault_carry_out, concordat.vault_erase_fields,
        concordat.vault_begin_epoch, concordat.vault_rewrap, concordat.vault_close_epochs
    TO concordat_serving;
