/// The appends of a history, each with all its tries.
struct AppendLedger {
    /// One append: all tries under one key, or one try without a key.
    private struct Append {
        let key: [UInt8]?
        /// What was sent, and what it was answered; nil if there was no answer at all.
        var tries: [Try] = []

        /// The tries that may have appended.
        var openTries: [Try] {
            self.tries.filter { attempt in
                switch attempt.answer {
                case .promised, .unknown, nil: true
                case .refused, .conflict: false
                }
            }
        }

        /// What was acknowledged first.
        var promise: (first: UInt64, entries: [[UInt8]])? {
            for attempt in self.tries {
                if case .promised(let first, _) = attempt.answer { return (first, attempt.entries) }
            }
            return nil
        }

        var name: String { self.key.map { "key \(String(decoding: $0, as: UTF8.self))" } ?? "-" }
    }

    private struct Try {
        let number: Int
        let entries: [[UInt8]]
        var answer: HistoryEvent.Answer?
        var answeredAt = Int.max
    }

    private var appends: [Append] = []
    /// When each entry was sent for the first time, in POSIX seconds, if the history has a clock.
    private(set) var firstSent: [[UInt8]: UInt64] = [:]

    init(_ events: [HistoryEvent]) {
        var byKey: [[UInt8]: Int] = [:]
        var places: [Int: (append: Int, attempt: Int)] = [:]
        for event in events {
            switch event.what {
            case .sent(let request):
                let position = request.key.flatMap { byKey[$0] } ?? self.appends.count
                if position == self.appends.count {
                    self.appends.append(Append(key: request.key))
                    if let key = request.key { byKey[key] = position }
                }
                places[event.number] = (position, self.appends[position].tries.count)
                self.appends[position].tries.append(
                    Try(number: event.number, entries: request.entries)
                )
                guard let seconds = event.seconds else { continue }
                for entry in request.entries where self.firstSent[entry] == nil {
                    self.firstSent[entry] = seconds
                }
            case .answered(let attempt, let answer):
                guard let place = places[attempt] else { continue }
                self.appends[place.append].tries[place.attempt].answer = answer
                self.appends[place.append].tries[place.attempt].answeredAt = event.number
            default: break
            }
        }
    }

    // MARK: Keys

    /// What retries were told: always the same, and new once.
    func keyViolations() -> [HistoryViolation] {
        self.appends.flatMap { append in
            var found: [HistoryViolation] = []
            func add(_ text: String) {
                found.append(HistoryViolation(.keysAreKept, "\(append.name): \(text)"))
            }
            var newCount = 0
            let promise = append.promise
            for attempt in append.tries {
                switch attempt.answer {
                case .promised(let first, let isRepeat):
                    if !isRepeat { newCount += 1 }
                    guard let promise else { continue }
                    if attempt.entries != promise.entries {
                        add("acknowledged for two bodies")
                    } else if first != promise.first {
                        add("given \(promise.first), then \(first)")
                    }
                    if isRepeat, append.key == nil { add("called a repeat without a key") }
                case .conflict:
                    if append.tries.allSatisfy({ $0.entries == attempt.entries }) {
                        add("refused as a conflict, and only one body was sent")
                    }
                case .refused, .unknown, nil: break
                }
            }
            if newCount > 1 { add("called new \(newCount) times") }
            return found
        }
    }

    /// The appends with a key that nobody knows the outcome of.
    func openEnds() -> [HistoryViolation] {
        self.appends.compactMap { append in
            guard append.key != nil, append.promise == nil, !append.openTries.isEmpty else {
                return nil
            }
            return HistoryViolation(.retriesSettle, "\(append.name): no outcome")
        }
    }

    // MARK: Places

    /// What was acknowledged is where it was said to be.
    func placeViolations(in log: FinalLog) -> [HistoryViolation] {
        var found: [HistoryViolation] = []
        var given: [UInt64: Int] = [:]
        let stored = Dictionary(log.rows.map { ($0.index, $0.entry) }) { first, _ in first }
        for (position, append) in self.appends.enumerated() {
            guard let promise = append.promise else { continue }
            for (offset, entry) in promise.entries.enumerated() {
                let index = promise.first + UInt64(offset)
                if given.updateValue(position, forKey: index) != nil {
                    found.append(
                        HistoryViolation(.indexesAreContiguous, "index \(index) was given twice")
                    )
                    continue
                }
                guard let row = stored[index] else {
                    found.append(HistoryViolation(.acknowledgedIsKept, "lost: index \(index)"))
                    continue
                }
                if row != entry {
                    found.append(
                        HistoryViolation(.acknowledgedIsKept, "moved or changed: index \(index)")
                    )
                } else if index >= log.publishedSize {
                    found.append(
                        HistoryViolation(
                            .promisesAreEnumerable,
                            "index \(index) is acknowledged, the newest head has "
                                + "\(log.publishedSize)"
                        )
                    )
                }
            }
        }
        return found
    }

    /// No entry is there more often than it can have been appended.
    func copyViolations(in log: FinalLog, knowsAllWriters: Bool) -> [HistoryViolation] {
        var sent: [[UInt8]: Int] = [:]
        var allowed: [[UInt8]: Int] = [:]
        for append in self.appends {
            // A key appends once, whatever the number of tries; without one there is one try.
            for (entry, count) in Self.largestCounts(append.tries) {
                sent[entry, default: 0] += count
            }
            for (entry, count) in Self.largestCounts(append.openTries) {
                allowed[entry, default: 0] += count
            }
        }
        var found: [HistoryViolation] = []
        for (entry, count) in Self.counts(log.rows.map(\.entry)) {
            if count <= allowed[entry] ?? 0 { continue }
            let start = String(decoding: entry.prefix(40), as: UTF8.self)
            let name = "\(start) (\(entry.count) bytes)"
            if sent[entry] == nil {
                if !knowsAllWriters { continue }
                found.append(HistoryViolation(.promisesAreEnumerable, "nobody sent \(name)"))
            } else if count <= sent[entry] ?? 0 {
                found.append(HistoryViolation(.refusedIsNotAppended, "appended: \(name)"))
            } else {
                found.append(HistoryViolation(.retriesSettle, "appended \(count) times: \(name)"))
            }
        }
        return found + self.refusalsThatAppended()
    }

    /// A repeat needs an earlier try that may have appended.
    private func refusalsThatAppended() -> [HistoryViolation] {
        self.appends.compactMap { append in
            guard
                let repeated = append.tries.filter({
                    if case .promised(_, isRepeat: true) = $0.answer { true } else { false }
                }).min(by: { $0.answeredAt < $1.answeredAt }), append.key != nil
            else { return nil }
            let mayHave = append.openTries.contains {
                $0.number != repeated.number && $0.number < repeated.answeredAt
            }
            return mayHave
                ? nil
                : HistoryViolation(
                    .refusedIsNotAppended,
                    "\(append.name): a repeat, and every try before was refused"
                )
        }
    }

    private static func counts(_ entries: [[UInt8]]) -> [[UInt8]: Int] {
        entries.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private static func largestCounts(_ tries: [Try]) -> [[UInt8]: Int] {
        tries.reduce(into: [:]) { largest, attempt in
            largest.merge(Self.counts(attempt.entries)) { max($0, $1) }
        }
    }
}
