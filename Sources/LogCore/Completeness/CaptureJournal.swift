/// What the log has told of its writers in records of its own, and what it has not yet: a state machine
/// that is fed by those records alone, so that it knows the same after a restart and in every daemon.
public struct CaptureJournal: Sendable {
    /// What was told of one writer and is not over.
    private struct Writer: Sendable {
        /// The lowest one first; none lies in another.
        var gaps: [ClosedRange<UInt64>] = []
        var silence: Silence?
        /// The entry by which the capture is stopped.
        var stopped: UInt64?

        /// The position of the first gap that ends at a number or behind it.
        func position(of number: UInt64) -> Int {
            var low = 0
            var high = self.gaps.count
            while low < high {
                let middle = (low + high) / 2
                if self.gaps[middle].upperBound < number { low = middle + 1 } else { high = middle }
            }
            return low
        }

        /// Whether all these numbers lie in a gap that was told of.
        func covers(_ numbers: ClosedRange<UInt64>) -> Bool {
            let position = self.position(of: numbers.upperBound)
            return position < self.gaps.count
                && self.gaps[position].lowerBound <= numbers.lowerBound
        }
    }

    /// A silence that was told of.
    private struct Silence: Hashable, Sendable {
        /// The entry behind which it is; nil if nothing was ever heard.
        let after: UInt64?
    }

    /// How many changes are told of at a time: a writer with many gaps is told of in several rounds.
    static let maximumCount = 256

    private var writers: [String: Writer] = [:]

    /// Nothing was told.
    public init() {}

    /// Takes a record that the log wrote, in the order of the entries.
    public mutating func take(_ report: CaptureReport) {
        var writer = self.writers[report.writer] ?? Writer()
        switch report.change {
        case .gap(let numbers):
            if !writer.covers(numbers) {
                writer.gaps.insert(numbers, at: writer.position(of: numbers.lowerBound))
            }
        case .gapClosed(let numbers): writer.gaps.removeAll { $0 == numbers }
        case .silent(let after): writer.silence = Silence(after: after)
        case .heard(let after):
            if writer.silence?.after == after { writer.silence = nil }
        case .stopped(let entry): writer.stopped = entry
        case .resumed(let entry):
            if writer.stopped == entry { writer.stopped = nil }
        }
        self.writers[report.writer] = writer
    }

    /// What is to be told of now, at a time in seconds since 1970.
    ///
    /// Nothing is over because it is not seen: its end is told when numbers have arrived, when the
    /// writer was heard, when his capture runs. After a restart that may take a while to be known.
    public func due(_ tracker: CompletenessTracker, at time: UInt64) -> [CaptureReport] {
        var reports: [CaptureReport] = []
        for finding in tracker.findings(at: time) {
            let name = finding.writer
            let writer = self.writers[name] ?? Writer()
            switch finding {
            case .gap(_, let gap):
                guard !writer.covers(gap.numbers) else { continue }
                reports.append(
                    CaptureReport(writer: name, change: .gap(gap.numbers), since: gap.noticedAt)
                )
            case .tooManyGaps:
                // Not told apart, so nothing could tell their end.
                continue
            case .silent(_, let since):
                guard writer.silence == nil else { continue }
                let last = tracker.lastRecord(of: name)
                reports.append(
                    CaptureReport(
                        writer: name,
                        change: .silent(after: last?.index),
                        since: last?.recordedAt ?? since
                    )
                )
            case .captureStopped(_, let since):
                guard writer.stopped == nil, let entry = tracker.stoppedEntry(of: name) else {
                    continue
                }
                reports.append(
                    CaptureReport(writer: name, change: .stopped(by: entry), since: since)
                )
            }
        }
        for name in self.writers.keys.sorted() {
            guard let writer = self.writers[name], tracker.count(of: name) != nil else { continue }
            reports += self.ends(of: writer, name, tracker)
        }
        return Array(reports.prefix(Self.maximumCount))
    }

    private func ends(
        of writer: Writer,
        _ name: String,
        _ tracker: CompletenessTracker
    ) -> [CaptureReport] {
        var reports: [CaptureReport] = []
        for numbers in writer.gaps where !tracker.isMissing(numbers, of: name) {
            reports.append(CaptureReport(writer: name, change: .gapClosed(numbers)))
        }
        if let silence = writer.silence, let last = tracker.lastRecord(of: name),
            silence.after.map({ last.index > $0 }) ?? true
        {
            reports.append(CaptureReport(writer: name, change: .heard(after: silence.after)))
        }
        if let stopped = writer.stopped, tracker.stoppedEntry(of: name) != stopped {
            reports.append(CaptureReport(writer: name, change: .resumed(from: stopped)))
        }
        return reports
    }
}
