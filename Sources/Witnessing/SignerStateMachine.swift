import MerkleTree
import SignedNotes

/// The rules of the signer for one log: what is recorded, what is signed, what is let go.
///
/// It reads no file and no clock, and makes no signature. Each event returns what is to be done;
/// another call tells that it was done. Three sizes only ever grow, and stay in this order:
///
///     published <= signed <= recorded
///
/// Entries up to the published size are known by their edges alone. From there to the recorded size
/// the journal holds the entries, and the machine each recorded head with its place.
struct SignerStateMachine: Sendable {
    /// A head that was offered and recorded.
    private struct RecordedHead: Sendable {
        let head: TwinHead
        /// Where the entries that end at this head lie.
        let place: JournalPlace
        /// The edges there; nil once ``keptRangeCount`` newer heads have theirs.
        var range: TwinRange?
    }

    /// Which log.
    let origin: LogOrigin
    /// The edges at the published size, where the journal begins.
    private(set) var published: TwinRange
    /// The head signed last; nil before the first.
    private(set) var signed: SignedHead?
    /// The recorded heads above the published one, in order: what may be signed.
    private var heads: [RecordedHead] = []
    /// The edges behind each pending record, in order. Nothing here is promised yet.
    private var pending: [(head: TwinHead, range: TwinRange)] = []
    /// The edges at the end, pending records included.
    private var end: TwinRange
    /// How many of the newest heads keep their edges in memory, each about 2 KiB.
    private let keptRangeCount: Int

    /// Starts from stored marks. The journal is to be replayed next.
    init(
        origin: LogOrigin,
        published: TwinRange = TwinRange(),
        signed: SignedHead? = nil,
        keptRangeCount: Int = 4_096
    ) {
        precondition(keptRangeCount > 0, "the newest head keeps its edges")
        self.origin = origin
        self.published = published
        self.signed = signed
        self.end = published
        self.keptRangeCount = keptRangeCount
    }

    /// The size up to which everything is recorded.
    var recordedSize: UInt64 { self.heads.last?.head.size ?? self.published.size }

    /// What may be told of the record: pending records do not count.
    var status: SignerStatus {
        SignerStatus(
            recorded: self.heads.last?.head ?? self.published.head,
            signed: self.signed?.head,
            publishedSize: self.published.size
        )
    }

    // MARK: Offers

    /// An offer came in.
    mutating func offer(_ offer: SignerOffer) -> OfferDecision {
        if let known = self.knownHead(ofSize: offer.head.size), known != offer.head {
            // SPEC: SIGNER-6: roots are compared at every head that is known.
            return .refuse(.fork("the roots of size \(known.size) differ from the recorded ones"))
        }
        // SPEC: SIGNER-4: index order only.
        guard offer.firstIndex <= self.end.size else {
            return .answer(.gap(recordedSize: self.end.size))
        }
        guard offer.firstIndex >= self.published.size else {
            return .answer(.belowJournal(journalStart: self.published.size))
        }
        guard offer.firstIndex == self.end.size else {
            guard self.pending.isEmpty else { return .writePendingFirst }
            return .compare(self.places(of: offer.firstIndex..<min(offer.head.size, self.end.size)))
        }
        return self.append(offer.entries, endingAt: offer.head)
    }

    /// An offer came in that reaches into the record, and this is what the record holds from
    /// `held.firstIndex` on.
    mutating func offer(
        _ offer: SignerOffer,
        held: (firstIndex: UInt64, entries: EntryBatch)
    ) -> OfferDecision {
        precondition(
            self.pending.isEmpty && held.firstIndex <= offer.firstIndex
                && held.firstIndex + UInt64(held.entries.count)
                    >= min(offer.head.size, self.end.size),
            "what is compared covers what is asked"
        )
        // SPEC: SIGNER-5: what is held already is confirmed if it is the same, else it is a fork.
        // Equal bytes have equal leaf hashes in both trees.
        let overlap = Int(min(offer.head.size, self.end.size) - offer.firstIndex)
        let start = Int(offer.firstIndex - held.firstIndex)
        if let position = offer.entries.firstDifference(
            in: 0..<overlap,
            from: held.entries,
            at: start
        ) {
            let index = offer.firstIndex + UInt64(position)
            return .refuse(.fork("entry \(index) differs from the recorded one"))
        }
        guard offer.head.size > self.end.size else {
            return .answer(.recorded(recordedSize: self.end.size))
        }
        let rest = offer.entries.slice(overlap..<offer.entries.count)
        return self.append(rest, endingAt: offer.head)
    }

    private mutating func append(_ entries: EntryBatch, endingAt head: TwinHead) -> OfferDecision {
        let range = self.end.appending(entries)
        // SPEC: SIGNER-6: both roots, computed here from the bytes, are the offered ones.
        guard range.head == head else {
            return .refuse(.fork("the entries do not lead to the offered roots of \(head.size)"))
        }
        self.end = range
        self.pending.append((head, range))
        return .append(JournalRecord(entries: entries, head: head))
    }

    /// All pending records are durable, at these places. From here on they are promised.
    mutating func written(at places: [JournalPlace]) {
        precondition(places.count == self.pending.count, "each pending record has its place")
        for (record, place) in zip(self.pending, places) {
            self.heads.append(
                RecordedHead(head: record.head, place: place, range: record.range)
            )
            if self.heads.count > self.keptRangeCount {
                self.heads[self.heads.count - self.keptRangeCount - 1].range = nil
            }
        }
        self.pending.removeAll(keepingCapacity: true)
    }

    // MARK: Signing

    /// A head is to be signed.
    func sign(_ head: TwinHead) -> SignDecision {
        if let signed = self.signed {
            // SPEC: SIGNER-9: the same head gets the same bytes again.
            if signed.head == head { return .stored(signed.notes) }
            // SPEC: CKPT-7: never two histories.
            // SPEC: SIGNER-8: never below the last signed one.
            guard head.size >= signed.head.size else { return .refuse(.belowSigned(signed.head)) }
        }
        // SPEC: SIGNER-7: only heads that were recorded.
        guard let known = self.knownHead(ofSize: head.size) else { return .refuse(.notRecorded) }
        guard known == head else {
            return .refuse(.fork("asked to sign other roots of size \(head.size) than recorded"))
        }
        switch self.range(at: head.size) {
        case .kept(let range): return .sign(range)
        case .toFold(let plan): return .fold(plan)
        }
    }

    /// The signed head is durable. From here on its notes may leave.
    mutating func signed(_ signed: SignedHead) {
        precondition(
            signed.head.size >= (self.signed?.head.size ?? 0)
                && self.knownHead(ofSize: signed.head.size) == signed.head,
            "only a recorded head at or above the last signed one is signed"
        )
        self.signed = signed
    }

    // MARK: Publication

    /// A signed head of this size is said to be published.
    func published(_ size: UInt64) -> PublishedDecision {
        // SPEC: SIGNER-10: the mark moves up only, and not past what was signed.
        guard size > self.published.size else { return .nothing }
        guard let signed = self.signed, size <= signed.head.size else {
            return .refuse(.malformed("no head of \(size) entries or more was signed"))
        }
        guard self.knownHead(ofSize: size) != nil else { return .refuse(.notRecorded) }
        switch self.range(at: size) {
        case .kept(let range): return .move(range)
        case .toFold(let plan): return .fold(plan)
        }
    }

    /// The new mark is durable: what lies below it is let go.
    mutating func publishedMarkMoved(to range: TwinRange) {
        precondition(
            range.size > self.published.size
                && self.knownHead(ofSize: range.size) == range.head,
            "the mark moves up to a recorded head"
        )
        self.heads.removeFirst(self.headPosition(notBelow: range.size) + 1)
        self.published = range
    }

    /// The range at a recorded head was folded again.
    mutating func keep(_ range: TwinRange) {
        let position = self.headPosition(notBelow: range.size)
        precondition(
            position < self.heads.count && self.heads[position].head == range.head,
            "the range is that of a recorded head"
        )
        self.heads[position].range = range
    }

    // MARK: Starting

    /// Takes a record from the journal, by the same arithmetic as an offer's.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` unless it follows the end and leads to its roots.
    mutating func replay(
        _ record: JournalRecord,
        at place: JournalPlace
    ) throws(SignerFilesError) {
        // SPEC: SIGNER-15: folded again, without a hole.
        guard record.firstIndex == self.end.size else {
            throw .damaged("the journal goes on at \(record.firstIndex), not at \(self.end.size)")
        }
        guard case .append = self.append(record.entries, endingAt: record.head) else {
            throw .damaged("the journal's entries do not lead to its head of \(record.head.size)")
        }
        self.written(at: [place])
    }

    /// Checks the whole after the journal's last record.
    ///
    /// - Throws: ``SignerFilesError/damaged(_:)`` if the journal lacks what was signed, or ends
    ///   below `recordedSize`, where it is known to have been.
    func checkReplayed(upTo recordedSize: UInt64) throws(SignerFilesError) {
        guard self.recordedSize >= recordedSize else {
            throw .damaged("the journal ends at \(self.recordedSize), below \(recordedSize)")
        }
        guard let signed = self.signed else {
            guard self.published.size == 0 else { throw .damaged("published, but never signed") }
            return
        }
        guard signed.head.size >= self.published.size,
            self.knownHead(ofSize: signed.head.size) == signed.head
        else { throw .damaged("the signed head of \(signed.head.size) is not in the journal") }
    }

    // MARK: Helpers

    /// The recorded head of this size; nil if there is none, also below the published one.
    private func knownHead(ofSize size: UInt64) -> TwinHead? {
        if size == self.published.size { return self.published.head }
        let position = self.headPosition(notBelow: size)
        guard position < self.heads.count, self.heads[position].head.size == size else {
            return nil
        }
        return self.heads[position].head
    }

    /// The position of the first recorded head that is not below `size`.
    private func headPosition(notBelow size: UInt64) -> Int {
        var low = 0
        var high = self.heads.count
        while low < high {
            let middle = low + (high - low) / 2
            if self.heads[middle].head.size < size { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The places of the records that together hold these entries.
    private func places(of indexes: Range<UInt64>) -> HeldPlaces {
        let first = self.headPosition(notBelow: indexes.lowerBound + 1)
        let last = self.headPosition(notBelow: indexes.upperBound)
        return HeldPlaces(
            firstIndex: first == 0 ? self.published.size : self.heads[first - 1].head.size,
            places: self.heads[first...last].map(\.place)
        )
    }

    private enum RangeSource {
        case kept(TwinRange)
        case toFold(FoldingPlan)
    }

    private func range(at size: UInt64) -> RangeSource {
        if size == self.published.size { return .kept(self.published) }
        let target = self.headPosition(notBelow: size)
        if let range = self.heads[target].range { return .kept(range) }
        let below = self.heads[..<target].lastIndex { $0.range != nil }
        return .toFold(
            FoldingPlan(
                base: below.flatMap { self.heads[$0].range } ?? self.published,
                places: self.heads[((below ?? -1) + 1)...target].map(\.place),
                head: self.heads[target].head
            )
        )
    }
}
