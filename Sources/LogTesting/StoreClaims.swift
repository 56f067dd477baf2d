import CryptoSuites
import LogCore
import MerkleTree
import SignedNotes
import Synchronization
import Witnessing

/// The claims of ``LogStoreExercise``, and what they share.
struct StoreBench {
    let store: any LogStore
    let label: String

    // MARK: Logs

    func aNewLogIsEmpty() async throws {
        let origin = try LogOrigin("\(self.label).example/log")
        let name = try LogName("l-\(self.label)")
        let log = try await self.store.createLog(
            name: name,
            origin: origin,
            jurisdiction: "CN",
            allowsOpaqueEntries: true
        )
        try claim(log.name, is: name, "the name")
        try claim(log.origin, is: origin, "the origin")
        try claim(log.jurisdiction, is: "CN", "the jurisdiction")
        try claim(log.allowsOpaqueEntries, is: true, "whether entries are opaque")
        try claim(try await self.store.logs().filter { $0.id == log.id }, is: [log], "the list")
        try claim(try await self.store.treeState(of: log.id), is: .empty, "the state")
        try claim(try await self.store.edge(of: log.id, size: 0), is: TwinEdge(), "the edge")
        try claim(try await self.store.entries(of: log.id, at: 0..<0).count, is: 0, "entries")
        try claim(try await self.store.tiles(of: log.id, at: []), is: [], "tiles")
        try claim(try await self.store.publishedHead(of: log.id), is: nil, "the newest head")
        try claim(try await self.store.publishedHead(of: log.id, size: 0), is: nil, "head 0")
        try claim(try await self.store.pendingHead(of: log.id), is: nil, "the pending head")
    }

    func anOpaqueLogStaysOne() async throws {
        let log = try await self.store.createLog(
            name: LogName("l-\(self.label)"),
            origin: LogOrigin("\(self.label).example/log"),
            jurisdiction: "ES",
            allowsOpaqueEntries: false,
            hasOpaqueRecords: true
        )
        try claim(log.hasOpaqueRecords, is: true, "whether records are opaque")
        try claim(try await self.store.logs().filter { $0.id == log.id }, is: [log], "the list")
        let open = try await self.newLog("open")
        try claim(open.hasOpaqueRecords, is: false, "whether records of another log are")
    }

    func aTakenNameOrOriginIsRefused() async throws {
        let log = try await self.newLog("a")
        for (name, origin) in [
            (log.name, try LogOrigin("\(self.label).example/other")),
            (try LogName("l-\(self.label)-other"), log.origin),
        ] {
            try await claimThrows(.alreadyExists, "\(name) \(origin)") {
                () async throws(StoreError) in
                _ = try await self.store.createLog(
                    name: name,
                    origin: origin,
                    jurisdiction: "EU",
                    allowsOpaqueEntries: false
                )
            }
        }
        let ours = try await self.store.logs().filter { $0.name.text.hasPrefix("l-\(self.label)-") }
        try claim(ours, is: [log], "the list after two refusals")
    }

    func anUnknownLogIsRefused() async throws {
        let nobody = LogID(Int64.max)
        try await claimThrows(.unknownLog, "the state") { () async throws(StoreError) in
            _ = try await self.store.treeState(of: nobody)
        }
        let wasCalled = Mutex(false)
        try await claimThrows(.unknownLog, "a batch") { () async throws(StoreError) in
            try await self.store.sequence(in: nobody, keys: []) { _ in
                wasCalled.withLock { $0 = true }
                return nil
            }
        }
        try claim(wasCalled.withLock { $0 }, is: false, "whether integrate was called")
    }

    // MARK: Sequencing

    func whatIsSequencedIsReadBack() async throws {
        let log = try await self.newLog("a").id
        let tree = TestTree(seed: 1)
        // Lengths at the ends of what is allowed, and batches that end within, at and past a tile.
        let lengths = [1, 65_535, 2, 300, 3_000]
        var size = 0
        for (number, count) in [1, 4, 250, 1, 256, 600, 3].enumerated() {
            let batch = try tree.grow(by: count) { lengths[(number + $0) % lengths.count] }
            try await self.append(batch, to: log)
            let range = UInt64(size)..<UInt64(size + count)
            try claim(
                try await self.store.entries(of: log, at: range) == batch,
                is: true,
                "whether entries \(range) are those of the batch"
            )
            size += count
            try claim(try await self.store.treeState(of: log).head, is: tree.head, "the head")
            let edge = try await self.store.edge(of: log, size: UInt64(size))
            try claim(edge.state.head, is: tree.head, "the edge's head")
        }
        let inner = UInt64(3)..<UInt64(size - 1)
        try claim(
            try await self.store.entries(of: log, at: inner) == tree.entries(inner),
            is: true,
            "whether a run across batches is right"
        )
        // Edges of smaller sizes are still there: a restarted signer asks for them.
        for old in [1, 255, 256, 257, 511, 512] where old <= size {
            let edge = try await self.store.edge(of: log, size: UInt64(old))
            try claim(edge.state.head, is: tree.head(at: old), "the edge of size \(old)")
        }
    }

    func nothingIsWrittenIfIntegrateDeclines() async throws {
        let log = try await self.newLog("a").id
        let tree = TestTree(seed: 2)
        try await self.append(try tree.grow(by: 5), to: log)
        let before = try await self.store.treeState(of: log)
        try await self.store.sequence(in: log, keys: [self.key(1)]) { _ in nil }
        try claim(try await self.store.treeState(of: log), is: before, "the state")
        try await self.append(try tree.grow(by: 5), to: log)
        try claim(try await self.store.treeState(of: log).head, is: tree.head, "the head after")
    }

    func nothingIsWrittenIfIntegrateThrows() async throws {
        let log = try await self.newLog("a").id
        let tree = TestTree(seed: 3)
        try await self.append(try tree.grow(by: 5), to: log)
        let before = try await self.store.treeState(of: log)
        try await claimThrows(.corrupt, "what integrate throws") {
            () async throws(StoreError) in
            try await self.store.sequence(in: log, keys: []) {
                (_: borrowing LockedLog) throws(StoreError) in
                throw .corrupt("on purpose")
            }
        }
        try claim(try await self.store.treeState(of: log), is: before, "the state")
        try await self.append(try tree.grow(by: 5), to: log)
        try claim(try await self.store.treeState(of: log).head, is: tree.head, "the head after")
    }

    func theLockedEdgeIsTheTrees() async throws {
        let log = try await self.newLog("a").id
        let tree = TestTree(seed: 4)
        for count in [1, 254, 1, 1, 255, 256, 700] {
            try await self.append(try tree.grow(by: count), to: log)
            let expected = tree.head
            let seen = Mutex<[TwinHead]>([])
            try await self.store.sequence(in: log, keys: []) {
                (locked: borrowing LockedLog) throws(StoreError) in
                let heads = [locked.state.head, try locked.edge().state.head]
                seen.withLock { $0 = heads }
                return nil
            }
            try claim(seen.withLock { $0 }, is: [expected, expected], "the locked state and edge")
        }
    }

    func keysAreKnownAfterTheirBatch() async throws {
        let log = try await self.newLog("a").id
        let other = try await self.newLog("b").id
        let tree = TestTree(seed: 5)
        let first = self.key(1, writer: "")
        let second = self.key(2, writer: "hospital")
        let appended: [(key: IdempotencyKey, indexes: Range<UInt64>)] = [
            (first, 0..<1), (second, 1..<4),
        ]
        try await self.append(try tree.grow(by: 4), to: log, keys: appended)
        let sameWithOtherBody = IdempotencyKey(
            writer: first.writer,
            keyMAC: first.keyMAC,
            bodyMAC: self.key(9).bodyMAC
        )
        let ofAnotherWriter = IdempotencyKey(
            writer: "clinic",
            keyMAC: second.keyMAC,
            bodyMAC: second.bodyMAC
        )
        let asked = [first, second, sameWithOtherBody, ofAnotherWriter, self.key(3)]
        try claim(
            try await self.known(asked, in: log),
            is: [
                first: StoredAppend(bodyMAC: first.bodyMAC, indexes: 0..<1),
                second: StoredAppend(bodyMAC: second.bodyMAC, indexes: 1..<4),
                sameWithOtherBody: StoredAppend(bodyMAC: first.bodyMAC, indexes: 0..<1),
            ],
            "what is known"
        )
        try claim(try await self.known(asked, in: other), is: [:], "what another log knows")
        try claim(try await self.known([], in: log), is: [:], "what is known of no keys")
    }

    func tilesAreThoseOfTheTreeAtEverySize() async throws {
        let log = try await self.newLog("a").id
        let tree = TestTree(seed: 6)
        var tilesChecked = 0
        for size in 1...600 {
            try await self.append(try tree.grow(by: 1) { _ in 1 + size % 40 }, to: log)
            var coordinates = tree.coordinates
            // A client that saw a smaller tree asks for narrower tiles: prefixes of today's.
            for tile in coordinates {
                guard
                    let narrower = TileCoordinate(
                        level: tile.level,
                        index: tile.index,
                        width: 1 + size % tile.width
                    )
                else { continue }
                coordinates.append(narrower)
            }
            coordinates.shuffle(using: &tree.random)
            let tiles = try await self.store.tiles(of: log, at: coordinates)
            try claim(tiles.map(\.coordinate), is: coordinates, "the order at size \(size)")
            for tile in tiles {
                try claim(
                    tile == tree.tile(at: tile.coordinate),
                    is: true,
                    "whether \(tile.coordinate) is right at size \(size)"
                )
            }
            tilesChecked += tiles.count
        }
        try claim(tilesChecked, is: 2 * 1_377, "the number of tiles that were checked")
    }

    func rowsThatAreNotThereAreNamed() async throws {
        let log = try await self.newLog("a").id
        let tree = TestTree(seed: 7)
        try await self.append(try tree.grow(by: 300), to: log)
        for indexes in [299..<301, 300..<301, UInt64.max - 1..<UInt64.max] {
            try await claimThrows(.corrupt, "entries \(indexes)") {
                () async throws(StoreError) in
                _ = try await self.store.entries(of: log, at: indexes)
            }
        }
        for (level, index, width) in [
            (0, 1, 45), (0, 1, 256), (1, 0, 2), (2, 0, 1), (0, 1 << 55, 1),
        ] {
            guard let tile = TileCoordinate(level: level, index: UInt64(index), width: width)
            else { throw BrokenClaim(description: "no such place") }
            try await claimThrows(.corrupt, "\(tile)") { () async throws(StoreError) in
                _ = try await self.store.tiles(of: log, at: [tile])
            }
        }
        for size: UInt64 in [301, 512, 70_000] {
            try await claimThrows(.corrupt, "the edge of \(size)") {
                () async throws(StoreError) in
                _ = try await self.store.edge(of: log, size: size)
            }
        }
    }

    func logsDoNotTouchEachOther() async throws {
        let logs = [try await self.newLog("a").id, try await self.newLog("b").id]
        let trees = [TestTree(seed: 8), TestTree(seed: 9)]
        for count in [10, 300, 1] {
            for (log, tree) in zip(logs, trees) {
                try await self.append(
                    try tree.grow(by: count + (tree === trees[0] ? 0 : 7)),
                    to: log
                )
            }
        }
        for (log, tree) in zip(logs, trees) {
            try claim(try await self.store.treeState(of: log).head, is: tree.head, "the head")
            let all = 0..<tree.head.size
            try claim(
                try await self.store.entries(of: log, at: all) == tree.entries(all),
                is: true,
                "whether the entries are its own"
            )
            for tile in try await self.store.tiles(of: log, at: tree.coordinates) {
                try claim(tile == tree.tile(at: tile.coordinate), is: true, "\(tile.coordinate)")
            }
        }
    }

    func concurrentWritersMakeOneDenseLog() async throws {
        let log = try await self.newLog("a").id
        let batches = try await withThrowingTaskGroup(
            of: [(start: UInt64, entries: EntryBatch)].self
        ) { group in
            for writer in 0..<4 {
                group.addTask {
                    let own = TestTree(seed: 100 + UInt64(writer))
                    var batches: [(start: UInt64, entries: EntryBatch)] = []
                    for number in 0..<25 {
                        let batch = try own.grow(by: 1 + (number * 7 + writer) % 40)
                        batches.append((try await self.append(batch, to: log), batch))
                    }
                    return batches
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try claim(batches.count, is: 100, "the number of batches")
        var edge = TwinEdge()
        for (start, batch) in batches.sorted(by: { $0.start < $1.start }) {
            try claim(start, is: edge.size, "where a batch begins")
            let range = start..<start + UInt64(batch.count)
            try claim(
                try await self.store.entries(of: log, at: range) == batch,
                is: true,
                "whether entries \(range) are those of their batch"
            )
            _ = edge.append(TwinLeaves(hashing: batch))
        }
        try claim(try await self.store.treeState(of: log), is: edge.state, "the folded state")
        try claim(
            try await self.store.edge(of: log, size: edge.size),
            is: edge,
            "the stored edge"
        )
    }

    // MARK: Heads

    func aHeadGoesFromPendingToPublished() async throws {
        let log = try await self.newLog("a").id
        var newest: UInt64?
        for size: UInt64 in [0, 1, 300, 301] {
            let head = self.head(size)
            let notes = self.notes(size)
            let signed = PublishedHead(head: head, notes: notes)
            try claim(
                try await self.store.insertPendingHead(head, of: log, after: newest),
                is: PendingHead(head: head, notes: nil),
                "what is pending after the insertion"
            )
            try claim(
                try await self.store.pendingHead(of: log),
                is: PendingHead(head: head, notes: nil),
                "what is pending"
            )
            try await self.store.storeNotes(self.notes(99), for: self.head(size, fork: 1), of: log)
            try await self.store.storeNotes(notes, for: head, of: log)
            try await self.store.storeNotes(self.notes(98), for: head, of: log)
            try claim(
                try await self.store.pendingHead(of: log),
                is: PendingHead(head: head, notes: notes),
                "the notes that came first"
            )
            try claim(
                try await self.store.publishedHead(of: log)?.head.size,
                is: newest,
                "the newest head before"
            )
            try await self.store.publish(signed, of: log)
            try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending after")
            try claim(try await self.store.publishedHead(of: log), is: signed, "the newest head")
            try await self.store.publish(signed, of: log)
            newest = size
        }
        for size: UInt64 in [0, 1, 300, 301] {
            try claim(
                try await self.store.publishedHead(of: log, size: size),
                is: PublishedHead(head: self.head(size), notes: self.notes(size)),
                "the head of size \(size)"
            )
        }
        for size in [2, 299, UInt64.max] {
            let head = try await self.store.publishedHead(of: log, size: size)
            try claim(head, is: nil, "the head of size \(size)")
        }
    }

    func aHeadIsPendingOnlyAfterTheNewestPublished() async throws {
        let log = try await self.newLog("a").id
        try await self.publish(10, in: log, after: nil)
        for wrong in [nil, 9, 11] as [UInt64?] {
            try claim(
                try await self.store.insertPendingHead(self.head(20), of: log, after: wrong),
                is: nil,
                "what is pending after \(String(describing: wrong)) was taken for the newest"
            )
        }
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending")
        let first = self.head(20)
        _ = try await self.store.insertPendingHead(first, of: log, after: 10)
        try claim(
            try await self.store.insertPendingHead(self.head(30), of: log, after: 10)?.head,
            is: first,
            "the head that was pending first"
        )
        try claim(try await self.store.pendingHead(of: log)?.head, is: first, "what is pending")
    }

    func anUnsignedHeadIsWithdrawnAndASignedOneIsNot() async throws {
        let log = try await self.newLog("a").id
        try await self.store.withdrawPendingHead(self.head(5), of: log)
        _ = try await self.store.insertPendingHead(self.head(5), of: log, after: nil)
        try await self.store.withdrawPendingHead(self.head(5, fork: 1), of: log)
        try claim(try await self.store.pendingHead(of: log)?.head, is: self.head(5), "pending")
        try await self.store.withdrawPendingHead(self.head(5), of: log)
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending")

        _ = try await self.store.insertPendingHead(self.head(6), of: log, after: nil)
        try await self.store.storeNotes(self.notes(6), for: self.head(6), of: log)
        try await self.store.withdrawPendingHead(self.head(6), of: log)
        try claim(
            try await self.store.pendingHead(of: log),
            is: PendingHead(head: self.head(6), notes: self.notes(6)),
            "what is pending after a signed head was to be withdrawn"
        )
    }

    func onlyThePendingHeadIsPublished() async throws {
        let log = try await self.newLog("a").id
        try await self.claimNotPublished(5, in: log)
        _ = try await self.store.insertPendingHead(self.head(5), of: log, after: nil)
        try await self.claimNotPublished(6, in: log)
        try await self.claimNotPublished(5, fork: 1, in: log)
        let signed = PublishedHead(head: self.head(5), notes: self.notes(5))
        try await self.store.publish(signed, of: log)
        // Equal size and other roots: the one thing that must never be public.
        try await self.claimNotPublished(5, fork: 1, in: log)
        try claim(try await self.store.publishedHead(of: log), is: signed, "the newest head")
    }

    func concurrentPublishersPublishOneHeadAtATime() async throws {
        let log = try await self.newLog("a").id
        let sizes = try await withThrowingTaskGroup(of: Set<UInt64>.self) { group in
            for publisher in 0..<4 {
                group.addTask { try await self.publishRounds(25, publisher, in: log) }
            }
            return try await group.reduce(into: Set()) { $0.formUnion($1) }
        }.sorted()
        for size in sizes {
            try claim(
                try await self.store.publishedHead(of: log, size: size)?.head,
                is: self.head(size),
                "the head of size \(size)"
            )
        }
        try claim(
            try await self.store.publishedHead(of: log)?.head.size,
            is: sizes.last,
            "the newest size"
        )
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending")
        try claim(sizes.count >= 25, is: true, "whether each round published")
    }

    /// Does what a publisher does in each round; returns the sizes that it found published.
    private func publishRounds(
        _ count: Int,
        _ publisher: Int,
        in log: LogID
    ) async throws -> Set<UInt64> {
        var sizes: Set<UInt64> = []
        for round in 0..<count {
            let newest = try await self.store.publishedHead(of: log)?.head.size
            let wanted = (newest ?? 0) + UInt64(1 + (publisher + round) % 3)
            let pending = try await self.store.insertPendingHead(
                self.head(wanted),
                of: log,
                after: newest
            )
            guard let head = pending?.head else { continue }
            try await self.store.storeNotes(self.notes(head.size), for: head, of: log)
            try await self.store.publish(
                PublishedHead(head: head, notes: self.notes(head.size)),
                of: log
            )
            sizes.insert(head.size)
        }
        return sizes
    }

    func cosignaturesStayWithTheirHead() async throws {
        let log = try await self.newLog("a").id
        let (first, second, third) = (
            try self.cosignature(1, .sha256), try self.cosignature(2, .sm3),
            try self.cosignature(3, .sha256)
        )
        let head = self.head(5)
        _ = try await self.store.insertPendingHead(head, of: log, after: nil)
        // Nothing is put below a head that nobody signed.
        try await self.store.addCosignatures([first], to: head, of: log)
        try await self.store.storeNotes(self.notes(5), for: head, of: log)
        try claim(try await self.store.pendingHead(of: log)?.cosignatures, is: [], "no notes yet")
        try await self.store.addCosignatures([first], to: self.head(5, fork: 1), of: log)
        try await self.store.addCosignatures([first], to: head, of: log)
        // The same key again, with another signature: the first one stays.
        try await self.store.addCosignatures(
            [try self.cosignature(1, .sha256, blob: 9)],
            to: head,
            of: log
        )
        try claim(
            try await self.store.pendingHead(of: log),
            is: PendingHead(head: head, notes: self.notes(5), cosignatures: [first]),
            "the pending head"
        )
        try await self.store.publish(
            PublishedHead(head: head, notes: self.notes(5), cosignatures: [first, second]),
            of: log
        )
        let published = PublishedHead(
            head: head,
            notes: self.notes(5),
            cosignatures: [first, second]
        )
        try claim(try await self.store.publishedHead(of: log), is: published, "the newest head")
        // Another publisher, who has a line more and one less.
        try await self.store.publish(
            PublishedHead(head: head, notes: self.notes(5), cosignatures: [third]),
            of: log
        )
        try await self.store.addCosignatures([second, third], to: head, of: log)
        let late = HeadCosignature(suite: third.suite, line: third.line, isLate: true)
        let grown = PublishedHead(
            head: head,
            notes: self.notes(5),
            cosignatures: [first, second, late]
        )
        try claim(try await self.store.publishedHead(of: log), is: grown, "with a late line")
        try claim(
            try await self.store.publishedHead(of: log, size: 5),
            is: grown,
            "the same head by its size"
        )
        try claim(grown.asPublished, is: published.cosigned, "what never changes")
        try await self.publish(6, in: log, after: 5)
        try claim(
            try await self.store.publishedHead(of: log)?.cosignatures,
            is: [],
            "the lines of the next head"
        )
    }

    func aSupersededHeadIsKept() async throws {
        let log = try await self.newLog("a").id
        let head = self.head(7)
        try claim(try await self.store.supersededHead(of: log), is: nil, "before the first")
        _ = try await self.store.insertPendingHead(head, of: log, after: nil)
        try await self.store.supersedePendingHead(head, of: log)
        try claim(
            try await self.store.pendingHead(of: log)?.head,
            is: head,
            "an unsigned head is withdrawn instead"
        )
        try await self.store.storeNotes(self.notes(7), for: head, of: log)
        let line = try self.cosignature(1, .sm3)
        try await self.store.addCosignatures([line], to: head, of: log)
        try await self.store.supersedePendingHead(self.head(7, fork: 1), of: log)
        try claim(try await self.store.pendingHead(of: log)?.head, is: head, "another head")
        try await self.store.supersedePendingHead(head, of: log)
        try await self.store.supersedePendingHead(head, of: log)
        try claim(try await self.store.pendingHead(of: log), is: nil, "what is pending after")
        try claim(
            try await self.store.supersededHead(of: log),
            is: PublishedHead(head: head, notes: self.notes(7), cosignatures: [line]),
            "the head that was put aside"
        )
        try claim(try await self.store.publishedHead(of: log), is: nil, "what is published")
        try await self.claimNotPublished(7, in: log)
        try await self.publish(9, in: log, after: nil)
        try claim(try await self.store.supersededHead(of: log)?.head, is: head, "later")
    }

    private func cosignature(
        _ number: UInt32,
        _ suite: Suite,
        blob: UInt8 = 0
    ) throws -> HeadCosignature {
        HeadCosignature(
            suite: suite,
            line: try NoteSignature(
                name: "witness.example/\(number)",
                keyID: 0xf000_0000 + number,
                bytes: [UInt8](repeating: blob, count: 72)
            )
        )
    }

    // MARK: What the claims share

    private func newLog(_ letter: String) async throws -> LogDescriptor {
        try await self.store.createLog(
            name: LogName("l-\(self.label)-\(letter)"),
            origin: LogOrigin("\(self.label)-\(letter).example/log"),
            jurisdiction: "EU",
            allowsOpaqueEntries: false
        )
    }

    /// Appends a batch from the locked edge, as a sequencer that remembers nothing does; returns
    /// where it begins.
    @discardableResult
    private func append(
        _ entries: EntryBatch,
        to log: LogID,
        keys: [(key: IdempotencyKey, indexes: Range<UInt64>)] = []
    ) async throws -> UInt64 {
        let start = Mutex<UInt64?>(nil)
        try await self.store.sequence(in: log, keys: keys.map(\.key)) {
            (locked: borrowing LockedLog) throws(StoreError) in
            var edge = try locked.edge()
            let size = edge.size
            start.withLock { $0 = size }
            let tiles = edge.append(TwinLeaves(hashing: entries))
            return Integration(entries: entries, tiles: tiles, state: edge.state, keys: keys)
        }
        guard let start = start.withLock({ $0 }) else {
            throw BrokenClaim(description: "integrate was not called")
        }
        return start
    }

    private func known(
        _ keys: [IdempotencyKey],
        in log: LogID
    ) async throws -> [IdempotencyKey: StoredAppend] {
        let seen = Mutex<[IdempotencyKey: StoredAppend]>([:])
        try await self.store.sequence(in: log, keys: keys) { locked in
            let known = locked.known
            seen.withLock { $0 = known }
            return nil
        }
        return seen.withLock { $0 }
    }

    private func publish(_ size: UInt64, in log: LogID, after newest: UInt64?) async throws {
        _ = try await self.store.insertPendingHead(self.head(size), of: log, after: newest)
        try await self.store.storeNotes(self.notes(size), for: self.head(size), of: log)
        try await self.store.publish(
            PublishedHead(head: self.head(size), notes: self.notes(size)),
            of: log
        )
    }

    private func claimNotPublished(_ size: UInt64, fork: UInt8 = 0, in log: LogID) async throws {
        let head = PublishedHead(head: self.head(size, fork: fork), notes: self.notes(size))
        try await claimThrows(.conflict, "publishing \(size)") { () async throws(StoreError) in
            try await self.store.publish(head, of: log)
        }
    }

    /// Some head of a size. A store does not ask whether it is a tree's.
    private func head(_ size: UInt64, fork: UInt8 = 0) -> TwinHead {
        let leaf = withUnsafeBytes(of: size.bigEndian) { Array($0) } + [fork]
        return TwinHead(
            size: size,
            sha256: SHA256Hasher.leafHash(leaf),
            sm3: SM3Hasher.leafHash(leaf)
        )
    }

    private func notes(_ size: UInt64) -> HeadNotes {
        HeadNotes(
            checkpoint: Array("checkpoint \(size)".utf8),
            sm3Checkpoint: Array("sm3 checkpoint \(size)".utf8),
            twin: Array("twin \(size)".utf8),
            // Also without one: not every log has the key, and not always had it.
            treeHead: size == 1
                ? nil
                : TreeHeadSignature(timestamp: size << 40, der: [UInt8](repeating: 9, count: 72))
        )
    }

    private func key(_ number: UInt8, writer: String = "") -> IdempotencyKey {
        IdempotencyKey(
            writer: writer,
            keyMAC: [UInt8](repeating: number, count: 32),
            bodyMAC: [UInt8](repeating: number ^ 0xff, count: 32)
        )
    }
}
