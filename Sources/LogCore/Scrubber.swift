import Logging
import MerkleTree
import SignedNotes

/// Reads the published log again and again, slowly, and compares it with itself: what was altered, or
/// decayed, since it was served is found before somebody asks for it.
///
/// Takes no lock and no part in anything: below the published size nothing changes any more, so what
/// it reads in several statements is one state. Whatever it finds makes the log read-only.
struct Scrubber: Sendable {
    let log: LogDescriptor
    let rows: any LogRows
    let heads: HeadBoard
    let health: LogHealth
    let metrics: LogMetrics
    let logger: Logger
    /// The most entries in a second. At least 1.
    let rate: Int
    let clock: any Clock<Duration>

    /// From the end of one round to the beginning of the next.
    static let rest = Duration.seconds(5)
    /// Before rows that look altered are read once more, and before a first head is looked for again.
    static let doubt = Duration.seconds(1)
    /// The longest wait for a store that does not answer.
    static let longestWait = Duration.seconds(30)
    /// The longest run of entries, in bundles.
    private static let longestRun = 8

    /// Works until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            await self.round()
            await self.sleep(self.heads.published == nil ? Self.doubt : Self.rest)
        }
    }

    /// Goes through the log once, up to the size that is published when it begins.
    func round() async {
        guard let size = self.heads.published?.head.size, size > 0 else { return }
        var examination = Examination(size: size)
        examination.expectPublishedHead(size: size)
        while examination.position < size, !Task.isCancelled {
            let start = examination.position
            let indexes = start..<min(start + self.runLength, size)
            guard let next = await self.examined(indexes, after: examination) else { return }
            self.report(next.findings, since: examination.findings)
            examination = next
            self.metrics.recordScrubbing(position: examination.position)
            // SPEC: FSCK-9: the rate is an upper bound, whatever reading takes.
            await self.sleep(.seconds(1) * indexes.count / self.rate)
            guard examination.canGoOn else { return self.metrics.recordScrubbingRound() }
        }
        guard examination.position == size else { return }
        let found = examination.findings
        examination.finish(nil, pendingSize: nil)
        self.report(examination.findings, since: found)
        self.metrics.recordScrubbingRound()
    }

    /// How many entries are read at once: whole bundles, about a tenth of a second's share.
    private var runLength: UInt64 {
        let bundle = TileCoordinate.fullWidth
        return UInt64(min(max(self.rate / 10 / bundle, 1), Self.longestRun) * bundle)
    }

    /// The examination with a further run of entries; nil if the task was cancelled.
    ///
    /// What looks altered is read once more, and only what looks so again is a finding: the rows are
    /// immutable, and a read that went wrong is not.
    private func examined(
        _ indexes: Range<UInt64>,
        after examination: Examination
    ) async -> Examination? {
        var result: Examination?
        for attempt in 1...2 {
            guard let read = await self.read(indexes) else { return nil }
            var next = examination
            switch read {
            case .success(let rows): next.add(rows)
            case .failure(let unreadable):
                next.addUnreadable(indexes, reason: unreadable.reason)
            }
            result = next
            guard attempt == 1, next.findings.count > examination.findings.count else { break }
            await self.sleep(Self.doubt)
        }
        return result
    }

    /// Rows that the store has and cannot read.
    private struct Unreadable: Error {
        let reason: String
    }

    /// Reads a run, as often as it takes; nil if the task was cancelled.
    private func read(_ indexes: Range<UInt64>) async -> Result<ExaminedRows, Unreadable>? {
        var wait = Duration.seconds(1)
        while !Task.isCancelled {
            do throws(StoreError) {
                return .success(try await ExaminedRows.read(self.log.id, indexes, from: self.rows))
            } catch {
                if Task.isCancelled { return nil }
                if case .corrupt(let reason) = error {
                    return .failure(Unreadable(reason: reason))
                }
                self.logger.notice(
                    "The scrubber waits for the database",
                    metadata: ["position": "\(indexes.lowerBound)", "error": "\(error)"]
                )
                await self.sleep(wait)
                wait = min(wait * 2, Self.longestWait)
            }
        }
        return nil
    }

    /// Tells of what was found since.
    private func report(_ findings: FindingList, since earlier: FindingList) {
        guard findings.count > earlier.count else { return }
        self.metrics.recordScrubbing(findings: findings.count - earlier.count)
        // SPEC: FSCK-8.
        for finding in findings.kept.dropFirst(earlier.kept.count) {
            self.logger.critical(
                "The stored log was altered",
                metadata: [
                    "finding": "\(finding)", "subject": "\(finding.subject)",
                    "index": "\(finding.firstIndex.map { String($0) } ?? "none")",
                ]
            )
            self.health.becomeReadOnly(.databaseCorrupt("\(finding)"))
        }
    }

    /// Ends early if the task is cancelled, which the caller looks for.
    private func sleep(_ duration: Duration) async { try? await self.clock.sleep(for: duration) }
}
