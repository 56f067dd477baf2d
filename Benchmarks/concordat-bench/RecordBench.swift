import LogCore
import NIOCore
import SignedNotes

/// Records that come and go through a ``RecordHouse``.
struct RecordBench: Sendable {
    let house: RecordHouse

    private static let callerCount = 16
    private static let linesPerCall = 256

    /// Sends records, or opaque entries of a length in the same way, from many callers, each of which
    /// waits for its promises before it sends the next; returns the measurement and how many entries
    /// were acknowledged in all.
    func append(
        opaqueByteCount: Int?
    ) async throws -> (measurement: Measurement, acknowledged: UInt64) {
        let window = BenchWindow(length: .seconds(5))
        let others = try opaqueByteCount.map { try OpaqueLines(entryByteCount: $0) }
        return try await withThrowingTaskGroup(of: (latencies: [Int64], callCount: Int).self) {
            group in
            for caller in 0..<Self.callerCount {
                group.addTask {
                    var latencies: [Int64] = []
                    var (number, callCount) = (caller, 0)
                    while window.isOpen {
                        let start = ContinuousClock.now
                        try await self.send(number, others)
                        if let latency = window.latency(since: start) { latencies.append(latency) }
                        number += Self.callerCount
                        callCount += 1
                    }
                    return (latencies, callCount)
                }
            }
            var latencies: [Int64] = []
            var callCount = 0
            for try await calls in group {
                latencies += calls.latencies
                callCount += calls.callCount
            }
            let measurement = Measurement(
                latencies: latencies,
                entriesPerCall: Self.linesPerCall,
                seconds: window.seconds
            )
            return (measurement, UInt64(callCount * Self.linesPerCall))
        }
    }

    private func send(_ call: Int, _ others: OpaqueLines?) async throws {
        let numbers = call * Self.linesPerCall..<(call + 1) * Self.linesPerCall
        if let others {
            try await self.house.post("entries", others.body(numbers))
        } else {
            try await self.house.post("records", RecordLines.body(numbers))
        }
    }

    /// Sends as many records as stand in one call.
    func appendOneCall() async throws { try await self.send(0, nil) }

    /// Appends the first `count` records, waits until they are published, and brings all of them into
    /// the search, as the daemon does behind the appends in its own time.
    func fill(_ count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<Self.callerCount {
                group.addTask {
                    for call in stride(
                        from: caller,
                        to: count / Self.linesPerCall,
                        by: Self.callerCount
                    ) { try await self.send(call, nil) }
                }
            }
            try await group.waitForAll()
        }
        let filled = UInt64(count / Self.linesPerCall * Self.linesPerCall)
        while (try? self.house.log.publishedHead().head.size) ?? 0 < filled {
            try await Task.sleep(for: .milliseconds(50))
        }
        let vault = self.house.vault
        while try await vault.store.indexTokens(of: vault.log.id, step: 16_384) < filled {}
    }

    /// Has one record after the other disclosed, out of `count`, from all over them.
    func disclose(outOf count: Int) async throws -> Measurement {
        try await self.read { number in
            let record = (number &* 0x9E37_79B1) % (count / Self.linesPerCall * Self.linesPerCall)
            return "records/\(RecordLines.id(record))?purpose=\(self.house.purpose)"
        }
    }

    /// Searches the records of one actor after the other: each time a page of 20.
    func search() async throws -> Measurement {
        try await self.read { number in
            "records?actor=\(RecordLines.actor(number))&purpose=\(self.house.purpose)"
        }
    }

    private func read(_ path: (Int) -> String) async throws -> Measurement {
        // A log that was opened anew knows its heads in a moment.
        while (try? self.house.log.publishedHead().head.size) ?? 0 == 0 {
            try await Task.sleep(for: .milliseconds(50))
        }
        let window = BenchWindow(length: .seconds(5))
        var latencies: [Int64] = []
        var number = 0
        while window.isOpen {
            let start = ContinuousClock.now
            let answer = try await self.house.get(path(number))
            if let latency = window.latency(since: start) { latencies.append(latency) }
            guard answer.holds("\"evidence\"") else {
                throw BenchError.refused(String(buffer: answer))
            }
            number += 1
        }
        return Measurement(latencies: latencies, entriesPerCall: 1, seconds: window.seconds)
    }
}
