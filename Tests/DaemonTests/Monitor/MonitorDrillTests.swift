import CryptoSuites
import Foundation
import Glibc
import LogClient
import LogTesting
import Monitoring
import SignedNotes
import Testing

@testable import concordatd

extension DaemonTests {
    /// What the operator of a real log can do to it, and how long the monitor may take to tell. `make drill`
    /// does it to several sizes.
    @Suite struct MonitorDrillTests {
        /// Sizes at which something is done to a log: in a partial bundle behind full ones; in the long form
        /// also at every kind of edge.
        private static let sizes: [UInt64] = Drill.isLong ? [300, 1, 255, 256, 257, 5_000] : [300]

        /// A real witness of the log in full mode, and the policy that wants its lines.
        private struct Watchman {
            let house: WitnessHouse
            let program: RunningProgram
            /// The policy's file.
            let policy: String

            /// Makes a witness that reads the log at an address, `HOST:PORT`.
            init(of house: House, at address: String) async throws {
                let keys = try house.verifierKeys()
                func texts(_ algorithm: SignatureAlgorithm) -> [String] {
                    keys.filter { $0.algorithm == algorithm }.map(\.description)
                }
                self.house = try WitnessHouse(logs: [
                    [
                        "origin": House.origin, "vkeys": texts(.ed25519),
                        "sm3Vkeys": texts(.sm2), "url": "http://\(address)/eu",
                    ]
                ])
                let configuration = ["--config", self.house.configuration]
                let new = try await self.house.run(["keys", "new"] + configuration)
                try #require(new.status == 0, "\(new.output)")
                let (program, url) = try await self.house.serve()
                self.program = program
                let show = try await self.house.run(
                    ["keys", "show", "--url", url.text] + configuration
                )
                let lines = keys.map { "log \($0)\n" }.joined() + show.output + "quorum killed\n"
                self.policy = try self.house.write(lines, to: "eu.policy")
            }

            /// The flags of `serve`.
            var serve: [String] { ["--policy", "eu=" + self.policy] }

            func stop() async throws {
                self.program.signal(SIGTERM)
                _ = try await self.program.waitUntilEnded()
            }
        }

        /// A log in a monitor's configuration.
        private static func log(
            at url: String,
            _ desk: RecoveryHouse,
            _ settings: [String: Any] = [:]
        ) throws -> [String: Any] {
            MonitorHouse.log("eu", url: url, keys: try desk.house.verifierKeys(), settings)
        }

        /// SPEC: MON-8: follows a real log with a witness over kills of its own and of the daemon; its folder
        /// brings back what the database lost.
        @Test func aRealLogIsFollowedAndItsFolderReplayed() async throws {
            try await RecoveryHouse.with("monitor-follow") { desk in
                let listen = "\(OwnAddress.any()):8080"
                let witness = try await Watchman(of: desk.house, at: listen)
                let flags = desk.database.serve + witness.serve
                let house = try MonitorHouse("follow")
                try house.configure(
                    [try Self.log(at: "http://\(listen)/eu", desk, ["policy": witness.policy])],
                    ["interval": "100ms"]
                )
                let first = try await desk.house.serve(flags, listen: listen)
                try await desk.grow(first, from: 0, to: 300)
                let before = try await house.follow()
                try await before.waitUntilVerified(300)
                try await first.stop()
                let earlier = try await desk.copied("earlier")

                let second = try await desk.house.serve(flags, listen: listen)
                try await desk.append(second, from: 300, to: 5_000)
                try await before.kill()
                let verified = try before.lines(of: "eu").compactMap(\.verifiedSize).max() ?? 0
                let after = try await house.follow()
                try await second.waitUntilPublished(5_000)
                try await after.waitUntilVerified(5_000)
                let lines = try after.lines(of: "eu")
                #expect(lines.reduce(0) { $0 + $1.newEntries } <= 5_000 - verified, "read twice")
                try await after.stop()
                try await second.stop()
                try await witness.stop()

                let tree = house.tree(of: "eu")
                let report = try await desk.recovered(["--replay", tree], database: earlier)
                #expect(report.restored == [.init(300..<5_000)])
                #expect(report.headsRestored.contains(5_000))
                try await desk.expectWhole(5_000, database: earlier)
            }
        }

        /// One database and one signer's record become two; each side goes on by itself, under the log's own
        /// keys. Each monitor sees one of them. The witness, whom both ask, has cosigned the first.
        @Test func aForkShownToTwoMonitorsIsProven() async throws {
            for size in Self.sizes {
                try await RecoveryHouse.with("monitor-fork") { desk in
                    let keys = try desk.house.verifierKeys()
                    let listen = "\(OwnAddress.any()):8080"
                    let witness = try await Watchman(of: desk.house, at: listen)
                    let before = try await desk.house.serve(
                        desk.database.serve + witness.serve,
                        listen: listen
                    )
                    try await desk.grow(before, from: 0, to: size)
                    try await before.stop()
                    let forked = try await desk.copied("forked")
                    let clone = desk.house.path + "/clone"
                    try await House.copy(desk.house.data, to: clone)

                    let one = try await desk.house.serve(
                        desk.database.serve + witness.serve,
                        listen: listen
                    )
                    try await desk.grow(one, from: size, to: size + 10)
                    // It asks nobody: who has the keys needs no policy.
                    let other = try await desk.house.serve(forked.serve, data: clone)
                    try await other.append((0..<10).map { "fork \($0)" })
                    try await other.waitUntilPublished(size + 10)

                    let (left, right) = (try MonitorHouse("left"), try MonitorHouse("right"))
                    let policy = ["policy": witness.policy]
                    try left.configure([try Self.log(at: one.web.base + "/eu", desk, policy)])
                    try right.configure([try Self.log(at: other.web.base + "/eu", desk, policy)])
                    let honest = try await left.follow()
                    try await honest.waitUntilVerified(size + 10)
                    let lied = try await right.follow()
                    let alarm = try await lied.waitForAlarm(.splitView)
                    try await right.expectProof(of: alarm, keys: keys)
                    _ = try await lied.waitForAlarm(.quorumLoss)
                    #expect(try honest.lines(of: "eu").allSatisfy { $0.alarms.isEmpty })
                    try await lied.stop()
                    try await honest.stop()

                    // Without the witness: the first one is told where the second one asks.
                    try left.configure([
                        try Self.log(
                            at: one.web.base + "/eu",
                            desk,
                            ["peers": [other.web.base + "/eu"]]
                        )
                    ])
                    let told = try await left.once()
                    let same = try #require(told.lines.first?.alarms.first, "\(told.output)")
                    #expect(told.status == 1 && same.kind == .splitView)
                    try await left.expectProof(of: same, keys: keys)
                    try await one.stop()
                    try await other.stop()
                    try await witness.stop()
                }
            }
            try Drill.report(
                "monitor.fork",
                seed: nil,
                count: Self.sizes.count,
                "forks",
                failures: 0
            )
        }

        /// The database of an earlier hour gets no signature, and the monitor tells. With the signer's record
        /// of that hour it gets one, and that signature convicts the log.
        @Test func aDatabaseRestoredFromAnEarlierCopyIsTold() async throws {
            for size in Self.sizes {
                try await RecoveryHouse.with("monitor-restored") { desk in
                    let keys = try desk.house.verifierKeys()
                    let first = try await desk.serve()
                    try await desk.grow(first, from: 0, to: size)
                    try await first.stop()
                    let earlier = try await desk.copied("earlier")
                    let record = desk.house.path + "/earlier-signer"
                    try await House.copy(desk.house.signer, to: record)

                    let listen = "\(OwnAddress.any()):8080"
                    let second = try await desk.house.serve(desk.database.serve, listen: listen)
                    try await desk.grow(second, from: size, to: size + 300)
                    let houses = try ["alone", "both"].map { try MonitorHouse($0) }
                    for house in houses {
                        try house.configure([try Self.log(at: "http://\(listen)/eu", desk)])
                        #expect(try await house.once().status == 0)
                    }
                    try await second.stop()

                    let behind = try await desk.house.serve(earlier.serve, listen: listen)
                    try await eventually("the signer refuses") {
                        try await behind.readiness.remarks.contains(
                            "the database has \(size) entries and the signer has promised \(size + 300)"
                        )
                    }
                    let monitor = try await houses[0].follow()
                    let alarm = try await monitor.waitForAlarm(.rollback)
                    #expect(alarm.evidence == nil, "nothing was signed")
                    try await monitor.stop()
                    try await behind.stop()

                    try await House.replace(desk.house.signer, by: record)
                    let restored = try await desk.house.serve(earlier.serve, listen: listen)
                    // Writers send again what was lost: the same entries, under a later signature.
                    try await desk.grow(restored, from: size, to: size + 20)
                    let watching = try await houses[1].follow()
                    let proven = try await watching.waitForAlarm(.rollback)
                    try await houses[1].expectProof(of: proven, keys: keys)
                    // With others, past what was shown, it is another history.
                    let lines = (0..<400).map {
                        Data("more \($0)".utf8).base64EncodedString() + "\n"
                    }
                    let answer = try await restored.web.post(
                        "/eu/entries",
                        Array(lines.joined().utf8),
                        key: "more",
                        type: "application/x-ndjson"
                    )
                    try #require([200, 201].contains(answer.status), "\(answer.text)")
                    let other = try await watching.waitForAlarm(.inconsistency)
                    try await houses[1].expectProof(of: other, keys: keys)
                    try await watching.stop()
                    try await restored.stop()
                }
            }
            try Drill.report(
                "monitor.restored",
                seed: nil,
                count: Self.sizes.count,
                "restored databases",
                failures: 0
            )
        }

        /// A superuser edits an entry of a full bundle, and the last one.
        @Test func anEntryEditedByASuperuserIsTold() async throws {
            let rounds = Drill.isLong ? 4 : 1
            for round in 0..<rounds {
                try await RecoveryHouse.with("monitor-edited") { desk in
                    let size = 600 + UInt64(round) * 5_000
                    let listen = "\(OwnAddress.any()):8080"
                    let house = try MonitorHouse("edited")
                    try house.configure([try Self.log(at: "http://\(listen)/eu", desk)])
                    let daemon = try await desk.house.serve(desk.database.serve, listen: listen)
                    try await desk.grow(daemon, from: 0, to: size)
                    #expect(try await house.once().status == 0)
                    try await daemon.stop()
                    try await desk.tamper(
                        """
                        UPDATE concordat.entries SET data = 'forged' WHERE idx = 7;
                        UPDATE concordat.entries SET data = 'forged' WHERE idx = \(size - 1)
                        """
                    )
                    let edited = try await desk.house.serve(desk.database.serve, listen: listen)
                    let monitor = try await house.follow()
                    for index in [7, size - 1] {
                        _ = try await monitor.waitForLine(
                            "the alarm altered-entry of entry \(index)",
                            of: "eu",
                            within: FollowingMonitor.limit
                        ) { line in
                            line.alarms.contains {
                                $0.kind == .alteredEntry && $0.subject == "entry \(index)"
                            }
                        }
                    }
                    try await monitor.stop()
                    try await edited.stop()
                }
            }
            try Drill.report("monitor.edited", seed: nil, count: rounds, "edits", failures: 0)
        }

        /// Somebody has the log's keys, and signs heads whose SM3 tree has another entry.
        @Test func aTwinFedOtherEntriesIsProven() async throws {
            for size in Self.sizes {
                try await RecoveryHouse.with("monitor-twin") { desk in
                    let keys = try desk.house.verifierKeys()
                    let daemon = try await desk.serve()
                    try await desk.grow(daemon, from: 0, to: size)
                    let house = try MonitorHouse("twin")
                    try house.configure([try Self.log(at: daemon.web.base + "/eu", desk)])
                    #expect(try await house.once().status == 0)
                    try await daemon.stop()

                    guard
                        case .ed25519(let ed25519) = try KeyFile.load(
                            desk.house.keys + "/ed25519.pem"
                        ),
                        case .sm2(let sm2) = try KeyFile.load(desk.house.keys + "/sm2.pem")
                    else {
                        Issue.record("the log has no keys")
                        return
                    }
                    let stolen = try LogKeys(origin: House.origin, ed25519: ed25519, sm2: sm2)
                    #expect(stolen.verifierKeys == keys)
                    let now = UInt64(Date().timeIntervalSince1970)
                    func log(_ entry: (UInt64) -> [UInt8]) throws -> SmallLog {
                        try SmallLog(
                            size: Int(size) + 400,
                            keys: stolen,
                            origin: House.origin,
                            at: now,
                            entry: entry
                        )
                    }
                    var forged = try log(RecoveryHouse.entry)
                    let other = try log {
                        $0 == size + 50 ? Array("for the others".utf8) : RecoveryHouse.entry($0)
                    }
                    try forged.take(sm3From: other, keys: stolen, origin: House.origin, at: now)
                    let attacker = try await ServedFileLog(FileLog(forged))
                    try house.configure([try Self.log(at: attacker.url, desk)])
                    let monitor = try await house.follow()
                    let alarm = try await monitor.waitForAlarm(.twinMismatch)
                    #expect(alarm.subject == "entry \(size + 50)")
                    try await house.expectProof(of: alarm, keys: keys)
                    try await monitor.stop()
                    try await attacker.stop()
                }
            }
            try Drill.report(
                "monitor.twin",
                seed: nil,
                count: Self.sizes.count,
                "twins",
                failures: 0
            )
        }
    }
}
