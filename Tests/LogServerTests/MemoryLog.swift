import CryptoSuites
import LogCore
import MerkleTree
import SignedNotes
import Synchronization
import Witnessing

/// A log in memory, with real trees and real signatures, that does what a test says.
final class MemoryLog: HostedLog {
    private struct State {
        var entries: [[UInt8]] = []
        var sha256 = MemoryTree<SHA256Hasher>()
        var sm3 = MemoryTree<SM3Hasher>()
        var published: [UInt64: PublishedHead] = [:]
        var newest: PublishedHead?
        var pending: PublishedHead?
        var keys: [[UInt8]: (bodyMAC: [UInt8], indexes: Range<UInt64>)] = [:]
        var appendError: AppendError?
        var readError: ReadError?
        var readiness = Readiness(
            isReady: true,
            remarks: ["quorum none: no witnesses are configured"]
        )
        var publishesAtOnce = true
        /// Appends that wait for the test's word; nil if they do not wait.
        var held: [CheckedContinuation<Void, Never>]?
        var heldCount = 0
        /// How many bundles each read took.
        var bundleReads: [Int] = []
        var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }

    let descriptor: LogDescriptor
    let verifierKeys: [VerifierKey]
    var treeHeadKey: P256PublicKey? { self.p256?.publicKey }
    private let ed25519: Ed25519NoteSigner
    private let sm2: SM2NoteSigner
    private let p256: P256PrivateKey?
    private let state = Mutex(State())

    /// Creates a log of `size` entries with at least `entryByteCount` bytes each, of which the head
    /// of each size in `publishing` is published.
    init(
        name: String = "eu",
        size: Int = 0,
        entryByteCount: Int = 0,
        publishing: [Int] = [],
        allowsOpaqueEntries: Bool = true,
        hasTreeHeadKey: Bool = true
    ) throws {
        let origin = try LogOrigin("log.example/\(name)")
        self.descriptor = LogDescriptor(
            id: LogID(1),
            name: try LogName(name),
            origin: origin,
            jurisdiction: "EU",
            allowsOpaqueEntries: allowsOpaqueEntries
        )
        self.ed25519 = try Ed25519NoteSigner(
            name: origin.text,
            privateKey: Ed25519PrivateKey.generate()
        )
        self.sm2 = try SM2NoteSigner(
            name: origin.sm3Text,
            privateKey: SM2PrivateKey.generate()
        )
        self.p256 = hasTreeHeadKey ? try P256PrivateKey.generate() : nil
        self.verifierKeys = [self.ed25519.verifierKey, self.sm2.verifierKey]
        let heads = Set(publishing)
        for index in 0..<size {
            var entry = Array("entry \(index)".utf8)
            entry += Array(repeating: 0, count: max(entryByteCount - entry.count, 0))
            self.state.withLock { Self.append(entry, to: &$0) }
            if heads.contains(index + 1) { try self.publish() }
        }
    }

    private static func append(_ entry: [UInt8], to state: inout State) {
        state.entries.append(entry)
        state.sha256.append(entry)
        state.sm3.append(entry)
    }

    // MARK: What a test says and asks

    /// All entries.
    var entries: [[UInt8]] { self.state.withLock { $0.entries } }

    /// The roots of a size.
    func head(ofSize size: UInt64) -> TwinHead {
        self.state.withLock {
            TwinHead(
                size: size,
                sha256: $0.sha256.root(ofSize: size),
                sm3: $0.sm3.root(ofSize: size)
            )
        }
    }

    private func sign() throws -> PublishedHead {
        let head = self.head(ofSize: UInt64(self.entries.count))
        let origin = self.descriptor.origin
        let notes = HeadNotes(
            checkpoint: try SignedNote.sign(
                text: Checkpoint(origin: origin.text, size: head.size, root: head.sha256).text,
                with: [self.ed25519],
                at: 1_700_000_000
            ).bytes,
            sm3Checkpoint: try SignedNote.sign(
                text: Checkpoint(origin: origin.sm3Text, size: head.size, root: head.sm3).text,
                with: [self.sm2],
                at: 1_700_000_000
            ).bytes,
            twin: try SignedNote.sign(
                text: TwinNote(origin: origin, head: head).text,
                with: [self.ed25519, self.sm2],
                at: 1_700_000_000
            ).bytes,
            treeHead: try self.p256.map {
                try TreeHeadSignature(
                    signing: head.sha256,
                    treeSize: head.size,
                    timestamp: 1_700_000_000_000 + head.size,
                    with: $0
                )
            }
        )
        return PublishedHead(head: head, notes: notes)
    }

    /// Signs and publishes the head of all entries.
    func publish() throws {
        let head = try self.sign()
        self.state.withLock {
            $0.published[head.head.size] = head
            $0.newest = head
            $0.pending = nil
        }
    }

    /// Signs the head of all entries without publishing it.
    func makePending() throws {
        let head = try self.sign()
        self.state.withLock { $0.pending = head }
    }

    /// Makes every append fail; nil ends that.
    func failAppends(with error: AppendError?) { self.state.withLock { $0.appendError = error } }

    /// Makes every read fail; nil ends that.
    func failReads(with error: ReadError?) { self.state.withLock { $0.readError = error } }

    /// Says how ready the log is.
    func setReadiness(_ readiness: Readiness) { self.state.withLock { $0.readiness = readiness } }

    /// Leaves appended entries unpublished from now on.
    func stopPublishing() { self.state.withLock { $0.publishesAtOnce = false } }

    /// Lets appends wait from now on.
    func holdAppends() { self.state.withLock { $0.held = [] } }

    /// Waits until `count` appends wait.
    func waitForHeldAppends(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                guard state.heldCount < count else { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Lets all appends go on.
    func releaseAppends() {
        let held = self.state.withLock { state in
            defer { state.held = nil }
            return state.held ?? []
        }
        for continuation in held { continuation.resume() }
    }

    private func waitIfHeld() async {
        await withCheckedContinuation { continuation in
            let ready: [CheckedContinuation<Void, Never>] = self.state.withLock { state in
                guard state.held != nil else { return [continuation] }
                state.held?.append(continuation)
                state.heldCount += 1
                let count = state.heldCount
                let watchers = state.watchers.filter { $0.count <= count }.map(\.1)
                state.watchers.removeAll { $0.count <= count }
                return watchers
            }
            for continuation in ready { continuation.resume() }
        }
    }

    // MARK: What the server asks

    var readiness: Readiness { self.state.withLock { $0.readiness } }

    func append(_ submission: Submission) async throws(AppendError) -> Receipt {
        await self.waitIfHeld()
        let outcome: Result<Receipt, AppendError> = self.state.withLock { state in
            if let error = state.appendError { return .failure(error) }
            if let key = submission.key, let stored = state.keys[key.keyMAC] {
                guard stored.bodyMAC == key.bodyMAC else { return .failure(.keyConflict) }
                return .success(Receipt(indexes: stored.indexes, isRepeat: true))
            }
            let start = UInt64(state.entries.count)
            for position in 0..<submission.entries.count {
                Self.append(Array(submission.entries[position]), to: &state)
            }
            let indexes = start..<UInt64(state.entries.count)
            if let key = submission.key { state.keys[key.keyMAC] = (key.bodyMAC, indexes) }
            return .success(Receipt(indexes: indexes, isRepeat: false))
        }
        let receipt = try outcome.get()
        if self.state.withLock({ $0.publishesAtOnce }) {
            do { try self.publish() } catch { throw .unavailable("\(error)") }
        }
        return receipt
    }

    func idempotencyKey(writer: String, key: [UInt8], body: [UInt8]) -> IdempotencyKey {
        IdempotencyKey(writer: writer, keyMAC: key, bodyMAC: body)
    }

    private func checkReadable() throws(ReadError) {
        if let error = self.state.withLock({ $0.readError }) { throw error }
    }

    func publishedHead() throws(ReadError) -> PublishedHead {
        try self.checkReadable()
        guard let head = self.state.withLock({ $0.newest }) else { throw .noHead }
        return head
    }

    func publishedHead(ofSize size: UInt64) async throws(ReadError) -> PublishedHead {
        let newest = try self.publishedHead()
        guard size <= newest.head.size else { throw .beyondPublishedSize(newest.head.size) }
        guard let head = self.state.withLock({ $0.published[size] }) else { throw .noHead }
        return head
    }

    func pendingHead() throws(ReadError) -> PublishedHead {
        try self.checkReadable()
        guard let head = self.state.withLock({ $0.pending }) else { throw .noHead }
        return head
    }

    private var signedSize: UInt64 {
        self.state.withLock { max($0.newest?.head.size ?? 0, $0.pending?.head.size ?? 0) }
    }

    func tile(_ coordinate: TileCoordinate) async throws(ReadError) -> TwinTile {
        try self.checkReadable()
        guard coordinate.exists(inTreeOfSize: self.signedSize) else {
            throw .beyondSignedSize(self.signedSize)
        }
        return self.state.withLock {
            TwinTile(sha256: $0.sha256.tile(coordinate), sm3: $0.sm3.tile(coordinate))
        }
    }

    /// How many bundles each read so far took.
    var bundleReads: [Int] { self.state.withLock { $0.bundleReads } }

    func bundles(
        from first: BundleCoordinate,
        count: Int
    ) async throws(ReadError) -> EntryBatch {
        let end = max(min(first.index + UInt64(count), self.signedSize / 256), first.index + 1)
        var entries = EntryBatch()
        for index in first.index..<end {
            guard let bundle = BundleCoordinate(index: index) else { break }
            entries.append(contentsOf: try self.readBundle(bundle))
        }
        self.state.withLock { $0.bundleReads.append(Int(end - first.index)) }
        return entries
    }

    func bundle(_ coordinate: BundleCoordinate) async throws(ReadError) -> EntryBatch {
        let bundle = try self.readBundle(coordinate)
        self.state.withLock { $0.bundleReads.append(1) }
        return bundle
    }

    private func readBundle(_ coordinate: BundleCoordinate) throws(ReadError) -> EntryBatch {
        try self.checkReadable()
        guard coordinate.exists(inTreeOfSize: self.signedSize) else {
            throw .beyondSignedSize(self.signedSize)
        }
        let entries = self.entries
        var batch = EntryBatch()
        for index in coordinate.entries {
            do { try batch.append(entries[Int(index)]) } catch { throw .corrupt("\(error)") }
        }
        return batch
    }

    func entries(at indexes: Range<UInt64>) async throws(ReadError) -> EntryBatch {
        let published = try self.publishedHead().head.size
        guard indexes.upperBound <= published else { throw .beyondPublishedSize(published) }
        let entries = self.entries
        var batch = EntryBatch()
        for index in indexes {
            do { try batch.append(entries[Int(index)]) } catch { throw .corrupt("\(error)") }
        }
        return batch
    }

    func leafIndex(
        of hash: TreeHash<SHA256Hasher>,
        treeSize: UInt64
    ) async throws(ReadError) -> UInt64 {
        let published = try self.publishedHead().head.size
        guard treeSize <= published else { throw .beyondPublishedSize(published) }
        let index = self.entries.prefix(Int(treeSize)).firstIndex {
            SHA256Hasher.leafHash($0) == hash
        }
        guard let index else { throw .hashUnknown }
        return UInt64(index)
    }

    func inclusionProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        leafIndex: UInt64,
        treeSize: UInt64
    ) async throws(ReadError) -> (proof: InclusionProof<Suite>, leafHash: TreeHash<Suite>) {
        let published = try self.publishedHead().head.size
        guard treeSize <= published else { throw .beyondPublishedSize(published) }
        guard leafIndex < treeSize else { throw .indexNotBelowSize }
        do {
            let tree = self.tree(suite)
            let proof = try await InclusionProof(
                leafIndex: leafIndex,
                treeSize: treeSize,
                from: tree
            )
            let leaf = try await tree.hashes(at: [NodeAddress(height: 0, index: leafIndex)])
            return (proof, leaf[0])
        } catch {
            throw .corrupt("\(error)")
        }
    }

    func consistencyProof<Suite: LogSuite>(
        _ suite: Suite.Type,
        first: UInt64,
        second: UInt64
    ) async throws(ReadError) -> ConsistencyProof<Suite> {
        let published = try self.publishedHead().head.size
        guard first <= second else { throw .firstAboveSecond }
        guard second <= published else { throw .beyondPublishedSize(published) }
        do {
            return try await ConsistencyProof(
                olderSize: first,
                newerSize: second,
                from: self.tree(suite)
            )
        } catch {
            throw .corrupt("\(error)")
        }
    }

    private func tree<Suite: LogSuite>(_ suite: Suite.Type) -> MemoryTree<Suite> {
        let trees: [any Sendable] = self.state.withLock { [$0.sha256, $0.sm3] }
        guard let tree = trees.lazy.compactMap({ $0 as? MemoryTree<Suite> }).first else {
            preconditionFailure("there are two suites")
        }
        return tree
    }
}
