import CryptoSuites
import MerkleTree
import SignedNotes

/// Judges a history together with what the log holds in the end.
///
/// It looks at what clients, monitors and a reader of all entries can know, and at nothing of the
/// log's own state. One pass over the events and one over the entries; both roots are computed anew.
public struct HistoryChecker: Sendable {
    private let events: [HistoryEvent]
    private let requiresOutcomes: Bool
    private let knowsAllWriters: Bool

    /// Judges `events`. With `requiresOutcomes`, every append that was sent with a key must have
    /// become either acknowledged or refused: nobody gave up on one. With `knowsAllWriters`, no entry
    /// is there that the history does not know.
    public init(
        _ events: [HistoryEvent],
        requiresOutcomes: Bool = true,
        knowsAllWriters: Bool = true
    ) {
        self.events = events
        self.requiresOutcomes = requiresOutcomes
        self.knowsAllWriters = knowsAllWriters
    }

    /// Everything in the history that must not be; empty if all is well.
    public func violations(in log: FinalLog) -> [HistoryViolation] {
        let appends = AppendLedger(self.events)
        return self.events.compactMap { event in
            if case .violated(let violation) = event.what { violation } else { nil }
        }
            + appends.keyViolations()
            + appends.placeViolations(in: log)
            + appends.copyViolations(in: log, knowsAllWriters: self.knowsAllWriters)
            + (self.requiresOutcomes ? appends.openEnds() : [])
            + Self.contiguityViolations(log)
            + self.headViolations(log)
            + self.timeViolations(log, appends)
            + self.commitViolations()
            + self.readViolations()
    }

    // MARK: Entries

    private static func contiguityViolations(_ log: FinalLog) -> [HistoryViolation] {
        for (position, row) in log.rows.enumerated() where row.index != UInt64(position) {
            return [
                HistoryViolation(
                    .indexesAreContiguous,
                    "the row after \(position) others has index \(row.index)"
                )
            ]
        }
        return []
    }

    // MARK: Heads

    private var sightings: [(head: HeadSighting, asked: Int, observer: String, seconds: UInt64?)] {
        self.events.compactMap { event in
            guard case .saw(let head, let asked, let observer) = event.what else { return nil }
            return (head, asked, observer, event.seconds)
        }
    }

    private func headViolations(_ log: FinalLog) -> [HistoryViolation] {
        let sightings = self.sightings
        let size = UInt64(log.rows.count)
        let sizes = Set(sightings.map(\.head.size))
        var found: [HistoryViolation] = []
        for beyond in sizes.filter({ $0 > size }).sorted() {
            found.append(
                HistoryViolation(
                    .headsAreConsistent,
                    "a head of size \(beyond) was signed, the log has \(size) entries"
                )
            )
        }
        let within = sizes.filter { $0 <= size }
        found += Self.rootViolations(
            sightings.compactMap { seen in seen.head.sha256.map { (seen.head.size, $0) } },
            log.sha256.roots(at: within),
            "SHA-256"
        )
        found += Self.rootViolations(
            sightings.compactMap { seen in seen.head.sm3.map { (seen.head.size, $0) } },
            log.sm3.roots(at: within),
            "SM3"
        )
        var shown: [String: (asked: Int, size: UInt64)] = [:]
        for seen in sightings where seen.head.isPublished {
            let view = "\(seen.observer), \(seen.head.note)"
            if let before = shown[view], before.asked < seen.asked, before.size > seen.head.size {
                found.append(
                    HistoryViolation(
                        .sizesOnlyGrow,
                        "\(view) went from \(before.size) to \(seen.head.size)"
                    )
                )
            }
            shown[view] = (seen.asked, seen.head.size)
        }
        return found
    }

    /// Heads of one size with different roots are a fork; a head whose root the entries do not have
    /// is not consistent with the others, all of which are then prefixes of one list.
    private static func rootViolations<Hasher: TreeHasher>(
        _ heads: [(size: UInt64, root: TreeHash<Hasher>)],
        _ roots: [UInt64: TreeHash<Hasher>],
        _ suite: String
    ) -> [HistoryViolation] {
        let bySize = Dictionary(grouping: heads, by: \.size).mapValues { Set($0.map(\.root)) }
        return bySize.sorted { $0.key < $1.key }.compactMap { size, seen in
            if seen.count > 1 {
                return HistoryViolation(
                    .headsDoNotFork,
                    "\(seen.count) \(suite) heads of size \(size)"
                )
            }
            guard let root = roots[size], seen != [root] else { return nil }
            return HistoryViolation(
                .headsAreConsistent,
                "the \(suite) head of size \(size) has another root than the entries"
            )
        }
    }

    private func timeViolations(
        _ log: FinalLog,
        _ appends: AppendLedger
    ) -> [HistoryViolation] {
        func violation(_ text: String) -> HistoryViolation {
            HistoryViolation(.timesDoNotGoBack, text)
        }
        // The largest time at which an entry up to each size was first sent.
        var sent: [UInt64] = [0]
        for row in log.rows {
            sent.append(max(sent[sent.count - 1], appends.firstSent[row.entry] ?? 0))
        }
        var found: [HistoryViolation] = []
        var times: [UInt64: UInt64] = [:]
        for seen in self.sightings {
            guard let time = seen.head.seconds else { continue }
            let size = seen.head.size
            if let other = times.updateValue(time, forKey: size), other != time {
                found.append(violation("size \(size) was signed at \(other) and at \(time)"))
            }
            if let clock = seen.seconds, time > clock + 5 {
                found.append(violation("size \(size): \(time) is \(time - clock) s ahead"))
            }
            if size < UInt64(sent.count), time < sent[Int(size)] {
                found.append(
                    violation("size \(size): \(time) is before an entry in it, \(sent[Int(size)])")
                )
            }
        }
        let ordered = times.sorted { $0.key < $1.key }
        for (smaller, larger) in zip(ordered, ordered.dropFirst())
        where smaller.value > larger.value {
            found.append(
                violation(
                    "size \(larger.key) is signed at \(larger.value), \(smaller.key) at "
                        + "\(smaller.value)"
                )
            )
        }
        return found
    }

    // MARK: Batches and reads

    private func commitViolations() -> [HistoryViolation] {
        let commits = self.events.compactMap { event -> (Range<UInt64>, String)? in
            guard case .committed(let from, let to, let holder) = event.what, from.size < to.size
            else { return nil }
            return (from.size..<to.size, holder)
        }
        .sorted { $0.0.lowerBound < $1.0.lowerBound }
        return zip(commits, commits.dropFirst()).compactMap { first, second in
            guard second.0.lowerBound < first.0.upperBound else { return nil }
            return HistoryViolation(
                .oneWriterAtATime,
                "\(first.1) committed \(first.0) and \(second.1) committed \(second.0)"
            )
        }
    }

    /// What was shown needs a head of that size: at the latest the first one that the same observer
    /// asked for afterwards, because published sizes only grow.
    private func readViolations() -> [HistoryViolation] {
        var largest: [String: UInt64] = [:]
        var open: [String: [(number: Int, size: UInt64)]] = [:]
        var found: [HistoryViolation] = []
        for event in self.events {
            switch event.what {
            case .wasShown(let size, let observer):
                if size > largest[observer] ?? 0 {
                    open[observer, default: []].append((event.number, size))
                }
            case .saw(let head, let asked, let observer) where head.isPublished:
                largest[observer] = max(largest[observer] ?? 0, head.size)
                open[observer]?.removeAll { shown in
                    guard shown.number < asked else { return shown.size <= head.size }
                    if shown.size > head.size {
                        found.append(
                            HistoryViolation(
                                .readsEndAtPublished,
                                "\(observer) was shown size \(shown.size) while \(head.size) was "
                                    + "published"
                            )
                        )
                    }
                    return true
                }
            default: break
            }
        }
        return found
    }
}
