import CryptoSuites
import Foundation
import Glibc
import LogProtocol
import LogTesting
import SignedNotes
import Testing

extension DaemonTests {
    /// Keys change, those of a log and those of a witness: six real witnesses, the daemon and a monitor,
    /// none of which is told anything but what it was told at first.
    @Suite struct WitnessRotationTests {
        private static let limit = Duration.seconds(60)

        private func rotate(_ house: House, at size: String, kind: String) async throws -> [String]
        {
            let run = try await house.run([
                "keys", "rotate", "--data", house.data, "--name", "eu", "--at", size, "--kind",
                kind,
                "--json",
            ])
            try #require(run.status == 0, "\(run.output)")
            let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
            return try #require((object as? [String: Any])?["vkeys"] as? [String])
        }

        private func monitor(
            _ council: CouncilHouse,
            _ purpose: String
        ) async throws -> (house: MonitorHouse, monitor: FollowingMonitor) {
            let house = try MonitorHouse(purpose)
            let log = MonitorHouse.log(
                "eu",
                url: "http://\(council.daemonAddress())/eu",
                keys: try council.house.verifierKeys(),
                ["policy": council.policyFile]
            )
            try house.configure([log])
            return (house, try await house.follow())
        }

        /// No look found anything wrong.
        private func expectNoAlarms(_ monitor: FollowingMonitor) throws {
            let lines = try monitor.lines(of: "eu")
            #expect(!lines.isEmpty && lines.allSatisfy { $0.alarms.isEmpty }, "\(lines)")
        }

        /// SPEC: WITNESS-21: a log changes both of its keys; witnesses are killed before and after.
        @Test func witnessesFindTheLogsNewKeysByThemselves() async throws {
            let council = try await CouncilHouse.withLog("council-rotation")
            try await council.start()
            var daemon = try await council.startDaemon()
            let (house, monitor) = try await self.monitor(council, "rotation")
            try await daemon.append(["a", "b", "c"])
            try await daemon.waitUntilPublished(3)

            // The statement is entry 3, and heads of 6 and more have the new key.
            var vkeys = try await self.rotate(council.house, at: "5", kind: "ed25519")
            let absent = council.side("cn")[0]
            try await council.kill([absent])
            try await daemon.append(["e", "f", "g"])
            try await daemon.waitUntilPublished(7, within: Self.limit)
            // Who was away has not read the statement under any head of the old key.
            try await council.start([absent])
            vkeys += try await self.rotate(council.house, at: "next", kind: "sm2")
            try await daemon.append(["i"])
            try await daemon.waitUntilPublished(9, within: Self.limit)
            try await eventually("all six have cosigned both heads", within: Self.limit) {
                try await daemon.quorum?.missing.isEmpty == true
            }
            let keys = try vkeys.map { try VerifierKey(parsingWithSizes: $0) }
            #expect(keys.map(\.sizes) == [0...5, 6...(.max), 0...7, 8...(.max)])
            try await council.checkPublished(daemon, logKeys: keys)
            try await self.checkShown(council, keys)

            // Killed, everybody knows what it has learned.
            daemon.program.signal(SIGKILL)
            _ = try await daemon.program.waitUntilEnded()
            try await council.kill(council.members)
            daemon = try await council.startDaemon()
            try await council.start()
            try await daemon.append(["j"])
            try await daemon.waitUntilPublished(10, within: Self.limit)
            try await eventually("all six have cosigned again", within: Self.limit) {
                try await daemon.quorum?.missing.isEmpty == true
            }
            try await council.checkPublished(daemon, logKeys: keys)
            try await self.checkShown(council, keys)
            for member in council.members {
                let status = try await member.run(["status", "--json"])
                let object = try JSONSerialization.jsonObject(with: Data(status.utf8))
                let known = try #require((object as? [String: Any])?["keys"] as? [String])
                #expect(Set(known) == Set(vkeys), "\(member.name)")
            }
            council.expectNoAlarms()
            try await monitor.waitUntilVerified(10)
            try self.expectNoAlarms(monitor)
            try await monitor.stop()
            #expect(FileManager.default.fileExists(atPath: house.tree(of: "eu")))
            try await daemon.stop()
            try await council.stop()
        }

        /// What each witness shows of both trees is signed by the log's newest keys and by its own.
        private func checkShown(_ council: CouncilHouse, _ keys: [VerifierKey]) async throws {
            let witnesses = try council.policy.full.witnessKeys
            for member in council.members {
                for (origin, count) in [(House.origin, 3), (House.origin + "/sm3", 2)] {
                    let note = try #require(
                        try await member.latestNote(ofOrigin: origin),
                        "\(member.name) shows nothing"
                    )
                    let verified = try note.verified(by: keys + witnesses)
                    #expect(verified.verified.count == count && verified.unknown.isEmpty)
                    #expect(
                        verified.verified.contains {
                            keys.contains($0.key) && $0.key.sizes.upperBound == .max
                        }
                    )
                }
            }
        }

        /// SPEC: MON-17: a witness goes on under new keys of all three kinds, from the size on that a
        /// policy of the log announces. It is one of two without which there is no quorum.
        @Test func aWitnessChangesItsKeysThroughThePolicy() async throws {
            let council = try await CouncilHouse.withLog("council-keys")
            let member = council.members[0]
            try await council.start()
            let daemon = try await council.startDaemon()
            let (house, monitor) = try await self.monitor(council, "witness-keys")
            try await daemon.append(["a", "b", "c"])
            try await daemon.waitUntilPublished(3)
            try await council.kill([council.side("eu")[2]])

            // The next keys are made; the running witness has the old ones.
            let file = council.house.path + "/next.policy"
            let before = try String(contentsOfFile: council.policyFile, encoding: .utf8)
            let lines = try await member.run(["keys", "show", "--url", member.url])
            try #require(before.contains(lines))
            let gone = try await self.keys(of: member)
            _ = try await member.run(["keys", "add"])
            let others = try await member.run(["keys", "show", "--next", "--url", member.url])
            try Data(before.replacing(lines, with: others).utf8)
                .write(to: URL(fileURLWithPath: file))
            let run = try await council.house.run([
                "policy", "announce", "--data", council.house.data, "--name", "eu", "--file", file,
                "--from", "7",
            ])
            try #require(run.status == 0, "\(run.output)")
            let next = try TwinPolicy(
                parsing: Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            )
            try await daemon.append(["e", "f"])
            try await daemon.waitUntilPublished(6, within: Self.limit)
            try await council.checkPublished(daemon)

            // From here on the old keys are nobody's, though the witness signs with them.
            try await daemon.append(["g"])
            let report = try await daemon.waitUntilItWaits(within: Self.limit)
            #expect(
                Set(report.missing.keys).isSuperset(
                    of: ["ed25519", "ml-dsa-44", "sm2"].map { "eu1-\($0)" }
                ),
                "\(report)"
            )
            #expect(try await daemon.publishedSize == 6)
            // Started anew it signs with both, and what it has cosigned before is where it was.
            try await member.kill()
            try await member.start()
            try await daemon.waitUntilPublished(7, within: CouncilHouse.release)
            try await council.checkPublished(daemon, policy: next)
            let own = next.full.witnessKeys.filter { $0.name.hasPrefix("witness.example/eu1") }
            try await self.checkLines(daemon, own, gone)
            for (origin, count) in [(House.origin, 4), (House.origin + "/sm3", 2)] {
                let note = try #require(try await member.latestNote(ofOrigin: origin))
                #expect(try note.verified(by: own + gone).verified.count == count)
            }

            try await member.kill()
            _ = try await member.run(["keys", "retire"])
            #expect(try await self.keys(of: member) == own)
            try await member.start()
            try await daemon.append(["h"])
            try await daemon.waitUntilPublished(8, within: CouncilHouse.release)
            try await council.checkPublished(daemon, policy: next)
            try await self.verify(council, daemon, file)
            try await monitor.waitUntilVerified(8)
            try self.expectNoAlarms(monitor)
            try await monitor.stop()
            #expect(FileManager.default.fileExists(atPath: house.tree(of: "eu")))
            council.expectNoAlarms()
            try await daemon.stop()
            try await council.stop()
        }

        private func keys(of member: CouncilMember) async throws -> [VerifierKey] {
            try await member.run(["keys", "show", "--keys-only"]).split(separator: "\n")
                .map { try VerifierKey(parsing: String($0)) }
        }

        /// The published heads have the lines of all three new keys, and of none of the old ones.
        private func checkLines(
            _ daemon: Daemon,
            _ own: [VerifierKey],
            _ gone: [VerifierKey]
        ) async throws {
            for (path, count) in [("checkpoint", 2), ("sm3/checkpoint", 1)] {
                let answer = try await daemon.web.get("/eu/" + path)
                let note = try UnverifiedNote(parsing: answer.body)
                #expect(try note.verified(by: own).verified.count == count)
                #expect(throws: NoteError.noKnownKey) { try note.verified(by: gone) }
            }
        }

        /// Proofs below and above the size, each by the policy of its head.
        private func verify(
            _ council: CouncilHouse,
            _ daemon: Daemon,
            _ next: String
        ) async throws {
            let house = council.house
            let entry = house.path + "/entry"
            try Data("a".utf8).write(to: URL(fileURLWithPath: entry))
            for (size, policies, status) in [
                (6, [council.policyFile + "@..6", next + "@7.."], Int32(0)),
                (7, [council.policyFile + "@..6", next + "@7.."], 0),
                (6, [next], 1), (7, [council.policyFile], 1), (7, [council.policyFile + "@..6"], 2),
            ] {
                for path in ["proof/bundle/\(size)/0", "sm3/proof/bundle/\(size)/0"] {
                    let proof = try await daemon.web.get("/eu/\(path).tlog-proof")
                    let file = "\(house.path)/proof"
                    try Data(proof.body).write(to: URL(fileURLWithPath: file))
                    let verified = try await house.concordat(
                        ["verify", "--entry", entry] + policies.flatMap { ["--policy", $0] } + [
                            file
                        ]
                    )
                    #expect(verified.status == status, "\(path) \(policies): \(verified.output)")
                }
            }
        }
    }
}
