internal import Postgres

extension PrivateCluster {
    /// Makes a database if there is none of that name.
    ///
    /// - Throws: ``PostgresError``.
    public nonisolated func ensureDatabase(_ name: String) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.conninfo)
        )
        do {
            try await connection.run { session in
                let found = try session.query(
                    "SELECT FROM pg_catalog.pg_database WHERE datname = $1",
                    [.text(name)]
                )
                guard found.count == 0 else { return }
                // A name cannot be a parameter, and may hold anything.
                let quoted = name.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"")
                try session.execute("CREATE DATABASE \"\(quoted)\"")
            }
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
