import Foundation
import LogCore
import LogStorePostgres
import LogTesting
import Postgres
import Records
import SignedNotes
import Testing

@testable import concordatd

/// A house with the log of one legal domain, in which records are kept: who may do what with them,
/// and the programs by which they do it.
struct RecordHouse: Sendable {
    let house: House
    /// The log's short name, `eu` or `cn`.
    let name: String
    let origin: LogOrigin
    /// The tokens' files, by the names of the principals.
    private let tokens: String

    /// Makes a log for the EU, or for China.
    static func open(
        _ name: String,
        jurisdiction: String,
        _ purpose: String
    ) async throws
        -> RecordHouse
    {
        let house: House
        let origin: String
        if jurisdiction == "EU" {
            house = try await House.withLog(purpose)
            origin = House.origin
        } else {
            house = try House(empty: purpose)
            origin = "log.example/\(name)"
            let created = try await house.run([
                "log", "create", "--data", house.data, "--name", name, "--origin", origin,
                "--jurisdiction", jurisdiction,
            ])
            try #require(created.status == 0, "\(created.output)")
        }
        let tokens = house.path + "/tokens"
        try FileManager.default.createDirectory(atPath: tokens, withIntermediateDirectories: false)
        return RecordHouse(
            house: house,
            name: name,
            origin: try LogOrigin(origin),
            tokens: tokens
        )
    }

    // MARK: Who may do what

    /// A principal's token.
    func token(of principal: String) throws -> String {
        try String(contentsOfFile: self.tokenFile(of: principal), encoding: .utf8)
    }

    /// The file with a principal's token.
    func tokenFile(of principal: String) -> String { "\(self.tokens)/\(principal).jwt" }

    /// Lets somebody do something, before the daemon starts.
    func allow(_ principal: String, _ role: [String]) async throws {
        let run = try await self.house.run(
            ["token", "new", "--data", self.house.data, "--name", principal, "--log", self.name]
                + role
        )
        try #require(run.status == 0, "\(run.output)")
        let token = run.output.trimmingCharacters(in: .newlines)
        try Data(token.utf8).write(to: URL(filePath: self.tokenFile(of: principal)))
    }

    /// Lets an auditor read with a profile.
    func allow(auditor: String, profile: String, engagement: String) async throws {
        try await self.allow(
            auditor,
            [
                "--role", "auditor", "--profile", profile, "--engagement", engagement, "--from",
                "2026-01-01", "--until", "2099-12-31",
            ]
        )
    }

    // MARK: The daemon

    /// Serves with the access file that ``allow(_:_:)`` wrote.
    func serve(_ arguments: [String] = [], listen: String = "127.0.0.1:0") async throws -> Daemon {
        let daemon = try await self.house.serve(
            ["--access", self.house.data + "/tokens/access.json"] + arguments,
            listen: listen
        )
        try await daemon.waitUntilReady()
        return daemon
    }

    /// The published size.
    func publishedSize(_ daemon: Daemon) async throws -> UInt64 {
        let answer = try await daemon.web.get("/\(self.name)/checkpoint")
        if answer.status == 404 { return 0 }
        let lines = answer.text.split(separator: "\n")
        try #require(answer.status == 200 && lines.count > 2, "\(answer.text)")
        return try #require(UInt64(lines[1]))
    }

    /// Waits until an entry is published.
    func waitUntilPublished(_ daemon: Daemon, index: Int) async throws {
        try await eventually("entry \(index) of \(self.name) is published") {
            try await self.publishedSize(daemon) > UInt64(index)
        }
    }

    /// Sends records, a line each; returns their indexes.
    @discardableResult
    func send(_ daemon: Daemon, _ lines: [UInt8], as writer: String) async throws -> [Int] {
        let answer = try await daemon.web.post(
            "/\(self.name)/records",
            lines,
            type: "application/x-ndjson",
            token: self.token(of: writer)
        )
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.body.split(separator: UInt8(ascii: "\n")).map { line in
            let json = try StrictJSON.parse(Array(line))
            return Int(
                try #require(
                    json["index"]?.integer,
                    "\(String(decoding: line, as: UTF8.self))"
                )
            )
        }
    }

    /// Sends records; returns their indexes.
    @discardableResult
    func send(_ daemon: Daemon, _ records: [JSONValue], as writer: String) async throws -> [Int] {
        try await self.send(
            daemon,
            Array(records.map(\.canonicalBytes).joined(separator: [UInt8(ascii: "\n")])),
            as: writer
        )
    }

    /// Acts on the keeping of a record.
    func act(
        _ daemon: Daemon,
        _ record: String,
        _ wish: JSONValue,
        as principal: String = "keeper"
    ) async throws -> WebAnswer {
        try await daemon.web.post(
            "/\(self.name)/records/\(record)/retention",
            wish.canonicalBytes,
            token: self.token(of: principal)
        )
    }

    /// Reads a record as an auditor.
    func read(
        _ daemon: Daemon,
        _ record: String,
        purpose: String,
        fields: [String] = [],
        as auditor: String
    ) async throws -> WebAnswer {
        let list = fields.isEmpty ? "" : "&fields=\(fields.joined(separator: ","))"
        return try await daemon.web.get(
            "/\(self.name)/records/\(record)?purpose=\(purpose)\(list)",
            token: self.token(of: auditor)
        )
    }

    // MARK: Keys and the database

    /// The text of a public key, `ed25519` or `sm2`.
    func verifierKey(_ suite: String) throws -> String {
        try String(
            contentsOfFile: "\(self.house.data)/keys/\(self.name)/\(suite).vkey",
            encoding: .utf8
        ).trimmingCharacters(in: .newlines)
    }

    var vaultKeys: String { "\(self.house.data)/vault/\(self.name)" }

    /// Makes a new vault key and destroys the old one.
    func rotateVault() async throws -> JSONValue {
        let run = try await self.house.run([
            "keys", "rotate-vault", "--data", self.house.data, "--name", self.name, "--json",
        ])
        try #require(run.status == 0, "\(run.output)")
        return try StrictJSON.parse(
            Array(try #require(run.output.split(separator: "\n").last).utf8)
        )
    }

    /// How whoever owns a database of the cluster connects, while the daemon runs.
    func conninfo(database: String = "concordat") -> String {
        "host='\(self.house.postgres)/run' port=5432 dbname=\(database) user=concordat"
    }

    /// Dumps the whole database as `pg_dump` does.
    func dump(to path: String) async throws {
        try await House.tool(
            "/usr/bin/env",
            ["pg_dump", "--dbname", self.conninfo(), "--file", path]
        )
    }

    /// Restores a dump beside the database that it is of.
    func restore(_ path: String, into database: String) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.conninfo())
        )
        try await connection.run { try $0.execute("CREATE DATABASE \(database)") }
        await connection.close()
        try await House.tool(
            "/usr/bin/env",
            [
                "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname",
                self.conninfo(database: database), "--file", path,
            ]
        )
    }

    /// Everything that the records of a database are found by.
    func tokens(in database: String = "concordat") async throws -> Set<Int64> {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.conninfo(database: database))
        )
        let tokens = try await connection.run { session in
            let rows = try session.query(
                "SELECT unnest(tokens) FROM concordat.vault_records"
            )
            return try (0..<rows.count).map { try rows.int8($0, 0) }
        }
        await connection.close()
        return Set(tokens)
    }

    /// Lends the vault of a database, with the keys in a folder.
    func withVault<Result>(
        of database: String,
        keys: String,
        _ body: (Vault) async throws -> Result
    ) async throws -> Result {
        let pool = ConnectionPool(
            ConnectionConfiguration(conninfo: self.conninfo(database: database)),
            maximum: 2
        )
        let result: Swift.Result<Result, any Error>
        do {
            let logs = try await PostgresLogStore(writing: pool, reading: pool).logs()
            let vault = Vault(
                log: try #require(logs.first { $0.name.text == self.name }),
                store: PostgresVaultStore(writing: pool, reading: pool),
                keys: VaultKeyFolder(path: keys, origin: self.origin, passphrase: nil).keyring(),
                idSecret: try LogKeyFolder(path: "\(self.house.data)/keys/\(self.name)")
                    .idempotencySecret()
            ) { _, _ in nil }
            try await vault.refresh()
            result = .success(try await body(vault))
        } catch {
            result = .failure(error)
        }
        await pool.shutdown()
        return try result.get()
    }

    // MARK: Programs

    /// Runs a program to its end, with its standard output in a file of the house if one is named.
    ///
    /// What it prints otherwise is returned.
    func program(
        _ program: String,
        _ arguments: [String],
        to file: String? = nil
    ) async throws -> (status: Int32, output: String) {
        let log = "\(self.house.path)/output-\(UUID().uuidString.prefix(8)).log"
        let running =
            if let file {
                try await RunningProgram.start(
                    "/bin/sh",
                    ["-c", "file=$1; shift; exec \"$@\" >\"$file\"", "sh", file, program]
                        + arguments,
                    output: log
                )
            } else {
                try await RunningProgram.start(program, arguments, output: log)
            }
        guard case .status(let status) = try await running.waitUntilEnded() else {
            throw TimedOut(what: "exit of \(program) \(arguments)", detail: running.output)
        }
        return (status, running.output)
    }

    /// Runs `concordat`.
    func concordat(
        _ arguments: [String],
        to file: String? = nil
    ) async throws -> (status: Int32, output: String) {
        try await self.program(RunningProgram.folder + "/concordat", arguments, to: file)
    }

    /// The address of the log.
    func url(_ daemon: Daemon) throws -> String { "\(try daemon.web.base)/\(self.name)" }

    /// Fetches evidence with `concordat evidence`.
    func evidence(
        _ daemon: Daemon,
        of record: String,
        purpose: String,
        fields: [String],
        as auditor: String,
        to file: String
    ) async throws -> (status: Int32, output: String) {
        try await self.concordat(
            [
                "evidence", "--log", self.url(daemon), "--record", record, "--purpose", purpose,
                "--fields", fields.joined(separator: ","), "--token-file",
                self.tokenFile(of: auditor),
            ],
            to: file
        )
    }

    /// A path in the house.
    func path(_ name: String) -> String { "\(self.house.path)/\(name)" }
}
