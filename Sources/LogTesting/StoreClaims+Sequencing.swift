import LogCore
import MerkleTree
import SignedNotes
import Synchronization

/// What a store does with entries, tiles and retry keys.
extension StoreClaims {
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
}
