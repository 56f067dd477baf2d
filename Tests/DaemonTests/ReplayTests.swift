import Foundation
import Glibc
import LogTesting
import Testing

@testable import concordatd

extension DaemonTests {
    /// `recover --replay`: promised entries that the database lost come back, or nothing is written.
    @Suite struct ReplayTests {
        /// A copy of the database from when it had 200 entries, while the log went on to 900 that
        /// are published and 7 more that only database and signer know; and a mirror of the 900.
        private func restoredFromEarlier(
            _ desk: RecoveryHouse
        ) async throws -> (earlier: ExternalDatabase, mirror: String) {
            let first = try await desk.serve()
            try await desk.grow(first, from: 0, to: 200)
            try await first.stop()
            let earlier = try await desk.copied("earlier")
            let second = try await desk.serve()
            try await desk.grow(second, from: 200, to: 900)
            let mirror = try await desk.mirror(second)
            try await second.stop()
            // Nothing is published before an hour is over: the journal alone has these.
            let third = try await desk.serve(["--interval", "1h"])
            try await eventually("its first round is over") {
                try await third.web.get("/metrics").text.contains(
                    "concordat_published_size{log=\"eu\"} 900\n"
                )
            }
            try await desk.append(third, from: 900, to: 907)
            try await desk.kill(third)
            return (earlier, mirror)
        }

        @Test func anEarlierCopyIsBroughtBackFromAServerAndTheJournal() async throws {
            try await RecoveryHouse.with("replay-server") { desk in
                let (earlier, _) = try await self.restoredFromEarlier(desk)
                // The mirror: a daemon over the full database, as a stranger would run one.
                let other = desk.house.path + "/other"
                try FileManager.default.createDirectory(
                    atPath: other,
                    withIntermediateDirectories: true
                )
                try await House.copy(desk.house.data + "/keys", to: other + "/keys")
                let mirror = try await desk.house.serve(
                    desk.database.serve + ["--signer", "unix:/nonexistent"],
                    data: other
                )
                try await eventually("the mirror shows its head") {
                    try await mirror.publishedSize == 900
                }
                let source = try mirror.web.base + "/eu"

                let behind = try await desk.house.serve(earlier.serve)
                try await eventually("the daemon says what is wrong") {
                    try await behind.readiness.remarks.contains(
                        "the database has 200 entries and the signer has promised 907"
                    )
                }
                try await behind.stop()
                let signer = try desk.house.signerState()
                let report = try await desk.recovered(["--replay", source], database: earlier)
                #expect(report.restored == [.init(200..<907)])
                #expect(report.replaced.isEmpty)
                #expect(report.withoutKey == [.init(200..<907)])
                #expect(report.size == 907 && report.recordedSize == 907)
                #expect(report.unpromised == nil)
                #expect(report.treeStateWritten)
                #expect(report.headsRestored == [900])
                #expect(report.headsRemoved.isEmpty && report.removedCount == 0)
                #expect(try desk.house.signerState() == signer, "the signer's record was written")
                // What was found and done is kept.
                let folder = desk.house.data + "/recovery/eu"
                let files = try FileManager.default.contentsOfDirectory(atPath: folder)
                #expect(files.count == 1 && files[0].hasSuffix("-replay.json"), "\(files)")
                // Once more there is nothing to do.
                let again = try await desk.recovered(["--replay", source], database: earlier)
                #expect(again.restored.isEmpty && !again.treeStateWritten)
                try await mirror.stop()
                try await desk.expectWhole(907, database: earlier)
            }
        }

        @Test func anEmptyDatabaseIsFilledFromAFolder() async throws {
            try await RecoveryHouse.with("replay-empty") { desk in
                let (_, mirror) = try await self.restoredFromEarlier(desk)
                let empty = try await desk.empty("empty")
                let migrated = try await desk.house.run([
                    "migrate", "--owner-database", empty.owner,
                ])
                #expect(migrated.status == 0, "\(migrated.output)")
                let asked = try await desk.recover(["--replay", mirror], database: empty)
                #expect(asked.status == 1)
                #expect(asked.output.contains("say of which --jurisdiction"), "\(asked.output)")
                let wrong = try await desk.recover(["--reintegrate"], database: empty)
                #expect(wrong.status == 1)
                #expect(wrong.output.contains("--replay"), "\(wrong.output)")

                let report = try await desk.recovered(
                    ["--replay", mirror, "--jurisdiction", "EU", "--allow-opaque"],
                    database: empty
                )
                #expect(report.restored == [.init(0..<907)])
                #expect(report.headsRestored == [900])
                try await desk.expectWhole(907, database: empty)
            }
        }

        @Test func aSourceWithOneOtherByteIsRefusedAndNothingIsWritten() async throws {
            try await RecoveryHouse.with("replay-damaged") { desk in
                let (earlier, mirror) = try await self.restoredFromEarlier(desk)
                let good = desk.house.path + "/good"
                try await House.copy(mirror, to: good)
                try RecoveryHouse.damage(mirror, bundle: 2)
                let before = try await desk.fingerprint(earlier)
                let refused = try await desk.recover(["--replay", mirror], database: earlier)
                #expect(refused.status == 1, "\(refused.output)")
                #expect(refused.output.contains("do not lead to the roots"), "\(refused.output)")
                #expect(refused.output.contains("Nothing was changed"), "\(refused.output)")
                #expect(try await desk.fingerprint(earlier) == before)
                let reports = desk.house.data + "/recovery"
                #expect(!FileManager.default.fileExists(atPath: reports))

                // A source that lacks something, or that is not there, does no better.
                let short = desk.house.path + "/short"
                try await House.copy(good, to: short)
                try FileManager.default.removeItem(
                    atPath: short + "/tile/entries/" + RecoveryHouse.bundleName(2)
                )
                let lacking = try await desk.recover(["--replay", short], database: earlier)
                #expect(lacking.status == 1)
                #expect(lacking.output.contains("entry 512 is promised"), "\(lacking.output)")
                let nowhere = try await desk.recover(
                    ["--replay", desk.house.path + "/nowhere"],
                    database: earlier
                )
                #expect(nowhere.status != 0)
                #expect(try await desk.fingerprint(earlier) == before)

                // Beside a good one each of them does no harm.
                let report = try await desk.recovered(
                    ["--replay", mirror, "--replay", short, "--replay", good],
                    database: earlier
                )
                #expect(report.restored == [.init(200..<907)])
                try await desk.expectWhole(907, database: earlier)
            }
        }

        /// Entries are rewritten, deleted, and a whole table of them is gone.
        @Test func entriesThatWereRewrittenAreRightAgain() async throws {
            try await RecoveryHouse.with("replay-rewritten") { desk in
                let daemon = try await desk.serve()
                try await desk.grow(daemon, from: 0, to: 600)
                let mirror = try await desk.mirror(daemon)
                try await daemon.stop()
                try await desk.tamper(
                    """
                    UPDATE concordat.entries SET data = 'forged' WHERE idx = 7;
                    UPDATE concordat.entries SET data = 'tail' WHERE idx = 599;
                    DELETE FROM concordat.entries WHERE idx IN (3, 300);
                    INSERT INTO concordat.entries VALUES (1, 600, 'planted'), (1, 605, 'far')
                    """
                )
                let report = try await desk.recovered(["--replay", mirror])
                #expect(report.restored == [.init(3..<4), .init(300..<301)])
                #expect(report.replaced.map(\.index) == [7, 599])
                let found = report.replaced.compactMap { Data(base64Encoded: $0.entry) }
                #expect(found == [Data("forged".utf8), Data("tail".utf8)])
                // One key stood for all 600, and goes with the first entry that was another.
                #expect(
                    report.withoutKey == [
                        .init(3..<4), .init(7..<8),
                        .init(300..<301), .init(599..<600),
                    ]
                )
                #expect(report.removed.map(\.index) == [600, 605])
                #expect(report.tilesWritten == 0 && !report.treeStateWritten)

                try await desk.execute("DROP TABLE concordat.entries_1_0")
                let dropped = try await desk.recovered(["--replay", mirror])
                #expect(dropped.restored == [.init(0..<600)])
                try await desk.expectWhole(600)
                let doctor = try await desk.house.run([
                    "doctor", "--data", desk.house.data, "--database", desk.database.serving,
                ])
                #expect(doctor.output.contains("ok       triggers"), "\(doctor.output)")
            }
        }

        /// A clone of everything went its own way from 20 on, and its database stands under the
        /// signer that went another. Its heads were taken out, and those of the log put in.
        @Test func anotherHistoryIsReplacedOnlyIfItWasNotSigned() async throws {
            try await RecoveryHouse.with("replay-fork") { desk in
                let daemon = try await desk.serve()
                try await desk.grow(daemon, from: 0, to: 20)
                try await daemon.stop()
                let forked = try await desk.copied("forked")
                let clone = desk.house.path + "/clone"
                try await House.copy(desk.house.data, to: clone)
                let other = try await desk.house.serve(forked.serve, data: clone)
                try await other.append((0..<30).map { "fork \($0)" })
                try await other.waitUntilPublished(50)
                try await other.stop()
                let next = try await desk.serve()
                try await desk.grow(next, from: 20, to: 45)
                let mirror = try await desk.mirror(next)
                try await next.stop()

                // Two histories were signed. Nobody tidies that away.
                let before = try await desk.fingerprint(forked)
                let refused = try await desk.recover(["--replay", mirror], database: forked)
                #expect(refused.status == 1)
                #expect(refused.output.contains("this log's keys signed"), "\(refused.output)")
                #expect(try await desk.fingerprint(forked) == before, "nothing was written")
                let heads = "DELETE FROM concordat.heads WHERE size > 20"
                try await desk.tamper(heads, database: forked)
                #expect(try await desk.fingerprint(forked) != before)

                // Without the heads it is only a database with other entries.
                let report = try await desk.recovered(["--replay", mirror], database: forked)
                #expect(report.replaced.map(\.index) == Array(20..<45))
                #expect(report.headsRestored == [45])
                #expect(report.size == 50, "what nobody promised stays behind it")
                #expect(report.unpromised == .init(45..<50))
                let served = try await desk.house.serve(forked.serve)
                try await served.waitUntilPublished(50)
                let entries = try await desk.house.checkTree(served, size: 50)
                #expect(entries[44] == RecoveryHouse.entry(44))
                #expect(entries[45] == Array("fork 25".utf8))
                try await served.stop()
            }
        }

        /// The second chunk of entries is refused by the database: the first is there, and nobody
        /// takes it for the log.
        @Test func aReplayThatWasCutShortIsTakenUpAgain() async throws {
            try await RecoveryHouse.with("replay-cut") { desk in
                let first = try await desk.serve()
                try await desk.grow(first, from: 0, to: 20)
                try await first.stop()
                let earlier = try await desk.copied("earlier")
                let second = try await desk.serve()
                try await desk.grow(second, from: 20, to: 9_000)
                let mirror = try await desk.mirror(second)
                try await second.stop()
                try await desk.execute(
                    "ALTER TABLE concordat.entries ADD CONSTRAINT cut CHECK (idx <> 8500)",
                    database: earlier
                )
                let cut = try await desk.recover(["--replay", mirror], database: earlier)
                #expect(cut.status != 0, "\(cut.output)")
                let unfinished = desk.house.data + "/recovery/eu/unfinished.json"
                #expect(FileManager.default.fileExists(atPath: unfinished))
                try await desk.house.expectRefusal(
                    "the database has 20 entries and the signer has promised 9000",
                    publishedSize: 20,
                    serve: earlier.serve
                )
                try await desk.execute(
                    "ALTER TABLE concordat.entries DROP CONSTRAINT cut",
                    database: earlier
                )
                let report = try await desk.recovered(["--replay", mirror], database: earlier)
                #expect(report.restored == [.init(20..<9_000)], "of both runs")
                #expect(report.withoutKey == [.init(20..<9_000)])
                #expect(!FileManager.default.fileExists(atPath: unfinished))
                try await desk.expectWhole(9_000, database: earlier)
            }
        }
    }
}
