import CryptoSuites
import MerkleTree
import SignedNotes
import Synchronization
import Witnessing

/// Brings what the database has committed into the signer's record: the step that turns an entry
/// into a promise.
///
/// Entries are read back from the database on a connection that did not write them, so a bit that
/// flipped between hashing and storing is found before anything is promised or signed.
struct Promiser: Sendable {
    let log: LogDescriptor
    let store: any LogStore
    let signer: any LogSigner
    /// The most entries that are read back and offered at once.
    let chunk: UInt64

    init(log: LogDescriptor, store: any LogStore, signer: any LogSigner, chunk: UInt64 = 8_192) {
        self.log = log
        self.store = store
        self.signer = signer
        self.chunk = chunk
    }

    /// Makes sure that the signer has recorded a batch; returns the size its record has then.
    ///
    /// `recordedSize` is the caller's newest knowledge of the record; it may be out of date.
    func promise(
        _ batch: CommittedBatch,
        recordedSize: UInt64
    ) async throws(PromiseError) -> UInt64 {
        let first = min(batch.firstIndex, recordedSize)
        if batch.firstIndex - first <= self.chunk,
            case .recorded(let size) = try await self.offer(batch, from: first)
        {
            return size
        }
        // Others' entries lie between the record and the batch.
        _ = try await self.catchUp()
        switch try await self.offer(batch, from: batch.firstIndex) {
        case .recorded(let size): return size
        case .gap(let size):
            throw .fork("the signer's record went back to \(size)")
        case .belowJournal:
            // Another daemon had the batch recorded, and it is published already.
            return try await self.proveRecorded(batch.head)
        }
    }

    /// Makes sure that the signer's record continues the tree of `head`, by a consistency proof in
    /// each suite; returns the size of the record.
    ///
    /// Where the entries themselves can no longer be compared, this is as good: the tree of `head`
    /// was computed here from the bytes that were to be stored.
    private func proveRecorded(_ head: TwinHead) async throws(PromiseError) -> UInt64 {
        let recorded = try await self.status().recorded
        try await self.verifyConsistency(SHA256Hasher.self, from: head, to: recorded)
        try await self.verifyConsistency(SM3Hasher.self, from: head, to: recorded)
        return recorded.size
    }

    private func verifyConsistency<Suite: LogSuite>(
        _ suite: Suite.Type,
        from older: TwinHead,
        to newer: TwinHead
    ) async throws(PromiseError) {
        let reader = TileHashReader<Suite>(treeSize: newer.size) { coordinates in
            try await self.store.tiles(of: self.log.id, at: coordinates).map { suite.tile(of: $0) }
        }
        do {
            let proof = try await ConsistencyProof(
                olderSize: older.size,
                newerSize: newer.size,
                from: reader
            )
            try proof.verify(olderRoot: suite.root(of: older), newerRoot: suite.root(of: newer))
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .fork("the record of \(newer.size) does not continue the tree of \(older.size)")
        }
    }

    /// Compares the database with the signer's record and offers what is missing there, chunk by
    /// chunk; returns the size that the record has then.
    ///
    /// Nothing is offered before all of it was read once and folded to the database's own roots:
    /// a record that has taken in a damaged entry could never be brought back.
    func catchUp() async throws(PromiseError) -> UInt64 {
        let status = try await self.status()
        let head = try await self.treeState().head
        var edge = try await self.edge(matching: status.recorded, databaseSize: head.size)
        var heads: [TwinHead] = []
        while edge.size < head.size {
            let entries = try await self.entries(
                at: edge.size..<min(edge.size + self.chunk, head.size)
            )
            _ = edge.append(TwinLeaves(hashing: entries))
            heads.append(edge.state.head)
        }
        guard edge.state.head == head else {
            throw .fork("the entries do not fold to the roots at size \(head.size)")
        }
        var start = status.recorded.size
        for next in heads {
            let entries = try await self.entries(at: start..<next.size)
            switch try await self.offer(entries, from: start, to: next) {
            case .recorded: start = next.size
            case .gap(let size):
                throw .fork("the signer's record went back from \(start) to \(size)")
            case .belowJournal:
                // Another daemon was faster, and published. The record is further now.
                return try await self.catchUp()
            }
        }
        return head.size
    }

    /// The growing end at the record's size, compared with the record.
    ///
    /// - Throws: ``PromiseError/behind(databaseSize:recordedSize:)`` if the database is smaller;
    ///   ``PromiseError/fork(_:)`` if its roots are others.
    func edge(
        matching recorded: TwinHead,
        databaseSize: UInt64
    ) async throws(PromiseError) -> TwinEdge {
        guard databaseSize >= recorded.size else {
            throw .behind(databaseSize: databaseSize, recordedSize: recorded.size)
        }
        let edge: TwinEdge
        do { edge = try await self.store.edge(of: self.log.id, size: recorded.size) } catch {
            throw .store(error)
        }
        guard edge.state.head == recorded else {
            throw .fork("the roots at size \(recorded.size) differ from the signer's")
        }
        return edge
    }

    /// The signer's record of this log, if it is the record of what was signed for this log.
    ///
    /// A signer with an empty record, or with one restored from an earlier copy, would sign whatever
    /// the database holds. The heads stored there show that it has forgotten.
    ///
    /// - Throws: ``PromiseError/signerRefuses(_:)`` if a head was signed that the record lacks.
    func status() async throws(PromiseError) -> SignerStatus {
        // In this order: what is stored was signed before, and the record only grows.
        let stored = try await self.newestSignedHead()
        let status: SignerStatus
        do { status = try await self.signer.status(of: self.log.origin) } catch {
            throw PromiseError(error)
        }
        guard let stored else { return status }
        guard let signed = status.signed, signed.size >= stored.size else {
            throw .signerRefuses(
                "the head of size \(stored.size) was signed and its record lacks it: the record was "
                    + "lost, or restored from an earlier copy"
            )
        }
        guard signed.size > stored.size || signed == stored else {
            throw .fork("the stored head of size \(stored.size) is not the one it signed")
        }
        return status
    }

    /// The newest head that the store has signed notes of.
    private func newestSignedHead() async throws(PromiseError) -> TwinHead? {
        do {
            let published = try await self.store.publishedHead(of: self.log.id)?.head
            let pending = try await self.store.pendingHead(of: self.log.id)
            if let pending, pending.notes != nil { return pending.head }
            let superseded = try await self.store.supersededHead(of: self.log.id)?.head
            return [published, superseded].compactMap(\.self).max { $0.size < $1.size }
        } catch {
            throw .store(error)
        }
    }

    private func treeState() async throws(PromiseError) -> TreeState {
        do { return try await self.store.treeState(of: self.log.id) } catch {
            throw .store(error)
        }
    }

    /// Reads a batch back, with what lies before it from `start` on, and offers it.
    private func offer(
        _ batch: CommittedBatch,
        from start: UInt64
    ) async throws(PromiseError) -> OfferOutcome {
        let entries = try await self.entries(at: start..<batch.head.size)
        // Without this, another daemon's entries at the same indexes would be promised as these: a
        // database that failed over may have lost the batch and taken others since.
        guard entries.bytes.hasSuffix(batch.entries.bytes) else {
            throw .fork("entries from index \(batch.firstIndex) on are not those written")
        }
        return try await self.offer(entries, from: start, to: batch.head)
    }

    private func offer(
        _ entries: EntryBatch,
        from start: UInt64,
        to head: TwinHead
    ) async throws(PromiseError) -> OfferOutcome {
        do {
            return try await self.signer.offer(
                SignerOffer(
                    origin: self.log.origin,
                    firstIndex: start,
                    entries: entries,
                    head: head
                )
            )
        } catch { throw PromiseError(error) }
    }

    private func entries(at indexes: Range<UInt64>) async throws(PromiseError) -> EntryBatch {
        do { return try await self.store.entries(of: self.log.id, at: indexes) } catch {
            throw .store(error)
        }
    }
}

extension [UInt8] {
    /// Whether the last bytes are these. Looks at all of them, many at a time: a comparison that stops
    /// at the first difference goes byte by byte, which for a batch of a megabyte is felt.
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        guard self.count >= suffix.count else { return false }
        return self.withUnsafeBytes { bytes in
            suffix.withUnsafeBytes { suffix in
                let end = UnsafeRawBufferPointer(rebasing: bytes.suffix(suffix.count))
                var difference: UInt8 = 0
                for position in suffix.indices { difference |= end[position] ^ suffix[position] }
                return difference == 0
            }
        }
    }
}

/// Why committed entries were not promised.
enum PromiseError: Error, Hashable {
    /// The store failed; what it says decides what to do.
    case store(StoreError)
    /// The signer is out of reach.
    case signerUnavailable(String)
    /// The signer signs nothing until its clock has caught up.
    case signerClockBehind(seconds: UInt64)
    /// The signer refuses for good.
    case signerRefuses(String)
    /// The log goes on as another one.
    case closed(successor: String)
    /// The database is smaller than the record.
    case behind(databaseSize: UInt64, recordedSize: UInt64)
    /// The database holds another history.
    case fork(String)
    /// A witness shows a signed head above the record.
    case witnessAhead(witness: String, size: UInt64, recordedSize: UInt64)
    /// A witness holds another history, or says so.
    case possibleFork(String)
    /// The policy that was announced for a head cannot be used.
    case unusablePolicy(String)

    init(_ error: SignerError) {
        self =
            switch error {
            case .unavailable(let reason): .signerUnavailable(reason)
            case .clockBehind(let seconds): .signerClockBehind(seconds: seconds)
            case .fork(let place): .fork(place)
            case .unknownLog: .signerRefuses("it has no record of this log")
            case .recordFailed(let reason): .signerRefuses("its record failed: \(reason)")
            case .notRecorded: .signerRefuses("it has not recorded this head")
            case .belowSigned(let head): .signerRefuses("it has signed size \(head.size)")
            case .malformed(let reason): .signerRefuses("it calls the request malformed: \(reason)")
            case .closed(let successor): .closed(successor: successor)
            }
    }

    /// Why the log must stop taking appends; nil if trying again may help.
    var readOnlyReason: ReadOnlyReason? {
        switch self {
        case .store(.corrupt(let place)): .databaseCorrupt(place)
        case .store, .signerUnavailable, .signerClockBehind, .unusablePolicy: nil
        case .signerRefuses(let reason): .signerRefuses(reason)
        case .closed(let successor): .closed(successor: successor)
        case .behind(let databaseSize, let recordedSize):
            .databaseBehind(databaseSize: databaseSize, recordedSize: recordedSize)
        case .fork(let place): .databaseForked(place)
        case .witnessAhead(let witness, let size, let recordedSize):
            .witnessAhead(witness: witness, size: size, recordedSize: recordedSize)
        case .possibleFork(let detail): .possibleFork(detail)
        }
    }
}

extension PromiseError: CustomStringConvertible {
    var description: String {
        if let reason = self.readOnlyReason { return reason.description }
        return switch self {
        case .store(let error): "the database does not answer: \(error)"
        case .signerUnavailable(let reason): "the signer does not answer: \(reason)"
        case .signerClockBehind(let seconds):
            "the signer's clock is \(seconds) s behind its last signature; it signs again once the "
                + "clock has caught up"
        case .unusablePolicy(let reason): "its policy cannot be used, \(reason)"
        case .signerRefuses, .closed, .behind, .fork, .witnessAhead, .possibleFork: "unreachable"
        }
    }
}
