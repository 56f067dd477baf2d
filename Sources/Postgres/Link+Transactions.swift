internal import CLibPQ

extension Link {
    func beginTransaction(_ options: TransactionOptions) throws(PostgresError) {
        guard self.transactionStatus == PQTRANS_IDLE else {
            throw PostgresError(.misuse, "a transaction began inside another one")
        }
        _ = try self.statement(exposure: Exposure.none) {
            PQsendQuery(self.connection, options.begin)
        }
    }

    /// Commits. A cancellation that came before stops it, a later one does not reach it.
    func commit() throws(PostgresError) {
        switch self.transactionStatus {
        case PQTRANS_INTRANS: break
        case PQTRANS_INERROR:
            // COMMIT would be answered by a friendly ROLLBACK.
            self.rollback()
            throw PostgresError(
                .misuse,
                "a statement had failed and its error was dropped; rolled back",
                sqlState: .inFailedTransaction
            )
        case PQTRANS_IDLE:
            throw PostgresError(.misuse, "the transaction was ended inside its body")
        default:
            self.isBroken = true
            throw PostgresError(.connection, "the connection was lost before COMMIT was sent")
        }
        do {
            try self.begin { $0.beginCommit() }
        } catch {
            self.rollback()
            throw error
        }
        let rows = try self.end("COMMIT", .mayCommit)
        guard rows.commandTag == "COMMIT" else {
            throw PostgresError(.misuse, "COMMIT was answered by \(rows.commandTag)")
        }
    }

    /// Rolls back. If that fails the connection is broken, and closing it does the same.
    func rollback() {
        guard self.isOpen else { return }
        if self.transactionStatus == PQTRANS_IDLE { return }
        do {
            try self.begin { $0.beginRollback() }
            _ = try self.end("ROLLBACK", .none)
        } catch {
            self.isBroken = true
        }
    }

    private func end(_ command: String, _ exposure: Exposure) throws(PostgresError) -> Rows {
        defer { self.port.withGate { $0.endStatement() } }
        var deadline = self.newDeadline()
        guard PQsendQuery(self.connection, command) == 1 else { throw self.lost(exposure) }
        return try self.collect(nil, &deadline, exposure)
    }
}
