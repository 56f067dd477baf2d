public import SignedNotes
import Synchronization
public import Witnessing

/// Writes down what happens around a log: what was asked, what was answered, which heads were
/// shown, what was broken on purpose. ``HistoryChecker`` judges it.
public final class HistoryRecorder: Sendable {
    /// How much happened.
    public struct Counts: Sendable {
        /// Entries that were acknowledged, each counted once.
        public var acknowledged = 0
        /// Requests whose answer says that nothing was appended.
        public var refused = 0
        /// Requests that got no answer, or one that leaves the outcome open.
        public var unknown = 0
        /// Requests of which an earlier try had appended the entries, and had not said so.
        public var recovered = 0
        /// Requests that were answered before, sent again.
        public var repeated = 0
        /// Things that were broken on purpose.
        public var faults = 0
    }

    private struct State {
        var events: [HistoryEvent] = []
        var counts = Counts()
        var violations: [HistoryViolation] = []
        /// Keys whose entries were acknowledged.
        var settled: Set<[UInt8]> = []
        var promisedSize: UInt64 = 0
        var headSizes: Set<UInt64> = []
        var publishedSizes: Set<UInt64> = []
        /// Notes that were verified before: most are seen again and again.
        var verified: [[UInt8]: HeadSighting] = [:]
    }

    private let clock: (@Sendable () -> UInt64)?
    private let state = Mutex(State())

    /// An empty history. `clock` gives POSIX seconds, and is the signer's; without it times are not
    /// judged against a clock.
    public init(clock: (@Sendable () -> UInt64)? = nil) { self.clock = clock }

    /// All that was written down so far.
    public var events: [HistoryEvent] { self.state.withLock { $0.events } }

    /// How much happened so far.
    public var counts: Counts { self.state.withLock { $0.counts } }

    /// What was noticed at once, without waiting for the checker.
    public var violations: [HistoryViolation] { self.state.withLock { $0.violations } }

    /// The size that the log has promised at least.
    public var promisedSize: UInt64 { self.state.withLock { $0.promisedSize } }

    /// The sizes of all heads that were seen.
    public var headSizes: Set<UInt64> { self.state.withLock { $0.headSizes } }

    /// The sizes of the heads that were seen published.
    public var publishedSizes: Set<UInt64> { self.state.withLock { $0.publishedSizes } }

    /// The number that the next event gets.
    public var mark: Int { self.state.withLock { $0.events.count } }

    /// A client is about to send; returns the attempt.
    public func sends(_ request: HistoryEvent.Request) -> Int { self.add(.sent(request)) }

    /// An attempt was answered, or given up.
    public func answered(_ attempt: Int, _ answer: HistoryEvent.Answer) {
        self.add(.answered(attempt: attempt, answer)) { state in
            guard case .sent(let request) = state.events[attempt].what else { return }
            switch answer {
            case .refused, .conflict: state.counts.refused += 1
            case .unknown: state.counts.unknown += 1
            case .promised(let first, let isRepeat):
                let end = first &+ UInt64(request.entries.count)
                state.promisedSize = max(state.promisedSize, end)
                if let key = request.key, !state.settled.insert(key).inserted {
                    state.counts.repeated += 1
                    return
                }
                state.counts.acknowledged += request.entries.count
                if isRepeat { state.counts.recovered += 1 }
            }
        }
    }

    /// A head was seen, by somebody who asked for it after event `asked`: ``mark`` before asking.
    public func saw(_ head: HeadSighting, asked: Int, by observer: String) {
        self.add(.saw(head, asked: asked, observer: observer)) { state in
            state.headSizes.insert(head.size)
            if head.isPublished { state.publishedSizes.insert(head.size) }
        }
    }

    /// The three notes of a head were seen.
    ///
    /// - Throws: What is wrong with one of them.
    public func saw(
        _ notes: HeadNotes,
        keys: [VerifierKey],
        origin: LogOrigin,
        isPublished: Bool,
        asked: Int,
        by observer: String
    ) throws {
        for (note, bytes) in [
            (HeadSighting.Note.checkpoint, notes.checkpoint), (.sm3Checkpoint, notes.sm3Checkpoint),
            (.twin, notes.twin),
        ] {
            let known = self.state.withLock { $0.verified[bytes] }
            let sighting =
                try known
                ?? HeadSighting(note, bytes, keys: keys, origin: origin, isPublished: isPublished)
            if known == nil { self.state.withLock { $0.verified[bytes] = sighting } }
            self.saw(sighting.seen(published: isPublished), asked: asked, by: observer)
        }
    }

    /// A read that ends at the published size was answered for this size.
    public func wasShown(size: UInt64, by observer: String) {
        self.add(.wasShown(size: size, observer: observer))
    }

    /// A store says that it committed a batch.
    public func committed(from: TwinHead, to: TwinHead, by holder: String) {
        self.add(.committed(from: from, to: to, by: holder))
    }

    /// Something was broken on purpose.
    public func fault(_ text: String) {
        self.add(.fault(text)) { $0.counts.faults += 1 }
    }

    /// Something that must not be was noticed where it happened.
    public func violated(_ invariant: Invariant, _ text: String) {
        let violation = HistoryViolation(invariant, text)
        self.add(.violated(violation)) { $0.violations.append(violation) }
    }

    /// How long after event `mark` the first append was acknowledged that was sent after it; nil
    /// until then.
    public func recovery(since mark: Int) -> Duration? {
        self.state.withLock { state in
            guard mark < state.events.count else { return nil }
            for event in state.events[mark...] {
                if case .answered(let attempt, .promised) = event.what, attempt > mark {
                    return event.time - state.events[mark].time
                }
            }
            return nil
        }
    }

    @discardableResult
    private func add(_ what: HistoryEvent.What, _ count: (inout State) -> Void = { _ in }) -> Int {
        let seconds = self.clock?()
        return self.state.withLock { state in
            let number = state.events.count
            state.events.append(HistoryEvent(number: number, seconds: seconds, what: what))
            count(&state)
            return number
        }
    }
}
