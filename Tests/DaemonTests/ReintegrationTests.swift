import Foundation
import Glibc
import LogTesting
import Testing

@testable import concordatd

extension DaemonTests {
    /// `recover --reintegrate`: trees from the entries that are there, or nothing.
    @Suite struct ReintegrationTests {
        /// What can be wrong around entries that are right. 700 of them: two full tiles.
        private static let damages: [(sql: String, tiles: Int, state: Bool)] = [
            ("DELETE FROM concordat.tiles", 2, false),
            ("DELETE FROM concordat.tiles WHERE idx = 1", 1, false),
            ("UPDATE concordat.tiles SET sm3_root = sha256_root WHERE idx = 0", 1, false),
            ("UPDATE concordat.tiles SET sha256 = sm3 WHERE idx = 1", 1, false),
            (
                """
                UPDATE concordat.tree_state SET sha256_edge = sm3_edge
                """, 0, true
            ),
            ("UPDATE concordat.tree_state SET sm3_root = sha256_root", 0, true),
            ("DELETE FROM concordat.tree_state", 0, true),
            (
                """
                UPDATE concordat.tree_state
                SET size = 0, sha256_edge = '', sm3_edge = ''; DELETE FROM concordat.tiles
                """, 2, true
            ),
            (
                """
                INSERT INTO concordat.tiles
                SELECT log_id, 2, 0, sha256_root, sm3_root, sha256, sm3
                FROM concordat.tiles WHERE idx = 0
                """, 0, false
            ),
        ]

        @Test func whatFollowsFromTheEntriesIsComputedAnew() async throws {
            try await RecoveryHouse.with("reintegrate") { desk in
                let daemon = try await desk.serve()
                try await desk.grow(daemon, from: 0, to: 700)
                try await daemon.stop()
                let whole = try await desk.fingerprint()
                let nothing = try await desk.recovered(["--reintegrate"])
                #expect(nothing.tilesWritten == 0 && !nothing.treeStateWritten)
                #expect(try await desk.fingerprint() == whole, "there was nothing to do")
                for damage in Self.damages {
                    try await desk.tamper(damage.sql)
                    #expect(try await desk.fingerprint() != whole, "\(damage.sql)")
                    let report = try await desk.recovered(["--reintegrate"])
                    #expect(report.size == 700)
                    #expect(report.tilesWritten == damage.tiles, "\(damage.sql)")
                    #expect(report.treeStateWritten == damage.state, "\(damage.sql)")
                    #expect(try await desk.fingerprint() == whole, "\(damage.sql)")
                }
                // The newest head is in the signer's record; one that is no head goes.
                for sql in [
                    "DELETE FROM concordat.heads",
                    "UPDATE concordat.heads SET sm3_root = sha256_root",
                    "UPDATE concordat.heads SET twin = checkpoint",
                ] {
                    try await desk.tamper(sql)
                    let report = try await desk.recovered(["--reintegrate"])
                    #expect(report.headsRestored == [700], "\(sql)")
                }
                try await desk.execute("DELETE FROM concordat.pending_heads")
                _ = try await desk.recovered(["--reintegrate"])
                try await desk.expectWhole(700)
            }
        }

        /// The daemon died between COMMIT and promise, and then the trees were damaged.
        @Test func entriesAboveTheRecordAreIntegratedAndPromisedLater() async throws {
            try await RecoveryHouse.with("reintegrate-above") { desk in
                let socket = desk.house.path + "/signer.sock"
                let signer = try await desk.house.startSigner(socket: socket)
                let daemon = try await desk.serve(["--signer", "unix:" + socket])
                try await desk.grow(daemon, from: 0, to: 300)
                signer.signal(SIGKILL)
                _ = try await signer.waitUntilEnded()
                // Committed, and promised by nobody: there is no signer.
                let web = try daemon.web
                async let lost = try? web.post(
                    "/eu/entries",
                    Array("entry 300".utf8),
                    key: "above"
                )
                try await eventually("the entry is committed") {
                    let metrics = try await web.get("/metrics").text
                    return metrics.contains(#"concordat_appended_entries_total{log="eu"} 301"#)
                }
                try await desk.kill(daemon)
                _ = await lost
                try await desk.tamper(
                    "DELETE FROM concordat.tiles; UPDATE concordat.tree_state SET sm3_root = '\\x"
                        + String(repeating: "00", count: 32) + "'"
                )
                let report = try await desk.recovered(["--reintegrate"])
                #expect(report.recordedSize == 300 && report.size == 301)
                #expect(report.unpromised == .init(300..<301))
                let again = try await desk.serve()
                let retry = try await again.web.post(
                    "/eu/entries",
                    Array("entry 300".utf8),
                    key: "above"
                )
                #expect(retry.field("Idempotent-Replay") == "true", "\(retry.text)")
                #expect(try retry.object["index"] as? Int == 300)
                try await again.stop()
                try await desk.expectWhole(301)
            }
        }

        @Test func otherEntriesAreRefused() async throws {
            try await RecoveryHouse.with("reintegrate-refused") { desk in
                let daemon = try await desk.serve()
                try await desk.grow(daemon, from: 0, to: 300)
                try await daemon.stop()
                try await desk.tamper("DELETE FROM concordat.tiles")
                for (sql, reason) in [
                    (
                        "UPDATE concordat.entries SET data = 'forged' WHERE idx = 7",
                        "do not lead to the roots"
                    ),
                    ("DELETE FROM concordat.entries WHERE idx = 7", "entry 7 is promised"),
                    ("DELETE FROM concordat.entries", "entry 0 is promised"),
                ] {
                    try await desk.tamper(sql)
                    let before = try await desk.fingerprint()
                    let run = try await desk.recover(["--reintegrate"])
                    #expect(run.status == 1, "\(run.output)")
                    #expect(run.output.contains(reason), "\(run.output)")
                    #expect(run.output.contains("--replay SOURCE. Nothing was changed"))
                    #expect(try await desk.fingerprint() == before, "\(sql)")
                }
            }
        }

        @Test func aDaemonAtWorkIsInTheWay() async throws {
            try await RecoveryHouse.with("recover-busy") { desk in
                let daemon = try await desk.serve()
                try await daemon.append(["entry 0"])
                try await daemon.waitUntilPublished(1)
                let busy = try await desk.recover(["--reintegrate"])
                #expect(busy.status == 1)
                #expect(busy.output.contains("a daemon or a signer is at work"), "\(busy.output)")
                try await daemon.stop()

                // One with a signer elsewhere has no lock here: its sessions tell.
                let other = desk.house.path + "/other"
                try FileManager.default.createDirectory(
                    atPath: other,
                    withIntermediateDirectories: true
                )
                try await House.copy(desk.house.data + "/keys", to: other + "/keys")
                let away = try await desk.house.serve(
                    desk.database.serve + ["--signer", "unix:/nonexistent"],
                    data: other
                )
                let connected = try await desk.recover(["--reintegrate"])
                #expect(connected.status == 1)
                #expect(connected.output.contains("a daemon is connected"), "\(connected.output)")
                try await away.stop()
                try await desk.expectWhole(1)
            }
        }

        /// The record is an earlier copy: the log's own heads say so.
        @Test func aRecordThatForgotIsNotServed() async throws {
            try await RecoveryHouse.with("recover-forgot") { desk in
                let first = try await desk.serve()
                try await desk.grow(first, from: 0, to: 10)
                try await first.stop()
                try await House.copy(desk.house.signer, to: desk.house.path + "/earlier")
                let second = try await desk.serve()
                try await desk.grow(second, from: 10, to: 20)
                let mirror = try await desk.mirror(second)
                try await second.stop()
                try await House.replace(desk.house.signer, by: desk.house.path + "/earlier")
                let before = try await desk.fingerprint()
                for mode in [["--reintegrate"], ["--replay", mirror]] {
                    let run = try await desk.recover(mode)
                    #expect(run.status == 1, "\(run.output)")
                    #expect(run.output.contains("a head of size 20 that this log's keys signed"))
                    #expect(try await desk.fingerprint() == before)
                }
                try FileManager.default.removeItem(atPath: desk.house.signer)
                let lost = try await desk.recover(["--reintegrate"])
                #expect(lost.status == 1)
                #expect(lost.output.contains("Without the signer's record"), "\(lost.output)")
            }
        }

        /// The same with the cluster in the data folder: no flag names the owner.
        @Test func aPrivateClusterIsRecoveredAsItsOwner() async throws {
            let house = try await House.withLog("recover-private")
            try await house.grow(by: 30, "entry")
            try await house.tamper("heads", "DELETE FROM concordat.heads")
            let run = try await house.run([
                "recover", "--data", house.data, "--log", "eu", "--reintegrate",
            ])
            #expect(run.status == 0, "\(run.output)")
            #expect(run.output.contains("published heads restored: 1"), "\(run.output)")
            #expect(run.output.contains("\nreport: \(house.data)/recovery/eu/"), "\(run.output)")
            try await house.grow(by: 1, "next", from: 30)
        }

        @Test(arguments: [
            [], ["--reintegrate", "--replay", "x"], ["--refound", "log.example/b"],
            ["--refound", "log.example/b", "--name", "b"], ["--reintegrate", "--name", "b"],
            ["--refound", "log.example/b", "--name", "b", "--reason", "because"],
        ])
        func wrongUsageHasItsOwnStatus(_ arguments: [String]) async throws {
            let house = try House(empty: "recover-usage")
            let run = try await house.run(
                ["recover", "--data", house.data, "--log", "eu"] + arguments
            )
            #expect(run.status == 64, "\(run.output)")
        }
    }
}
