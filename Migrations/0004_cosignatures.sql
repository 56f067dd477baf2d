-- What witnesses put below heads, and the heads that were given up for a witness that had gone past
-- them.

SET LOCAL ROLE concordat_owner;

-- The signature lines of witnesses, verified when they came, a row a key. They belong to the head of
-- their log and size, be it pending, published or superseded: no head of a size is ever signed with
-- other roots. What heads hold is the log's own signatures, so a line may come after publication
-- without a published row being changed.
CREATE TABLE concordat.cosignatures (
    log_id bigint NOT NULL CONSTRAINT cosignatures_are_of_a_log REFERENCES concordat.logs (id),
    size bigint NOT NULL,
    number integer NOT NULL,  -- the order of the lines, from 0
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    is_sm3 boolean NOT NULL,  -- below which of the two checkpoints
    is_late boolean NOT NULL,  -- whether the head was published before
    line bytea NOT NULL,  -- with its line feed
    CONSTRAINT cosignatures_pkey PRIMARY KEY (log_id, size, number),
    CONSTRAINT cosignatures_size_is_not_negative CHECK (size >= 0),
    CONSTRAINT cosignatures_number_is_one_of_a_note CHECK (number BETWEEN 0 AND 199),
    CONSTRAINT cosignatures_line_is_not_empty CHECK (octet_length(line) BETWEEN 1 AND 8192)
) WITH (autovacuum_freeze_min_age = 0);

-- Heads that were signed and cannot be published any more. They stay: somebody may have seen them.
CREATE TABLE concordat.superseded_heads (
    log_id bigint NOT NULL CONSTRAINT superseded_heads_are_of_a_log REFERENCES concordat.logs (id),
    size bigint NOT NULL,
    superseded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sha256_root bytea NOT NULL,
    sm3_root bytea NOT NULL,
    checkpoint bytea NOT NULL,
    sm3_checkpoint bytea NOT NULL,
    twin bytea NOT NULL,
    tree_head bytea,
    CONSTRAINT superseded_heads_pkey PRIMARY KEY (log_id, size),
    CONSTRAINT superseded_heads_size_is_not_negative CHECK (size >= 0),
    CONSTRAINT superseded_heads_roots_have_32_bytes CHECK (
        octet_length(sha256_root) = 32 AND octet_length(sm3_root) = 32
    ),
    CONSTRAINT superseded_heads_notes_are_not_empty CHECK (
        octet_length(checkpoint) > 0 AND octet_length(sm3_checkpoint) > 0
        AND octet_length(twin) > 0
    ),
    CONSTRAINT superseded_heads_tree_head_is_time_and_signature CHECK (
        octet_length(tree_head) BETWEEN 20 AND 84
    )
) WITH (autovacuum_freeze_min_age = 0);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON concordat.cosignatures
    FOR EACH STATEMENT EXECUTE FUNCTION concordat.refuse_change();
ALTER TABLE concordat.cosignatures ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON concordat.superseded_heads
    FOR EACH STATEMENT EXECUTE FUNCTION concordat.refuse_change();
ALTER TABLE concordat.superseded_heads ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT ON concordat.cosignatures, concordat.superseded_heads
    TO concordat_serving, concordat_reader;
GRANT INSERT ON concordat.cosignatures, concordat.superseded_heads TO concordat_serving;
