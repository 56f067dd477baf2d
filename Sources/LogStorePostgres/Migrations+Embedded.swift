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
    ]
}
