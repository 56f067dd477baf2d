import Foundation
import Glibc
import Testing

/// A running `concordatd serve`.
struct Daemon: Sendable {
    let program: RunningProgram

    /// Waits until requests are taken.
    func waitUntilListening() async throws {
        try await eventually("the daemon listens") {
            try #require(self.program.ending == nil, "\(self.program.output)")
            return self.base != nil
        }
    }

    /// Where to ask it. It must be listening.
    var web: Web {
        get throws { Web(base: try #require(self.base, "\(self.program.output)")) }
    }

    /// The base of its URLs, with the port that it was given; nil until it listens.
    private var base: String? {
        let output = self.program.output
        if let match = output.firstMatch(of: #/listening on (127\.\d+\.\d+\.\d+:\d+)\n/#) {
            return "http://\(match.1)"
        }
        guard let match = output.firstMatch(of: #/listening on socket path (\S+)\n/#) else {
            return nil
        }
        return "http+unix://\(match.1.replacing("/", with: "%2F"))"
    }

    /// Waits until `/readyz` says that all logs do their work.
    func waitUntilReady() async throws {
        try await eventually("the daemon is ready") { try await self.readiness.isReady }
    }

    /// What `/readyz` says about the log.
    var readiness: (isReady: Bool, remarks: String) {
        get async throws {
            let answer = try await self.web.get("/readyz")
            let log = try #require((answer.object["logs"] as? [[String: Any]])?.first)
            let remarks = try #require(log["remarks"] as? [String])
            try #require((answer.status == 200) == (log["ready"] as? Bool), "\(answer.text)")
            return (answer.status == 200, remarks.joined(separator: "; "))
        }
    }

    /// What `/readyz` says about the witnesses of the log; nil before the first signed head.
    var quorum: QuorumReport? {
        get async throws {
            let logs = try await self.web.get("/readyz").object["logs"] as? [[String: Any]]
            return try (logs?.first?["quorum"] as? [String: Any]).map { try QuorumReport($0) }
        }
    }

    /// Waits until a head waits for witnesses; returns what is said of it.
    func waitUntilItWaits(within limit: Duration) async throws -> QuorumReport {
        var report: QuorumReport?
        try await eventually("somebody is missing", within: limit) {
            report = try await self.quorum
            return report?.waitingSince != nil
        }
        return try #require(report)
    }

    /// Appends entries one after the other; returns their indexes.
    @discardableResult
    func append(_ entries: [String]) async throws -> [UInt64] {
        var indexes: [UInt64] = []
        for entry in entries {
            let answer = try await self.web.post("/eu/add", Array(entry.utf8))
            try #require(answer.status == 200, "\(answer.status) \(answer.text)")
            indexes.append(try #require(UInt64(answer.text)))
        }
        return indexes
    }

    /// The size of the published head; 0 if there is none.
    var publishedSize: UInt64 {
        get async throws {
            let answer = try await self.web.get("/eu/checkpoint")
            if answer.status == 404 { return 0 }
            let lines = answer.text.split(separator: "\n")
            try #require(answer.status == 200 && lines.count > 2, "\(answer.text)")
            return try #require(UInt64(lines[1]))
        }
    }

    /// Waits until a head of at least this size is published.
    func waitUntilPublished(
        _ size: UInt64,
        within limit: Duration = .patience
    ) async throws {
        try await eventually("size \(size) is published", within: limit) {
            try await self.publishedSize >= size
        }
    }

    /// Stops as an operator does, and checks that it ends well.
    func stop() async throws {
        self.program.signal(SIGTERM)
        let ending = try await self.program.waitUntilEnded()
        #expect(ending == .status(0), "\(self.program.output)")
    }
}
