// Written by Migrations/embed.sh from Migrations/*.sql. Do not edit.

extension Migration {
    /// All migrations, the first one first.
    public static let embedded = [
        Migration(
            version: 1,
            name: "log",
            sql: #"""
                -- Logs, their entries, both trees of each, their heads, and who may do what with them.
                --
                -- What holds for every table:
                --
                -- * What never changes is append-only by rights: the serving role, which the daemon runs as, has
                --   INSERT and SELECT and nothing else. The triggers are a seat belt for the owner's own mistakes,
                --   not a defence: whoever owns a table can take them off, and is found by those who keep heads.
                -- * Indexes and sizes are unsigned 64-bit numbers in the log's formats and bigint here. The daemon
                --   refuses what is above 2^63 - 1 before it comes here.
                -- * Every hash has 32 bytes, in both suites.
                -- * No table that a batch of entries writes has a foreign key. One would lock and mark the log's
                --   row in every transaction, and what it guards is given anyway: a batch begins with the lock on
                --   its log's tree state, and entries of a log that is none have no partition.
                -- * Columns stand in the order 8 bytes, 4, 2, 1, variable: nothing is lost to alignment.

                -- Roles belong to the whole cluster, so another database's migration may have made them. None gets
                -- a password here: pg_hba.conf decides who may log in, by peer, certificate or a password set by
                -- an administrator. Daemons with login roles of their own are made members instead.
                DO $roles$
                DECLARE
                    wanted record;
                BEGIN
                    FOR wanted IN
                        SELECT * FROM (VALUES
                            ('concordat_owner', 'NOLOGIN'),  -- owns everything; migrations become it
                            ('concordat_serving', 'LOGIN'),  -- the daemon
                            ('concordat_reader', 'LOGIN')    -- who looks, and appends nothing
                        ) AS roles (name, login)
                        WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = roles.name)
                    LOOP
                        BEGIN
                            EXECUTE format(
                                'CREATE ROLE %I %s NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS',
                                wanted.name, wanted.login);
                        EXCEPTION
                            WHEN duplicate_object OR unique_violation THEN
                                NULL;  -- somebody was quicker, in this database or in another one
                            WHEN insufficient_privilege THEN
                                RAISE EXCEPTION 'role % does not exist and % may not create it',
                                    wanted.name, current_user
                                    USING ERRCODE = 'insufficient_privilege',
                                    HINT = format('Let an administrator run: CREATE ROLE %I %s; GRANT '
                                        'concordat_owner TO %I;', wanted.name, wanted.login, current_user);
                        END;
                    END LOOP;
                    -- Whoever made the role is not thereby a member of it.
                    IF NOT pg_catalog.pg_has_role(current_user, 'concordat_owner', 'USAGE') THEN
                        BEGIN
                            EXECUTE format('GRANT concordat_owner TO %I', current_user);
                        EXCEPTION WHEN insufficient_privilege THEN
                            RAISE EXCEPTION '% is not a member of concordat_owner', current_user
                                USING ERRCODE = 'insufficient_privilege',
                                HINT = format('Let an administrator run: GRANT concordat_owner TO %I;',
                                    current_user);
                        END;
                    END IF;
                END
                $roles$;

                CREATE SCHEMA concordat AUTHORIZATION concordat_owner;

                -- From here on everything belongs to the owner, whoever applies this.
                SET LOCAL ROLE concordat_owner;

                CREATE FUNCTION concordat.refuse_change() RETURNS trigger
                LANGUAGE plpgsql
                SET search_path = pg_catalog, pg_temp
                AS $$
                BEGIN
                    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
                        USING ERRCODE = 'insufficient_privilege';
                END
                $$;

                -- What was applied, and the hash of its text: an applied migration whose text has changed since is
                -- refused.
                CREATE TABLE concordat.schema_migrations (
                    version integer CONSTRAINT schema_migrations_pkey PRIMARY KEY,
                    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    name text COLLATE "C" NOT NULL,
                    sha256 bytea NOT NULL,
                    CONSTRAINT schema_migrations_version_counts_from_1 CHECK (version >= 1),
                    CONSTRAINT schema_migrations_sha256_has_32_bytes CHECK (octet_length(sha256) = 32)
                );

                -- What is fixed when a log is created. Rows are made by create_log() only.
                CREATE TABLE concordat.logs (
                    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT logs_pkey PRIMARY KEY,
                    -- How many indexes a partition of the entries spans. 10 million statements of 300 bytes are
                    -- 4 GB: few enough partitions to plan with (100 for a billion entries), each small enough to
                    -- be frozen, dumped or detached at one go.
                    entries_per_partition bigint NOT NULL,
                    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    allows_opaque boolean NOT NULL,
                    name text COLLATE "C" NOT NULL,
                    origin text COLLATE "C" NOT NULL,
                    jurisdiction text COLLATE "C" NOT NULL,
                    CONSTRAINT logs_name_is_unique UNIQUE (name),
                    CONSTRAINT logs_origin_is_unique UNIQUE (origin),
                    CONSTRAINT logs_name_is_a_path_element CHECK (name ~ '^[a-z][a-z0-9-]{0,62}$'),
                    CONSTRAINT logs_origin_is_a_key_name CHECK (octet_length(origin) BETWEEN 1 AND 255),
                    CONSTRAINT logs_jurisdiction_is_short CHECK (octet_length(jurisdiction) BETWEEN 1 AND 64),
                    CONSTRAINT logs_partitions_have_a_size CHECK (
                        entries_per_partition BETWEEN 1 AND 1000000000
                    )
                );

                -- Where both trees of a log stand. The lock on this row is the sequencer: it orders all writers,
                -- in whatever process, so that indexes are dense and no tree forks.
                --
                -- An edge is the compact range of its tree, one hash for each set bit of the size, the largest
                -- subtree first, concatenated. The root folded from it must be the one beside it.
                --
                -- Every batch updates one row. With 90 percent of its page free the new version lies on the same
                -- page and no index changes (HOT), and pruning that page makes room again: PLAIN keeps edges, 2 KiB
                -- at most, out of the TOAST table for the same reason.
                CREATE TABLE concordat.tree_state (
                    log_id bigint CONSTRAINT tree_state_pkey PRIMARY KEY
                        CONSTRAINT tree_state_is_of_a_log REFERENCES concordat.logs (id),
                    size bigint NOT NULL,
                    sha256_root bytea NOT NULL,
                    sm3_root bytea NOT NULL,
                    sha256_edge bytea NOT NULL,
                    sm3_edge bytea NOT NULL,
                    CONSTRAINT tree_state_size_is_not_negative CHECK (size >= 0),
                    CONSTRAINT tree_state_roots_have_32_bytes CHECK (
                        octet_length(sha256_root) = 32 AND octet_length(sm3_root) = 32
                    ),
                    CONSTRAINT tree_state_edges_have_a_hash_for_each_bit CHECK (
                        octet_length(sha256_edge) = 32 * length(replace(size::bit(64)::text, '0', ''))
                        AND octet_length(sm3_edge) = octet_length(sha256_edge)
                    )
                ) WITH (fillfactor = 10);
                ALTER TABLE concordat.tree_state
                    ALTER sha256_edge SET STORAGE PLAIN,
                    ALTER sm3_edge SET STORAGE PLAIN;

                -- The entries: the truth that everything else is computed from.
                --
                -- * Leaf hashes are not stored. They can be had from the full tiles of level 0, and for the at most
                --   255 entries of the last, partial tile they are computed from the bytes in 0.1 ms; stored, they
                --   would add a fifth to each 300-byte row, twice over, and be one more thing that can contradict
                --   the bytes.
                -- * One range of partitions over (log_id, idx) rather than a level of partitions for the logs
                --   above: half as many tables, and the same pruning. There is no default partition, so an entry
                --   with a negative index, or of a log that was not created, has nowhere to go.
                -- * The daemon reads and writes the partitions by their own names, entries_<log>_<number>. Through
                --   this table it may look, and only an examination does, for rows where none should be. PostgreSQL 15 keeps in each server process a list of the partitions; a
                --   process that makes it while another one attaches a partition may keep the list without it, and
                --   then finds no rows, without an error. Planning a query does not grow with the partitions either.
                -- * data is EXTERNAL: commitments are hashes, which do not compress, and trying takes time. Entries
                --   below 2 kB lie in the row itself; longer ones in the TOAST table, in pieces.
                CREATE TABLE concordat.entries (
                    log_id bigint NOT NULL,
                    idx bigint NOT NULL,
                    data bytea NOT NULL,
                    CONSTRAINT entries_pkey PRIMARY KEY (log_id, idx),
                    CONSTRAINT entries_have_1_to_65535_bytes CHECK (octet_length(data) BETWEEN 1 AND 65535)
                ) PARTITION BY RANGE (log_id, idx);
                ALTER TABLE concordat.entries ALTER data SET STORAGE EXTERNAL;

                -- The full tiles of both trees, C2SP tlog-tiles: 256 hashes each, written once. A partial tile is
                -- no row: it is cut from the entries at level 0, from the roots of the tiles below at the others.
                --
                -- * Both trees' tiles share a row, because they are written and kept together and mean one range
                --   of entries.
                -- * Each tile's root, one hash of the level above, stands beside it. A partial tile above level 0
                --   then reads 64 bytes a hash, and the big columns stay untouched in the TOAST table.
                -- * EXTERNAL: hashes do not compress; and a prefix of the tile is read without the rest.
                -- * Not partitioned: a billion entries have 4 million tiles.
                CREATE TABLE concordat.tiles (
                    log_id bigint NOT NULL,
                    idx bigint NOT NULL,
                    level smallint NOT NULL,
                    sha256_root bytea NOT NULL,
                    sm3_root bytea NOT NULL,
                    sha256 bytea NOT NULL,
                    sm3 bytea NOT NULL,
                    CONSTRAINT tiles_pkey PRIMARY KEY (log_id, level, idx),
                    CONSTRAINT tiles_level_is_that_of_a_64_bit_tree CHECK (level BETWEEN 0 AND 7),
                    CONSTRAINT tiles_index_is_not_negative CHECK (idx >= 0),
                    CONSTRAINT tiles_roots_have_32_bytes CHECK (
                        octet_length(sha256_root) = 32 AND octet_length(sm3_root) = 32
                    ),
                    CONSTRAINT tiles_have_256_hashes CHECK (
                        octet_length(sha256) = 8192 AND octet_length(sm3) = 8192
                    )
                ) WITH (autovacuum_freeze_min_age = 0, toast.autovacuum_freeze_min_age = 0);
                ALTER TABLE concordat.tiles
                    ALTER sha256 SET STORAGE EXTERNAL,
                    ALTER sm3 SET STORAGE EXTERNAL;

                -- The retry keys, kept as long as the entries: a repeated request gets the index of the first.
                -- Keys and bodies are HMACs under a secret of the log's, so that a dump tells neither.
                --
                -- * Keys are looked up by their first 8 bytes, and told apart by all of them when the rows are
                --   there. An index over log, writer and the whole key would be three times as large; since keys
                --   are random, each new one touches a page of its own, and that page is logged whole after each
                --   checkpoint. Measured on a million keys: lookups take a quarter of the time, and a batch of
                --   1,024 a quarter of the log.
                -- * That index cannot refuse a key twice. The daemon does: it looks up a batch's keys under the
                --   lock on the tree state, which all writers of a log take, and adds none that it did not look up.
                -- * Not partitioned: a key may have been used at any time.
                CREATE TABLE concordat.idempotency (
                    log_id bigint NOT NULL,
                    first_index bigint NOT NULL,
                    key_prefix bigint NOT NULL,  -- of key_mac, as a big-endian number with sign
                    entry_count integer NOT NULL,
                    writer text COLLATE "C" NOT NULL,  -- empty on a log without configured writers
                    key_mac bytea NOT NULL,
                    body_mac bytea NOT NULL,
                    CONSTRAINT idempotency_pkey PRIMARY KEY (log_id, first_index),
                    CONSTRAINT idempotency_macs_have_32_bytes CHECK (
                        octet_length(key_mac) = 32 AND octet_length(body_mac) = 32
                    ),
                    CONSTRAINT idempotency_stands_for_entries CHECK (first_index >= 0 AND entry_count > 0)
                ) WITH (autovacuum_freeze_min_age = 0);
                CREATE INDEX idempotency_key_prefix ON concordat.idempotency (key_prefix);

                -- The published heads, with the signed notes byte for byte as they were shown.
                CREATE TABLE concordat.heads (
                    log_id bigint NOT NULL CONSTRAINT heads_are_of_a_log REFERENCES concordat.logs (id),
                    size bigint NOT NULL,
                    published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    sha256_root bytea NOT NULL,
                    sm3_root bytea NOT NULL,
                    checkpoint bytea NOT NULL,
                    sm3_checkpoint bytea NOT NULL,
                    twin bytea NOT NULL,
                    CONSTRAINT heads_pkey PRIMARY KEY (log_id, size),  -- no two heads of one size
                    CONSTRAINT heads_size_is_not_negative CHECK (size >= 0),
                    CONSTRAINT heads_roots_have_32_bytes CHECK (
                        octet_length(sha256_root) = 32 AND octet_length(sm3_root) = 32
                    ),
                    CONSTRAINT heads_notes_are_not_empty CHECK (
                        octet_length(checkpoint) > 0 AND octet_length(sm3_checkpoint) > 0
                        AND octet_length(twin) > 0
                    )
                ) WITH (autovacuum_freeze_min_age = 0);

                -- The head on its way to publication. Each log has one row for ever, empty when nothing is pending:
                -- its lock orders all publishers, which a row that comes and goes could not.
                CREATE TABLE concordat.pending_heads (
                    log_id bigint CONSTRAINT pending_heads_pkey PRIMARY KEY
                        CONSTRAINT pending_heads_are_of_a_log REFERENCES concordat.logs (id),
                    size bigint,
                    sha256_root bytea,
                    sm3_root bytea,
                    checkpoint bytea,
                    sm3_checkpoint bytea,
                    twin bytea,
                    CONSTRAINT pending_heads_size_is_not_negative CHECK (size >= 0),
                    CONSTRAINT pending_heads_are_whole_or_absent CHECK (
                        num_nulls(size, sha256_root, sm3_root) IN (0, 3)
                    ),
                    CONSTRAINT pending_heads_roots_have_32_bytes CHECK (
                        octet_length(sha256_root) = 32 AND octet_length(sm3_root) = 32
                    ),
                    CONSTRAINT pending_heads_notes_come_together CHECK (
                        num_nulls(checkpoint, sm3_checkpoint, twin) IN (0, 3)
                        AND (checkpoint IS NULL OR size IS NOT NULL)
                    )
                ) WITH (fillfactor = 10);

                -- The seat belts. ALWAYS: they also fire under session_replication_role = replica.
                DO $triggers$
                DECLARE
                    append_only text;
                BEGIN
                    FOREACH append_only IN ARRAY ARRAY[
                        'schema_migrations', 'logs', 'entries', 'tiles', 'idempotency', 'heads'
                    ] LOOP
                        EXECUTE format(
                            'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON concordat.%I '
                            'FOR EACH STATEMENT EXECUTE FUNCTION concordat.refuse_change()', append_only);
                        EXECUTE format(
                            'ALTER TABLE concordat.%I ENABLE ALWAYS TRIGGER append_only', append_only);
                    END LOOP;
                END
                $triggers$;

                -- A tree only grows. This belt the serving role wears too: it may update the row.
                CREATE FUNCTION concordat.refuse_shrinking() RETURNS trigger
                LANGUAGE plpgsql
                SET search_path = pg_catalog, pg_temp
                AS $$
                BEGIN
                    IF NEW.size < OLD.size THEN
                        RAISE EXCEPTION 'a tree of % entries does not become one of %', OLD.size, NEW.size
                            USING ERRCODE = 'insufficient_privilege';
                    END IF;
                    RETURN NEW;
                END
                $$;

                CREATE TRIGGER only_grows BEFORE UPDATE ON concordat.tree_state
                    FOR EACH ROW EXECUTE FUNCTION concordat.refuse_shrinking();
                ALTER TABLE concordat.tree_state ENABLE ALWAYS TRIGGER only_grows;

                -- Makes the partitions that hold the entries from a log's size up to index `upto`, as far as they
                -- are missing, and returns the index behind the last of them. Called long before they are needed,
                -- by a role that may not create tables.
                --
                -- Partition n of a log holds the indexes from n times its entries_per_partition on and is called
                -- entries_<log>_<n>. It is attached rather than created in place, because that alone does not wait
                -- for readers and writers of the other partitions.
                CREATE FUNCTION concordat.ensure_entry_partitions(log bigint, upto bigint) RETURNS bigint
                LANGUAGE plpgsql
                SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp
                SET lock_timeout = '2s'  -- batches wait behind this; who holds the lock does not know that
                AS $$
                DECLARE
                    span bigint;
                    committed bigint;
                    partition_name text;
                    is_missing boolean := false;
                BEGIN
                    SELECT l.entries_per_partition, s.size INTO span, committed
                    FROM concordat.logs AS l JOIN concordat.tree_state AS s ON s.log_id = l.id
                    WHERE l.id = log;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'there is no log %', log USING ERRCODE = 'no_data_found';
                    END IF;
                    -- Whoever has the serving role must not be able to fill the catalogue with tables.
                    IF upto / span - committed / span > 100 THEN
                        RAISE EXCEPTION 'index % is more than 100 partitions behind the last entry', upto
                            USING ERRCODE = 'program_limit_exceeded';
                    END IF;
                    FOR number IN committed / span .. upto / span LOOP
                        is_missing := is_missing
                            OR to_regclass(format('concordat.entries_%s_%s', log, number)) IS NULL;
                    END LOOP;
                    IF is_missing THEN
                        -- What ATTACH takes anyway, taken before looking: two daemons do not make one twice.
                        LOCK TABLE concordat.entries IN SHARE UPDATE EXCLUSIVE MODE;
                        FOR number IN committed / span .. upto / span LOOP
                            partition_name := format('entries_%s_%s', log, number);
                            CONTINUE WHEN to_regclass(format('concordat.%I', partition_name)) IS NOT NULL;
                            -- Rows never change, so the first vacuum may freeze them for good.
                            EXECUTE format(
                                'CREATE TABLE concordat.%I (LIKE concordat.entries INCLUDING ALL) '
                                'WITH (autovacuum_freeze_min_age = 0, toast.autovacuum_freeze_min_age = 0)',
                                partition_name);
                            EXECUTE format(
                                'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE '
                                'ON concordat.%I FOR EACH STATEMENT EXECUTE FUNCTION concordat.refuse_change()',
                                partition_name);
                            EXECUTE format(
                                'ALTER TABLE concordat.%I ENABLE ALWAYS TRIGGER append_only', partition_name);
                            EXECUTE format(
                                'ALTER TABLE concordat.entries ATTACH PARTITION concordat.%I '
                                'FOR VALUES FROM (%s, %s) TO (%s, %s)',
                                partition_name, log, number * span, log, (number + 1) * span);
                            EXECUTE format(
                                'GRANT SELECT, INSERT ON concordat.%I TO concordat_serving', partition_name);
                            EXECUTE format('GRANT SELECT ON concordat.%I TO concordat_reader', partition_name);
                        END LOOP;
                    END IF;
                    RETURN (upto / span + 1) * span;
                END
                $$;

                -- Adds a log without entries and returns its number. The roots are those of a tree without
                -- entries: the caller has the hash functions.
                CREATE FUNCTION concordat.create_log(
                    name text,
                    origin text,
                    jurisdiction text,
                    allows_opaque boolean,
                    entries_per_partition bigint,
                    sha256_root bytea,
                    sm3_root bytea
                ) RETURNS bigint
                LANGUAGE plpgsql
                SECURITY DEFINER
                SET search_path = pg_catalog, pg_temp
                AS $$
                DECLARE
                    log bigint;
                BEGIN
                    INSERT INTO concordat.logs
                        (name, origin, jurisdiction, allows_opaque, entries_per_partition)
                    VALUES ($1, $2, $3, $4, $5)
                    RETURNING id INTO log;
                    INSERT INTO concordat.tree_state
                        (log_id, size, sha256_root, sm3_root, sha256_edge, sm3_edge)
                    VALUES (log, 0, $6, $7, '', '');
                    INSERT INTO concordat.pending_heads (log_id) VALUES (log);
                    PERFORM concordat.ensure_entry_partitions(log, $5);
                    RETURN log;
                END
                $$;

                -- Rights. Those on the partitions are given where they are made.
                REVOKE ALL ON ALL FUNCTIONS IN SCHEMA concordat FROM PUBLIC;
                GRANT USAGE ON SCHEMA concordat TO concordat_serving, concordat_reader;

                GRANT SELECT
                    ON concordat.schema_migrations, concordat.logs, concordat.tree_state, concordat.tiles,
                        concordat.heads, concordat.pending_heads
                    TO concordat_serving, concordat_reader;
                GRANT SELECT ON concordat.entries TO concordat_serving, concordat_reader;
                GRANT SELECT ON concordat.idempotency TO concordat_serving;
                GRANT INSERT ON concordat.tiles, concordat.idempotency, concordat.heads TO concordat_serving;
                GRANT UPDATE (size, sha256_root, sm3_root, sha256_edge, sm3_edge)
                    ON concordat.tree_state TO concordat_serving;
                GRANT UPDATE (size, sha256_root, sm3_root, checkpoint, sm3_checkpoint, twin)
                    ON concordat.pending_heads TO concordat_serving;
                GRANT EXECUTE
                    ON FUNCTION concordat.create_log, concordat.ensure_entry_partitions
                    TO concordat_serving;

                """#
        ),
        Migration(
            version: 2,
            name: "tree_heads_and_leaf_hashes",
            sql: #"""
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

                """#
        ),
        Migration(
            version: 3,
            name: "vault",
            sql: #"""
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

                """#
        ),
        Migration(
            version: 4,
            name: "cosignatures",
            sql: #"""
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

                """#
        ),
        Migration(
            version: 5,
            name: "opaque_logs",
            sql: #"""
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

                """#
        ),
        Migration(
            version: 6,
            name: "incidents_and_erasure",
            sql: #"""
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

                """#
        ),
        Migration(
            version: 7,
            name: "records_by_time",
            sql: #"""
                -- Records are found by their time through an index that nothing else can be found by: of all indexes that
                -- begin with the log, a planner without statistics may take any for a record of which log and index are
                -- given, and read the whole of it. What asks for a time says that it wants no erased rows; they leave
                -- this index.

                SET LOCAL ROLE concordat_owner;

                DROP INDEX concordat.vault_records_recorded_at;
                CREATE INDEX vault_records_recorded_at ON concordat.vault_records (log_id, recorded_at, idx)
                    WHERE state < 3;

                """#
        ),
    ]
}
