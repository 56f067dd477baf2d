import Synchronization

/// What clients were told about what they appended, and what they were not told.
final class AppendJournal: Sendable {
    private struct State {
        /// Entries by the index that was acknowledged.
        var acknowledged: [UInt64: [UInt8]] = [:]
        /// Entries that were sent, whatever became of them.
        var sent: Set<[UInt8]> = []
        /// Entries of which an answer said that they were not appended, and that were not sent again.
        var refused: Set<[UInt8]> = []
        var violations: [String] = []
        var counts = Counts()
        var marked: ContinuousClock.Instant?
        var recovery: Duration?
    }

    /// How much happened.
    struct Counts: Sendable {
        /// Entries that were acknowledged, for the first time.
        var acknowledged = 0
        /// Requests whose answer says that nothing was appended, and to come again.
        var refused = 0
        /// Requests that got no answer, or one that leaves the outcome open.
        var unknown = 0
        /// Requests of which an earlier try had appended the entries.
        var recovered = 0
        /// Requests that were answered before, sent again on purpose.
        var repeated = 0
    }

    private let state = Mutex(State())

    var counts: Counts { self.state.withLock { $0.counts } }

    /// Everything that must not happen, in words.
    var violations: [String] { self.state.withLock { $0.violations } }

    /// The acknowledged entries by index.
    var acknowledged: [UInt64: [UInt8]] { self.state.withLock { $0.acknowledged } }

    /// The size that the log has promised at least.
    var promisedSize: UInt64 {
        self.state.withLock { $0.acknowledged.keys.max().map { $0 + 1 } ?? 0 }
    }

    func add(sent entries: [[UInt8]]) { self.state.withLock { $0.sent.formUnion(entries) } }

    func add(refused entries: [[UInt8]]) { self.state.withLock { $0.refused.formUnion(entries) } }

    func addRefusal() { self.state.withLock { $0.counts.refused += 1 } }

    func addUnknown() { self.state.withLock { $0.counts.unknown += 1 } }

    func addRepeat() { self.state.withLock { $0.counts.repeated += 1 } }

    func add(violation: String) { self.state.withLock { $0.violations.append(violation) } }

    /// Notes an acknowledgement; `isRepeat` if the answer says that an earlier try had appended.
    func add(
        acknowledged entries: [[UInt8]],
        at first: UInt64,
        isRepeat: Bool,
        sentAt: ContinuousClock.Instant
    ) {
        self.state.withLock { state in
            if isRepeat { state.counts.recovered += 1 }
            state.counts.acknowledged += entries.count
            for (index, entry) in zip(first..., entries) {
                if let other = state.acknowledged.updateValue(entry, forKey: index) {
                    state.violations.append(
                        other == entry
                            ? "index \(index) was acknowledged twice"
                            : "index \(index) was acknowledged for two entries"
                    )
                }
            }
            if let marked = state.marked, sentAt > marked {
                state.marked = nil
                state.recovery = .now - marked
            }
        }
    }

    /// Begins to wait for an acknowledgement of something that is sent from now on.
    func mark() {
        self.state.withLock { state in
            state.marked = .now
            state.recovery = nil
        }
    }

    /// How long after ``mark()`` that acknowledgement came; nil until then.
    var recovery: Duration? { self.state.withLock { $0.recovery } }

    /// Compares all that clients know with the entries of the log.
    func disagreements(with entries: [[UInt8]]) -> [String] {
        let state = self.state.withLock { $0 }
        var found = state.violations
        for (index, entry) in state.acknowledged where index >= UInt64(entries.count) {
            found.append("lost: index \(index), \(entry.count) bytes")
        }
        for (index, entry) in entries.enumerated() {
            if let promised = state.acknowledged[UInt64(index)], promised != entry {
                found.append("moved or changed: index \(index)")
            }
            if !state.sent.contains(entry) { found.append("never sent: index \(index)") }
            if state.refused.contains(entry) {
                found.append("appended though the answer said it was not: index \(index)")
            }
        }
        // Each entry is sent under one key, or once: no second copy can come from anywhere else.
        let distinct = Set(entries).count
        if distinct != entries.count {
            found.append("\(entries.count - distinct) duplicates")
        }
        return found
    }
}
