internal import CryptoSuites
public import LogCore
public import Postgres

/// Reads what a database says of itself. Writes nothing.
public struct DatabaseReader: Sendable {
    private let configuration: ConnectionConfiguration
    private let now: @Sendable () -> Int64

    /// Creates a reader that connects as the role to be looked at. `now` gives microseconds since
    /// 1970.
    public init(_ configuration: ConnectionConfiguration, now: @escaping @Sendable () -> Int64) {
        self.configuration = configuration
        self.now = now
    }

    private static let settingNames = [
        "fsync", "full_page_writes", "data_checksums", "zero_damaged_pages",
        "ignore_checksum_failure", "synchronous_commit", "wal_level", "synchronous_standby_names",
        "data_directory",
    ]

    /// Connects twice, asks and disconnects.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` if the database is out of reach or does not answer.
    public func reading() async throws(StoreError) -> DatabaseReading {
        do {
            let first = try await PostgresConnection(self.configuration)
            let second = try await PostgresConnection(self.configuration)
            let result: Result<DatabaseReading, any Error>
            do { result = .success(try await self.reading(first, second)) } catch {
                result = .failure(error)
            }
            await first.close()
            await second.close()
            return try result.get()
        } catch {
            throw .from(error)
        }
    }

    private func reading(
        _ first: PostgresConnection,
        _ second: PostgresConnection
    ) async throws -> DatabaseReading {
        var schemaProblem: MigrationError?
        do { try await Migrator().check(first) } catch { schemaProblem = error }
        let hasSchema = schemaProblem == nil
        var reading = try await first.run { session in
            try self.reading(session, hasSchema: hasSchema)
        }
        reading.schemaProblem = schemaProblem
        reading.session = try await Self.sessionReading(first, second)
        return reading
    }

    private func reading(
        _ session: borrowing Session,
        hasSchema: Bool
    ) throws -> DatabaseReading {
        var reading = DatabaseReading()
        let before = self.now()
        let server = try session.query(Queries.server)
        let after = self.now()
        reading.serverVersion = Int(try server.int4(0, 0))
        reading.isStandby = try server.bool(0, 1)
        reading.isLocal = try server.bool(0, 2)
        reading.clockOffsetMicroseconds = Self.offset(
            of: try server.timestamp(0, 3),
            between: before,
            and: after
        )
        let settings = try session.query(Queries.settings, [.textArray(Self.settingNames)])
        for row in 0..<settings.count {
            reading.settings[try settings.text(row, 0)] = try settings.text(row, 1)
        }
        reading.canWaitForDisk = try session.transaction { session in
            try session.query(Queries.canWaitForDisk).bool(0, 0)
        }
        reading.role = try Self.role(session, hasSchema: hasSchema)
        if hasSchema {
            reading.unguardedTables = try session.query(Queries.unguardedTables).textArray(0, 0)
        }
        reading.oldestTransactionAge = try session.query(Queries.oldestTransactionAge).int8(0, 0)
        let standbys = try session.query(Queries.synchronousStandbys)
        let count = Int(try standbys.int8(0, 0))
        reading.synchronousStandbyCount = try count == 0 && standbys.int8(0, 1) > 0 ? nil : count
        return reading
    }

    private static func role(
        _ session: borrowing Session,
        hasSchema: Bool
    ) throws -> RoleReading {
        var role = RoleReading()
        let rows = try session.query(Queries.role)
        guard rows.count == 1 else { return role }
        role.name = try rows.text(0, 0)
        let names = ["SUPERUSER", "CREATEROLE", "CREATEDB", "REPLICATION", "BYPASSRLS"]
        for (column, name) in names.enumerated() where try rows.bool(0, column + 1) {
            role.attributes.append(name)
        }
        if hasSchema {
            let rights = try session.query(Queries.excessRights)
            role.changeableTables = try rights.textArray(0, 0)
            role.ownedTables = try rights.textArray(0, 1)
        }
        return role
    }

    /// How far a clock that was read between two moments of ours must be off.
    static func offset(of clock: Int64, between before: Int64, and after: Int64) -> Int64 {
        if clock < before { return clock - before }
        return clock > after ? clock - after : 0
    }

    private static func sessionReading(
        _ first: PostgresConnection,
        _ second: PostgresConnection
    ) async throws -> SessionReading {
        let word = String(decoding: try secureRandomBytes(16).map { $0 % 26 + 97 }, as: UTF8.self)
        let probe = SessionProbe(
            first: SessionProbe.Connection(first),
            second: SessionProbe.Connection(second),
            word: word
        )
        do {
            return try await probe.reading()
        } catch let error as PostgresError where Self.isLostStatement(error) {
            // What was prepared in the session is not there any more, or was there before it.
            return SessionReading(announcedProcess: 0, processes: [], keptState: false)
        }
    }

    /// Whether the server does not know a statement that was prepared, or knows one that was not.
    private static func isLostStatement(_ error: PostgresError) -> Bool {
        guard case .server(let state) = error.kind else { return false }
        return state == SQLState("26000") || state == SQLState("42P05")
    }
}
