import CryptoSuites
import LogCore
import LogTesting
import MerkleTree
import Postgres
import SignedNotes
import Testing

@testable import LogStorePostgres

/// Trees computed anew from entries, and entries put back where they were.
@Suite struct RebuildTests {
    /// A store with the owner's rights, as `recover` has it.
    private func withOwner(
        _ database: StoreDatabase,
        _ body: (PostgresLogStore) async throws -> Void
    ) async throws {
        var configuration = database.configuration("concordat")
        configuration.statementTimeout = nil
        configuration.idleInTransactionTimeout = .seconds(600)
        let pool = ConnectionPool(configuration, maximum: 2)
        let store = PostgresLogStore(writing: pool, reading: pool)
        let result: Result<Void, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await pool.shutdown()
        try result.get()
    }

    private func plan(_ recorded: TwinHead) throws -> RebuildPlan {
        RebuildPlan(
            recorded: recorded,
            signed: nil,
            heads: [],
            verifier: HeadVerifier(origin: try LogOrigin("log.example/eu"), keys: [])
        )
    }

    private func fingerprint(_ database: StoreDatabase) async throws -> Int64 {
        try await database.number(
            """
            SELECT ((SELECT coalesce(sum(hashtext(t::text)::bigint), 0) FROM concordat.tiles AS t)
                + (SELECT coalesce(sum(hashtext(t::text)::bigint), 0)
                    FROM concordat.tree_state AS t)
                + (SELECT coalesce(sum(hashtext(t::text)::bigint), 0)
                    FROM concordat.entries AS t))::bigint
            """
        )
    }

    /// Sizes around the ends of tiles; the last one has a full tile of level 1.
    @Test(arguments: [0, 1, 255, 256, 257, 511, 512, 8_191, 8_192, 8_193, 65_836])
    func treesAreComputedAnew(_ size: Int) async throws {
        try await StoreDatabase.withStore { serving, database in
            let log = try await serving.createTestLog()
            if size > 0 { try await serving.appendRandom(size, to: log, seed: UInt64(size)) }
            let whole = try await self.fingerprint(database)
            let head = try await serving.treeState(of: log).head
            try await database.execute(
                """
                ALTER TABLE concordat.tiles DISABLE TRIGGER append_only;
                DELETE FROM concordat.tiles; DELETE FROM concordat.tree_state;
                ALTER TABLE concordat.tiles ENABLE ALWAYS TRIGGER append_only
                """,
                as: "concordat"
            )
            try await self.withOwner(database) { store in
                let report = try await store.rebuild(log, self.plan(head)) { _ in }
                #expect(report.size == UInt64(size) && report.storedSize == nil)
                #expect(report.tileCount == size / 256 + size / 65_536)
                #expect(report.changedTreeState)
                let again = try await store.rebuild(log, self.plan(head)) { _ in }
                #expect(!again.isChange)
            }
            #expect(try await self.fingerprint(database) == whole)
            // The next batch finds its edge in the rebuilt rows.
            try await serving.appendRandom(3, to: log, seed: 1)
        }
    }

    @Test func whatIsRefusedLeavesEverythingAsItWas() async throws {
        try await StoreDatabase.withStore { serving, database in
            let log = try await serving.createTestLog()
            try await serving.appendRandom(600, to: log, seed: 1)
            let head = try await serving.treeState(of: log).head
            let earlier = try await serving.edge(of: log, size: 300).state.head
            let whole = try await self.fingerprint(database)
            try await self.withOwner(database) { store in
                // A record below the database's size: the rest is nobody's promise.
                let above = try await store.rebuild(log, self.plan(earlier)) { _ in }
                #expect(above.size == 600 && !above.isChange)
                let other = TwinHead(size: 300, sha256: earlier.sha256, sm3: head.sm3)
                await #expect(throws: RebuildError.otherEntries(recordedSize: 300)) {
                    try await store.rebuild(log, self.plan(other)) { _ in }
                }
                let beyond = TwinHead(size: 601, sha256: head.sha256, sm3: head.sm3)
                await #expect(throws: RebuildError.entryMissing(600)) {
                    try await store.rebuild(log, self.plan(beyond)) { _ in }
                }
            }
            #expect(try await self.fingerprint(database) == whole)
            let reading = try await DatabaseReader(
                database.configuration("concordat_serving"),
                now: { 0 }
            ).reading()
            #expect(reading.unguardedTables == [], "the seat belts are on")
            // Who may not take them off gets nowhere.
            try await self.expectNoRights(serving, log, head)
        }
    }

    private func expectNoRights(
        _ store: PostgresLogStore,
        _ log: LogID,
        _ head: TwinHead
    ) async throws {
        await #expect(throws: RebuildError.self) {
            try await store.rebuild(log, self.plan(head)) { _ in }
        }
        await #expect(throws: StoreError.self) {
            try await store.restore(EntryRows(), replacing: [1], of: log)
        }
        await #expect(throws: StoreError.self) {
            try await store.restorePartitions(of: log, below: 1)
        }
    }

    /// More partitions than are made at a time, some of them gone.
    @Test func lostPartitionsAndEntriesComeBack() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 10) { serving, database in
            let log = try await serving.createTestLog()
            let entries = EntryBatch.random(1_105, seed: 5)
            for start in stride(from: 0, to: 1_105, by: 500) {
                try await serving.append(entries.slice(start..<min(start + 500, 1_105)), to: log)
            }
            let whole = try await self.fingerprint(database)
            let head = try await serving.treeState(of: log).head
            let lost: [UInt64] = [0, 50, 109]
            for partition in lost {
                try await database.execute(
                    "DROP TABLE concordat.entries_\(log.value)_\(partition)",
                    as: "concordat"
                )
            }
            try await self.withOwner(database) { store in
                await #expect(throws: RebuildError.entryMissing(0)) {
                    try await store.rebuild(log, self.plan(head)) { _ in }
                }
                try await store.restorePartitions(of: log, below: 1_105)
                #expect(try await store.treeState(of: log).head == head, "it is what it was")
                var rows = EntryRows()
                for partition in lost {
                    for index in partition * 10..<partition * 10 + 10 {
                        try rows.append(entries[Int(index)], at: index)
                    }
                }
                try await store.restore(rows, replacing: [], of: log)
                await #expect(throws: StoreError.self) {
                    try await store.restore(rows, replacing: [], of: log)
                }
                let report = try await store.rebuild(log, self.plan(head)) { _ in }
                #expect(!report.isChange)
            }
            #expect(try await self.fingerprint(database) == whole)
        }
    }

    @Test func keysAreKnownByTheEntriesTheyStandFor() async throws {
        try await StoreDatabase.withStore { serving, database in
            let log = try await serving.createTestLog()
            func key(_ number: UInt8) -> IdempotencyKey {
                IdempotencyKey(
                    writer: "",
                    keyMAC: [UInt8](repeating: number, count: 32),
                    bodyMAC: [UInt8](repeating: number, count: 32)
                )
            }
            try await serving.appendRandom(
                40,
                to: log,
                seed: 1,
                keys: [(key(1), 0..<5), (key(2), 10..<20), (key(3), 20..<21)]
            )
            try await self.withOwner(database) { store in
                let all = try await store.indexesWithoutKey(of: log, in: 0..<40)
                #expect(all == [5..<10, 21..<40])
                #expect(try await store.indexesWithoutKey(of: log, in: 12..<18).isEmpty)
                #expect(try await store.indexesWithoutKey(of: log, in: 3..<7) == [5..<7])
                #expect(try await store.indexesWithoutKey(of: log, in: 19..<22) == [21..<22])
                // An entry in the place of another takes the key away that stood for it.
                var rows = EntryRows()
                try rows.append([1], at: 15)
                try await store.restore(rows, replacing: [15], of: log)
                #expect(
                    try await store.indexesWithoutKey(of: log, in: 8..<22) == [8..<20, 21..<22]
                )
                #expect(try await store.entries(of: log, at: 15..<16) == EntryBatch([1]))
            }
        }
    }

    @Test func sparseRowsAreReadAsTheyAre() throws {
        var rows = EntryRows()
        #expect(rows.denseCount(from: 3) == 0)
        for index: UInt64 in [3, 4, 6] { try rows.append([UInt8(index)], at: index) }
        #expect(rows.denseCount(from: 3) == 2)
        #expect(rows.denseCount(from: 4) == 0)
        #expect(throws: EntryError.empty) { try rows.append([], at: 7) }
        #expect(rows.indexes == [3, 4, 6])
    }
}
