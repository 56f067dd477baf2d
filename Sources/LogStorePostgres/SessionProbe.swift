internal import Postgres

/// Finds out whether a connection has one server process to itself, as everything that lives in a
/// session needs.
///
/// A pooler in transaction mode gives a server process away between two transactions. To see it do so,
/// somebody else has to want one at that moment: a second connection begins a transaction, and takes
/// what the first one was given before.
struct SessionProbe {
    /// What the probe does with a connection.
    struct Connection {
        /// Leaves a word in the session; returns the process that has it, and the one that the
        /// connection was announced to have.
        let mark: (String) async throws -> (process: Int32, announced: Int32)
        /// The word that is in the session, and the process that was asked.
        let read: () async throws -> (word: String, process: Int32)
        /// Begins a transaction, and does something in it.
        let begin: () async throws -> Void
        /// Ends the transaction.
        let end: () async throws -> Void
    }

    let first: Connection
    let second: Connection
    /// What is left in the session: nobody else leaves the same.
    let word: String

    /// Does all of it.
    func reading() async throws -> SessionReading {
        let marked = try await self.first.mark(self.word)
        try await self.second.begin()
        let found = try await self.first.read()
        try await self.second.end()
        return SessionReading(
            announcedProcess: marked.announced,
            processes: [marked.process, found.process],
            keptState: found.word.utf8.elementsEqual(self.word.utf8)
        )
    }
}

extension SessionProbe.Connection {
    /// The same with a connection to a server.
    init(_ connection: PostgresConnection) {
        self.init(
            mark: { word in
                try await connection.run { session in
                    let rows = try session.query(Queries.markSession, [.text(word)])
                    return (try rows.int4(0, 1), session.announcedProcessID)
                }
            },
            read: {
                try await connection.run { session in
                    let rows = try session.query(Queries.readMark)
                    return (try rows.text(0, 0), try rows.int4(0, 1))
                }
            },
            begin: {
                try await connection.run { session in
                    try session.execute(Queries.begin)
                    _ = try session.query(Queries.readMark)
                }
            },
            end: { try await connection.run { try $0.execute(Queries.rollback) } }
        )
    }
}
