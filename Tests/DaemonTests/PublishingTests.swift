import Foundation
import Glibc
import LogClient
import LogProtocol
import LogTesting
import SignedNotes
import Testing

extension DaemonTests {
    /// Publication under two of three and two of three, with the real programs on both sides.
    @Suite struct PublishingTests {
        /// The side that is missing is named within this time, and a head that nothing holds back
        /// is public.
        private static let notice = Duration.seconds(60)

        /// The sides that a drill takes away: one in the short form.
        private static let sides = Drill.isLong ? ["cn", "eu"] : ["cn"]

        @Test(arguments: Self.sides)
        func headsWaitForASideThatIsGone(_ side: String) async throws {
            let council = try await CouncilHouse.withLog("council")
            try await council.start()
            var daemon = try await council.startDaemon()
            try await daemon.append(["a", "b", "c"])
            try await daemon.waitUntilPublished(3)
            #expect(try await council.checkPublished(daemon).size == 3)
            try await self.checkProofs(council, daemon, size: 3)
            try await eventually("all six have cosigned both heads", within: Self.notice) {
                try await daemon.quorum?.missing.isEmpty == true
            }
            try await daemon.waitUntilReady()

            try await council.kill(council.side(side))
            try await daemon.append(["d"])
            let report = try await self.expectWait(daemon, for: side)
            #expect(try await daemon.publishedSize == 3)
            let pending = try await daemon.web.get("/eu/pending/checkpoint").text
                .prefix { $0 != "\u{2014}" }

            // Killed with a head that waits, started anew: the wait is the same one.
            daemon.program.signal(SIGKILL)
            #expect(try await daemon.program.waitUntilEnded() == .signal(SIGKILL))
            daemon = try await council.startDaemon()
            #expect(
                try await daemon.waitUntilItWaits(within: Self.notice).waitingSince
                    == report.waitingSince
            )
            try await daemon.append(["e", "f"])
            #expect(try await daemon.publishedSize == 3)

            try await self.killBeforeTheAnswer(council.side(side)[0], daemon)
            #expect(try await daemon.publishedSize == 3)
            try await council.start(Array(council.side(side).dropFirst()))
            try await daemon.waitUntilPublished(7, within: CouncilHouse.release)
            #expect(try await council.checkPublished(daemon).size == 7)
            // The head that waited went first.
            let size = try #require(pending.split(separator: "\n").dropFirst().first)
            let proof = try await daemon.web.get("/eu/proof/bundle/\(size)/0.tlog-proof")
            #expect(proof.status == 200 && proof.text.contains(pending))
            try await eventually("nobody is waited for", within: CouncilHouse.release) {
                let report = try await daemon.quorum
                return report?.waitingSince == nil && report?.missing.isEmpty == true
            }
            let answer = try await daemon.web.post("/eu/add", Array("g".utf8))
            #expect(answer.field("Concordat-Waiting-Since") == nil)
            council.expectNoAlarms()
            try await daemon.stop()
            try await council.stop()
        }

        /// Proofs of both trees, verified by the command line with nothing but the policy.
        private func checkProofs(
            _ council: CouncilHouse,
            _ daemon: Daemon,
            size: UInt64
        ) async throws {
            let folder = council.house.path
            try Data("a".utf8).write(to: URL(fileURLWithPath: folder + "/entry"))
            for path in ["proof/bundle/\(size)/0", "sm3/proof/bundle/\(size)/0"] {
                let proof = try await daemon.web.get("/eu/\(path).tlog-proof")
                try #require(proof.status == 200, "\(path): \(proof.text)")
                try Data(proof.body).write(to: URL(fileURLWithPath: folder + "/proof"))
                try await House.tool(
                    RunningProgram.folder + "/concordat",
                    [
                        "verify", "--policy", council.policyFile, "--entry", folder + "/entry",
                        folder + "/proof",
                    ]
                )
            }
        }

        /// SPEC: PUB-13: who is missing and since when, wherever somebody may look.
        private func expectWait(
            _ daemon: Daemon,
            for side: String
        ) async throws -> QuorumReport {
            let names = [1, 2, 3].flatMap { number in
                ["ed25519", "ml-dsa-44", "sm2"].map { "\(side)\(number)-\($0)" }
            }
            var report = try await daemon.waitUntilItWaits(within: Self.notice)
            let begin = report.waitingSince
            // The first request after a death may have another reason: it was under way.
            try await eventually("they are named with the reason", within: Self.notice) {
                report = try #require(try await daemon.quorum)
                return names.allSatisfy { report.missing[$0]?.contains("no connection") == true }
            }
            #expect(report.waitingSince == begin)
            let readiness = try await daemon.readiness
            #expect(readiness.isReady && readiness.remarks.contains("waits for its quorum"))
            let web = try daemon.web
            // A gauge of whole seconds.
            try await eventually("the metrics tell how long", within: Self.notice) {
                let wait = #/(?m)^concordat_quorum_wait_seconds\{log="eu"\} [1-9]/#
                return try await web.get("/metrics").text.contains(wait)
            }
            let metrics = try await web.get("/metrics").text
            for name in names {
                let gauge = "concordat_witness_missing{log=\"eu\",witness=\"\(name)\"} 1"
                #expect(metrics.contains(gauge), "\(name)")
            }
            let answer = try await web.post("/eu/add", Array("promised all the same".utf8))
            #expect(answer.status == 200 && answer.text == "4")
            #expect(answer.field("Concordat-Waiting-Since") == report.waitingSince)
            let waitsFor = try #require(answer.field("Concordat-Waiting-For"))
                .split(separator: ", ").map(String.init)
            #expect(Set(waitsFor).isSuperset(of: names))
            return report
        }

        /// A witness cosigns the head that waits, and is killed when that is on its disk: whether its
        /// answer has left or not, it stands by it afterwards.
        private func killBeforeTheAnswer(_ member: CouncilMember, _ daemon: Daemon) async throws {
            let record = member.record(ofOrigin: House.origin)
            let before = try Data(contentsOf: URL(fileURLWithPath: record))
            try await member.start()
            try await eventually("\(member.name) stores a head", within: CouncilHouse.release) {
                try Data(contentsOf: URL(fileURLWithPath: record)) != before
            }
            try await member.kill()
            try await member.start()
            let waiting = try #require(try await daemon.quorum).size
            let origins = [House.origin, House.origin + "/sm3"]
            var sizes: [UInt64] = []
            for origin in origins { sizes.append(try await member.size(ofOrigin: origin)) }
            #expect(sizes.allSatisfy { $0 == 3 || $0 == waiting } && sizes.contains(waiting))
            // Asked as the log asked, it names its size; asked from there, it cosigns that head again.
            let url = try #require(LogURL(member.url))
            let transport = HTTPWitnessTransport(submission: url)
            let kinds = ["checkpoint", "sm3/checkpoint"]
            for (kind, size) in zip(kinds, sizes) where size == waiting {
                let bytes = try await daemon.web.get("/eu/pending/" + kind).body
                let note = try UnverifiedNote(parsing: bytes)
                let stale = try await transport.addCheckpoint(
                    AddCheckpointRequest(oldSize: 3, note: note)
                )
                #expect(stale == .otherSize(waiting))
                let again = try await transport.addCheckpoint(
                    AddCheckpointRequest(oldSize: waiting, note: note)
                )
                #expect(again.status == 200, "\(again)")
            }
            await transport.shutdown()
            for (origin, size) in zip(origins, sizes) {
                #expect(try await member.size(ofOrigin: origin) >= size)
            }
        }

        /// Each head has more lines than it needs, and all of one side: neither has its quorum.
        @Test func aSideOnEachHeadPublishesNothing() async throws {
            let council = try await CouncilHouse.withLog("one-eyed")
            try council.configure { $0.name.hasPrefix("eu") ? .sha256 : .sm3 }
            try await council.start()
            let daemon = try await council.startDaemon()
            try await daemon.append(["a", "b"])
            var report = try await daemon.waitUntilItWaits(within: Self.notice)
            let expected = (1...3).flatMap {
                ["eu\($0)-sm2", "cn\($0)-ed25519", "cn\($0)-ml-dsa-44"]
            }
            try await eventually("nine lines are missing", within: Self.notice) {
                report = try await daemon.quorum ?? report
                return Set(report.missing.keys) == Set(expected)
            }
            for (name, reason) in report.missing {
                let words =
                    name.hasPrefix("eu") ? "the origin is not known" : "not signed by the log"
                #expect(reason.contains(words), "\(name): \(reason)")
            }
            // The lines are there, and do not help.
            let keys = try council.policy.full.logKeys + council.policy.full.witnessKeys
            for (path, count) in [("checkpoint", 1 + 6), ("sm3/checkpoint", 1 + 3)] {
                let note = try UnverifiedNote(
                    parsing: try await daemon.web.get("/eu/pending/" + path).body
                )
                #expect(try note.verified(by: keys).verified.count == count, "\(path)")
                #expect(try await daemon.web.get("/eu/" + path).status == 404)
            }
            let asked = try await self.refusals(daemon)
            try await eventually("they were asked again", within: Self.notice) {
                try await self.refusals(daemon) >= asked + 6
            }
            #expect(try await daemon.publishedSize == 0)

            // With their eyes open they go on from what they have cosigned.
            try await council.stop()
            try council.configure()
            try await council.start()
            try await daemon.waitUntilPublished(2, within: CouncilHouse.release)
            try await council.checkPublished(daemon)
            council.expectNoAlarms()
            try await daemon.stop()
            try await council.stop()
        }

        private func refusals(_ daemon: Daemon) async throws -> Int {
            let name = #/(?m)^concordat_witness_requests_total\{[^}]*outcome="refused"\} (\d+)$/#
            return try await daemon.web.get("/metrics").text.firstMatch(of: name)
                .flatMap { Int($0.1) } ?? 0
        }

        // MARK: Lies

        /// What a witness does instead of cosigning, and what is said of it.
        private typealias Lie = (behaviour: ScriptedWitness.Behaviour, words: String)

        /// What two witnesses of one side do at a time.
        private static let lies: [(Lie, Lie)] = {
            let short: [(Lie, Lie)] = [
                ((.claimsToBeAhead, "it is ahead"), (.forgesItsLine, "does not verify")),
                ((.forgesItsNeighboursLine, "no line of its key"), (.answersGarbage, "garbled")),
                (
                    (.cosignsAnotherLog, "does not verify"),
                    (.livesInTheFuture, "ahead of this clock")
                ),
            ]
            let long: [(Lie, Lie)] = [
                ((.namesOtherSizes, "size"), (.cosignsAnotherSize, "does not verify")),
                ((.sendsForeignLines, "no line of its key"), (.livesInThePast, "before the log")),
                ((.hangs, "no answer in time"), (.fails, "failed (503)")),
                ((.isBusy, "come later"), (.answersNothing, "garbled")),
                ((.knowsNoOrigin, "origin is not known"), (.deniesTheSignature, "not signed")),
                ((.losesTheAnswer, "failed (500)"), (.hangs, "no answer in time")),
            ]
            return Drill.isLong ? short + long : short
        }()

        /// Two of three of a side say other things than they should, over HTTP. None of it counts, all
        /// of it is told, and one that comes to its senses is enough.
        @Test func liesCountForNothingAndAreNamed() async throws {
            let council = try await CouncilHouse.withLog("liars", scripted: ["cn2", "cn3"])
            let liars = council.scripted
            liars[0].standBeside(
                try council.policy.full.witnesses.map(\.key).filter {
                    $0.name.hasPrefix("witness.example/cn1")
                }
            )
            liars[1].standBeside(liars[0].verifierKeys)
            try await council.start()
            let daemon = try await council.startDaemon()
            var size = try #require(try await daemon.append(["first"]).last) + 1
            try await daemon.waitUntilPublished(size, within: Self.notice)
            for (first, second) in Self.lies {
                let what = "\(first.behaviour) and \(second.behaviour)"
                liars[0].behave(first.behaviour)
                liars[1].behave(second.behaviour)
                size = try #require(try await daemon.append([what]).last) + 1
                let expected = [
                    "cn2-ed": first.words, "cn2-sm": first.words, "cn3-ed": second.words,
                    "cn3-sm": second.words,
                ]
                try await eventually("they are named: \(what)", within: Self.notice) {
                    let report = try await daemon.quorum
                    return report?.waitingSince != nil
                        && expected.allSatisfy { report?.missing[$0]?.contains($1) == true }
                }
                #expect(try await daemon.publishedSize == size - 1, "\(what)")
                liars[1].behave(.honest)
                try await daemon.waitUntilPublished(size, within: CouncilHouse.release)
                try await council.checkPublished(daemon)
                liars[0].behave(.honest)
                try await eventually("nobody is missing: \(what)", within: CouncilHouse.release) {
                    try await daemon.quorum?.missing.isEmpty == true
                }
            }
            try await self.expectStop(council, daemon, liars[0])
            try await council.stop()
        }

        /// SPEC: PUB-9: a witness speaks of another history, and all stops until somebody has looked.
        private func expectStop(
            _ council: CouncilHouse,
            _ daemon: Daemon,
            _ witness: ScriptedWitness
        ) async throws {
            let published = try await daemon.publishedSize
            witness.behave(.saysInconsistent)
            try await daemon.append(["disputed"])
            try await eventually("the log stops", within: Self.notice) {
                try await !daemon.readiness.isReady
            }
            let remarks = try await daemon.readiness.remarks
            #expect(remarks.contains("there may be two histories"), "\(remarks)")
            #expect(remarks.contains(witness.name), "\(remarks)")
            let answer = try await daemon.web.post("/eu/add", Array("refused".utf8))
            #expect(answer.status == 503 && answer.text.contains("read-only"), "\(answer.text)")
            let metrics = try await daemon.web.get("/metrics").text
            #expect(metrics.contains(#/outcome="possible_fork"\} [1-9]/#))
            #expect(metrics.contains("concordat_read_only{log=\"eu\"} 1"))
            // The others had the quorum without it, or they had not: nothing comes after that.
            let size = try await daemon.publishedSize
            #expect(size == published || size == published + 1)
            try await daemon.stop()
            witness.behave(.honest)
            let next = try await council.startDaemon()
            try await next.append(["undisputed"])
            try await next.waitUntilPublished(published + 2, within: CouncilHouse.release)
            try await council.checkPublished(next)
            try await next.stop()
        }
    }
}
