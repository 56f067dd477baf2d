import CryptoSuites
import LogTesting
import MerkleTree
import SignedNotes
import Synchronization
import Witnessing

@testable import LogCore

/// A log as rows in memory, each of which a test can change: what a database holds, without one.
struct StoredLog: Sendable {
    let descriptor: LogDescriptor
    let keys: [VerifierKey]
    var entries: [[UInt8]?]
    var tiles: [StoredTile]
    var state: StoredTreeState?
    var heads: [StoredHead]
    var pending: StoredHead?
    var hasPendingRow = true
    var retryKeys: [StoredKey]
    /// How far the signer went.
    var record: SignerStatus

    /// A log of entries that are their numbers, in one byte or two, with heads of some sizes, perhaps a
    /// pending one, and a retry key for each ten entries.
    static func make(
        _ count: Int,
        heads sizes: [Int] = [],
        pending pendingSize: Int? = nil,
        byteCount: Int = 2,
        seed: UInt64 = 1
    ) throws -> StoredLog {
        var random = SeededGenerator(seed: seed)
        let entries = (0..<count).map { number in
            Array([UInt8(number >> 8 & 0xff), UInt8(number & 0xff)].suffix(byteCount))
        }
        let signer = try StoredLogSigner()
        let tree = GrownTree(entries)
        let head = tree.head(at: count)
        let signed = try (sizes + [pendingSize].compactMap { $0 }).map { size in
            let head = tree.head(at: size)
            return StoredHead(head, notes: try signer.notes(of: head))
        }
        let hasPending = pendingSize != nil
        return StoredLog(
            descriptor: LogDescriptor(
                id: LogID(1),
                name: try LogName("test"),
                origin: signer.origin,
                jurisdiction: "EU",
                allowsOpaqueEntries: true
            ),
            keys: signer.verifierKeys,
            entries: entries,
            tiles: tree.tiles,
            state: tree.state,
            heads: hasPending ? Array(signed.dropLast()) : signed,
            pending: hasPending ? signed.last : nil,
            retryKeys: stride(from: 0, to: count, by: 10).map { index in
                let mac = random.bytes(32)
                return StoredKey(
                    firstIndex: UInt64(index),
                    entryCount: Int64(min(10, count - index)),
                    keyPrefix: Int64(
                        bitPattern: mac.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
                    ),
                    keyMAC: mac
                )
            },
            record: SignerStatus(
                recorded: head,
                signed: (sizes + [pendingSize].compactMap { $0 }).max().map { tree.head(at: $0) },
                publishedSize: UInt64(sizes.max() ?? 0)
            )
        )
    }

    /// Examines the rows.
    func examine(
        checkingNotes: Bool = true,
        findingLimit: Int = 20
    ) async throws -> Examination {
        let examiner = LogExaminer(
            self.descriptor,
            verifierKeys: checkingNotes ? self.keys : nil,
            findingLimit: findingLimit
        )
        var examination = try await examiner.examine(
            StoredLogSnapshot(log: self),
            record: self.record
        )
        examination.compareRecord(self.record)
        return examination
    }

    /// What an examination of the rows finds.
    func findings(checkingNotes: Bool = true) async throws -> [Finding] {
        try await self.examine(checkingNotes: checkingNotes).findings.sorted
    }

    /// What the engine alone finds in runs of rows, if one bit of an entry of one byte is another one.
    func findings(
        in runs: [ExaminedRows],
        flipping bit: Int,
        ofEntry index: UInt64
    ) throws -> [Finding] {
        var examination = Examination(size: UInt64(self.entries.count))
        if let state { examination.expect(state) }
        examination.expect(self.record)
        for var run in runs {
            if run.entries.indexes.contains(index) {
                var bytes = run.entries.entries.bytes
                // Each entry has two bytes of length in front of its own.
                bytes[3 * Int(index - run.entries.indexes.lowerBound) + 2] ^= 1 << UInt8(bit)
                run.entries = StoredEntries(
                    indexes: run.entries.indexes,
                    entries: try EntryBatch(parsing: bytes)
                )
            }
            examination.add(run)
        }
        examination.finish(self.state, pendingSize: nil)
        return examination.findings.sorted
    }

    /// The tile at a place, changed.
    mutating func changeTile(
        level: Int = 0,
        _ index: UInt64,
        _ change: (StoredTile) -> StoredTile
    ) {
        self.tiles = self.tiles.map {
            $0.level == level && $0.index == index ? change($0) : $0
        }
    }
}

/// Keys of a log, and what they sign.
struct StoredLogSigner {
    let origin: LogOrigin
    private let ed25519: Ed25519NoteSigner
    private let sm2: SM2NoteSigner

    init(origin: String = "log.example/test") throws {
        self.origin = try LogOrigin(origin)
        self.ed25519 = try Ed25519NoteSigner(name: origin, privateKey: .generate())
        self.sm2 = try SM2NoteSigner(name: self.origin.sm3Text, privateKey: .generate())
    }

    var verifierKeys: [VerifierKey] { [self.ed25519.verifierKey, self.sm2.verifierKey] }

    func notes(of head: TwinHead) throws -> HeadNotes {
        let checkpoint = try Checkpoint<SHA256Hasher>(
            origin: self.origin.text,
            size: head.size,
            root: head.sha256
        )
        let sm3Checkpoint = try Checkpoint<SM3Hasher>(
            origin: self.origin.sm3Text,
            size: head.size,
            root: head.sm3
        )
        func signed(_ text: String, _ signers: [any NoteSigner]) throws -> [UInt8] {
            try SignedNote.sign(text: text, with: signers, at: 1_700_000_000).bytes
        }
        return HeadNotes(
            checkpoint: try signed(checkpoint.text, [self.ed25519]),
            sm3Checkpoint: try signed(sm3Checkpoint.text, [self.sm2]),
            twin: try signed(
                TwinNote(origin: self.origin, head: head).text,
                [self.ed25519, self.sm2]
            )
        )
    }
}

/// Both trees over some entries, as the code that appends makes them.
struct GrownTree {
    let state: StoredTreeState
    let tiles: [StoredTile]
    private let leaves: TwinLeaves

    init(_ entries: [[UInt8]]) {
        var batch = EntryBatch()
        for entry in entries {
            do { try batch.append(entry) } catch { preconditionFailure("\(error)") }
        }
        self.leaves = TwinLeaves(hashing: batch)
        var edge = TwinEdge()
        self.tiles = edge.append(self.leaves).map { tile in
            StoredTile(
                level: tile.coordinate.level,
                index: tile.coordinate.index,
                sha256: tile.sha256.bytes,
                sm3: tile.sm3.bytes,
                sha256Root: tile.sha256.root.bytes,
                sm3Root: tile.sm3.root.bytes
            )
        }
        let state = edge.state
        self.state = StoredTreeState(
            size: state.head.size,
            sha256Root: state.head.sha256.bytes,
            sm3Root: state.head.sm3.bytes,
            sha256Edge: state.sha256Edge.hashes.concatenatedBytes(),
            sm3Edge: state.sm3Edge.hashes.concatenatedBytes()
        )
    }

    /// The head of an earlier size.
    func head(at size: Int) -> TwinHead {
        var edge = TwinEdge()
        _ = edge.append(self.leaves.slice(0..<size))
        return edge.state.head
    }
}

/// The rows, read as a snapshot of a database is.
struct StoredLogSnapshot: LogSnapshot {
    let log: StoredLog

    func logs() async throws(StoreError) -> [LogDescriptor] { [self.log.descriptor] }

    func storedTreeState(of log: LogID) async throws(StoreError) -> StoredTreeState? {
        self.log.state
    }

    func storedPendingHead(of log: LogID) async throws(StoreError) -> StoredHead? {
        guard self.log.hasPendingRow else { throw .unknownLog }
        return self.log.pending
    }

    func storedEntries(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> StoredEntries {
        var batch = EntryBatch()
        var missing: [UInt64] = []
        var malformed: [UInt64] = []
        for index in indexes {
            guard index < UInt64(self.log.entries.count), let entry = self.log.entries[Int(index)]
            else {
                missing.append(index)
                continue
            }
            do { try batch.append(entry) } catch { malformed.append(index) }
        }
        return StoredEntries(
            indexes: indexes,
            entries: batch,
            missing: missing,
            malformed: malformed
        )
    }

    func storedTiles(
        of log: LogID,
        level: Int,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredTile] {
        self.log.tiles.filter { $0.level == level && indexes.contains($0.index) }
    }

    func storedHeads(
        of log: LogID,
        sizes: ClosedRange<UInt64>
    ) async throws(StoreError) -> [StoredHead] {
        self.log.heads.filter { sizes.contains($0.size) }.sorted { $0.size < $1.size }
    }

    func storedSupersededHeads(of log: LogID) async throws(StoreError) -> [StoredHead] { [] }

    func storedKeys(
        of log: LogID,
        at indexes: Range<UInt64>
    ) async throws(StoreError) -> [StoredKey] {
        self.log.retryKeys.filter { indexes.contains($0.firstIndex) }
            .sorted { $0.firstIndex < $1.firstIndex }
    }

    func lastIndex(of log: LogID, below size: UInt64) async throws(StoreError) -> UInt64? {
        self.log.entries.prefix(Int(clamping: size)).lastIndex { $0 != nil }.map { UInt64($0) }
    }

    func strayRows(of log: LogID, size: UInt64) async throws(StoreError) -> [StrayRows] {
        var stray: [StrayRows] = []
        func note(_ table: StrayRows.Table, level: Int = 0, _ places: [UInt64]) {
            guard let first = places.min() else { return }
            stray.append(
                StrayRows(
                    table: table,
                    level: level,
                    first: Int64(clamping: first),
                    count: Int64(places.count)
                )
            )
        }
        note(
            .entries,
            self.log.entries.indices.filter { $0 >= size && self.log.entries[$0] != nil }
                .map { UInt64($0) }
        )
        for level in 0...7 {
            let full = level < 7 ? size >> (8 * (level + 1)) : 0
            note(
                .tiles,
                level: level,
                self.log.tiles.filter { $0.level == level && $0.index >= full }.map(\.index)
            )
        }
        note(.heads, self.log.heads.map(\.size).filter { $0 > size })
        note(.idempotency, self.log.retryKeys.map(\.firstIndex).filter { $0 >= size })
        return stray
    }

    func repeatedKeys(of log: LogID, limit: Int) async throws(StoreError) -> [UInt64] {
        var seen: Set<[UInt8]> = []
        return self.log.retryKeys.filter { !seen.insert($0.keyMAC).inserted }.map(\.firstIndex)
    }

    func foreignRows() async throws(StoreError) -> [(log: LogID, rows: StrayRows)] { [] }
}
