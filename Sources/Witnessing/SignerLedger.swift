import LogProtocol
import MerkleTree
import SignedNotes

/// One log's signer at work: the rules, the files and the keys together, on one thread.
///
/// Every durable step stands here, in order: first the decision, then the file, then the machine is
/// told, then the answer leaves. After any error with a file the ledger fails for good: what is on
/// disk is not known then, and only opening it again finds out.
final class SignerLedger {
    /// How far the clock may be behind the last signature's time, in seconds.
    static let toleratedClockStepSeconds: UInt64 = 5

    /// The most bytes of entries in one offer.
    static let maximumOfferByteCount = 64 << 20

    private let folder: SignerFolder
    private let keys: any HeadSigner
    private let clock: @Sendable () -> UInt64
    private let milliseconds: (@Sendable () -> UInt64)?
    // Held as long as the ledger is: its release is the lock's.
    private let lock: any FileLock
    private let journal: SignerJournal
    private var machine: SignerStateMachine
    /// The log's keys by size, as the recorded entries have changed them. Its events are those in the
    /// file between calls.
    private var history: LogHistory
    /// Decided, and not yet in the journal. Empty between calls.
    private var pending: [JournalRecord] = []
    private var pendingByteCount = 0
    /// Why nothing works any more; nil while all is well.
    private(set) var failure: SignerFilesError?

    /// Which log.
    var origin: LogOrigin { self.machine.origin }

    /// Opens the files of a log, and replays its journal.
    ///
    /// `clock` gives POSIX seconds, `milliseconds` the same more finely, for the tree heads.
    ///
    /// - Throws: ``SignerFilesError``; of them ``SignerFilesError/wrongKeys(_:)`` also if `keys` are
    ///   not those that signed the last head.
    init(
        opening folder: SignerFolder,
        keys: any HeadSigner,
        clock: @escaping @Sendable () -> UInt64,
        milliseconds: (@Sendable () -> UInt64)? = nil,
        keptRangeCount: Int = 4_096
    ) throws(SignerFilesError) {
        let lock = try folder.lock()
        try folder.removeLeftovers()
        let record = try folder.record()
        guard keys.belongs(to: record.origin) else {
            throw .wrongKeys("they are not named as those of \(record.origin.text)")
        }
        let stored = try folder.events()?.events ?? []
        guard stored.count >= record.eventCount else {
            throw .damaged("the file of events lacks some that the record counts")
        }
        var history = LogHistory(origin: record.origin, keys: keys.firstKeys)
        for event in stored {
            // SPEC: SIGNER-23: what was taken once is taken again, or the first keys are others.
            guard case .taken = history.take(event) else {
                throw .wrongKeys("the statement at index \(event.index) is not signed with them")
            }
        }
        if let signed = record.signed {
            do {
                // Whatever changed the keys of this size was recorded before it was signed.
                try keys.signer(with: history.keys(at: signed.head.size)).verify(
                    signed.notes,
                    of: signed.head,
                    origin: record.origin,
                    at: signed.timestamp
                )
            } catch {
                throw .wrongKeys("of the last signed head, \(error.text)")
            }
        }
        // SPEC: SIGNER-17: what was read may be in the cache only. It is durable before anything
        // follows from it: the journal drops what lies below the published mark.
        if !stored.isEmpty {
            try folder.replaceEvents(SignerEvents(origin: record.origin, events: stored))
        }
        try folder.replaceRecord(record)
        var machine = SignerStateMachine(
            origin: record.origin,
            published: record.published,
            signed: record.signed,
            keptRangeCount: keptRangeCount
        )
        self.journal = try SignerJournal(
            opening: folder.journalPath,
            origin: record.origin,
            above: record.published.size,
            files: folder.files
        ) { journalRecord, place throws(SignerFilesError) in
            try machine.replay(journalRecord, at: place)
            history.take(journalRecord)
        }
        try machine.checkReplayed(upTo: record.recordedSize)
        try self.journal.settle()
        if history.events.count > stored.count {
            try folder.replaceEvents(SignerEvents(origin: record.origin, events: history.events))
        }
        self.folder = folder
        self.keys = keys
        self.clock = clock
        self.milliseconds = milliseconds
        self.lock = lock
        self.machine = machine
        self.history = history
        // The journal's end is remembered, so that a start can tell that it was cut off.
        if machine.recordedSize > record.recordedSize {
            try folder.replaceRecord(self.currentRecord(signed: machine.signed))
        }
    }

    /// How far the record goes.
    func status() throws(SignerError) -> SignerStatus {
        try self.checkFailure()
        return self.machine.status
    }

    /// The most statements in one answer. Who wants more asks again.
    static let maximumEventsInAnswer = 256

    /// The statements about keys and policy that were recorded, without the first `count`.
    func events(after count: Int) throws(SignerError) -> [HistoryStatement] {
        try self.checkFailure()
        return Array(
            self.history.events.dropFirst(count).prefix(Self.maximumEventsInAnswer)
        )
    }

    /// Takes offers that came in in this order, with as few writes as may be.
    func offer(_ offers: [SignerOffer]) -> [Result<OfferOutcome, SignerError>] {
        do {
            try self.checkFailure()
            let outcomes = try self.orFail { () throws(SignerFilesError) in
                var outcomes: [Result<OfferOutcome, SignerError>] = []
                for offer in offers { outcomes.append(try self.decide(offer)) }
                try self.writePending()
                return outcomes
            }
            return outcomes
        } catch {
            // Some may have been written. That is what `recordFailed` means: nobody knows.
            return offers.map { _ in .failure(error) }
        }
    }

    /// Signs a head, or finds the notes that it has.
    func sign(_ head: TwinHead) throws(SignerError) -> HeadNotes {
        try self.checkFailure()
        switch self.machine.sign(head) {
        case .stored(let notes): return notes
        case .refuse(let error): throw error
        case .fold(let plan):
            try self.orFail { () throws(SignerFilesError) in try self.fold(plan) }
            return try self.sign(head)
        case .sign(let range): return try self.sign(range)
        }
    }

    /// Moves the published mark, and drops the journal below it.
    func published(_ size: UInt64) throws(SignerError) {
        try self.checkFailure()
        switch self.machine.published(size) {
        case .nothing: return
        case .refuse(let error): throw error
        case .fold(let plan):
            try self.orFail { () throws(SignerFilesError) in try self.fold(plan) }
            try self.published(size)
        case .move(let range):
            try self.orFail { () throws(SignerFilesError) in
                try self.folder.replaceRecord(
                    self.currentRecord(published: range, signed: self.machine.signed)
                )
                // A crash here leaves segments below the mark: the next start removes them.
                self.machine.publishedMarkMoved(to: range)
                try self.journal.drop(below: range.size)
            }
        }
    }

    // MARK: Steps

    private func decide(
        _ offer: SignerOffer
    ) throws(SignerFilesError) -> Result<OfferOutcome, SignerError> {
        guard offer.entries.bytes.count <= Self.maximumOfferByteCount else {
            return .failure(.malformed("an offer has at most \(Self.maximumOfferByteCount) bytes"))
        }
        var decision = self.machine.offer(offer)
        if case .writePendingFirst = decision {
            try self.writePending()
            decision = self.machine.offer(offer)
        }
        if case .compare(let held) = decision {
            var entries = EntryBatch()
            for place in held.places {
                entries.append(contentsOf: try self.journal.entries(at: place))
            }
            decision = self.machine.offer(offer, held: (held.firstIndex, entries))
        }
        switch decision {
        case .answer(let outcome): return .success(outcome)
        case .refuse(let error): return .failure(error)
        case .append(let record):
            self.pending.append(record)
            self.pendingByteCount += record.entries.bytes.count
            if self.pending.count == JournalFrame.maximumRecordCount
                || self.pendingByteCount >= Self.maximumOfferByteCount
            {
                try self.writePending()
            }
            return .success(.recorded(recordedSize: record.head.size))
        case .compare, .writePendingFirst:
            preconditionFailure("nothing is pending, and the comparison was made")
        }
    }

    private func writePending() throws(SignerFilesError) {
        guard !self.pending.isEmpty else { return }
        let places = try self.journal.append(self.pending)
        try self.recordEvents()
        self.machine.written(at: places)
        self.pending.removeAll(keepingCapacity: true)
        self.pendingByteCount = 0
    }

    /// Keeps what the pending records change of keys and policy.
    private func recordEvents() throws(SignerFilesError) {
        var history = self.history
        for record in self.pending { history.take(record) }
        guard history.events.count > self.history.events.count else {
            self.history = history
            return
        }
        // SPEC: SIGNER-22: on disk before the entries are promised, so that it outlives the journal
        // that they lie in. A crash before this leaves them there, and the next start finds them.
        try self.folder.replaceEvents(
            SignerEvents(origin: self.origin, events: history.events)
        )
        self.history = history
    }

    private func sign(_ range: TwinRange) throws(SignerError) -> HeadNotes {
        let timestamp = try self.timestamp()
        let treeHeadTime = try self.treeHeadTime(at: timestamp)
        let notes: HeadNotes
        do {
            // SPEC: ROT-10: the size of the head decides, and the entries below it.
            let signer = try self.keys.signer(with: self.history.keys(at: range.size))
            notes = try signer.notes(of: range.head, origin: self.origin, at: timestamp)
                .with(treeHead: signer.treeHead(of: range.head, at: treeHeadTime))
        } catch {
            // Nothing was written and nothing left: the next attempt may do better.
            throw .unavailable(error.text)
        }
        let signed = SignedHead(range: range, timestamp: timestamp, notes: notes)
        try self.orFail { () throws(SignerFilesError) in
            // SPEC: SIGNER-12: on disk before it leaves. A crash before the rename leaves the old
            // record, and nobody has seen the notes; after it, the next start has them.
            try self.folder.replaceRecord(self.currentRecord(signed: signed))
        }
        self.machine.signed(signed)
        return notes
    }

    /// The time to sign with: never before that of the last signature.
    private func timestamp() throws(SignerError) -> UInt64 {
        // SPEC: SIGNER-13: a clock that went back is waited for, or made good.
        let now = self.clock()
        let last = self.machine.signed?.timestamp ?? 0
        guard now >= last || last - now <= Self.toleratedClockStepSeconds else {
            throw .clockBehind(seconds: last - now)
        }
        return max(now, last)
    }

    /// The time of a tree head that is signed at `seconds`, in milliseconds.
    private func treeHeadTime(at seconds: UInt64) throws(SignerError) -> UInt64 {
        let last = self.machine.signed?.notes.treeHead?.timestamp
        let (start, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        guard !overflow, last != .max else { throw .unavailable("the clock is out of range") }
        // SPEC: CT-5: each tree head is later than the one before, also within a millisecond and
        // with a clock that went back a little.
        return max(self.milliseconds?() ?? start, start, last.map { $0 + 1 } ?? 0)
    }

    private func fold(_ plan: FoldingPlan) throws(SignerFilesError) {
        var range = plan.base
        for place in plan.places { range.append(try self.journal.entries(at: place)) }
        guard range.head == plan.head else {
            throw .damaged("the journal does not lead to its head of \(plan.head.size)")
        }
        self.machine.keep(range)
    }

    private func currentRecord(
        published: TwinRange? = nil,
        signed: SignedHead?
    ) -> SignerRecord {
        SignerRecord(
            origin: self.origin,
            recordedSize: self.machine.recordedSize,
            published: published ?? self.machine.published,
            signed: signed,
            eventCount: self.history.events.count
        )
    }

    // MARK: Failing

    private func checkFailure() throws(SignerError) {
        // SPEC: SIGNER-3: what a failed write left behind is not known.
        if let failure = self.failure { throw .recordFailed(failure.description) }
    }

    /// Does something with files; whatever goes wrong there is the end of this ledger.
    private func orFail<Value>(
        _ body: () throws(SignerFilesError) -> Value
    ) throws(SignerError) -> Value {
        do {
            return try body()
        } catch {
            self.failure = error
            throw .recordFailed(error.description)
        }
    }
}

extension LogHistory {
    /// Looks at the entries of a record.
    fileprivate mutating func take(_ record: JournalRecord) {
        for event in HistoryStatement.candidates(in: record.entries, from: record.firstIndex) {
            self.take(event)
        }
    }
}
