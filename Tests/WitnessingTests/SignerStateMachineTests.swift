import MerkleTree
import SignedNotes
import Testing

@testable import Witnessing

/// The machine with a journal of arrays behind it.
private struct MachineRig {
    var machine: SignerStateMachine
    private var records: [UInt64: JournalRecord] = [:]

    init(_ log: ReferenceLog, keptRangeCount: Int) {
        self.machine = SignerStateMachine(origin: log.origin, keptRangeCount: keptRangeCount)
    }

    mutating func offer(_ offer: SignerOffer) throws -> OfferOutcome {
        var decision = self.machine.offer(offer)
        if case .compare(let held) = decision {
            decision = self.machine.offer(offer, held: (held.firstIndex, self.entries(held.places)))
        }
        switch decision {
        case .answer(let outcome): return outcome
        case .refuse(let error): throw error
        case .append(let record):
            let place = JournalPlace(segment: record.head.size, offset: 0, byteCount: 0, digest: [])
            self.records[record.head.size] = record
            self.machine.written(at: [place])
            return .recorded(recordedSize: record.head.size)
        case .compare, .writePendingFirst:
            Issue.record("nothing is pending and the comparison was made")
            throw SignerError.notRecorded
        }
    }

    mutating func sign(_ head: TwinHead) throws -> HeadNotes {
        switch self.machine.sign(head) {
        case .stored(let notes): return notes
        case .refuse(let error): throw error
        case .fold(let plan):
            self.fold(plan)
            return try self.sign(head)
        case .sign(let range):
            let text = Array("\(range.head)".utf8)
            let notes = HeadNotes(checkpoint: text, sm3Checkpoint: text, twin: text)
            self.machine.signed(SignedHead(range: range, timestamp: 1, notes: notes))
            return notes
        }
    }

    mutating func published(_ size: UInt64) throws {
        switch self.machine.published(size) {
        case .nothing: return
        case .refuse(let error): throw error
        case .fold(let plan):
            self.fold(plan)
            try self.published(size)
        case .move(let range): self.machine.publishedMarkMoved(to: range)
        }
    }

    private mutating func fold(_ plan: FoldingPlan) {
        var range = plan.base
        range.append(self.entries(plan.places))
        #expect(range.head == plan.head)
        self.machine.keep(range)
    }

    private func entries(_ places: [JournalPlace]) -> EntryBatch {
        var entries = EntryBatch()
        for place in places {
            if let record = self.records[place.segment] {
                entries.append(contentsOf: record.entries)
            }
        }
        return entries
    }
}

/// The rules again, over sets of sizes instead of trees.
private struct Model: Hashable {
    var published = 0
    var signed: Int?
    /// The sizes of the recorded heads, the published one among them.
    var boundaries: Set<Int> = [0]

    var recorded: Int { self.boundaries.max() ?? 0 }

    enum Answer: Hashable {
        case outcome(OfferOutcome)
        case notes
        case done
        case fork
        case error(SignerError)
    }

    mutating func offer(
        _ indexes: Range<Int>,
        entriesDifferAt: Int?,
        rootsDiffer: Bool
    ) -> Answer {
        let isOther = rootsDiffer || entriesDifferAt != nil
        if self.boundaries.contains(indexes.upperBound), rootsDiffer { return .fork }
        if indexes.lowerBound > self.recorded {
            return .outcome(.gap(recordedSize: UInt64(self.recorded)))
        }
        if indexes.lowerBound < self.published {
            return .outcome(.belowJournal(journalStart: UInt64(self.published)))
        }
        if let index = entriesDifferAt, index < self.recorded { return .fork }
        if indexes.upperBound > self.recorded {
            if isOther { return .fork }
            self.boundaries.insert(indexes.upperBound)
        }
        return .outcome(.recorded(recordedSize: UInt64(self.recorded)))
    }

    mutating func sign(_ size: Int, rootsDiffer: Bool, log: ReferenceLog) -> Answer {
        if let signed, size < signed { return .error(.belowSigned(log.head(signed))) }
        guard self.boundaries.contains(size) else { return .error(.notRecorded) }
        guard !rootsDiffer else { return .fork }
        self.signed = size
        return .notes
    }

    mutating func published(_ size: Int) -> Answer {
        if size <= self.published { return .done }
        guard let signed, size <= signed else { return .error(.malformed("")) }
        guard self.boundaries.contains(size) else { return .error(.notRecorded) }
        self.published = size
        self.boundaries = self.boundaries.filter { $0 >= size }
        return .done
    }
}

@Suite struct SignerStateMachineTests {
    /// The answer without the words, which the model does not make.
    private static func answer(_ body: () throws -> Model.Answer) -> Model.Answer {
        do {
            return try body()
        } catch SignerError.fork {
            return .fork
        } catch SignerError.malformed {
            return .error(.malformed(""))
        } catch let error as SignerError {
            return .error(error)
        } catch {
            Issue.record("\(error)")
            return .done
        }
    }

    /// From every state that can be reached with up to 6 entries, every event of that size: each
    /// offer, honest, with other roots, and forked at each of its entries; each head to be signed,
    /// right and wrong; each size to be published.
    @Test(arguments: [1, 2, 4_096])
    func everyEventInEveryStateIsAnsweredAsTheRulesSay(_ keptRangeCount: Int) throws {
        let limit = 6
        let log = try ReferenceLog(size: limit + 1)
        let forks = try (0...limit).map { try ReferenceLog(size: limit + 1, forkedAt: $0) }
        var seen: Set<Model> = [Model()]
        var queue = [(Model(), MachineRig(log, keptRangeCount: keptRangeCount))]
        var eventCount = 0

        func step(
            _ state: (Model, MachineRig),
            _ name: String,
            expected: (inout Model) -> Model.Answer,
            actual: (inout MachineRig) throws -> Model.Answer
        ) {
            var (model, rig) = state
            eventCount += 1
            let right = expected(&model)
            let answer = Self.answer { try actual(&rig) }
            #expect(answer == right, "\(name) in \(state.0)")
            let status = rig.machine.status
            #expect(
                status
                    == SignerStatus(
                        recorded: log.head(model.recorded),
                        signed: model.signed.map { log.head($0) },
                        publishedSize: UInt64(model.published)
                    ),
                "after \(name) in \(state.0)"
            )
            if seen.insert(model).inserted { queue.append((model, rig)) }
        }

        while let state = queue.popLast() {
            for first in 0..<limit {
                for end in (first + 1)...limit {
                    let honest = try log.offer(first..<end)
                    step(state, "offer \(first)..<\(end)") {
                        $0.offer(first..<end, entriesDifferAt: nil, rootsDiffer: false)
                    } actual: {
                        .outcome(try $0.offer(honest))
                    }
                    let falseHead = SignerOffer(
                        origin: log.origin,
                        firstIndex: UInt64(first),
                        entries: honest.entries,
                        head: try log.falseHead(end)
                    )
                    step(state, "other roots \(first)..<\(end)") {
                        $0.offer(first..<end, entriesDifferAt: nil, rootsDiffer: true)
                    } actual: {
                        .outcome(try $0.offer(falseHead))
                    }
                    for index in first..<end {
                        // Above the record nothing contradicts another history that is true to
                        // its own roots; there the entries are under the roots of this one.
                        let isRecorded = index < state.0.recorded
                        let forked = SignerOffer(
                            origin: log.origin,
                            firstIndex: UInt64(first),
                            entries: try forks[index].entries(first..<end),
                            head: (isRecorded ? forks[index] : log).head(end)
                        )
                        step(state, "offer \(first)..<\(end) forked at \(index)") {
                            $0.offer(first..<end, entriesDifferAt: index, rootsDiffer: isRecorded)
                        } actual: {
                            .outcome(try $0.offer(forked))
                        }
                    }
                }
            }
            for size in 0...limit {
                for isFalse in [false, true] {
                    let head = isFalse ? try log.falseHead(size) : log.head(size)
                    step(state, "sign \(size), other roots: \(isFalse)") {
                        $0.sign(size, rootsDiffer: isFalse, log: log)
                    } actual: {
                        let notes = try $0.sign(head)
                        #expect(notes.twin == Array("\(log.head(size))".utf8))
                        return .notes
                    }
                }
                step(state, "published \(size)") {
                    $0.published(size)
                } actual: {
                    try $0.published(UInt64(size))
                    return .done
                }
            }
        }
        // 2^6 sets of boundaries without marks alone; the exact numbers say that nothing was missed.
        #expect(seen.count == Self.reachableStateCount(limit))
        #expect(eventCount == seen.count * (21 + 21 + 56 + 3 * 7))
    }

    /// Counts states by another way than the search: choose published, signed and the boundaries.
    private static func reachableStateCount(_ limit: Int) -> Int {
        var count = 0
        for boundaries in 0..<(1 << limit) {
            // Bit i: there is a boundary at size i + 1.
            let sizes = (0..<limit).filter { boundaries >> $0 & 1 == 1 }.map { $0 + 1 }
            // Nothing signed and nothing published.
            count += 1
            // Published 0 (still): signed is 0 or one of the boundaries.
            count += 1 + sizes.count
            // Published p, the smallest boundary: signed is one of them.
            count += sizes.count
        }
        return count
    }

    @Test func pendingRecordsAreNotPromisedAndNotSigned() throws {
        let log = try ReferenceLog(size: 4)
        var machine = SignerStateMachine(origin: log.origin)
        guard case .append = machine.offer(try log.offer(0..<2)) else {
            Issue.record("the first offer is to be written")
            return
        }
        #expect(machine.status.recorded == .empty)
        #expect(machine.sign(log.head(2)) == .refuse(.notRecorded))
        #expect(machine.offer(try log.offer(0..<2)) == .writePendingFirst)
        guard case .append(let record) = machine.offer(try log.offer(2..<4)) else {
            Issue.record("the next offer goes on where the pending one ends")
            return
        }
        #expect(record == (try log.record(2..<4)))
        #expect(machine.recordedSize == 0)
    }

    @Test func rangesAreKeptForTheNewestHeadsOnly() throws {
        let log = try ReferenceLog(size: 20)
        var rig = MachineRig(log, keptRangeCount: 3)
        for size in 0..<20 { _ = try rig.offer(log.offer(size..<size + 1)) }
        for size in 1...20 {
            let decision = rig.machine.sign(log.head(size))
            if size > 17 {
                #expect(decision == .sign(try log.range(size)))
            } else {
                guard case .fold(let plan) = decision else {
                    Issue.record("the range of \(size) is still in memory")
                    continue
                }
                #expect(plan.places.count == size)
            }
        }
        // A range that was folded again serves those above it.
        _ = try rig.sign(log.head(10))
        guard case .fold(let plan) = rig.machine.sign(log.head(12)) else {
            Issue.record("the range of 12 was not folded")
            return
        }
        #expect(plan.base == (try log.range(10)) && plan.places.count == 2)
    }
}
