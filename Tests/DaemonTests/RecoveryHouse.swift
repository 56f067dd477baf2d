import Foundation
import LogTesting
import Postgres
import PrivateCluster
import Testing

@testable import concordatd

/// A log in a database outside of the data folder, which stays up while programs come and go: what a
/// superuser does to it takes no restart.
struct RecoveryHouse: Sendable {
    let house: House
    let cluster: PrivateCluster
    /// The database's name.
    let name: String
    let database: ExternalDatabase

    /// Makes a log in a database of its own, lends both, and drops the database.
    static func with(
        _ purpose: String,
        _ body: (RecoveryHouse) async throws -> Void
    ) async throws {
        let house = try House(empty: purpose)
        try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
            let database = try await house.external(cluster, name)
            try await house.createLog(in: database)
            try await body(
                RecoveryHouse(house: house, cluster: cluster, name: name, database: database)
            )
        }
    }

    /// The entry at an index, as ``grow(to:keyed:)`` makes it.
    static func entry(_ index: UInt64) -> [UInt8] { Array("entry \(index)".utf8) }

    // MARK: Programs

    /// Serves from the database.
    func serve(_ arguments: [String] = []) async throws -> Daemon {
        try await self.house.serve(self.database.serve + arguments)
    }

    /// Runs `recover`.
    func recover(
        _ arguments: [String],
        database: ExternalDatabase? = nil
    ) async throws -> (status: Int32, output: String) {
        let database = database ?? self.database
        return try await self.house.run(
            [
                "recover", "--data", self.house.data, "--log", "eu", "--database",
                database.serving, "--owner-database", database.owner,
            ] + arguments
        )
    }

    /// Runs `recover --json`, which has to succeed; returns its report.
    func recovered(
        _ arguments: [String],
        database: ExternalDatabase? = nil
    ) async throws -> RecoveryReport {
        let run = try await self.recover(arguments + ["--json"], database: database)
        try #require(run.status == 0, "\(run.output)")
        let line = try #require(run.output.split(separator: "\n").last)
        return try JSONDecoder().decode(RecoveryReport.self, from: Data(line.utf8))
    }

    // MARK: Entries

    /// Appends entries until there are `size`, in requests with a key each, and waits until all are
    /// published.
    func grow(_ daemon: Daemon, from start: UInt64, to size: UInt64) async throws {
        try await self.append(daemon, from: start, to: size)
        try await daemon.waitUntilPublished(size)
    }

    /// The same without waiting.
    func append(_ daemon: Daemon, from start: UInt64, to size: UInt64) async throws {
        var next = start
        while next < size {
            let end = min(next + 4_000, size)
            let lines = (next..<end).map {
                Data(Self.entry($0)).base64EncodedString() + "\n"
            }
            let answer = try await daemon.web.post(
                "/eu/entries",
                Array(lines.joined().utf8),
                key: "key-\(next)",
                type: "application/x-ndjson"
            )
            try #require(answer.status == 201 || answer.status == 200, "\(answer.text)")
            next = end
        }
    }

    /// Serves the log as it is, checks that it has the entries that were promised, and that the next
    /// one gets the next index.
    func expectWhole(
        _ size: UInt64,
        database: ExternalDatabase? = nil
    ) async throws {
        let flags = (database ?? self.database).serve
        let daemon = try await self.house.serve(flags)
        try await daemon.waitUntilReady()
        let entries = try await self.house.checkTree(daemon, size: size)
        for (index, entry) in entries.enumerated() {
            #expect(entry == Self.entry(UInt64(index)), "index \(index)")
        }
        let next = String(decoding: Self.entry(size), as: UTF8.self)
        #expect(try await daemon.append([next]) == [size])
        try await self.house.checkTree(daemon, size: size + 1)
        try await daemon.stop()
    }

    // MARK: Database

    /// Carries out what only a superuser can.
    func execute(_ sql: String, database: ExternalDatabase? = nil) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: (database ?? self.database).owner)
        )
        try await connection.run { try $0.execute(sql) }
        await connection.close()
    }

    /// Changes tables without their seat belts, and puts these on again.
    func tamper(_ sql: String, database: ExternalDatabase? = nil) async throws {
        let tables = ["entries", "tiles", "heads", "idempotency"].map {
            (table: $0, trigger: "append_only")
        }
        let belts = tables + [("tree_state", "only_grows")]
        let off = belts.map { "ALTER TABLE concordat.\($0) DISABLE TRIGGER \($1);" }
        let on = belts.map { "ALTER TABLE concordat.\($0) ENABLE ALWAYS TRIGGER \($1);" }
        try await self.execute(
            off.joined() + sql + ";" + on.joined(),
            database: database
        )
    }

    /// A number that changes when any row of the log does.
    func fingerprint(_ database: ExternalDatabase? = nil) async throws -> Int64 {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: (database ?? self.database).owner)
        )
        let tables = ["logs", "entries", "tiles", "idempotency", "heads", "tree_state"]
        let sums = (tables + ["pending_heads"]).map {
            "(SELECT coalesce(sum(hashtext(t::text)::bigint), 0) FROM concordat.\($0) AS t)"
        }
        let number = try await connection.run {
            try $0.query(
                Statement(unescaped: "SELECT (\(sums.joined(separator: " + ")))::bigint")
            ).int8(0, 0)
        }
        await connection.close()
        return number
    }

    /// A copy of the database as it is now; nobody may be connected.
    func copied(_ suffix: String) async throws -> ExternalDatabase {
        let copy = "\(self.name)_\(suffix)"
        try await self.executeAtServer("CREATE DATABASE \(copy) TEMPLATE \(self.name)")
        return try await self.house.external(self.cluster, copy)
    }

    /// A database without tables.
    func empty(_ suffix: String) async throws -> ExternalDatabase {
        let empty = "\(self.name)_\(suffix)"
        try await self.executeAtServer("CREATE DATABASE \(empty) TEMPLATE template0")
        return try await self.house.external(self.cluster, empty)
    }

    private func executeAtServer(_ sql: String) async throws {
        let connection = try await PostgresConnection(
            ConnectionConfiguration(conninfo: self.cluster.conninfo)
        )
        try await connection.run { try $0.execute(sql) }
        await connection.close()
    }

    // MARK: Mirrors

    /// What is published, as files in a folder.
    func mirror(_ daemon: Daemon, _ name: String = "mirror") async throws -> String {
        let folder = "\(self.house.path)/\(name)"
        let size = try await daemon.publishedSize
        var paths = ["checkpoint", "sm3/checkpoint", "twin"]
        for bundle in 0..<(size + 255) / 256 {
            let width = min(256, size - 256 * bundle)
            paths.append("tile/entries/\(Self.bundleName(bundle, width: width))")
        }
        for path in paths {
            let answer = try await daemon.web.get("/eu/" + path)
            try #require(answer.status == 200, "\(path): \(answer.text)")
            let file = URL(fileURLWithPath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(answer.body).write(to: file)
        }
        return folder
    }

    /// C2SP tlog-tiles; for bundles below 1,000.
    static func bundleName(_ index: UInt64, width: UInt64 = 256) -> String {
        let digits = String(index)
        let name = String(repeating: "0", count: 3 - digits.count) + digits
        return width == 256 ? name : "\(name).p/\(width)"
    }

    /// Changes a byte of an entry in a mirror.
    static func damage(_ folder: String, bundle: UInt64, width: UInt64 = 256) throws {
        let path = "\(folder)/tile/entries/\(Self.bundleName(bundle, width: width))"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    /// Ends a daemon as a loss of power does.
    func kill(_ daemon: Daemon) async throws {
        daemon.program.signal(SIGKILL)
        _ = try await daemon.program.waitUntilEnded()
        // Its sessions end a moment later.
        try await eventually("no session is left") {
            let connection = try await PostgresConnection(
                ConnectionConfiguration(conninfo: self.cluster.conninfo)
            )
            let count = try await connection.run {
                try $0.query(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE application_name = 'concordat' AND datname = $1
                    """,
                    [.text(self.name)]
                ).int8(0, 0)
            }
            await connection.close()
            return count == 0
        }
    }
}
