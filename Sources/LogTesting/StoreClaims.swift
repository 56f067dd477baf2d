import CryptoSuites
import LogCore
import MerkleTree
import SignedNotes
import Synchronization
import Witnessing

/// The claims of ``LogStoreExercise``, and what they share.
struct StoreClaims {
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

    // MARK: What the claims share

    func newLog(_ letter: String) async throws -> LogDescriptor {
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
    func append(
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

    func known(
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

    func publish(_ size: UInt64, in log: LogID, after newest: UInt64?) async throws {
        _ = try await self.store.insertPendingHead(self.head(size), of: log, after: newest)
        try await self.store.storeNotes(self.notes(size), for: self.head(size), of: log)
        try await self.store.publish(
            PublishedHead(head: self.head(size), notes: self.notes(size)),
            of: log
        )
    }

    func claimNotPublished(_ size: UInt64, fork: UInt8 = 0, in log: LogID) async throws {
        let head = PublishedHead(head: self.head(size, fork: fork), notes: self.notes(size))
        try await claimThrows(.conflict, "publishing \(size)") { () async throws(StoreError) in
            try await self.store.publish(head, of: log)
        }
    }

    /// Some head of a size. A store does not ask whether it is a tree's.
    func head(_ size: UInt64, fork: UInt8 = 0) -> TwinHead {
        let leaf = withUnsafeBytes(of: size.bigEndian) { Array($0) } + [fork]
        return TwinHead(
            size: size,
            sha256: SHA256Hasher.leafHash(leaf),
            sm3: SM3Hasher.leafHash(leaf)
        )
    }

    func notes(_ size: UInt64) -> HeadNotes {
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

    func key(_ number: UInt8, writer: String = "") -> IdempotencyKey {
        IdempotencyKey(
            writer: writer,
            keyMAC: [UInt8](repeating: number, count: 32),
            bodyMAC: [UInt8](repeating: number ^ 0xff, count: 32)
        )
    }
}
