import LogCore
import MerkleTree

/// Appends to a log at work from many callers, each of which waits for its promise before it sends
/// the next.
struct AppendBench: Sendable {
    let log: LogService
    let entries: RandomEntries
    let callerCount: Int
    let entriesPerCall: Int
    let hasKeys: Bool

    /// Runs; returns the measurement and how many entries were acknowledged in all.
    func run() async throws -> (measurement: Measurement, acknowledged: UInt64) {
        let window = BenchWindow()
        return try await withThrowingTaskGroup(of: (latencies: [Int64], callCount: Int).self) {
            group in
            for caller in 0..<self.callerCount {
                group.addTask { try await self.call(as: caller, within: window) }
            }
            var latencies: [Int64] = []
            var callCount = 0
            for try await calls in group {
                latencies += calls.latencies
                callCount += calls.callCount
            }
            let measurement = Measurement(
                latencies: latencies,
                entriesPerCall: self.entriesPerCall,
                seconds: window.seconds
            )
            return (measurement, UInt64(callCount * self.entriesPerCall))
        }
    }

    /// Appends entries in bulk, not measured.
    func fill(_ count: Int) async throws {
        let bulk = AppendBench(
            log: self.log,
            entries: self.entries,
            callerCount: 16,
            entriesPerCall: 1_000,
            hasKeys: false
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<bulk.callerCount {
                group.addTask {
                    for number in stride(from: caller, to: count / 1_000, by: bulk.callerCount) {
                        _ = try await self.log.append(bulk.submission(number))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func call(
        as caller: Int,
        within window: BenchWindow
    ) async throws -> (latencies: [Int64], callCount: Int) {
        var latencies: [Int64] = []
        var number = caller
        var callCount = 0
        while window.isOpen {
            let submission = try self.submission(number)
            let start = ContinuousClock.now
            _ = try await self.log.append(submission)
            if let latency = window.latency(since: start) { latencies.append(latency) }
            number += self.callerCount
            callCount += 1
        }
        return (latencies, callCount)
    }

    private func submission(_ number: Int) throws -> Submission {
        if self.entriesPerCall == 1 {
            let entry = self.entries.entry(number)
            let key =
                self.hasKeys
                ? self.log.idempotencyKey(
                    writer: "",
                    key: Array("request-\(number)".utf8),
                    body: entry
                ) : nil
            return Submission(entries: try EntryBatch(entry), key: key)
        }
        var batch = EntryBatch()
        batch.reserveCapacity(
            entries: self.entriesPerCall,
            bytes: self.entriesPerCall * RandomEntries.byteCount
        )
        for position in 0..<self.entriesPerCall {
            try batch.append(self.entries.entry(number * self.entriesPerCall + position))
        }
        return Submission(entries: batch, key: nil)
    }
}
