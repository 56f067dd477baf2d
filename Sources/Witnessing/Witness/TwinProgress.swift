import LogProtocol
import MerkleTree
import SignedNotes

/// How far a full witness has recomputed the two trees of a log.
///
/// It starts at index 0, and takes entries and nothing else: no edge is ever handed in. Entries that
/// were hashed count for nothing until they lead to both roots of a head that the log signed as one.
/// The statements among them that change the log's keys are followed.
struct TwinProgress: Hashable, Sendable {
    /// The edges at the newest size where both roots were those of a signed twin note.
    private(set) var verified: TwinRange
    /// The edges after the entries that were hashed beyond that.
    private(set) var read: TwinRange
    /// Verified heads, the newest last. That of ``verified`` is among them.
    private(set) var heads: [TwinHead]
    /// The statements among the entries read that change the log's keys, in index order.
    private(set) var events: [HistoryStatement]
    /// The log's keys by size, as the entries read have them; nil if they are not followed.
    private(set) var history: LogHistory?
    /// The keys that all begins with.
    private let first: LogHistory?

    /// How many verified heads are remembered: witnesses are asked about the newest one or, when
    /// two publications overlap, about one just below.
    static let maximumHeadCount = 64

    /// The most bytes of statements that change keys. A log has a few of them in its life, and each
    /// is stored with every head: what would be more is not followed, and its key not believed.
    static let maximumEventByteCount = 1 << 20

    /// Starts at the first entry, or where it stood.
    ///
    /// `history` is the log with its first keys, nil if its keys are not followed. `events` are kept
    /// in any case, also those that mean nothing under keys that were configured meanwhile.
    ///
    /// - Precondition: `read` is not below `verified`.
    init(
        verified: TwinRange = TwinRange(),
        read: TwinRange? = nil,
        history: LogHistory? = nil,
        events: [HistoryStatement] = []
    ) {
        let read = read ?? verified
        precondition(verified.size <= read.size, "what is verified was read")
        self.verified = verified
        self.read = read
        self.heads = [verified.head]
        self.events = events
        self.first = history
        self.history = history
        for event in events { self.history?.take(event) }
    }

    /// The verified head of this size; nil if there is none, or none that is remembered.
    func head(ofSize size: UInt64) -> TwinHead? {
        size == 0 ? .empty : self.heads.last { $0.size == size }
    }

    /// What is missing to verify a head.
    enum Missing: Hashable, Sendable {
        /// Nothing: it is verified.
        case nothing
        /// The head contradicts a verified one of its size.
        case contradiction
        /// The head is below the verified size, and not among those that are remembered.
        case forgotten
        /// These entries, none if all are read.
        case entries(Range<UInt64>)
    }

    /// Says what is missing to verify a head that the log signed.
    func missing(for head: TwinHead) -> Missing {
        if let known = self.head(ofSize: head.size) {
            return known == head ? .nothing : .contradiction
        }
        guard head.size > self.verified.size else { return .forgotten }
        // Beyond the head nothing was read, unless it is older than one that was tried before.
        return .entries(min(self.read.size, head.size)..<head.size)
    }

    /// Hashes entries that follow those that were read.
    mutating func append(_ entries: EntryBatch) {
        let start = self.read.size
        self.read.append(entries)
        guard self.history != nil else { return }
        for entry in HistoryStatement.candidates(in: entries, from: start) { self.follow(entry) }
    }

    /// SPEC: WITNESS-21, ROT-15: keeps a statement if it changes the log's keys. Policies are nothing to a
    /// witness.
    private mutating func follow(_ entry: HistoryStatement) {
        guard let history, var next = self.history, case .taken = next.take(entry),
            next.keys != history.keys,
            self.events.reduce(entry.statement.count, { $0 + $1.statement.count })
                <= Self.maximumEventByteCount
        else { return }
        self.history = next
        self.events.append(entry)
    }

    /// Lets go of what was read beyond the verified size.
    mutating func rewind() {
        self.read = self.verified
        guard let last = self.events.last, last.index >= self.verified.size else { return }
        self.events.removeAll { $0.index >= self.verified.size }
        self.history = self.first
        for event in self.events { self.history?.take(event) }
    }

    /// The entries up to a head were read. Whether both trees lead to its roots: then it is
    /// verified, else everything since the last verified head is let go.
    ///
    /// SPEC: WITNESS-15: both roots, computed here from the entries.
    mutating func reach(_ head: TwinHead) -> Bool {
        guard self.read.head == head else {
            self.rewind()
            return false
        }
        self.verified = self.read
        self.heads.append(head)
        if self.heads.count > Self.maximumHeadCount { self.heads.removeFirst() }
        return true
    }
}
