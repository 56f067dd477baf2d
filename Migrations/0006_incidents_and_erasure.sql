-- An incident that is not closed keeps contents from being erased. Whether one does stands in the
-- contents of incidents, which nobody reads here: the caller says up to where he has looked, and what
-- he found. What he has not seen sends him back, and while contents go no incident is added.

SET LOCAL ROLE concordat_owner;

-- Whether the contents of a record may go as far as incidents are concerned: `decided` is the first
-- index whose records the caller does not know. NULL if an incident was added since. From here to the
-- end of this transaction no entry is added to the log.
CREATE FUNCTION concordat.vault_may_erase(log bigint, decided bigint, is_frozen boolean)
RETURNS boolean
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    -- What a batch adds now is committed before this goes on, and seen by the next statement.
    PERFORM FROM concordat.tree_state AS t WHERE t.log_id = log FOR SHARE;
    -- By vault_records_deciding.
    IF EXISTS (
        SELECT FROM concordat.vault_records AS r
        WHERE r.log_id = log AND r.idx >= decided AND r.class = 'incident'
    ) THEN
        RETURN NULL;
    END IF;
    RETURN NOT is_frozen;
END
$$;

-- Carries out an action as before, but for records that an incident freezes: they are not erased.
-- NULL if an incident was added that the caller does not know, and nothing was done.
DROP FUNCTION concordat.vault_carry_out(bigint, bigint);
CREATE FUNCTION concordat.vault_carry_out(
    log bigint, entry bigint, decided bigint, is_frozen boolean
) RETURNS smallint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    act concordat.vault_actions := concordat.vault_take_action(log, entry);
    rec concordat.vault_records;
    may_erase boolean := true;
    allowed boolean;
BEGIN
    IF act.outcome IS NOT NULL THEN
        RETURN act.outcome;
    END IF;
    IF act.action = 6 THEN
        may_erase := concordat.vault_may_erase(log, decided, is_frozen);
        IF may_erase IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT r.* INTO rec FROM concordat.vault_records AS r
    WHERE r.log_id = log AND r.idx = act.record_idx FOR UPDATE;
    allowed := FOUND AND may_erase AND CASE act.action
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

-- Erases fields as before, with the same exception. NULL also if the record changed meanwhile.
DROP FUNCTION concordat.vault_erase_fields(
    bigint, bigint, bytea, integer, bytea, bigint[], bytea
);
CREATE FUNCTION concordat.vault_erase_fields(
    log bigint, entry bigint, old_key bytea,
    new_epoch integer, new_key bytea, new_tokens bigint[], new_ciphertext bytea,
    decided bigint, is_frozen boolean
) RETURNS smallint
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    act concordat.vault_actions := concordat.vault_take_action(log, entry);
    rec concordat.vault_records;
    may_erase boolean;
    allowed boolean;
BEGIN
    IF act.outcome IS NOT NULL THEN
        RETURN act.outcome;
    END IF;
    may_erase := concordat.vault_may_erase(log, decided, is_frozen);
    IF may_erase IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT r.* INTO rec FROM concordat.vault_records AS r
    WHERE r.log_id = log AND r.idx = act.record_idx FOR UPDATE;
    allowed := FOUND AND may_erase AND act.action = 7 AND rec.state <> 3 AND NOT rec.is_held;
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

REVOKE ALL ON FUNCTION concordat.vault_may_erase, concordat.vault_carry_out,
    concordat.vault_erase_fields FROM PUBLIC;
GRANT EXECUTE ON FUNCTION concordat.vault_carry_out, concordat.vault_erase_fields
    TO concordat_serving;
