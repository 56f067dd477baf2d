internal import CLibPQ

extension Link {
    /// The oldest server whose settings and notices this module knows.
    private static let minimumServerVersion: Int32 = 140_000

    /// Opens a connection; blocks until it is there, or every host was tried.
    static func connect(
        _ configuration: ConnectionConfiguration
    ) throws(PostgresError) -> OpaquePointer {
        // libpq's words about a malformed string quote pieces of it, perhaps of the password.
        guard !configuration.conninfo.utf8.contains(0),
            let options = PQconninfoParse(configuration.conninfo, nil)
        else { throw PostgresError(.misuse, "the connection string is malformed") }
        PQconninfoFree(options)
        let pairs = configuration.keywords
        let connection = CStrings.withPointers(pairs.map(\.0)) { names in
            CStrings.withPointers(pairs.map(\.1)) { values in
                PQconnectdbParams(names, values, 1)
            }
        }
        guard let connection else { throw PostgresError(.connection, "out of memory") }
        guard PQstatus(connection) == CONNECTION_OK else {
            let message = Self.message(of: connection)
            PQfinish(connection)
            throw PostgresError(.connection, message)
        }
        let version = PQserverVersion(connection)
        guard version >= self.minimumServerVersion else {
            PQfinish(connection)
            throw PostgresError(.connection, "server version \(version) is older than 14")
        }
        return connection
    }

    /// libpq's last words about a connection, on one line.
    static func message(of connection: OpaquePointer) -> String {
        String(cString: PQerrorMessage(connection))
            .split(whereSeparator: \.isNewline)
            .joined(separator: "; ")
    }
}
