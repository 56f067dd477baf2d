internal import CLibPQ
internal import Glibc

/// One open libpq connection with what belongs to it. Touched by its connection's thread only.
///
/// libpq runs in non-blocking mode: `Link+Waiting.swift` waits for the socket itself, so that each
/// wait has a deadline and can be woken by a cancellation.
final class Link {
    /// Whether something is committed if the server carries out what is being sent.
    enum Exposure {
        case none
        case mayCommit
    }

    let connection: OpaquePointer
    let port: CancelPort
    let answerGrace: Duration
    let statementTimeout: Duration?
    private let isReadOnly: Bool

    private var prepared: [Statement: [PreparedStatement]] = [:]
    private var preparedCount = 0
    private var parameterBuffer = WireBuffer(capacity: 1 << 12)
    private var copyWriter: CopyWriter?
    private var notices: [Notice] = []
    /// Set by the notice receiver: the server gave up waiting for its replica in a commit.
    private(set) var isReplicationInDoubt = false
    /// The connection cannot be trusted any more and is to be closed.
    var isBroken = false

    /// Parameters above this are given back to the system after use.
    private static let retainedParameterCapacity = 1 << 20
    /// More notices than this in a run are dropped.
    private static let maximumNotices = 64
    /// What makes a message of COPY a whole number of libpq's 8 KiB writes: 64 KiB less its header.
    private static let copyPieceSize = (64 << 10) - 5

    /// Connects and applies the session's settings. Blocks.
    init(_ configuration: ConnectionConfiguration, port: CancelPort) throws(PostgresError) {
        self.connection = try Self.connect(configuration)
        self.port = port
        self.answerGrace = configuration.answerGrace
        self.statementTimeout = configuration.statementTimeout
        self.isReadOnly = configuration.isReadOnly
        PQsetnonblocking(self.connection, 1)
        PQsetNoticeReceiver(
            self.connection,
            { link, result in
                guard let link, let result else { return }
                Unmanaged<Link>.fromOpaque(link).takeUnretainedValue().receiveNotice(result)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        port.attach(self.connection)
        _ = port.withGate { $0.beginRun() }
        defer { port.withGate { $0.endRun() } }
        let settings = configuration.settings
        let calls = settings.indices.map { "set_config($\(2 * $0 + 1), $\(2 * $0 + 2), false)" }
        _ = try self.query(
            Statement(unescaped: "SELECT " + calls.joined(separator: ", ")),
            settings.flatMap { [.text($0.0), .text($0.1)] }
        )
    }

    deinit { PQfinish(self.connection) }

    // MARK: State

    /// Whether the connection is in no transaction and can be given to anybody.
    var isIdle: Bool { self.isOpen && self.transactionStatus == PQTRANS_IDLE }

    var isOpen: Bool { !self.isBroken && PQstatus(self.connection) == CONNECTION_OK }

    var announcedProcessID: Int32 { PQbackendPID(self.connection) }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(self.connection) }

    /// Finds out without a round trip whether the server closed the connection while it was idle.
    func checkNotStale() throws(PostgresError) {
        while self.isOpen {
            var descriptor = pollfd(
                fd: PQsocket(self.connection),
                events: Int16(POLLIN),
                revents: 0
            )
            let count = poll(&descriptor, 1, 0)
            if count == 0 || (count < 0 && errno == EINTR) { return }
            // Readable while idle: a notice, a changed setting, or the end.
            if PQconsumeInput(self.connection) == 0 { break }
            while let notification = PQnotifies(self.connection) { PQfreemem(notification) }
        }
        self.isBroken = true
        throw PostgresError(.connection, "the server closed the idle connection", isStale: true)
    }

    func takeNotices() -> [Notice] {
        defer { self.notices = [] }
        return self.notices
    }

    private func receiveNotice(_ result: OpaquePointer) {
        // Found by the server's function, because its words depend on its language.
        if ResultField.text(result, PQ_DIAG_SOURCE_FUNCTION) == "SyncRepWaitForLSN" {
            self.isReplicationInDoubt = true
        }
        guard self.notices.count < Self.maximumNotices else { return }
        self.notices.append(
            Notice(
                severity: ResultField.text(result, PQ_DIAG_SEVERITY) ?? "NOTICE",
                sqlState: ResultField.text(result, PQ_DIAG_SQLSTATE).map { SQLState($0) },
                message: ResultField.text(result, PQ_DIAG_MESSAGE_PRIMARY) ?? ""
            )
        )
    }

    // MARK: Statements

    /// Carries out one or several statements without parameters.
    func execute(_ sql: String) throws(PostgresError) {
        if sql.utf8.contains(0) { throw PostgresError(.misuse, "a statement contains a NUL") }
        _ = try self.statement { PQsendQuery(self.connection, sql) }
    }

    func query(
        _ statement: Statement,
        _ parameters: [Parameter]
    ) throws(PostgresError) -> Rows {
        guard parameters.count <= Int(UInt16.max) else {
            throw PostgresError(.misuse, "\(parameters.count) parameters, 65535 are allowed")
        }
        let prepared = try self.prepare(statement, parameters)
        do {
            return try self.statement { self.send(prepared, parameters) }
        } catch {
            // After DISCARD ALL the name is gone; after DDL the columns are others. Prepared anew it
            // works, so the next use does.
            if error.sqlState == .invalidStatementName || error.sqlState == .featureNotSupported {
                self.prepared[statement] = nil
            }
            throw error
        }
    }

    private func prepare(
        _ statement: Statement,
        _ parameters: [Parameter]
    ) throws(PostgresError) -> PreparedStatement {
        if let known = self.prepared[statement]?.first(where: { $0.accepts(parameters) }) {
            return known
        }
        self.preparedCount += 1
        let new = PreparedStatement(number: self.preparedCount, types: parameters.map(\.type))
        let types = new.types.map { Oid($0.rawValue) }
        _ = try self.statement(exposure: Exposure.none) {
            PQsendPrepare(
                self.connection,
                new.name,
                statement.cString,
                Int32(types.count),
                types
            )
        }
        self.prepared[statement, default: []].append(new)
        return new
    }

    private func send(_ prepared: PreparedStatement, _ parameters: [Parameter]) -> Int32 {
        self.parameterBuffer.removeAll(retaining: Self.retainedParameterCapacity)
        var ranges: [Range<Int>?] = []
        ranges.reserveCapacity(parameters.count)
        for parameter in parameters {
            let start = self.parameterBuffer.count
            let hasBytes = parameter.encode(into: &self.parameterBuffer)
            ranges.append(hasBytes ? start..<self.parameterBuffer.count : nil)
        }
        // The buffer has stopped growing: from here on its address stands.
        let base = self.parameterBuffer.bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let values = ranges.map { range in range.flatMap { base?.advanced(by: $0.lowerBound) } }
        let lengths = ranges.map { Int32(clamping: $0?.count ?? 0) }
        let formats = [Int32](repeating: 1, count: ranges.count)
        return PQsendQueryPrepared(
            self.connection,
            prepared.name,
            Int32(ranges.count),
            values,
            lengths,
            formats,
            1
        )
    }

    /// Sends by `send` and waits for the answer.
    func statement(
        exposure: Exposure? = nil,
        _ send: () -> Int32
    ) throws(PostgresError) -> Rows {
        let exposure = exposure ?? self.exposure
        try self.begin { $0.beginStatement() }
        defer { self.port.withGate { $0.endStatement() } }
        var deadline = self.newDeadline()
        guard send() == 1 else { throw self.lost(exposure) }
        return try self.collect(nil, &deadline, exposure)
    }

    /// Outside of a transaction, each statement is one.
    private var exposure: Exposure {
        self.isReadOnly || self.transactionStatus != PQTRANS_IDLE ? .none : .mayCommit
    }

    /// Asks the gate whether something may be sent.
    func begin(_ gate: (inout CancelGate) -> Bool) throws(PostgresError) {
        guard self.isOpen else { throw PostgresError(.connection, "the connection is closed") }
        self.isReplicationInDoubt = false
        guard self.port.withGate(gate) else {
            throw PostgresError(.cancelled, "cancelled before the statement was sent")
        }
    }

    // MARK: COPY

    /// Carries out a `COPY ... FROM STDIN (FORMAT binary)` and gives the number of rows.
    func copyIn(
        _ statement: Statement,
        rows: (inout CopyWriter) -> Void
    ) throws(PostgresError) -> Int {
        // Taken out, so that `rows` may itself use the session.
        var writer = self.copyWriter.take() ?? CopyWriter()
        writer.begin()
        rows(&writer)
        let bytes = writer.finish()
        let expected = writer.rowCount
        let count: Int
        do {
            count = try self.copy(statement, bytes).affectedCount
        } catch {
            self.copyWriter = consume writer
            throw error
        }
        self.copyWriter = consume writer
        guard count == expected else {
            throw PostgresError(.decoding, "\(expected) rows were sent, \(count) were copied")
        }
        return count
    }

    private func copy(
        _ statement: Statement,
        _ bytes: UnsafeRawBufferPointer
    ) throws(PostgresError) -> Rows {
        let exposure = self.exposure
        try self.begin { $0.beginStatement() }
        defer { self.port.withGate { $0.endStatement() } }
        var deadline = self.newDeadline()
        guard PQsendQuery(self.connection, statement.cString) == 1,
            let first = try self.nextResult(&deadline, exposure)
        else { throw self.lost(exposure) }
        guard PQresultStatus(first) == PGRES_COPY_IN else {
            // Refused, or not a COPY at all.
            let rows = try self.collect(first, &deadline, exposure)
            throw PostgresError(.misuse, "\(rows.commandTag) is not a COPY ... FROM STDIN")
        }
        PQclear(first)
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.copyPieceSize))
            rest = rest.dropFirst(piece.count)
            let start = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard PQputCopyData(self.connection, start, Int32(piece.count)) == 1 else {
                throw self.lost(exposure)
            }
            try self.flush(&deadline, exposure)
        }
        guard PQputCopyEnd(self.connection, nil) == 1 else { throw self.lost(exposure) }
        return try self.collect(nil, &deadline, exposure)
    }
}

/// The name of a statement that the server holds ready, and the types it was prepared for.
private struct PreparedStatement {
    let name: [CChar]
    let types: [TypeID]

    init(number: Int, types: [TypeID]) {
        self.name = "s\(number)".utf8.map { CChar(bitPattern: $0) } + [0]
        self.types = types
    }

    func accepts(_ parameters: [Parameter]) -> Bool {
        self.types.count == parameters.count
            && zip(self.types, parameters).allSatisfy { $0 == $1.type || $1 == .null }
    }
}

/// Reads one field of an error or a notice.
enum ResultField {
    static func text(_ result: OpaquePointer, _ code: Int32) -> String? {
        PQresultErrorField(result, code).map { String(cString: $0) }
    }
}
