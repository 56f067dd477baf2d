import Foundation
import LogTesting
import PrivateCluster
import Testing

extension DaemonTests {
    /// The database stands still, or its network does, and goes on.
    @Suite struct StallTests {
        /// More than may wait, however many are in the batches that stand still: 32 wait at most, and
        /// as many are in each of the batches being committed and read back. Each has a connection.
        private static let clientCount = 160

        @Test(arguments: [1, 3])
        func aDatabaseThatStandsStillIsWaitedForInBoundedMemory(_ seconds: Int) async throws {
            let house = try House(empty: "stall")
            try await ThrowawayCluster.durable.withNamedDatabase { cluster, name in
                let database = try await house.external(cluster, name)
                try await house.createLog(in: database)
                let proxy = try PostgresProxy(before: database.serving, in: house.path)
                defer { proxy.stop() }
                let daemon = try await house.serve([
                    "--database", proxy.conninfo, "--waiting-entries", "32",
                ])
                let history = HistoryRecorder(clock: { UInt64(Date().timeIntervalSince1970) })
                let endpoint = Endpoint(try daemon.web)
                let seed = try Drill.seed()
                let gate = LoadGate()
                let load = Task {
                    await withTaskGroup(of: Void.self) { group in
                        for number in 0..<Self.clientCount {
                            group.addTask {
                                var client = LoadClient(
                                    number,
                                    seed: seed,
                                    endpoints: [endpoint],
                                    history: history,
                                    gate: gate
                                )
                                await client.run()
                            }
                        }
                    }
                }
                let result: Result<Void, any Error>
                do {
                    try await Self.stall(daemon, proxy, history, seconds: seconds)
                    try await gate.quiesce(Self.clientCount)
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                proxy.release()
                gate.end()
                await load.value
                try result.get()
                try await daemon.waitUntilPublished(history.promisedSize)
                let table = try await LogTable(
                    conninfo: database.owner,
                    keys: try house.verifierKeys(),
                    origin: try house.logOrigin
                ).read(into: history)
                let violations = HistoryChecker(history.events).violations(in: table)
                #expect(violations.prefix(20) == [], "seed \(seed)")
                try Drill.report(
                    "stall.\(seconds)",
                    seed: seed,
                    count: history.counts.acknowledged,
                    "entries acknowledged before and after \(seconds) s of standing still",
                    failures: violations.count
                )
                try await daemon.waitUntilReady()
                try await daemon.stop()
            }
        }

        private static func stall(
            _ daemon: Daemon,
            _ proxy: PostgresProxy,
            _ history: HistoryRecorder,
            seconds: Int
        ) async throws {
            try await eventually("a load") { history.counts.acknowledged > 200 }
            let before = try daemon.program.residentBytes
            proxy.hold()
            let held = history.mark
            history.fault("the database stands still")
            let refused = history.counts.refused
            try await Task.sleep(for: .seconds(seconds))
            // More are sent than may wait: refused, and nobody is kept waiting for it.
            try await eventually("some are refused") { history.counts.refused > refused }
            let web = try daemon.web
            #expect(try await web.get("/eu/checkpoint").status == 200)
            #expect(try await web.get("/healthz").status == 200)
            let growth = try daemon.program.residentBytes - before
            #expect(growth < 64 << 20, "grew by \(growth) bytes in \(seconds) s")
            let released = history.mark
            history.fault("and goes on")
            proxy.release()
            try await eventually("an acknowledgement after the release") {
                history.recovery(since: released) != nil
            }
            #expect(history.violations == [])
            #expect(held < released)
        }
    }
}

extension RunningProgram {
    /// The memory that it occupies.
    var residentBytes: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(self.id)/status", encoding: .utf8)
            guard let match = status.firstMatch(of: #/VmRSS:\s+(\d+) kB/#), let kB = Int(match.1)
            else { throw TimedOut(what: "the memory of process \(self.id)") }
            return kB << 10
        }
    }
}
