internal import Postgres

/// What is asked to find out whether a database can keep a log's promises. All of it reads the
/// catalogue and nothing else.
extension Queries {
    /// Those of some settings that the role may see.
    static let settings: Statement = """
        SELECT name, setting FROM pg_settings WHERE name = ANY ($1)
        """

    /// What the server is, and how its clock stands.
    static let server: Statement = """
        SELECT current_setting('server_version_num')::integer, pg_is_in_recovery(),
            inet_server_addr() IS NULL, clock_timestamp()
        """

    /// Whether a transaction of this role can be made to wait for the disk.
    static let canWaitForDisk: Statement = """
        SELECT set_config('synchronous_commit', 'on', true) IN ('on', 'remote_apply')
        """

    /// What the role may do beside what is granted on tables.
    static let role: Statement = """
        SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
        FROM pg_roles WHERE rolname = current_user
        """

    /// Of the tables that only grow, or that functions alone change, those that the role may change; then those whose owner it is
    /// or can become, so that it could take off their triggers.
    static let excessRights: Statement = """
        SELECT
            coalesce(array_agg(t.name ORDER BY t.name) FILTER (WHERE t.changeable), '{}'),
            coalesce(array_agg(t.name ORDER BY t.name) FILTER (WHERE t.owned), '{}')
        FROM (
            SELECT c.relname::text AS name,
                has_any_column_privilege(c.oid, 'UPDATE')
                    OR has_table_privilege(c.oid, 'DELETE')
                    OR has_table_privilege(c.oid, 'TRUNCATE') AS changeable,
                pg_has_role(c.relowner, 'MEMBER') AS owned
            FROM pg_class AS c
            WHERE c.relnamespace = 'concordat'::regnamespace
                AND (c.relname = ANY (ARRAY[
                        'schema_migrations', 'logs', 'entries', 'tiles', 'idempotency', 'heads',
                        'leaf_hashes', 'vault_actions', 'vault_contents', 'vault_epochs',
                        'vault_records', 'vault_search_state', 'vault_tokens'])
                    OR EXISTS (SELECT FROM pg_inherits AS i
                        WHERE i.inhrelid = c.oid AND i.inhparent = 'concordat.entries'::regclass))
        ) AS t
        """

    /// The tables whose seat belt is missing, is not always on, or is another one: statement
    /// triggers before UPDATE, DELETE and TRUNCATE (2 + 8 + 16 + 32), and for the sizes that only
    /// grow a row trigger before UPDATE (1 + 2 + 16).
    static let unguardedTables: Statement = """
        SELECT coalesce(array_agg(c.relname::text ORDER BY c.relname), '{}')
        FROM pg_class AS c
        CROSS JOIN LATERAL (
            SELECT c.relname IN ('tree_state', 'leaf_hash_state') AS grows
        ) AS kind
        WHERE c.relnamespace = 'concordat'::regnamespace
            AND (c.relname = ANY (ARRAY[
                    'schema_migrations', 'logs', 'entries', 'tiles', 'idempotency', 'heads',
                    'leaf_hashes', 'tree_state', 'leaf_hash_state', 'cosignatures',
                    'superseded_heads'])
                OR EXISTS (SELECT FROM pg_inherits AS i
                    WHERE i.inhrelid = c.oid AND i.inhparent = 'concordat.entries'::regclass))
            AND NOT EXISTS (
                SELECT FROM pg_trigger AS t
                WHERE t.tgrelid = c.oid AND t.tgenabled = 'A' AND t.tgqual IS NULL
                    AND CASE WHEN kind.grows
                        THEN t.tgname = 'only_grows' AND t.tgtype = 19
                            AND t.tgfoid = 'concordat.refuse_shrinking()'::regprocedure
                        ELSE t.tgname = 'append_only' AND t.tgtype = 58
                            AND t.tgfoid = 'concordat.refuse_change()'::regprocedure
                    END)
        """

    /// The age of the oldest transaction id that a database of the cluster still needs.
    static let oldestTransactionAge: Statement = """
        SELECT max(age(datfrozenxid))::bigint FROM pg_database
        """

    /// The standbys that commits wait for; and those of which the role may not see it.
    static let synchronousStandbys: Statement = """
        SELECT count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')),
            count(*) FILTER (WHERE sync_state IS NULL)
        FROM pg_stat_replication
        """

    /// Leaves a word in the session, and tells which server process has it.
    static let markSession: Statement = """
        SELECT set_config('concordat.mark', $1, false), pg_backend_pid()
        """

    /// The word that was left in the session; and which server process is asked.
    static let readMark: Statement = """
        SELECT coalesce(current_setting('concordat.mark', true), ''), pg_backend_pid()
        """

    /// Begins a transaction that stays open between two visits to its connection.
    static let begin = "BEGIN"

    /// Ends it.
    static let rollback = "ROLLBACK"
}
