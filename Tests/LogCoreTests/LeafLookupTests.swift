import CryptoSuites
import LogTesting
import Logging
import MerkleTree
import SignedNotes
import Testing
import Witnessing

@testable import LogCore

/// Finding entries by their leaf hashes, through the index and without it.
@Suite struct LeafLookupTests {
    /// A published log of entries that are the decimals from 0 on, and a reader of it.
    private final class Shelf: Sendable {
        let store = MemoryLogStore()
        let leafHashes = MemoryLeafHashStore()
        let heads = HeadBoard()
        let log: LogDescriptor
        let reader: LogReader
        let leaves: [TreeHash<SHA256Hasher>]

        init(size: Int, entry: (Int) -> String = { "\($0)" }) async throws {
            self.log = try await self.store.createLog(
                name: LogName("test"),
                origin: LogOrigin("log.example/test"),
                jurisdiction: "EU",
                allowsOpaqueEntries: true
            )
            var entries = EntryBatch()
            for index in 0..<size { try entries.append(Array(entry(index).utf8)) }
            let leaves = TwinLeaves(hashing: entries)
            self.leaves = leaves.sha256
            let batch = entries
            try await self.store.sequence(in: self.log.id, keys: []) {
                (locked: borrowing LockedLog) throws(StoreError) in
                var edge = try locked.edge()
                let tiles = edge.append(leaves)
                return Integration(entries: batch, tiles: tiles, state: edge.state, keys: [])
            }
            self.reader = LogReader(
                log: self.log,
                store: self.store,
                heads: self.heads,
                cache: TileCache(capacity: 2_048),
                leafHashes: self.leafHashes
            )
            try await self.publish()
        }

        private func publish() async throws {
            let head = try await self.store.treeState(of: self.log.id).head
            let notes = HeadNotes(checkpoint: [1], sm3Checkpoint: [2], twin: [3])
            self.heads.show(published: PublishedHead(head: head, notes: notes), pending: nil)
        }

        func indexer(over store: (any LogStore)? = nil) -> LeafHashIndexer {
            LeafHashIndexer(
                log: self.log,
                store: store ?? self.store,
                leafHashes: self.leafHashes,
                heads: self.heads,
                metrics: LogMetrics(log: self.log.name),
                pause: .milliseconds(1),
                clock: ContinuousClock(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }

        /// Indexes all that can be.
        func index() async throws {
            let indexer = self.indexer()
            while try await indexer.step() {}
        }

        func find(_ leaf: TreeHash<SHA256Hasher>, in size: Int) async throws(ReadError) -> UInt64 {
            try await self.reader.leafIndex(of: leaf, treeSize: UInt64(size))
        }
    }

    /// Logs of 1 to 300 entries: each of their entries is found, and the proof of it verifies.
    @Test(arguments: [false, true])
    func everyEntryOfEverySizeIsFoundAndProven(_ isIndexed: Bool) async throws {
        let shelf = try await Shelf(size: 300)
        if isIndexed {
            try await shelf.index()
            #expect(try await shelf.leafHashes.indexedSize(of: shelf.log.id) == 256)
        }
        var range = CompactRange<SHA256Hasher>()
        for size in 1...300 {
            range.append(contentsOf: [shelf.leaves[size - 1]])
            // Searching tile after tile, some sizes have to do; the other tests get their turn.
            await Task.yield()
            guard isIndexed || size < 20 || size % 16 < 2 || size > 298 else { continue }
            for index in 0..<size {
                let leaf = shelf.leaves[index]
                let found = try await shelf.find(leaf, in: size)
                try #require(found == UInt64(index), "in \(size)")
                let (proof, _) = try await shelf.reader.inclusionProof(
                    SHA256Hasher.self,
                    leafIndex: found,
                    treeSize: UInt64(size)
                )
                try proof.verify(leaf: leaf, root: range.root)
            }
            // The entries that come later are not in the tree of this size.
            for index in [size, size + 1, 299] where (size..<300).contains(index) {
                await #expect(throws: ReadError.hashUnknown, "\(index) in \(size)") {
                    try await shelf.find(shelf.leaves[index], in: size)
                }
            }
        }
        let stranger = SHA256Hasher.leafHash(Array("stranger".utf8))
        for size in [0, 1, 256, 300] {
            await #expect(throws: ReadError.hashUnknown) {
                try await shelf.find(stranger, in: size)
            }
        }
        await #expect(throws: ReadError.beyondPublishedSize(300)) {
            try await shelf.find(shelf.leaves[0], in: 301)
        }
    }

    @Test(arguments: [false, true])
    func ofEqualEntriesTheFirstIsFound(_ isIndexed: Bool) async throws {
        // Each text 4 times, 100 apart and side by side.
        let shelf = try await Shelf(size: 600) { "\($0 % 200 / 2)" }
        if isIndexed { try await shelf.index() }
        for index in 0..<600 {
            let first = UInt64(index % 200 / 2 * 2)
            #expect(try await shelf.find(shelf.leaves[index], in: 600) == first)
        }
        // More equal entries than are looked at in one read, and than may be in vain.
        let same = try await Shelf(size: 1_000) { $0 == 500 ? "other" : "same" }
        if isIndexed { try await same.index() }
        #expect(try await same.find(same.leaves[999], in: 1_000) == 0)
        #expect(try await same.find(same.leaves[500], in: 1_000) == 500)
    }

    /// Rows that share the first 8 bytes of a hash and nothing more: forged, because nobody can
    /// make such entries in numbers.
    @Test func collidingPrefixesAreToldApartByTheWholeHash() async throws {
        let shelf = try await Shelf(size: 768)
        try await shelf.index()
        let leaf = shelf.leaves[600]
        for count in [1, 15, 16, 17, 40, 255] {
            for index in 0..<count {
                shelf.leafHashes.forge(UInt64(index), under: leaf, of: shelf.log.id)
            }
            #expect(try await shelf.find(leaf, in: 768) == 600, "\(count) before it")
            #expect(try await shelf.find(leaf, in: 601) == 600)
            // Below it there are only the forged ones, and they are not it.
            await #expect(throws: ReadError.hashUnknown) { try await shelf.find(leaf, in: 600) }
        }
        // A hash of no entry with rows under its prefix, also beyond the tree.
        let stranger = SHA256Hasher.leafHash(Array("stranger".utf8))
        for index in [0, 5, 767, 768, 100_000] as [UInt64] {
            shelf.leafHashes.forge(index, under: stranger, of: shelf.log.id)
        }
        await #expect(throws: ReadError.hashUnknown) { try await shelf.find(stranger, in: 768) }
        // Too many to look at all: that is damage, and not absence.
        for index in 0..<400 {
            shelf.leafHashes.forge(UInt64(index), under: leaf, of: shelf.log.id)
        }
        await #expect {
            try await shelf.find(leaf, in: 768)
        } throws: { error in
            if case .corrupt? = error as? ReadError { true } else { false }
        }
    }

    @Test func aFailureIsNeverAnAbsence() async throws {
        let shelf = try await Shelf(size: 300)
        try await shelf.index()
        let stranger = SHA256Hasher.leafHash(Array("stranger".utf8))
        shelf.leafHashes.fail(with: .unavailable("away"))
        for leaf in [stranger, shelf.leaves[3], shelf.leaves[299]] {
            await #expect(throws: ReadError.unavailable("away")) {
                try await shelf.find(leaf, in: 300)
            }
        }
        shelf.leafHashes.fail(with: nil)
        // The store of tiles fails, behind an index that works.
        for form in FaultInjector.Form.allCases {
            let faults = FaultInjector()
            faults.armAny(1, form)
            let reader = LogReader(
                log: shelf.log,
                store: FaultyLogStore(shelf.store, faults: faults),
                heads: shelf.heads,
                cache: TileCache(capacity: 16),
                leafHashes: shelf.leafHashes
            )
            await #expect {
                _ = try await reader.leafIndex(of: stranger, treeSize: 300)
            } throws: { error in
                if case .unavailable? = error as? ReadError { true } else { false }
            }
        }
    }

    @Test func aLargeGapIsToldAndASmallOneSearched() async throws {
        let size = 66_000
        let shelf = try await Shelf(size: size)
        let unknown = SHA256Hasher.leafHash(Array("stranger".utf8))
        await #expect(throws: ReadError.notIndexed(count: 66_000)) {
            try await shelf.find(unknown, in: size)
        }
        // Known from a smaller tree is known; and a smaller tree has a smaller gap.
        await #expect(throws: ReadError.notIndexed(count: 65_536)) {
            try await shelf.find(shelf.leaves[0], in: 65_536)
        }
        #expect(try await shelf.find(shelf.leaves[65_534], in: 65_535) == 65_534)
        await #expect(throws: ReadError.hashUnknown) { try await shelf.find(unknown, in: 65_535) }
        // One step, 16 tiles: the rest is searched.
        #expect(try await shelf.indexer().step())
        #expect(try await shelf.leafHashes.indexedSize(of: shelf.log.id) == 4_096)
        for index in [0, 4_095, 4_096, 40_000, size - 1] {
            #expect(try await shelf.find(shelf.leaves[index], in: size) == UInt64(index))
        }
        await #expect(throws: ReadError.hashUnknown) { try await shelf.find(unknown, in: size) }
        // All is indexed but what is in no full tile.
        try await shelf.index()
        #expect(try await shelf.leafHashes.indexedSize(of: shelf.log.id) == 65_792)
    }

    /// Two indexers over one store, each stopped and started in between: each hash is there once.
    @Test func indexersDoNotDisturbEachOther() async throws {
        let shelf = try await Shelf(size: 30 * 4_096 / 2 + 100)
        let complete = UInt64(shelf.leaves.count) / 256 * 256
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    var steps = 0
                    while try await shelf.leafHashes.indexedSize(of: shelf.log.id) < complete {
                        // A new one each time: it knows nothing of the one before.
                        let indexer = shelf.indexer()
                        for _ in 0..<3 { if try await indexer.step() { steps += 1 } }
                    }
                    return steps
                }
            }
            let steps = try await group.reduce(0, +)
            #expect(steps >= 15)
        }
        for index in stride(from: 0, to: Int(complete), by: 251) {
            let found = try await shelf.leafHashes.candidates(
                for: shelf.leaves[index],
                of: shelf.log.id,
                from: 0,
                limit: 10
            )
            #expect(found == LeafCandidates(indexes: [UInt64(index)], indexedSize: complete))
        }
    }

    @Test func anIndexerGoesOnAfterFailures() async throws {
        let shelf = try await Shelf(size: 6 * 256)
        let faults = FaultInjector()
        faults.armAny(1, .failsUndone)
        let indexer = shelf.indexer(over: FaultyLogStore(shelf.store, faults: faults))
        let run = Task { await indexer.runUntilCancelled() }
        let end = ContinuousClock.now + .seconds(60)
        while try await shelf.leafHashes.indexedSize(of: shelf.log.id) < 6 * 256 {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(faults.reached.count == 2, "one that failed and one that did not")
        run.cancel()
        await run.value
    }

    /// The whole: a log at work indexes what it publishes, and goes on where it was stopped.
    @Test func aRunningLogFillsItsLookup() async throws {
        let leafHashes = MemoryLeafHashStore()
        let test = try await TestLog(in: MemoryLogStore(), leafHashes: leafHashes)
        let signer = try await test.openSigner()
        for round in 0..<3 {
            let configure = { (configuration: inout LogServiceConfiguration) in
                configuration.leafLookupPause = .milliseconds(5)
            }
            try await test.running(signer: signer, configure: configure) { log in
                var entries = EntryBatch()
                for number in 0..<700 { try entries.append(Array("\(round) \(number)".utf8)) }
                let receipt = try await log.append(Submission(entries: entries, key: nil))
                #expect(await log.published(receipt.indexes.upperBound))
                let size = try log.publishedHead().head.size
                for number in [0, 699] {
                    let leaf = SHA256Hasher.leafHash(Array("\(round) \(number)".utf8))
                    #expect(
                        try await log.leafIndex(of: leaf, treeSize: size)
                            == receipt.indexes.lowerBound + UInt64(number)
                    )
                }
                let isIndexed = await log.eventually { _ in
                    let indexed = try? await leafHashes.indexedSize(of: test.descriptor.id)
                    return indexed == size / 256 * 256
                }
                #expect(isIndexed)
                let head = try log.publishedHead()
                let treeHead = try #require(head.notes.treeHead)
                let key = try #require(log.treeHeadKey)
                #expect(
                    treeHead.isValid(for: head.head.sha256, treeSize: head.head.size, key: key)
                )
            }
        }
        await signer.close()
    }
}
