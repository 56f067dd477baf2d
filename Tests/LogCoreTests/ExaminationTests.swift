import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Testing
import Witnessing

@testable import LogCore

/// The engine of `fsck` over rows in memory.
@Suite struct ExaminationTests {
    @Test(arguments: [0, 1, 2, 255, 256, 257, 511, 512, 700, 2_048, 2_049, 65_536, 65_537])
    func anUnalteredLogIsFoundWell(_ count: Int) async throws {
        let sizes = [0, 1, count / 3, count / 2, count].filter { $0 <= count }
        let log = try StoredLog.make(count, heads: Set(sizes).sorted())
        let examination = try await log.examine()
        #expect(examination.findings.sorted == [])
        #expect(examination.isComplete)
        #expect(examination.position == UInt64(count))
    }

    @Test func anUnalteredLogWithAPendingHeadIsFoundWell() async throws {
        var log = try StoredLog.make(300, heads: [100, 200], pending: 300)
        #expect(try await log.findings() == [])
        // Not signed yet.
        log.pending = log.pending.map {
            StoredHead(
                size: $0.size,
                sha256Root: $0.sha256Root,
                sm3Root: $0.sm3Root,
                notes: nil
            )
        }
        #expect(try await log.findings() == [])
    }

    // MARK: Single bits

    @Test func everyChangedBitOfAnEntryIsFound() async throws {
        let log = try StoredLog.make(260, heads: [256, 259, 260], byteCount: 1)
        var runs: [ExaminedRows] = []
        for indexes in [0..<256, 256..<260] as [Range<UInt64>] {
            let snapshot = StoredLogSnapshot(log: log)
            runs.append(try await .read(log.descriptor.id, indexes, from: snapshot))
        }
        for index in 0..<log.entries.count {
            for bit in 0..<8 {
                let findings = try log.findings(in: runs, flipping: bit, ofEntry: UInt64(index))
                if index < 256 {
                    let changed = Finding.entriesChanged(UInt64(index)..<UInt64(index) + 1)
                    #expect(findings == [changed], "bit \(bit) of entry \(index)")
                } else {
                    // No tile has the leaf hash: what tells are the heads and the edge.
                    let (size, sound): (UInt64, UInt64) = index < 259 ? (259, 256) : (260, 259)
                    for suite in Suite.allCases {
                        #expect(
                            findings.contains(
                                .rootChanged(.published, suite, size: size, sound: sound)
                            ),
                            "bit \(bit) of entry \(index): \(findings)"
                        )
                    }
                    #expect(findings.compactMap(\.firstIndex).min() == Int64(sound))
                }
            }
        }
    }

    @Test func everyBitOfATileIsSeen() {
        let hashes = (0..<16).map { SHA256Hasher.leafHash([UInt8($0)]) }
        let bytes = hashes.concatenatedBytes()
        #expect(hashes.firstDifference(from: bytes) == nil)
        for bit in 0..<8 * bytes.count {
            #expect(hashes.firstDifference(from: bytes.flipping(bit)) == bit / 256)
        }
        for count in 0..<bytes.count {
            #expect(hashes.firstDifference(from: Array(bytes[..<count])) == count / 32)
        }
        #expect(hashes.firstDifference(from: bytes + [0]) == 16)
    }

    @Test(arguments: Suite.allCases)
    func aChangedBitOfEachHashOfATileIsFound(_ suite: Suite) async throws {
        let log = try StoredLog.make(256, heads: [256])
        for position in 0..<256 {
            let bit = 256 * position + position * 7 % 256
            var changed = log
            changed.changeTile(0) { $0.flipping(bit, of: suite) }
            #expect(
                try await changed.findings(checkingNotes: false) == [
                    .tileChanged(suite, level: 0, index: 0, position: position)
                ]
            )
        }
    }

    @Test(arguments: Suite.allCases)
    func everyChangedBitOfATilesRootIsFound(_ suite: Suite) async throws {
        let log = try StoredLog.make(257, heads: [257])
        for bit in 0..<256 {
            var changed = log
            changed.changeTile(0) { $0.flippingRoot(bit, of: suite) }
            #expect(
                try await changed.findings(checkingNotes: false) == [
                    .tileRootChanged(suite, level: 0, index: 0)
                ]
            )
        }
    }

    @Test func everyChangedBitOfTheTreeStateIsFound() async throws {
        let log = try StoredLog.make(259, heads: [259])
        let state = try #require(log.state)
        for bit in 0..<256 {
            for suite in Suite.allCases {
                var changed = log
                changed.state = state.flippingRoot(bit, of: suite)
                #expect(
                    try await changed.findings(checkingNotes: false) == [
                        .rootChanged(.committed, suite, size: 259, sound: 0)
                    ]
                )
            }
        }
        let places: [Range<UInt64>] = [0..<256, 256..<258, 258..<259]
        for bit in 0..<8 * state.sha256Edge.count {
            for suite in Suite.allCases {
                var changed = log
                changed.state = state.flippingEdge(bit, of: suite)
                #expect(
                    try await changed.findings(checkingNotes: false) == [
                        .edgeChanged(suite, places[bit / 256])
                    ]
                )
            }
        }
        for bit in 0..<63 {
            var changed = log
            changed.state = state.resized(state.size ^ (1 << UInt64(bit)))
            #expect(!(try await changed.findings(checkingNotes: false)).isEmpty, "size bit \(bit)")
        }
    }

    @Test(arguments: Suite.allCases)
    func everyChangedBitOfAHeadsRootIsFound(_ suite: Suite) async throws {
        let log = try StoredLog.make(259, heads: [3, 259])
        for bit in 0..<256 {
            var changed = log
            changed.heads[1] = log.heads[1].flippingRoot(bit, of: suite)
            let found = try await changed.findings(checkingNotes: false)
            #expect(found == [.rootChanged(.published, suite, size: 259, sound: 3)])
        }
    }

    @Test func everyChangedBitOfTheNotesIsFound() throws {
        let log = try StoredLog.make(259, heads: [259])
        let head = log.heads[0]
        let notes = try #require(head.notes)
        let origin = log.descriptor.origin
        #expect(NoteProblem.all(in: head, origin: origin, keys: log.keys) == [])
        let parts: [(Finding.Note, [UInt8], ([UInt8]) -> HeadNotes)] = [
            (
                .checkpoint, notes.checkpoint,
                {
                    HeadNotes(
                        checkpoint: $0,
                        sm3Checkpoint: notes.sm3Checkpoint,
                        twin: notes.twin
                    )
                }
            ),
            (
                .sm3Checkpoint, notes.sm3Checkpoint,
                { HeadNotes(checkpoint: notes.checkpoint, sm3Checkpoint: $0, twin: notes.twin) }
            ),
            (
                .twin, notes.twin,
                {
                    HeadNotes(
                        checkpoint: notes.checkpoint,
                        sm3Checkpoint: notes.sm3Checkpoint,
                        twin: $0
                    )
                }
            ),
        ]
        for (name, bytes, joined) in parts {
            for bit in 0..<8 * bytes.count {
                let changed = StoredHead(
                    size: head.size,
                    sha256Root: head.sha256Root,
                    sm3Root: head.sm3Root,
                    notes: joined(bytes.flipping(bit))
                )
                let problem = NoteProblem.one(in: changed, name, origin: origin, keys: log.keys)
                #expect(problem?.reason != nil, "bit \(bit) of the \(name)")
            }
        }
    }

    @Test func aChangedBitOfARetryKeysPlaceIsFound() async throws {
        let log = try StoredLog.make(259, heads: [259])
        let key = log.retryKeys[3]
        var changed: [StoredKey] = []
        for bit in 0..<63 {
            changed.append(key.with(firstIndex: key.firstIndex ^ 1 << UInt64(bit)))
            changed.append(key.with(entryCount: key.entryCount ^ 1 << Int64(bit)))
        }
        for bit in 0..<64 {
            changed.append(key.with(keyPrefix: key.keyPrefix ^ 1 << Int64(bit)))
            changed.append(key.with(keyMAC: key.keyMAC.flipping(bit)))
        }
        for changed in changed {
            var log = log
            log.retryKeys[3] = changed
            let found = try await log.findings(checkingNotes: false)
            // Fewer entries, or others that no key stands for, are as good as those: the rows say no
            // more about them.
            let isSmaller = key.entryCount > changed.entryCount && changed.entryCount > 0
            #expect(found.isEmpty == isSmaller, "\(changed): \(found)")
        }
    }

    // MARK: What is told apart

    @Test func anEntryAndATileAreToldApart() async throws {
        let log = try StoredLog.make(600, heads: [100, 300, 600])
        var entry = log
        entry.entries[77] = [1, 2, 3]
        #expect(try await entry.findings() == [.entriesChanged(77..<78)])

        // One hash of a tile in one tree, and in both.
        var tile = log
        tile.changeTile(1) { $0.flipping(256 * 5, of: .sm3) }
        #expect(
            try await tile.findings() == [.tileChanged(.sm3, level: 0, index: 1, position: 5)]
        )
        tile.changeTile(1) { $0.flipping(256 * 5, of: .sha256) }
        #expect(
            try await tile.findings() == [
                .tileChanged(.sha256, level: 0, index: 1, position: 5),
                .tileChanged(.sm3, level: 0, index: 1, position: 5),
            ]
        )
        #expect(try await tile.findings().map(\.firstIndex) == [261, 261])
    }

    @Test func runsOfEntriesAreOneFinding() async throws {
        var log = try StoredLog.make(600, heads: [600])
        for index in 100..<400 { log.entries[index] = [9, 9, 9] }
        log.entries[450] = [9, 9, 9]
        let examination = try await log.examine()
        #expect(
            examination.findings.sorted == [.entriesChanged(100..<400), .entriesChanged(450..<451)]
        )
        #expect(examination.findings.count == 301)
        #expect(examination.findings.firstIndex == 100)
    }

    @Test func missingEntriesDoNotHideOthers() async throws {
        var log = try StoredLog.make(600, heads: [100, 300, 600])
        log.entries[3] = nil
        log.entries[4] = nil
        log.entries[5] = []
        log.entries[400] = [9, 9, 9]
        #expect(
            try await log.findings() == [
                .entriesMissing(3..<5), .entriesMalformed(5..<6), .entriesChanged(400..<401),
            ]
        )
    }

    @Test func anEntryMissingBehindTheLastTileIsSaid() async throws {
        var log = try StoredLog.make(600, heads: [100, 590, 600])
        log.entries[595] = nil
        let examination = try await log.examine()
        #expect(examination.findings.sorted == [.entriesMissing(595..<596)])
        #expect(!examination.isComplete)
    }

    @Test func missingTailsAreOneFinding() async throws {
        var log = try StoredLog.make(600, heads: [100, 600])
        log.entries = Array(log.entries[..<400])
        #expect(try await log.findings() == [.entriesMissing(400..<600)])
        // A size that was set to a number without entries is not counted up to.
        log.state = log.state?.resized(1 << 62)
        #expect(try await log.findings() == [.entriesMissing(400..<1 << 62)])
        log.entries = []
        #expect(try await log.findings() == [.entriesMissing(0..<1 << 62)])
    }

    @Test func swappedEntriesAreTwo() async throws {
        var log = try StoredLog.make(600, heads: [600])
        log.entries.swapAt(10, 400)
        #expect(
            try await log.findings() == [.entriesChanged(10..<11), .entriesChanged(400..<401)]
        )
    }

    @Test func anInsertedEntryShiftsAllBehindIt() async throws {
        var log = try StoredLog.make(600, heads: [100, 300, 600])
        log.entries.insert([7, 7, 7], at: 200)
        let findings = try await log.findings()
        #expect(findings.first == .entriesChanged(200..<512))
        #expect(
            findings.contains(
                .strayRows(StrayRows(table: .entries, first: 600, count: 1), size: 600)
            )
        )
        // Behind the last tile the heads tell.
        #expect(
            findings.contains(.rootChanged(.published, .sm3, size: 600, sound: 300))
        )
    }

    @Test func tilesOfUpperLevelsAreCompared() async throws {
        let log = try StoredLog.make(65_537, heads: [65_537])
        #expect(log.tiles.contains { $0.level == 1 })
        var hash = log
        hash.changeTile(level: 1, 0) { $0.flipping(256 * 9, of: .sm3) }
        let found = try await hash.findings(checkingNotes: false)
        #expect(found == [.tileChanged(.sm3, level: 1, index: 0, position: 9)])
        #expect(found.first?.firstIndex == 2_304)

        var root = log
        root.changeTile(level: 1, 0) { $0.flippingRoot(0, of: .sha256) }
        #expect(
            try await root.findings(checkingNotes: false) == [
                .tileRootChanged(.sha256, level: 1, index: 0)
            ]
        )
        var missing = log
        missing.tiles.removeAll { $0.level == 1 }
        #expect(
            try await missing.findings(checkingNotes: false) == [.tileMissing(level: 1, index: 0)]
        )
    }

    @Test func tilesThatShouldNotBeThereAreSaid() async throws {
        var log = try StoredLog.make(600, heads: [600])
        let tile = log.tiles[0]
        log.tiles.append(tile.at(level: 0, index: 2))
        log.tiles.append(tile.at(level: 1, index: 0))
        #expect(
            try await log.findings() == [
                .strayRows(StrayRows(table: .tiles, level: 1, first: 0, count: 1), size: 600),
                .strayRows(StrayRows(table: .tiles, level: 0, first: 2, count: 1), size: 600),
            ]
        )
        log = try StoredLog.make(600, heads: [600])
        log.tiles.append(tile)
        #expect(try await log.findings().contains(.tileRepeated(level: 0, index: 0)))
        log.tiles.removeAll { $0.index == 1 }
        #expect(try await log.findings().contains(.tileMissing(level: 0, index: 1)))
    }

    /// Entry, tiles, state and all heads' rows rewritten as if the entry had always been another one.
    @Test func aRewrittenHistoryIsContradictedByItsSignatures() async throws {
        let log = try StoredLog.make(600, heads: [100, 300, 590, 600])
        var rewritten = log
        rewritten.entries[400] = [9, 9, 9]
        let tree = GrownTree(rewritten.entries.compactMap { $0 })
        rewritten.tiles = tree.tiles
        rewritten.state = tree.state
        rewritten.heads = log.heads.map {
            StoredHead(tree.head(at: Int($0.size)), notes: $0.notes)
        }
        let findings = try await rewritten.findings()
        let notes: [Finding.Note] = [.checkpoint, .sm3Checkpoint, .twin]
        #expect(
            findings.filter { $0.subject == "head" }
                == [590, 600].flatMap { size in
                    notes.map { .noteContradicts(.published, $0, size: size, sound: 300) }
                }
        )
        #expect(
            findings.filter { $0.subject == "signer" }
                == [Finding.HeadKind.recorded, .signed].flatMap { kind in
                    Suite.allCases.map { .rootChanged(kind, $0, size: 600, sound: 300) }
                }
        )
        #expect(findings.allSatisfy { $0.firstIndex == 300 })
    }

    @Test func aForgedHeadIsNotTheLogsWord() async throws {
        var log = try StoredLog.make(600, heads: [100, 600])
        let tree = GrownTree(log.entries.compactMap { $0 })
        let stranger = try StoredLogSigner()
        let head = tree.head(at: 300)
        log.heads.append(StoredHead(head, notes: try stranger.notes(of: head)))
        let findings = try await log.findings()
        #expect(findings.count == 3)
        for finding in findings {
            guard case .noteChanged(.published, _, 300, _) = finding else {
                Issue.record("\(finding)")
                continue
            }
        }
        log.heads[2] = StoredHead(
            head,
            notes: HeadNotes(checkpoint: [], sm3Checkpoint: [], twin: [])
        )
        #expect(try await log.findings().count == 3)
        log.heads[2] = log.heads[0]
        #expect(try await log.findings() == [.headRepeated(size: 100)])
    }

    @Test func pendingHeadsAreHeldToTheSameRules() async throws {
        let log = try StoredLog.make(600, heads: [100, 300], pending: 600)
        var root = log
        root.pending = log.pending?.flippingRoot(0, of: .sm3)
        let findings = try await root.findings()
        #expect(findings.contains(.rootChanged(.pending, .sm3, size: 600, sound: 300)))
        #expect(findings.contains(.noteContradicts(.pending, .twin, size: 600, sound: 300)))
        #expect(findings.allSatisfy { $0.subject == "pending-head" })

        var old = log
        old.pending = log.heads[0]
        #expect(
            try await old.findings() == [.pendingNotAbovePublished(pending: 100, published: 300)]
        )
        var beyond = log
        beyond.pending = log.pending.map {
            StoredHead(size: 601, sha256Root: $0.sha256Root, sm3Root: $0.sm3Root, notes: nil)
        }
        #expect(
            try await beyond.findings().contains(
                .headBeyondSize(.pending, size: 601, committed: 600)
            )
        )
        var none = log
        none.hasPendingRow = false
        #expect(try await none.findings() == [.pendingRowMissing])
    }

    @Test func theSignersRecordIsComparedBothWays() async throws {
        let log = try StoredLog.make(600, heads: [100, 300, 600])
        let tree = GrownTree(log.entries.compactMap { $0 })

        // Taken back to what was published at 300, rows and all.
        let before = try StoredLog.make(300, heads: [100])
        var behind = log
        behind.entries = Array(log.entries[..<300])
        behind.tiles = before.tiles.map { $0.index == 0 ? log.tiles[0] : $0 }
        behind.state = GrownTree(behind.entries.compactMap { $0 }).state
        behind.heads = Array(log.heads[..<2])
        behind.retryKeys = before.retryKeys
        #expect(try await behind.findings() == [.databaseBehind(size: 300, recorded: 600)])

        var other = log
        other.record = SignerStatus(
            recorded: TwinHead(
                size: 600,
                sha256: tree.head(at: 600).sha256.flipping(bit: 3),
                sm3: tree.head(at: 600).sm3
            ),
            signed: tree.head(at: 600),
            publishedSize: 600
        )
        #expect(
            try await other.findings() == [.rootChanged(.recorded, .sha256, size: 600, sound: 300)]
        )

        var forgetful = log
        forgetful.record = SignerStatus(
            recorded: tree.head(at: 300),
            signed: tree.head(at: 300),
            publishedSize: 300
        )
        #expect(
            try await forgetful.findings() == [.signerForgot(.published, size: 600, signed: 300)]
        )
        forgetful.record = SignerStatus(recorded: .empty, signed: nil, publishedSize: 0)
        #expect(
            try await forgetful.findings() == [.signerForgot(.published, size: 600, signed: nil)]
        )

        var headless = log
        headless.heads.removeLast()
        #expect(try await headless.findings() == [.headMissing(size: 600)])
    }

    @Test func retryKeysAreHeldToTheEntries() async throws {
        let log = try StoredLog.make(600, heads: [600])
        var overlapping = log
        overlapping.retryKeys[5] = log.retryKeys[5].with(firstIndex: 45)
        #expect(
            try await overlapping.findings() == [.keysOverlap(firstIndex: 45, earlier: 40)]
        )
        var beyond = log
        beyond.retryKeys[5] = log.retryKeys[5].with(firstIndex: 595)
        let found = try await beyond.findings()
        #expect(found.contains(.keyBeyondEntries(firstIndex: 595, entryCount: 10)))
        var repeated = log
        repeated.retryKeys[5] = log.retryKeys[4].with(firstIndex: 50)
        #expect(try await repeated.findings() == [.keyRepeated(firstIndex: 50)])
        var unfindable = log
        unfindable.retryKeys[5] = log.retryKeys[5].with(keyPrefix: 0)
        #expect(try await unfindable.findings() == [.keyUnfindable(firstIndex: 50)])
    }

    @Test func withoutItsStateALogIsNotExamined() async throws {
        var log = try StoredLog.make(600, heads: [600])
        log.state = nil
        #expect(try await log.findings().contains(.treeStateMissing))
    }

    @Test func onlySomeFindingsAreKeptAndAllAreCounted() async throws {
        var log = try StoredLog.make(600, heads: [600])
        for index in stride(from: 0, to: 400, by: 2) { log.entries[index] = [9, 9, 9] }
        let examination = try await log.examine(findingLimit: 5)
        #expect(examination.findings.sorted.count == 5)
        #expect(examination.findings.count == 200)
        #expect(examination.findings.firstIndex == 0)
    }
}

// MARK: - Damage

extension [UInt8] {
    /// The bytes with one bit turned over.
    fileprivate func flipping(_ bit: Int) -> [UInt8] {
        var bytes = self
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return bytes
    }
}

extension StoredTile {
    func flipping(_ bit: Int, of suite: Suite) -> StoredTile {
        StoredTile(
            level: self.level,
            index: self.index,
            sha256: suite == .sha256 ? self.sha256.flipping(bit) : self.sha256,
            sm3: suite == .sm3 ? self.sm3.flipping(bit) : self.sm3,
            sha256Root: self.sha256Root,
            sm3Root: self.sm3Root
        )
    }

    fileprivate func flippingRoot(_ bit: Int, of suite: Suite) -> StoredTile {
        StoredTile(
            level: self.level,
            index: self.index,
            sha256: self.sha256,
            sm3: self.sm3,
            sha256Root: suite == .sha256 ? self.sha256Root.flipping(bit) : self.sha256Root,
            sm3Root: suite == .sm3 ? self.sm3Root.flipping(bit) : self.sm3Root
        )
    }

    fileprivate func at(level: Int, index: UInt64) -> StoredTile {
        StoredTile(
            level: level,
            index: index,
            sha256: self.sha256,
            sm3: self.sm3,
            sha256Root: self.sha256Root,
            sm3Root: self.sm3Root
        )
    }
}

extension StoredHead {
    fileprivate func flippingRoot(_ bit: Int, of suite: Suite) -> StoredHead {
        StoredHead(
            size: self.size,
            sha256Root: suite == .sha256 ? self.sha256Root.flipping(bit) : self.sha256Root,
            sm3Root: suite == .sm3 ? self.sm3Root.flipping(bit) : self.sm3Root,
            notes: self.notes
        )
    }
}

extension StoredTreeState {
    fileprivate func flippingRoot(_ bit: Int, of suite: Suite) -> StoredTreeState {
        StoredTreeState(
            size: self.size,
            sha256Root: suite == .sha256 ? self.sha256Root.flipping(bit) : self.sha256Root,
            sm3Root: suite == .sm3 ? self.sm3Root.flipping(bit) : self.sm3Root,
            sha256Edge: self.sha256Edge,
            sm3Edge: self.sm3Edge
        )
    }

    fileprivate func flippingEdge(_ bit: Int, of suite: Suite) -> StoredTreeState {
        StoredTreeState(
            size: self.size,
            sha256Root: self.sha256Root,
            sm3Root: self.sm3Root,
            sha256Edge: suite == .sha256 ? self.sha256Edge.flipping(bit) : self.sha256Edge,
            sm3Edge: suite == .sm3 ? self.sm3Edge.flipping(bit) : self.sm3Edge
        )
    }

    fileprivate func resized(_ size: UInt64) -> StoredTreeState {
        StoredTreeState(
            size: size,
            sha256Root: self.sha256Root,
            sm3Root: self.sm3Root,
            sha256Edge: self.sha256Edge,
            sm3Edge: self.sm3Edge
        )
    }
}

extension StoredKey {
    fileprivate func with(
        firstIndex: UInt64? = nil,
        entryCount: Int64? = nil,
        keyPrefix: Int64? = nil,
        keyMAC: [UInt8]? = nil
    ) -> StoredKey {
        StoredKey(
            firstIndex: firstIndex ?? self.firstIndex,
            entryCount: entryCount ?? self.entryCount,
            keyPrefix: keyPrefix ?? self.keyPrefix,
            keyMAC: keyMAC ?? self.keyMAC
        )
    }
}
