import MerkleTree

/// The submissions that wait for the next batch, as a pure machine: what waits, how much of it, and
/// whether more is taken.
///
/// States: *open* until ``stop()``, then *stopping*: what waits is still handed out, nothing more is
/// taken.
struct AppendQueue<Waiter> {
    /// What one caller waits with.
    struct Item {
        let submission: Submission
        let waiter: Waiter
    }

    /// How much may wait, and how much one transaction takes.
    struct Limits: Sendable {
        /// Entries that may wait. More are refused, so that memory stays bounded.
        var waitingEntries = 65_536
        /// Bytes that may wait.
        var waitingBytes = 64 << 20
        /// Entries that one transaction takes, unless a single submission has more.
        var batchEntries = 4_096
        /// Bytes that one transaction takes, unless a single submission has more.
        var batchBytes = 8 << 20
        /// Retry keys that are worth a lookup of their own, ahead of their transaction. Fewer it
        /// looks up itself in as little time.
        var lookupKeys = 256
    }

    private let limits: Limits
    private var items: [Item] = []
    private var taken = 0  // items before this position are handed out already
    private(set) var isStopping = false
    private(set) var entryCount = 0
    private(set) var byteCount = 0
    /// How many items were ever handed out: the number of the first one that waits.
    private var firstNumber = 0
    /// The number of the first item whose key was not given to be looked up.
    private var firstUnseen = 0
    /// How many items from there on have a key.
    private var unseenKeyCount = 0
    /// What was looked up for items that wait, each with the number of the first item behind them.
    private var lookups: [(end: Int, lookup: KeyLookup)] = []

    init(limits: Limits) { self.limits = limits }

    var isEmpty: Bool { self.taken == self.items.count }

    /// Takes a submission in, or says why not.
    mutating func enqueue(_ item: Item) throws(AppendError) {
        guard !self.isStopping else { throw .stopping }
        let entries = item.submission.entries
        // A submission larger than the limits is taken when nothing else waits.
        guard
            self.isEmpty
                || self.entryCount + entries.count <= self.limits.waitingEntries
                    && self.byteCount + item.submission.byteCount <= self.limits.waitingBytes
        else { throw .queueFull }
        self.items.append(item)
        self.entryCount += entries.count
        self.byteCount += item.submission.byteCount
        if item.submission.key != nil { self.unseenKeyCount += 1 }
    }

    /// Whether ``takeKeys()`` has any.
    var hasKeys: Bool { !self.isStopping && self.unseenKeyCount >= self.limits.lookupKeys }

    /// The keys that wait and were not given out so far, to be looked up while the batch before
    /// theirs is committed; nil if they are too few. `end` comes back with what was found.
    mutating func takeKeys() -> (keys: [IdempotencyKey], end: Int)? {
        guard self.hasKeys else { return nil }
        let unseen = self.items[(self.taken + self.firstUnseen - self.firstNumber)...]
        self.firstUnseen += unseen.count
        self.unseenKeyCount = 0
        return (unseen.compactMap(\.submission.key), self.firstUnseen)
    }

    /// Keeps what was found for keys that were given out, as long as one of their items waits.
    mutating func keep(_ lookup: KeyLookup, end: Int) {
        if end > self.firstNumber { self.lookups.append((end, lookup)) }
    }

    /// What was looked up for items of the batch that comes next, and perhaps for others.
    var keptLookups: [KeyLookup] { self.lookups.map(\.lookup) }

    /// Hands out the next batch, in the order of arrival; empty if nothing waits.
    mutating func takeBatch() -> [Item] {
        var entries = 0
        var bytes = 0
        var end = self.taken
        while end < self.items.count {
            let next = self.items[end].submission
            guard
                end == self.taken
                    || entries + next.entries.count <= self.limits.batchEntries
                        && bytes + next.byteCount <= self.limits.batchBytes
            else { break }
            entries += next.entries.count
            bytes += next.byteCount
            end += 1
        }
        let batch = Array(self.items[self.taken..<end])
        self.taken = end
        self.entryCount -= entries
        self.byteCount -= bytes
        let unseen = batch.dropFirst(max(self.firstUnseen - self.firstNumber, 0))
        self.unseenKeyCount -= unseen.count { $0.submission.key != nil }
        self.firstNumber += batch.count
        self.firstUnseen = max(self.firstUnseen, self.firstNumber)
        self.lookups.removeAll { $0.end <= self.firstNumber }
        // Moving what is left down once per half keeps taking a batch cheap however long the queue.
        if self.taken * 2 >= self.items.count {
            self.items.removeFirst(self.taken)
            self.taken = 0
        }
        return batch
    }

    /// Refuses what comes from now on. What waits is still handed out.
    mutating func stop() { self.isStopping = true }

    /// Whether nothing waits and nothing more will.
    var isFinished: Bool { self.isStopping && self.isEmpty }
}

extension AppendQueue: Sendable where Waiter: Sendable {}
extension AppendQueue.Item: Sendable where Waiter: Sendable {}
