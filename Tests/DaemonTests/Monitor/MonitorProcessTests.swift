import Foundation
import LogClient
import LogTesting
import Monitoring
import SignedNotes
import Testing

/// The monitor as a program, before a log and witnesses that lie as they are told.
@Suite struct MonitorProcessTests {
    private func house(
        _ purpose: String,
        _ log: LyingLog,
        _ settings: [String: Any] = [:]
    ) throws -> MonitorHouse {
        let house = try MonitorHouse(purpose)
        let policy = try house.write(log.policy, to: "small.policy")
        try house.configure(
            [
                [
                    "name": "small", "url": log.url, "policy": policy, "staleAfter": "1s",
                    "clockTolerance": "5m",
                ]
            ],
            settings
        )
        return house
    }

    // MARK: Alarms

    /// SPEC: MON-1, MON-2, MON-3, MON-4, MON-5, MON-6, MON-7, MON-9, MON-11: every kind of alarm by the
    /// program as it is run, with its status, its evidence and its end.
    @Test(arguments: LyingLog.Lie.allCases) func everyLieIsTold(_ lie: LyingLog.Lie) async throws {
        let log = try await LyingLog()
        let house = try self.house("lie", log)
        let sound = try await house.once()
        #expect(sound.status == 0, "\(sound.output)")
        #expect(sound.lines.map(\.verdict) == ["sound"])
        #expect(sound.lines.first?.verifiedSize == UInt64(LyingLog.size))

        try log.lie(lie)
        var raised: Alarm?
        try await eventually("the alarm \(lie.alarm.rawValue)") {
            let look = try await house.once()
            raised = look.lines.first?.alarms.first { $0.kind == lie.alarm }
            // What is told with the alarm is what scripts go by.
            if raised != nil {
                #expect(look.status == 1 && look.lines.first?.verdict == "alarmed")
            }
            return raised != nil
        }
        let alarm = try #require(raised)
        #expect((alarm.evidence != nil) == lie.isProvable, "\(alarm)")
        if lie.isProvable { try await house.expectProof(of: alarm, keys: log.keys.verifierKeys) }
        if lie == .alteredLastEntry { #expect(alarm.subject == "entry 599") }
        let said = try await house.run(["--config", house.configuration, "--once"])
        #expect(said.status == 1 && said.output.contains("ALARM \(lie.alarm.rawValue): "))

        try log.repent()
        if lie.alarm.ends {
            try await eventually("the alarm ends") {
                try await house.once().status == 0
            }
        } else {
            let still = try await house.once()
            #expect(still.status == 1, "\(still.output)")
            #expect(still.lines.first?.alarms.contains { $0.kind == lie.alarm } == true)
        }
        // A lie spoils nothing of what was verified before: the log is read on from there.
        if lie == .alteredLastEntry {
            #expect(try await house.once().lines.first?.verifiedSize == 800)
        }
        try await log.stop()
    }

    /// Two monitors were shown two histories, each of them sound by itself. One shows the other what it
    /// has verified, and either convicts the log.
    @Test func twoMonitorsThatCompareFindTheFork() async throws {
        let (first, second) = (try await LyingLog(), try await LyingLog())
        // The second one is the same log to somebody else: its keys sign another history.
        let fork = try SmallLog(
            size: 620,
            keys: first.keys,
            at: UInt64(Date().timeIntervalSince1970) - 50,
            entry: LyingLog.fork(at: 590)
        )
        second.served.log.become(fork)
        let (one, other) = (try MonitorHouse("one"), try MonitorHouse("other"))
        let keys = first.keys.verifierKeys
        try one.configure(
            [MonitorHouse.log("small", url: first.url, keys: keys)],
            ["listen": "127.0.0.1:0"]
        )
        let showing = try await one.follow()
        try await showing.waitUntilVerified(600, of: "small")
        let web = try await showing.web()

        try other.configure([MonitorHouse.log("small", url: second.url, keys: keys)])
        #expect(try await other.once().status == 0, "it cannot know")
        try other.configure([
            MonitorHouse.log(
                "small",
                url: second.url,
                keys: keys,
                ["peers": [web.base + "/small"]]
            )
        ])
        let look = try await other.once()
        #expect(look.status == 1, "\(look.output)")
        let alarm = try #require(look.lines.first?.alarms.first)
        #expect(alarm.kind == .inconsistency && alarm.detail.contains(web.base))
        try await other.expectProof(of: alarm, keys: keys)
        try await showing.stop()
        try await first.stop()
        try await second.stop()
    }

    /// SPEC: MON-15: a log that does not answer holds up no other one.
    @Test func aLogThatHangsHoldsUpNoOther() async throws {
        let log = try await LyingLog()
        let silent = try await LoopbackServer { _ in
            try? await Task.sleep(for: .seconds(600))
            return nil
        }
        let house = try MonitorHouse("hangs")
        try house.configure([
            MonitorHouse.log("silent", url: silent.url, keys: log.keys.verifierKeys),
            MonitorHouse.log("small", url: log.url, keys: log.keys.verifierKeys),
        ])
        let monitor = try await house.follow()
        try await monitor.waitUntilVerified(600, of: "small")
        try log.lie(.splitView)
        _ = try await monitor.waitForAlarm(.splitView, of: "small")
        #expect(try monitor.lines(of: "silent").count < monitor.lines(of: "small").count)
        // And it stops when it is told to, whoever it waits for, and before it would give that up itself.
        try await monitor.stop(within: .seconds(25))
        try await silent.stop()
        try await log.stop()
    }

    // MARK: Telling

    /// SPEC: MON-12: told until it is taken, in order, over a restart; no redirect is followed, and a long
    /// answer is as good as a short one.
    @Test func webhooksAreToldUntilTheyTakeIt() async throws {
        let log = try await LyingLog()
        let receiver = try await WebhookReceiver()
        let redirect = LoopbackServer.Answer(
            status: 302,
            fields: [("Location", receiver.url + "/elsewhere")]
        )
        receiver.answer("/flaky", [.init(status: 500), .init(status: 200)])
        receiver.answer("/moved", [redirect])
        receiver.answer("/talks", [.init(status: 200, [UInt8](repeating: 32, count: 4 << 20))])
        let webhooks = ["/flaky", "/moved", "/talks"].map { receiver.url + $0 }
        let house = try self.house("webhook", log, ["webhooks": webhooks])
        #expect(try await house.once().status == 0)

        try log.lie(.missingTile)
        let monitor = try await house.follow()
        _ = try await monitor.waitForAlarm(.missingTile, of: "small")
        // What a busy machine may bring, such as an alarm about a head's age, is told as well and passed over.
        func events(_ path: String) throws -> [String] {
            try receiver.messages(to: path).compactMap { message -> String? in
                #expect(message.contentType == "application/json")
                let object = try JSONSerialization.jsonObject(with: Data(message.body.utf8))
                let members = try #require(object as? [String: Any])
                #expect(members["origin"] as? String == SmallLog.origin)
                let kind = (members["alarm"] as? [String: Any])?["kind"] as? String
                return kind == "missing-tile" ? try #require(members["event"] as? String) : nil
            }
        }
        try await eventually("it is told again") { try events("/flaky").count == 2 }
        try await eventually("it is told") { try !events("/moved").isEmpty }
        try log.repent()
        // Raised before ended, each once but for the one that failed.
        try await eventually("its end is told") { try events("/flaky").contains("ended") }
        #expect(try events("/flaky") == ["raised", "raised", "ended"])
        // A message whose answer did not come would be sent again.
        try await eventually("both are told, and that is written down") {
            let box = try String(contentsOfFile: house.state + "/outbox.json", encoding: .utf8)
            return try events("/talks").contains("ended") && !box.contains("/talks")
                && !box.contains("/flaky")
        }
        try await monitor.stop()
        #expect(try events("/talks") == ["raised", "ended"], "a long answer is an answer")
        #expect(receiver.messages(to: "/elsewhere").isEmpty, "redirects are not followed")

        // The messages that wait are still there, and go once they are taken.
        #expect(try !events("/moved").contains("ended"))
        receiver.answer("/moved", [.init(status: 204)])
        try await eventually("what waited is delivered") {
            let look = try await house.once()
            #expect(look.status == 0, "\(look.output)")
            return try events("/moved").contains("ended")
        }
        #expect(try events("/moved").suffix(2) == ["raised", "ended"])
        #expect(try events("/flaky").count == 3 && events("/talks").count == 2)
        try await receiver.stop()
        try await log.stop()
    }

    /// SPEC: MON-13: every figure that the specification names is there, over HTTP and as a file; and the
    /// heads that were verified.
    @Test func figuresAndHeadsAreShown() async throws {
        let log = try await LyingLog()
        let house = try self.house("listens", log, ["listen": "127.0.0.1:0"])
        let monitor = try await house.follow()
        try await monitor.waitUntilVerified(600, of: "small")
        // On either head.
        try log.lie(.splitView)
        _ = try await monitor.waitForAlarm(.splitView, of: "small")
        let web = try await monitor.web()
        var text = ""
        try await eventually("the figures tell of it") {
            text = try await web.get("/metrics").text
            return text.contains(
                "concordat_monitor_alarms{log=\"small\",kind=\"split-view\"} 2\n"
            )
        }
        let document = URL(filePath: #filePath)
            .deletingLastPathComponent().appending(path: "../../../Specs/monitor.md")
        let specification = try String(contentsOf: document, encoding: .utf8)
        let documented = Set(
            specification.matches(of: #/`concordat_monitor_[a-z_]+/#).map(\.output)
        )
        .map { String($0.dropFirst()) }
        let shown = Set(text.matches(of: #/# TYPE ([a-z_]+) /#).map { String($0.1) })
        #expect(Set(documented) == shown)
        #expect(text.contains("concordat_monitor_verified_size{log=\"small\"} 600\n"))
        #expect(
            text.contains(
                "concordat_monitor_alarms_raised_total{log=\"small\",kind=\"split-view\"} 2\n"
            )
        )
        let file = try String(contentsOfFile: house.state + "/metrics.prom", encoding: .utf8)
        #expect(Set(file.matches(of: #/# TYPE ([a-z_]+) /#).map { String($0.1) }) == shown)

        #expect(try await web.get("/healthz").status == 200)
        let sound = try log.log(LyingLog.size)
        for head in [LogFile.checkpoint(.sha256), .checkpoint(.sm3), .twin] {
            let shown = try await web.get("/small/\(head.path)")
            // What was verified, and not what the log shows now.
            let text = String(decoding: try #require(sound.files[head]), as: UTF8.self)
            #expect(shown.status == 200)
            #expect(shown.text.prefix { $0 != "\u{2014}" } == text.prefix { $0 != "\u{2014}" })
        }
        for path in ["/", "/small", "/other/checkpoint", "/small/tile/0/000", "/small/../x"] {
            #expect(try await web.get(path).status == 404, "\(path)")
        }
        #expect(try await web.post("/metrics", [1]).status == 405)
        try await monitor.stop()
        try await log.stop()
    }

    // MARK: Going on

    /// SPEC: MON-8: killed at any moment, it goes on where it was: nothing is read twice that was saved, no
    /// alarm is lost and none is told as new again.
    @Test func killedAtAnyMomentItGoesOn() async throws {
        let log = try await LyingLog()
        let house = try self.house("killed", log)
        let rounds = Drill.isLong ? 60 : 4
        let seed = try Drill.seed()
        var random = SeededGenerator(seed: seed)
        var verified: UInt64 = 0
        var failures = 0
        for round in 0..<rounds {
            let size = 600 + 100 * (round + 1)
            log.served.log.become(try log.log(size, after: 1 + round))
            let monitor = try await house.follow()
            try await Task.sleep(for: .milliseconds(Int.random(in: 0..<700, using: &random)))
            try await monitor.kill()
            let lines = try monitor.lines(of: "small")
            for line in lines where !line.alarms.isEmpty || (line.verifiedSize ?? 0) < verified {
                failures += 1
                Issue.record("round \(round), seed \(seed): \(line)")
            }
            let read = lines.reduce(0) { $0 + $1.newEntries }
            // What was told is on the disk: it is not read as new again.
            if verified > 0, let newest = lines.last?.verifiedSize, read > newest - verified {
                failures += 1
                Issue.record("round \(round), seed \(seed): read \(read) to \(newest)")
            }
            verified = max(verified, lines.compactMap(\.verifiedSize).max() ?? 0)
        }
        let look = try await house.once()
        #expect(look.status == 0, "\(look.output)")
        let line = try #require(look.lines.first)
        #expect(line.verifiedSize == UInt64(600 + 100 * rounds))
        #expect(line.newEntries <= UInt64(600 + 100 * rounds) - verified)
        // An alarm outlives kills, too, and is raised once.
        try log.lie(.alteredEntry)
        let monitor = try await house.follow()
        let alarm = try await monitor.waitForAlarm(.alteredEntry, of: "small")
        try await monitor.kill()
        let after = try await house.once()
        #expect(after.status == 1 && after.lines.first?.alarms.contains(alarm) == true)
        let alarms = try FileManager.default.contentsOfDirectory(
            atPath: house.state + "/small/alarms"
        )
        #expect(alarms.count == 1, "\(alarms)")
        try Drill.report("monitor.kill", seed: seed, count: rounds, "kills", failures: failures)
        try await log.stop()
    }

    // MARK: Usage

    @Test func whatCannotBeLookedAtIsUndecided() async throws {
        let house = try MonitorHouse("undecided")
        let keys = try LogKeys().verifierKeys
        try house.configure([
            MonitorHouse.log("small", url: "http://\(OwnAddress.any()):8080", keys: keys)
        ])
        let look = try await house.once()
        #expect(look.status == 2, "\(look.output)")
        #expect(look.lines.map(\.verdict) == ["could_not_tell"])
        #expect(look.lines.first?.undecided != nil)
    }

    @Test func aConfigurationThatCannotBeUsedSaysWhy() async throws {
        let house = try MonitorHouse("configuration")
        let keys = try LogKeys().verifierKeys
        let log = MonitorHouse.log("small", url: "http://127.0.0.1:1", keys: keys)
        for (logs, settings, words) in [
            ([log], ["intervall": "1s"], "there is no setting intervall"),
            ([log.merging(["polcy": "x"]) { $1 }], [:], "there is no setting polcy"),
            ([log.merging(["peers": ["ftp://x"]]) { $1 }], [:], "the peer ftp://x is not a URL"),
            ([log.merging(["name": "../x"]) { $1 }], [:], "1 to 63 of a to z"),
            ([log, log], [:], "there are two of the name small"), ([], [:], "there is none"),
            ([log], ["listen": "here"], "listen: here is not HOST:PORT"),
            ([log], ["interval": "soon"], "interval: soon is not a time span"),
            ([log], ["webhooks": ["mailto:x"]], "webhooks: mailto:x is not a URL"),
            ([log.merging(["vkeys": [String]()]) { $1 }], [:], "an Ed25519 key of the log"),
            ([log.merging(["policy": "nowhere"]) { $1 }], [:], "the policy nowhere"),
        ] as [([[String: Any]], [String: Any], String)] {
            try house.configure(logs, settings)
            let run = try await house.run(["--config", house.configuration, "--once"])
            #expect(run.status == 64 && run.output.contains(words), "\(run.output)")
        }
        #expect(try await house.run(["--config", "/nowhere"]).status == 64)
        #expect(try await house.run([]).status == 64)
        let help = try await house.run(["--help"])
        #expect(help.status == 0 && help.output.contains("concordat-monitor --config monitor.json"))
    }
}
