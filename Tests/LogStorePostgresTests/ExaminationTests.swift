import LogCore
import LogStorePostgres
import LogTesting
import MerkleTree
import Postgres
import SignedNotes
import Testing
import Witnessing

/// `fsck` on a real database: what a superuser does to it is found, and nothing else.
@Suite struct ExaminationTests {
    @Test func aPublishedLogIsFoundWell() async throws {
        try await ExaminedLog.withCopy { log, database in
            let examination = try await log.examine(database)
            #expect(examination.findings.sorted == [])
            #expect(examination.isComplete)
            #expect(examination.position == 700)
        }
    }

    @Test(arguments: SuperuserEdit.all) func anEditIsFound(_ edit: SuperuserEdit) async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper(edit.changes)
            let found = try await log.examine(database).findings
            let lines = found.sorted.map(\.description)
            let expected = edit.findings
            #expect(lines.count == expected.count, "\(lines.joined(separator: "\n"))")
            for beginning in expected {
                #expect(
                    lines.count { $0.hasPrefix(beginning) } == 1,
                    "\(beginning) is not one of: \(lines.joined(separator: "\n"))"
                )
            }
            #expect(found.firstIndex == edit.firstIndex)
        }
    }

    /// What was there before is known in neither tree then, so that all above contradicts as well.
    @Test func anEntryChangedWithAPartOfItsTileIsFound() async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper([
                "UPDATE concordat.entries SET data = 'forged' WHERE idx = 77",
                """
                UPDATE concordat.tiles SET
                    sha256 = overlay(sha256 PLACING sha256('\\x00666f72676564') FROM 77 * 32 + 1)
                WHERE idx = 0
                """,
            ])
            let found = try await log.examine(database).findings
            let tile = Finding.tileChanged(.sm3, level: 0, index: 0, position: 77)
            #expect(found.sorted.contains(tile), "\(found.sorted)")
            #expect(found.firstIndex == 77)
        }
    }

    /// The last 100 entries taken away without a trace in the database.
    @Test func aTailCutOffWithEverythingIsFoundByTheSigner() async throws {
        try await ExaminedLog.withCopy { log, database in
            let edge = try await Self.edge(of: log, database, size: 600)
            try await database.tamper([
                "DELETE FROM concordat.entries WHERE idx >= 600",
                "DELETE FROM concordat.heads WHERE size > 600",
                "DELETE FROM concordat.idempotency WHERE first_index >= 600",
                Self.setState(edge.state),
            ])
            let found = try await log.examine(database).findings
            #expect(found.sorted == [.databaseBehind(size: 600, recorded: 700)])
            #expect(found.firstIndex == 600)
        }
    }

    /// Entry 400 changed, and tiles, state and heads made as if it had always been so: nothing in the
    /// database contradicts itself but what was signed.
    @Test func aHistoryRewrittenConsistentlyIsFoundBySignaturesAndSigner() async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper([
                "UPDATE concordat.entries SET data = 'forged' WHERE idx = 400"
            ])
            var edge = try await Self.edge(of: log, database, size: 0)
            var changes: [String] = []
            for (start, end) in [(0, 100), (100, 300), (300, 600), (600, 700)] as [(UInt64, UInt64)]
            {
                let entries = try await Self.entries(of: log, database, start..<end)
                for tile in edge.append(TwinLeaves(hashing: entries)) {
                    changes.append(Self.setTile(tile))
                }
                changes.append(Self.setHead(edge.state.head))
            }
            changes.append(Self.setState(edge.state))
            try await database.tamper(changes)

            let found = try await log.examine(database).findings
            let lines = found.sorted
            let notes: [Finding.Note] = [.checkpoint, .sm3Checkpoint, .twin]
            let contradicted: [Finding] = [600, 700].flatMap { size in
                notes.map { .noteContradicts(.published, $0, size: size, sound: 300) }
            }
            #expect(lines.filter { $0.subject == "head" } == contradicted)
            let recorded: [Finding] = [Finding.HeadKind.recorded, .signed].flatMap { kind in
                Suite.allCases.map { .rootChanged(kind, $0, size: 700, sound: 300) }
            }
            #expect(lines.filter { $0.subject == "signer" } == recorded)
            #expect(lines.count == 10, "\(lines)")
            #expect(found.firstIndex == 300)
        }
    }

    @Test func rowsOfALogThatIsNoneAreFound() async throws {
        try await ExaminedLog.withCopy { _, database in
            try await database.tamper([
                "CREATE TABLE concordat.stranger (LIKE concordat.entries INCLUDING ALL)",
                "ALTER TABLE concordat.entries ATTACH PARTITION concordat.stranger "
                    + "FOR VALUES FROM (99, 0) TO (99, 10)",
                "INSERT INTO concordat.entries VALUES (99, 3, 'a'), (99, 4, 'b')",
                "INSERT INTO concordat.tiles SELECT -7, 2, level, sha256_root, sm3_root, sha256, "
                    + "sm3 FROM concordat.tiles WHERE idx = 0",
            ])
            let snapshot = try await PostgresLogSnapshot(
                database.configuration("concordat_serving")
            )
            let rows = try await snapshot.foreignRows()
            await snapshot.close()
            #expect(rows.map(\.log.value) == [-7, 99])
            #expect(rows.map(\.rows.table) == [.tiles, .entries])
            #expect(rows.map(\.rows.first) == [2, 3])
        }
    }

    @Test func rowsThatAreHiddenFromTheRoleAreNoAnswer() async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper([
                "ALTER TABLE concordat.heads ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY hidden ON concordat.heads USING (size <> 300)",
            ])
            let error = await #expect(throws: StoreError.self) { try await log.examine(database) }
            guard case .unavailable(let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("row-level security"), "\(reason)")
        }
    }

    @Test func aSchemaOfAnotherVersionIsNotGuessedAt() async throws {
        try await ExaminedLog.withCopy { log, database in
            try await database.tamper([
                "INSERT INTO concordat.schema_migrations (version, name, sha256) "
                    + "SELECT max(version) + 1, 'later', sha256('later') "
                    + "FROM concordat.schema_migrations"
            ])
            await #expect(throws: MigrationError.self) { try await log.examine(database) }
        }
    }

    @Test(arguments: [0, 1, 99, 255, 256, 257]) func anUnalteredLogOfAnySizeIsFoundWell(
        _ count: Int
    ) async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 100) { store, database in
            let log = try await Self.log(of: count, in: store)
            let examination = try await Self.examine(log, database)
            #expect(examination.findings.sorted == [])
            #expect(examination.isComplete)
        }
    }

    /// Large enough for a full tile of level 1, over seven partitions.
    @Test func aLogOfSeveralLevelsIsFoundWellAndItsUpperTilesAreCompared() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 10_000) { store, database in
            let log = try await Self.log(of: 65_537, in: store)
            let examination = try await Self.examine(log, database)
            #expect(examination.findings.sorted == [])
            #expect(examination.position == 65_537)

            let byte = 32 * 9
            try await database.tamper([
                "UPDATE concordat.tiles SET sm3 = set_byte(sm3, \(byte), get_byte(sm3, \(byte)) # 1) "
                    + "WHERE level = 1",
                "DELETE FROM concordat.entries WHERE idx = 40000",
            ])
            let found = try await Self.examine(log, database).findings
            #expect(
                found.sorted == [
                    .tileChanged(.sm3, level: 1, index: 0, position: 9),
                    .entriesMissing(40_000..<40_001),
                ]
            )
        }
    }

    /// What daemons add while a log is examined is in none of the rows.
    @Test func aSnapshotStandsWhileOthersAppend() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 100) { store, database in
            let log = try await Self.log(of: 300, in: store)
            let snapshot = try await PostgresLogSnapshot(
                database.configuration("concordat_serving")
            )
            for seed in UInt64(2)..<6 { try await store.appendRandom(200, to: log.id, seed: seed) }
            let examiner = LogExaminer(log, verifierKeys: nil)
            let examination = try await examiner.examine(snapshot, record: nil)
            await snapshot.close()
            #expect(examination.size == 300)
            #expect(examination.findings.sorted == [])
            #expect(try await Self.examine(log, database).size == 1_100)
        }
    }

    @Test func theStoreReadsTheSameRows() async throws {
        try await ExaminedLog.withCopy { log, database in
            let snapshot = try await PostgresLogSnapshot(
                database.configuration("concordat_serving")
            )
            let id = log.descriptor.id
            try await database.withStore { store in
                let entries = try await store.storedEntries(of: id, at: 100..<500)
                #expect(entries.entries.count == 400)
                #expect(try await snapshot.storedEntries(of: id, at: 100..<500) == entries)
                let tiles = try await store.storedTiles(of: id, level: 0, at: 0..<2)
                #expect(tiles.count == 2)
                #expect(try await snapshot.storedTiles(of: id, level: 0, at: 0..<2) == tiles)
                let heads = try await store.storedHeads(of: id, sizes: 0...600)
                #expect(heads.map(\.size).filter { $0 > 0 } == [100, 300, 600])
                #expect(try await snapshot.storedHeads(of: id, sizes: 0...600) == heads)
            }
            await snapshot.close()
        }
    }

    // MARK: - Helpers

    private static func log(
        of count: Int,
        in store: PostgresLogStore
    ) async throws -> LogDescriptor {
        let id = try await store.createTestLog()
        if count > 0 { try await store.appendRandom(count, to: id, seed: 1) }
        return try #require(try await store.logs().first { $0.id == id })
    }

    private static func examine(
        _ log: LogDescriptor,
        _ database: StoreDatabase
    ) async throws -> Examination {
        let snapshot = try await PostgresLogSnapshot(database.configuration("concordat_serving"))
        let examination = try await LogExaminer(log, verifierKeys: nil).examine(
            snapshot,
            record: nil
        )
        await snapshot.close()
        return examination
    }

    private static func entries(
        of log: ExaminedLog,
        _ database: StoreDatabase,
        _ indexes: Range<UInt64>
    ) async throws -> EntryBatch {
        var entries = EntryBatch()
        try await database.withStore { store in
            entries = try await store.entries(of: log.descriptor.id, at: indexes)
        }
        return entries
    }

    private static func edge(
        of log: ExaminedLog,
        _ database: StoreDatabase,
        size: UInt64
    ) async throws -> TwinEdge {
        var edge = TwinEdge()
        let entries = try await Self.entries(of: log, database, 0..<size)
        _ = edge.append(TwinLeaves(hashing: entries))
        return edge
    }

    private static func literal<Hasher>(_ hashes: [TreeHash<Hasher>]) -> String {
        "'\\x" + hashes.map(\.description).joined() + "'"
    }

    private static func setState(_ state: TreeState) -> String {
        """
        UPDATE concordat.tree_state SET size = \(state.head.size),
            sha256_root = \(Self.literal([state.head.sha256])),
            sm3_root = \(Self.literal([state.head.sm3])),
            sha256_edge = \(Self.literal(state.sha256Edge.hashes)),
            sm3_edge = \(Self.literal(state.sm3Edge.hashes))
        """
    }

    private static func setTile(_ tile: TwinTile) -> String {
        """
        UPDATE concordat.tiles SET sha256 = \(Self.literal(tile.sha256.hashes)),
            sm3 = \(Self.literal(tile.sm3.hashes)),
            sha256_root = \(Self.literal([tile.sha256.root])),
            sm3_root = \(Self.literal([tile.sm3.root]))
        WHERE level = \(tile.coordinate.level) AND idx = \(tile.coordinate.index)
        """
    }

    private static func setHead(_ head: TwinHead) -> String {
        """
        UPDATE concordat.heads SET sha256_root = \(Self.literal([head.sha256])),
            sm3_root = \(Self.literal([head.sm3]))
        WHERE size = \(head.size)
        """
    }
}
