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
    }

    private let limits: Limits
    private var items: [Item] = []
    private var taken = 0  // items before this position are handed out already
    private var isStopping = false
    private(set) var entryCount = 0
    private(set) var byteCount = 0

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
    }

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
