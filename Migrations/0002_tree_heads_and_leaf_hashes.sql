-- What the read interface of RFC 6962 stands on: the signed tree head of each published head, and
-- the lookup of entries by their leaf hashes.

SET LOCAL ROLE concordat_owner;

-- A head's signature as RFC 6962 makes it, with its time in milliseconds: 8 bytes, then the
-- signature as RFC 5246 writes it. NULL for heads that were signed before the log had the key.
--
-- NOT VALID: rows that are there have NULL, which the constraints allow, and there may be one for
-- each second of years. New rows are checked.
ALTER TABLE concordat.heads
    ADD COLUMN tree_head bytea,
    ADD CONSTRAINT heads_tree_head_is_time_and_signature CHECK (
        octet_length(tree_head) BETWEEN 20 AND 84
    ) NOT VALID;
ALTER TABLE concordat.pending_heads
    ADD COLUMN tree_head bytea,
    ADD CONSTRAINT pending_heads_tree_head_is_time_and_signature CHECK (
        octet_length(tree_head) BETWEEN 20 AND 84
    ),
    ADD CONSTRAINT pending_heads_tree_head_comes_with_the_notes CHECK (
        tree_head IS NULL OR twin IS NOT NULL
    );

-- The indexes of published entries by the first 8 bytes of their SHA-256 leaf hashes. Filled behind
-- the published head from the tiles of level 0, which hold the same hashes whole: whoever finds an
-- index here compares all 32 bytes there. Nothing is lost with these rows.
--
-- * Off the path of appends: an index that is written in an append's transaction halves their rate.
-- * No column for the whole hash: it would double the table and be one more thing that can
--   contradict the entries.
-- * The key is the index that lookups use, in the order they want: the lowest index first, however
--   often an entry was appended.
-- * Not partitioned: a hash may be of any time.
CREATE TABLE concordat.leaf_hashes (
    log_id bigint NOT NULL,
    hash_prefix bigint NOT NULL,  -- as a big-endian number with sign
    idx bigint NOT NULL,
    CONSTRAINT leaf_hashes_pkey PRIMARY KEY (log_id, hash_prefix, idx),
    CONSTRAINT leaf_hashes_idx_is_not_negative CHECK (idx >= 0)
) WITH (autovacuum_freeze_min_age = 0);

-- How far leaf_hashes has come in each log: the leaf hashes of all indexes below size are in it.
-- The row's lock orders those who fill it; a log without a row has none indexed.
CREATE TABLE concordat.leaf_hash_state (
    log_id bigint CONSTRAINT leaf_hash_state_pkey PRIMARY KEY
        CONSTRAINT leaf_hash_state_is_of_a_log REFERENCES concordat.logs (id),
    size bigint NOT NULL,
    CONSTRAINT leaf_hash_state_size_is_not_negative CHECK (size >= 0)
) WITH (fillfactor = 10);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON concordat.leaf_hashes
    FOR EACH STATEMENT EXECUTE FUNCTION concordat.refuse_change();
ALTER TABLE concordat.leaf_hashes ENABLE ALWAYS TRIGGER append_only;

-- It only grows, like the tree whose size it follows.
CREATE TRIGGER only_grows BEFORE UPDATE ON concordat.leaf_hash_state
    FOR EACH ROW EXECUTE FUNCTION concordat.refuse_shrinking();
ALTER TABLE concordat.leaf_hash_state ENABLE ALWAYS TRIGGER only_grows;

GRANT SELECT ON concordat.leaf_hashes, concordat.leaf_hash_state
    TO concordat_serving, concordat_reader;
GRANT INSERT ON concordat.leaf_hashes, concordat.leaf_hash_state TO concordat_serving;
GRANT UPDATE (size) ON concordat.leaf_hash_state TO concordat_serving;
GRANT UPDATE (tree_head) ON concordat.pending_heads TO concordat_serving;
