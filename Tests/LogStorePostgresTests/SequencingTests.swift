import CryptoSuites
import LogCore
import LogStorePostgres
import LogTesting
import MerkleTree
import Postgres
import PrivateCluster
import SignedNotes
import Synchronization
import Testing

@Suite struct SequencingTests {
    /// Two daemons on one log, each with an edge of its own that the other makes stale.
    @Test func twoStoresMakeOneDenseLog() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 500) { first, database in
            try await database.withStore { second in
                let log = try await first.createTestLog()
                let batches = try await withThrowingTaskGroup(
                    of: [(start: UInt64, entries: EntryBatch)].self
                ) { group in
                    for (number, store) in [first, second].enumerated() {
                        group.addTask { try await self.appendFifty(to: log, in: store, number) }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(batches.count == 100)
                var edge = TwinEdge()
                for (start, entries) in batches.sorted(by: { $0.start < $1.start }) {
                    #expect(start == edge.size)
                    let range = start..<start + UInt64(entries.count)
                    #expect(try await first.entries(of: log, at: range) == entries)
                    _ = edge.append(TwinLeaves(hashing: entries))
                }
                #expect(try await second.treeState(of: log) == edge.state)
                #expect(try await first.edge(of: log, size: edge.size) == edge)
                #expect(edge.size > 2_000)
            }
        }
    }

    /// Three daemons, none of which knows what the others have made, and a partition every few
    /// batches: one that was committed a moment ago must do as well as an old one.
    @Test func partitionsThatOthersJustMadeAreUsed() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 8) { first, database in
            let log = try await first.createTestLog()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for daemon in 0..<3 {
                    group.addTask {
                        try await database.withStore { store in
                            for round in 0..<60 {
                                let seed = UInt64(daemon * 1_000 + round)
                                try await store.appendRandom(1 + round % 5, to: log, seed: seed)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await first.treeState(of: log).head.size == 540)
        }
    }

    /// What the daemon's sequencer does: a remembered edge, used if it is the locked one.
    private func appendFifty(
        to log: LogID,
        in store: PostgresLogStore,
        _ number: Int
    ) async throws -> [(start: UInt64, entries: EntryBatch)] {
        let remembered = Mutex(TwinEdge())
        var batches: [(start: UInt64, entries: EntryBatch)] = []
        for round in 0..<50 {
            let entries = EntryBatch.random(
                1 + (round * 13 + number * 5) % 60,
                seed: UInt64(number * 1_000 + round)
            )
            let start = Mutex<UInt64>(0)
            try await store.sequence(in: log, keys: []) {
                (locked: borrowing LockedLog) throws(StoreError) in
                var edge = remembered.withLock { $0 }
                if !edge.matches(locked.state) { edge = try locked.edge() }
                let size = edge.size
                start.withLock { $0 = size }
                let tiles = edge.append(TwinLeaves(hashing: entries))
                let grown = edge
                remembered.withLock { $0 = grown }
                return Integration(entries: entries, tiles: tiles, state: grown.state, keys: [])
            }
            batches.append((start.withLock { $0 }, entries))
        }
        return batches
    }

    @Test func aBatchMayBeLargerThanAPartition() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 100) { store, database in
            let log = try await store.createTestLog()
            for (seed, count) in [1, 98, 1, 1, 950, 49, 1, 300].enumerated() {
                try await store.appendRandom(count, to: log, seed: UInt64(seed))
                let size = try await store.treeState(of: log).head.size
                let made = try await database.number(Self.partitionCount(log))
                // As many indexes as a partition has are always made ahead of the last entry.
                #expect(made * 100 - Int64(size) >= 100, "\(made) partitions for \(size)")
            }
            let size = try await store.treeState(of: log).head.size
            #expect(try await store.entries(of: log, at: 0..<size).count == 1_401)
            #expect(
                try await database.number("SELECT count(*) FROM concordat.entries") == 1_401
            )
        }
    }

    /// Level 2 begins at 65,536 entries; a batch may fill tiles of several levels.
    @Test func tilesOfThreeLevelsAreThoseOfTheTree() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 20_000) { store, _ in
            let log = try await store.createTestLog()
            let tree = TestTree(seed: 10)
            for count in [30_000, 35_535, 1, 700] {
                let entries = try tree.grow(by: count)
                try await store.append(entries, to: log)
                #expect(try await store.treeState(of: log).head == tree.head)
                let edge = try await store.edge(of: log, size: tree.head.size)
                #expect(edge.state.head == tree.head)
            }
            let coordinates = tree.coordinates
            #expect(Set(coordinates.map(\.level)) == [0, 1, 2])
            let tiles = try await store.tiles(of: log, at: coordinates)
            #expect(tiles.map(\.coordinate) == coordinates)
            for tile in tiles {
                #expect(tile == tree.tile(at: tile.coordinate), "\(tile.coordinate)")
            }
        }
    }

    /// What a store remembers of partitions must not outlive the transaction that made them.
    @Test func partitionsOfABatchThatFailedAreMadeAgain() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 10) { store, _ in
            let log = try await store.createTestLog()
            let entries = EntryBatch.random(500, seed: 1)
            await #expect(throws: StoreError.self) {
                try await store.sequence(in: log, keys: []) {
                    (locked: borrowing LockedLog) throws(StoreError) in
                    var edge = try locked.edge()
                    let tiles = edge.append(TwinLeaves(hashing: entries))
                    // The same tile twice: the COPY after the partitions fails.
                    return Integration(
                        entries: entries,
                        tiles: tiles + tiles,
                        state: edge.state,
                        keys: []
                    )
                }
            }
            #expect(try await store.treeState(of: log) == .empty)
            try await store.appendRandom(500, to: log, seed: 1)
            #expect(try await store.entries(of: log, at: 0..<500) == entries)
        }
    }

    /// Somebody analyses the whole table, say: batches go on in the spare partition, and when that
    /// is full they fail within the function's own time limit, not the statement's.
    @Test func partitionsThatCannotBeMadeNowAreMadeLater() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 100) { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(10, to: log, seed: 1)
            let admin = try await PostgresConnection(database.configuration("concordat"))
            try await admin.run { session in
                try session.execute("BEGIN")
                try session.execute(
                    "LOCK TABLE concordat.entries IN SHARE UPDATE EXCLUSIVE MODE"
                )
            }
            try await store.appendRandom(100, to: log, seed: 2)
            await #expect {
                try await store.appendRandom(100, to: log, seed: 3)
            } throws: { error in
                if case .unavailable? = error as? StoreError { true } else { false }
            }
            try await admin.run { try $0.execute("ROLLBACK") }
            try await store.appendRandom(100, to: log, seed: 3)
            #expect(try await store.treeState(of: log).head.size == 210)
            await admin.close()
        }
    }

    /// A partition that a store remembers is gone, as after a failover: the batch fails cleanly and
    /// the next one makes it again.
    @Test func aPartitionThatIsGoneIsMadeAgain() async throws {
        try await StoreDatabase.withStore(entriesPerPartition: 100) { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(10, to: log, seed: 1)
            try await database.execute(
                "DROP TABLE concordat.entries_\(log.value)_1",
                as: "concordat"
            )
            await #expect {
                try await store.appendRandom(100, to: log, seed: 2)
            } throws: { error in
                if case .conflict? = error as? StoreError { true } else { false }
            }
            try await store.appendRandom(100, to: log, seed: 2)
            #expect(try await store.treeState(of: log).head.size == 110)
        }
    }

    /// Somebody with all rights goes round the lock, from within the transaction itself: the state that
    /// was locked is not the one that is replaced.
    @Test(arguments: ["sha256_root = sm3_root", "sm3_root = sha256_root", "size = size + 8"])
    func aStateThatChangesUnderItsLockIsAConflict(change: String) async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(300, to: log, seed: 1)
            try await database.execute(
                """
                CREATE FUNCTION public.meddle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN UPDATE concordat.tree_state SET \(change); RETURN NULL; END $$;
                CREATE TRIGGER meddle AFTER INSERT ON concordat.tiles
                FOR EACH STATEMENT EXECUTE FUNCTION public.meddle()
                """,
                as: "concordat"
            )
            let before = try await store.treeState(of: log)
            await #expect {
                try await store.appendRandom(300, to: log, seed: 2)
            } throws: { error in
                if case .conflict? = error as? StoreError { true } else { false }
            }
            #expect(try await store.treeState(of: log) == before)
        }
    }

    // MARK: Keys that were looked up ahead

    /// Appends one entry with a key unless it is known, as the sequencer does; returns its index.
    private func append(
        _ key: IdempotencyKey,
        _ lookups: [KeyLookup],
        to log: LogID,
        in store: PostgresLogStore
    ) async throws -> UInt64 {
        let index = Mutex<UInt64?>(nil)
        try await store.sequence(in: log, keys: [key], lookups: lookups, records: []) {
            (locked: borrowing LockedLog) throws(StoreError) in
            if let known = locked.known[key] {
                index.withLock { $0 = known.indexes.lowerBound }
                return nil
            }
            let size = locked.state.head.size
            index.withLock { $0 = size }
            var edge = try locked.edge()
            let entries = EntryBatch.random(1, seed: size)
            let tiles = edge.append(TwinLeaves(hashing: entries))
            return Integration(
                entries: entries,
                tiles: tiles,
                state: edge.state,
                keys: [(key, size..<size + 1)]
            )
        }
        return try #require(index.withLock { $0 })
    }

    /// Whoever used the key after it was looked up, and however long ago the lookup was.
    @Test func aKeyThatWasUsedAfterItsLookupIsFound() async throws {
        try await StoreDatabase.withStore { first, database in
            try await database.withStore { second in
                let log = try await first.createTestLog()
                var filler: UInt8 = 100
                for user in [first, second] {
                    for (number, others) in [0, 1, 5, 20].enumerated() {
                        let key = self.key(UInt8(number + 1), writer: user === first ? "a" : "b")
                        let lookup = try await first.lookUp([key], in: log)
                        // There may be others of its prefix.
                        #expect(lookup.stored[KeyIdentity(key)] == nil)
                        #expect(try await first.treeState(of: log).head == lookup.head)
                        let index = try await self.append(key, [], to: log, in: user)
                        for _ in 0..<others {
                            _ = try await self.append(self.key(filler), [], to: log, in: first)
                            filler &+= 1
                        }
                        #expect(
                            try await self.append(key, [lookup], to: log, in: first) == index
                        )
                        // By now it is known, and that holds for ever.
                        let known = try await first.lookUp([key], in: log)
                        let stored = known.stored[KeyIdentity(key)]
                        #expect(stored?.indexes.lowerBound == index)
                        #expect(try await self.append(key, [known], to: log, in: first) == index)
                    }
                }
                let rows = "SELECT count(*) FROM concordat.idempotency"
                #expect(try await database.number(rows) == 8 + 52)
            }
        }
    }

    /// A lookup in a history that this is not: of a database that was lost, of another log.
    @Test func aLookupOfAnotherHistoryIsNotBelieved() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            for first in UInt8(0)..<5 {
                _ = try await self.append(self.key(first), [], to: log, in: store)
            }
            for size in [UInt64(0), 2, 5, 9] {
                let head = TwinHead(
                    size: size,
                    sha256: SHA256Hasher.leafHash([1]),
                    sm3: SM3Hasher.leafHash([1])
                )
                let lookup = KeyLookup(head: head, keys: [self.key(3)], stored: [:])
                #expect(try await self.append(self.key(3), [lookup], to: log, in: store) == 3)
            }
            #expect(try await store.treeState(of: log).head.size == 5)
        }
    }

    /// What was not looked up ahead is looked up under the lock, whatever else was.
    @Test func keysBesideThoseOfALookupAreLookedUp() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let lookup = try await store.lookUp([self.key(1), self.key(1, writer: "w")], in: log)
            for (index, key) in [self.key(1, last: 9), self.key(2)].enumerated() {
                let appended = try await self.append(key, [lookup], to: log, in: store)
                #expect(appended == UInt64(index))
                #expect(try await self.append(key, [lookup], to: log, in: store) == appended)
            }
            // Of one prefix with a key that was used since, and yet another one.
            let third = try await self.append(self.key(1), [lookup], to: log, in: store)
            #expect(third == 2)
        }
    }

    @Test func keysOfNoLogAreNotLookedUp() async throws {
        try await StoreDatabase.withStore { store, database in
            await #expect(throws: StoreError.unknownLog) {
                try await store.lookUp([self.key(1)], in: LogID(99))
            }
        }
    }

    /// No constraint refuses a key twice: the store must.
    @Test func aKeyIsAddedOnceAndOnlyIfItWasLookedUp() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let taken = self.key(1)
            try await store.appendRandom(1, to: log, seed: 1, keys: [(taken, 0..<1)])
            let before = try await store.treeState(of: log)
            let free = self.key(2)
            for (lookedUp, added) in [
                ([taken], [taken]), ([], [free]), ([free], [free, free]), ([taken], [free]),
            ] {
                await #expect {
                    try await store.append(
                        EntryBatch.random(2, seed: 2),
                        to: log,
                        lookingUp: lookedUp,
                        keys: added.map { ($0, 1..<2) }
                    )
                } throws: { error in
                    if case .conflict? = error as? StoreError { true } else { false }
                }
            }
            #expect(try await store.treeState(of: log) == before)
            #expect(try await database.number("SELECT count(*) FROM concordat.idempotency") == 1)
        }
    }

    /// Keys with one prefix are told apart by all of their bytes, and by their writers.
    @Test func keysOfOnePrefixAreSeveral() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let keys = [self.key(1), self.key(1, last: 9), self.key(1, writer: "w")]
            for (index, key) in keys.enumerated() {
                let range = UInt64(index)..<UInt64(index + 1)
                try await store.appendRandom(1, to: log, seed: 1, keys: [(key, range)])
            }
            let known = Mutex<[IdempotencyKey: StoredAppend]>([:])
            try await store.sequence(in: log, keys: keys + [self.key(1, last: 8)]) { locked in
                let found = locked.known
                known.withLock { $0 = found }
                return nil
            }
            let found = known.withLock { $0 }
            #expect(found.count == 3)
            for (index, key) in keys.enumerated() {
                #expect(found[key]?.indexes.lowerBound == UInt64(index))
            }
        }
    }

    /// A row whose prefix is another one would never be found again.
    @Test func theStoredPrefixIsThatOfTheKey() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            var random = SeededGenerator(seed: 11)
            let keys = (UInt64(0)..<200).map { index in
                let key = IdempotencyKey(
                    writer: "",
                    keyMAC: random.bytes(32),
                    bodyMAC: random.bytes(32)
                )
                return (key: key, indexes: index..<index + 1)
            }
            try await store.appendRandom(200, to: log, seed: 1, keys: keys)
            let right = try await database.number(
                """
                SELECT count(*) FROM concordat.idempotency
                WHERE key_prefix = ('x' || encode(substr(key_mac, 1, 8), 'hex'))::bit(64)::bigint
                """
            )
            #expect(right == 200)
        }
    }

    /// Somebody with all rights copied a row: which index a retry gets is not for us to choose.
    @Test func aKeyWithTwoRowsIsCorrupt() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let key = self.key(1)
            try await store.appendRandom(2, to: log, seed: 1, keys: [(key, 0..<1)])
            try await database.execute(
                "INSERT INTO concordat.idempotency SELECT log_id, 1, key_prefix, entry_count, "
                    + "writer, key_mac, body_mac FROM concordat.idempotency",
                as: "concordat"
            )
            await self.expectCorrupt {
                try await store.sequence(in: log, keys: [key]) { _ in nil }
            }
        }
    }

    private func key(_ first: UInt8, last: UInt8 = 0, writer: String = "") -> IdempotencyKey {
        IdempotencyKey(
            writer: writer,
            keyMAC: [UInt8](repeating: first, count: 31) + [last],
            bodyMAC: [UInt8](repeating: 2, count: 32)
        )
    }

    /// The connection dies while the batch is being computed: nothing happened, and the store goes
    /// on with another connection.
    @Test func aBackendThatIsKilledInTheTransactionLeavesNothing() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(10, to: log, seed: 1)
            let before = try await store.treeState(of: log)
            for round in 0..<5 {
                let killer = try await PostgresConnection(database.configuration("concordat"))
                let entries = EntryBatch.random(1_000, seed: 2)
                let isInside = DispatchedSignal()
                let isKilled = DispatchedSignal()
                async let killing: Void = {
                    await isInside.wait()
                    try await killer.run { session in
                        let rows = try session.query(Self.killSequencer)
                        #expect(rows.count == 1)
                    }
                    isKilled.signal()
                }()
                await #expect {
                    try await store.sequence(in: log, keys: []) {
                        (locked: borrowing LockedLog) throws(StoreError) in
                        var edge = try locked.edge()
                        let tiles = edge.append(TwinLeaves(hashing: entries))
                        isInside.signal()
                        isKilled.waitOnThread()
                        return Integration(
                            entries: entries,
                            tiles: tiles,
                            state: edge.state,
                            keys: []
                        )
                    }
                } throws: { error in
                    if case .unavailable? = error as? StoreError { true } else { false }
                }
                try await killing
                #expect(try await store.treeState(of: log) == before, "round \(round)")
                await killer.close()
            }
            try await store.appendRandom(5, to: log, seed: 3)
            #expect(try await store.treeState(of: log).head.size == 15)
            #expect(try await database.number("SELECT count(*) FROM concordat.entries") == 15)
        }
    }

    /// COMMIT waits for a replica that is not there, and somebody ends the wait: the rows are there,
    /// but not where they were promised to be.
    @Test func aCommitWhoseWaitIsCutShortIsUnknown() async throws {
        let cluster = ThrowawayCluster()  // its own: the setting is the whole server's
        try await cluster.withNamedDatabase { cluster, name in
            let database = StoreDatabase(cluster: cluster, name: name)
            _ = try await Migrator().migrate(database.configuration("concordat"))
            let admin = try await PostgresConnection(database.configuration("concordat"))
            try await database.withStore { store in
                let log = try await store.createTestLog()
                try await store.appendRandom(1, to: log, seed: 1)
                try await admin.run { session in
                    try session.execute("SET synchronous_commit = local")
                    try session.execute("ALTER SYSTEM SET synchronous_standby_names = 'missing'")
                    try session.execute("SELECT pg_reload_conf()")
                }
                async let cutting: Void = admin.run { session in
                    // The wait shows itself. Each look is a round trip, and the server's own
                    // statement limit bounds it all.
                    let looks = 0..<100_000
                    let isCut = try looks.contains { _ in
                        try session.query(Self.cancelCommitWait).count > 0
                    }
                    #expect(isCut)
                    try session.execute("ALTER SYSTEM RESET synchronous_standby_names")
                    try session.execute("SELECT pg_reload_conf()")
                }
                // The server takes up its new setting a moment after it was asked to.
                var unknownRound: UInt64?
                for round in UInt64(1)...1_000 where unknownRound == nil {
                    do throws(StoreError) {
                        try await store.appendRandom(3, to: log, seed: 1 + round)
                    } catch {
                        guard case .outcomeUnknown = error else { throw error }
                        unknownRound = round
                    }
                }
                try await cutting
                // This time it had happened.
                let size = 1 + 3 * (try #require(unknownRound))
                #expect(try await store.treeState(of: log).head.size == size)
            }
            await admin.close()
        }
    }

    // MARK: What the rows say against each other

    @Test(arguments: [
        "sha256_edge = overlay(sha256_edge PLACING '\\x00' FROM 5)",
        "sm3_edge = overlay(sm3_edge PLACING '\\x00' FROM 37)",
        "sha256_root = sm3_root",
        "sm3_root = sha256_root",
        "sha256_edge = sm3_edge",
    ])
    func aDamagedTreeStateIsCorrupt(_ damage: String) async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(300, to: log, seed: 1)
            try await database.execute(
                "UPDATE concordat.tree_state SET \(damage)",
                as: "concordat"
            )
            await self.expectCorrupt { _ = try await store.treeState(of: log) }
            await self.expectCorrupt { try await store.appendRandom(1, to: log, seed: 2) }
            #expect(try await database.number("SELECT count(*) FROM concordat.entries") == 300)
        }
    }

    @Test(arguments: [
        "UPDATE concordat.entries SET data = data || '\\x00' WHERE idx = 299",
        "DELETE FROM concordat.entries WHERE idx = 256",
        "UPDATE concordat.tiles SET sm3_root = sha256_root",
        "DELETE FROM concordat.tiles",
    ])
    func aDamagedEdgeIsCorruptToTheSequencer(_ damage: String) async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(300, to: log, seed: 1)
            // A superuser who takes the seat belts off.
            try await database.execute(
                "ALTER TABLE concordat.entries_1_0 DISABLE TRIGGER append_only; "
                    + "ALTER TABLE concordat.entries DISABLE TRIGGER append_only; "
                    + "ALTER TABLE concordat.tiles DISABLE TRIGGER append_only; \(damage)",
                as: "concordat"
            )
            await self.expectCorrupt { try await store.appendRandom(1, to: log, seed: 2) }
        }
    }

    @Test func aTreeStateWithoutAHashForEachBitIsRefusedByItsConstraint() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            try await store.appendRandom(3, to: log, seed: 1)
            await #expect(throws: PostgresError.self) {
                try await database.execute(
                    "UPDATE concordat.tree_state SET size = 4",
                    as: "concordat"
                )
            }
        }
    }

    @Test func aLogIsFullBelowTheLastIndexOfARow() async throws {
        try await StoreDatabase.withStore { store, database in
            let log = try await store.createTestLog()
            let size = UInt64(Int64.max) - 2
            let hashes = String(repeating: "00", count: 32 * size.nonzeroBitCount)
            let edge = try CompactRange<SHA256Hasher>(
                size: size,
                hashes: [TreeHash](concatenated: [UInt8](repeating: 0, count: hashes.count / 2))
                    ?? []
            )
            let sm3 = try CompactRange<SM3Hasher>(
                size: size,
                hashes: [TreeHash](concatenated: [UInt8](repeating: 0, count: hashes.count / 2))
                    ?? []
            )
            try await database.execute(
                "UPDATE concordat.tree_state SET size = \(size), "
                    + "sha256_root = '\\x\(edge.root)', sm3_root = '\\x\(sm3.root)', "
                    + "sha256_edge = '\\x\(hashes)', sm3_edge = '\\x\(hashes)'",
                as: "concordat"
            )
            await #expect {
                try await store.sequence(in: log, keys: []) {
                    (locked: borrowing LockedLog) throws(StoreError) in
                    let entries = EntryBatch.random(5, seed: 1)
                    let leaves = TwinLeaves(hashing: entries)
                    var ranges = (locked.state.sha256Edge, locked.state.sm3Edge)
                    ranges.0.append(contentsOf: leaves.sha256)
                    ranges.1.append(contentsOf: leaves.sm3)
                    let state = TreeState(sha256Edge: ranges.0, sm3Edge: ranges.1)
                    return Integration(entries: entries, tiles: [], state: state, keys: [])
                }
            } throws: { error in
                if case .full? = error as? StoreError { true } else { false }
            }
        }
    }

    private func expectCorrupt(_ body: () async throws -> Void) async {
        await #expect {
            try await body()
        } throws: { error in
            if case .corrupt? = error as? StoreError { true } else { false }
        }
    }

    private static func partitionCount(_ log: LogID) -> String {
        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'concordat.entries'::regclass"
    }

    /// Ends the one transaction that computes; returns when its backend is gone.
    private static let killSequencer = Statement(
        """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'concordat_serving'
            AND state = 'idle in transaction'
        """
    )

    private static let cancelCommitWait = Statement(
        """
        SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'SyncRep'
            AND usename = 'concordat_serving'
        """
    )
}
