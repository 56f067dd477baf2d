internal import CLibPQ
internal import Glibc

extension Link {
    /// The server ends a statement at its own timeout; only then is it given up.
    func newDeadline() -> Deadline {
        Deadline(after: self.statementTimeout.map { $0 + self.answerGrace })
    }

    /// Takes all results of what was sent, `first` being one already taken, and gives the last.
    ///
    /// The first error wins, and is thrown once the server is ready for the next statement.
    func collect(
        _ first: OpaquePointer?,
        _ deadline: inout Deadline,
        _ exposure: Exposure
    ) throws(PostgresError) -> Rows {
        var last: Rows?
        var failure: PostgresError?
        var next = first
        if next == nil { next = try self.nextResult(&deadline, exposure) }
        while let result = next {
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                last = Rows(result)
            case PGRES_COPY_IN:
                PQclear(result)
                failure = failure ?? PostgresError(.misuse, "COPY ... FROM STDIN needs copyIn")
                guard PQputCopyEnd(self.connection, "no data") == 1 else {
                    throw self.lost(exposure)
                }
            case PGRES_COPY_OUT, PGRES_COPY_BOTH:
                PQclear(result)
                // What the server would send is not wanted, however much it is.
                self.isBroken = true
                throw PostgresError(.misuse, "COPY ... TO STDOUT is not supported")
            default:
                failure = failure ?? self.error(result, exposure)
                PQclear(result)
            }
            do {
                next = try self.nextResult(&deadline, exposure)
            } catch {
                // The server's reason for leaving says more than that it left.
                throw failure ?? error
            }
        }
        if let failure { throw failure }
        if self.isReplicationInDoubt {
            throw PostgresError(
                .unknownOutcome,
                "committed here, but perhaps not on the synchronous replica"
            )
        }
        guard let rows = last.take() else { throw self.lost(exposure) }
        return rows
    }

    /// The next result of what was sent, or nil once the server is ready for the next statement.
    func nextResult(
        _ deadline: inout Deadline,
        _ exposure: Exposure
    ) throws(PostgresError) -> OpaquePointer? {
        try self.flush(&deadline, exposure)
        // A connection that was lost has no socket to wait for, and may still hold the last answer.
        while PQisBusy(self.connection) == 1 && PQsocket(self.connection) >= 0 {
            try self.wait(for: POLLIN, &deadline, exposure)
            // On a lost connection PQgetResult has the words for it, and does not block.
            if PQconsumeInput(self.connection) == 0 { break }
        }
        return PQgetResult(self.connection)
    }

    /// Sends what libpq holds back, and takes in what the server says meanwhile: a server whose
    /// answers nobody reads would stop reading, too.
    func flush(_ deadline: inout Deadline, _ exposure: Exposure) throws(PostgresError) {
        while true {
            switch PQflush(self.connection) {
            case 0: return
            case 1: break
            default: throw self.lost(exposure)
            }
            let events = try self.wait(for: POLLIN | POLLOUT, &deadline, exposure)
            if events & POLLOUT == 0, PQconsumeInput(self.connection) == 0 {
                throw self.lost(exposure)
            }
        }
    }

    /// Waits for the socket; a cancellation shortens the wait to ``answerGrace``.
    @discardableResult
    private func wait(
        for events: Int32,
        _ deadline: inout Deadline,
        _ exposure: Exposure
    ) throws(PostgresError) -> Int32 {
        var descriptors = [
            pollfd(fd: PQsocket(self.connection), events: Int16(events), revents: 0),
            pollfd(fd: self.port.wakeDescriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            let count = poll(&descriptors, 2, deadline.pollTimeout)
            if count < 0 {
                if errno == EINTR { continue }
                throw self.lost(exposure)
            }
            if count == 0 { throw self.expired(exposure) }
            if descriptors[1].revents != 0 {
                // Read by no other wait: once cancelled, a connection sends nothing more.
                descriptors[1].fd = -1
                deadline.bringForward(to: self.answerGrace)
            }
            if descriptors[0].revents != 0 { return Int32(descriptors[0].revents) }
        }
    }

    // MARK: Errors

    private func expired(_ exposure: Exposure) -> PostgresError {
        self.isBroken = true
        let message = "the server did not answer in time"
        if exposure == .mayCommit { return PostgresError(.unknownOutcome, message) }
        let wasCancelled = self.port.withGate { $0.isRefusing }
        return PostgresError(wasCancelled ? .cancelled : .timeout, message)
    }

    func lost(_ exposure: Exposure) -> PostgresError {
        self.isBroken = true
        return PostgresError(
            exposure == .mayCommit ? .unknownOutcome : .connection,
            Self.message(of: self.connection)
        )
    }

    /// What an error result means. Only the server's plain ERROR says that nothing was committed: it
    /// also ends sessions (FATAL), and libpq makes results of its own when the socket fails.
    private func error(_ result: OpaquePointer, _ exposure: Exposure) -> PostgresError {
        let state = ResultField.text(result, PQ_DIAG_SQLSTATE).map { SQLState($0) }
        let message =
            ResultField.text(result, PQ_DIAG_MESSAGE_PRIMARY) ?? Self.message(of: self.connection)
        guard let state, ResultField.text(result, PQ_DIAG_SEVERITY) == "ERROR" else {
            self.isBroken = true
            let kind: PostgresError.Kind =
                exposure == .mayCommit ? .unknownOutcome : .connection
            return PostgresError(kind, message, sqlState: state)
        }
        return PostgresError(
            state == .queryCanceled ? self.cancellationKind(message) : .server(state),
            message,
            sqlState: state,
            constraint: ResultField.text(result, PQ_DIAG_CONSTRAINT_NAME)
        )
    }

    /// One code stands for a request to cancel and for `statement_timeout`; only the words differ,
    /// and they are English unless the operator chose another `lc_messages`.
    private func cancellationKind(_ message: String) -> PostgresError.Kind {
        let wasRequested = self.port.withGate { $0.isRefusing }
        return !wasRequested && message.contains("statement timeout") ? .timeout : .cancelled
    }
}
