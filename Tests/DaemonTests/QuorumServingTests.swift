import Foundation
import LogCore
import LogTesting
import Records
import SignedNotes
import Testing

extension DaemonTests {
    /// A daemon that publishes under a policy, with witnesses over HTTP.
    @Suite struct QuorumServingTests {
        /// The council's policy with the addresses of a server.
        private func policy(
            _ house: House,
            _ council: WitnessCouncil,
            _ server: WitnessServer
        ) throws -> String {
            var text = String(
                decoding: council.policyText(logKeys: try house.verifierKeys()),
                as: UTF8.self
            )
            for witness in council.witnesses {
                text = text.replacing(
                    "https://\(witness.name).example",
                    with: server.url(of: witness)
                )
            }
            let path = house.path + "/eu.policy"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }

        private var record: [UInt8] {
            let members = SampleRecords.dataAccess().members ?? []
            return JSONValue.object(
                members + [JSONMember(name: "record_class", value: .string("data-access"))]
            ).canonicalBytes
        }

        @Test func aHeadIsHeldBackUntilTheOtherSideReturns() async throws {
            let house = try await House.withLog("quorum")
            let council = try WitnessCouncil()
            let server = try await WitnessServer(council.witnesses)
            let file = try self.policy(house, council, server)
            var daemon = try await house.serve(["--policy", "eu=" + file])
            try await daemon.append(["a"])
            try await daemon.waitUntilPublished(1)
            try await daemon.waitUntilReady()

            for witness in council.side("cn") { witness.behave(.fails) }
            try await daemon.append(["b"])
            try await eventually("somebody is missing") {
                try await daemon.web.get("/readyz").text.contains("\"waiting_since\"")
            }
            let answer = try await daemon.web.post("/eu/add", Array("c".utf8))
            #expect(answer.status == 200)
            #expect(answer.field("Concordat-Waiting-Since")?.hasSuffix("Z") == true)
            let missing = try #require(answer.field("Concordat-Waiting-For"))
            #expect(missing.contains("cn1-ed") && missing.contains("cn3-sm"))
            let record = try await daemon.web.post("/eu/records", self.record)
            #expect(record.status == 201, "\(record.text)")
            #expect(record.field("Concordat-Waiting-For")?.contains("cn1-ed") == true)
            let readiness = try await daemon.readiness
            #expect(readiness.isReady && readiness.remarks.contains("waits for its quorum"))
            #expect(try await daemon.publishedSize == 1)
            let metrics = try await daemon.web.get("/metrics").text
            #expect(metrics.contains("concordat_witness_missing{log=\"eu\",witness=\"cn1-ed\"} 1"))
            #expect(try await daemon.web.get("/eu/pending/twin").status == 200)

            // Killed with a head that waits: the next daemon goes on with that one.
            let pending = try await daemon.web.get("/eu/pending/checkpoint").text
                .prefix { $0 != "\u{2014}" }
            daemon.program.signal(SIGKILL)
            _ = try await daemon.program.waitUntilEnded()
            daemon = try await house.serve(["--policy", file])
            try await daemon.waitUntilPublished(1)
            #expect(try await daemon.publishedSize == 1)
            for witness in council.witnesses { witness.behave(.honest) }
            try await daemon.waitUntilPublished(4)
            let size = try #require(pending.split(separator: "\n").dropFirst().first)
            let proof = try await daemon.web.get("/eu/proof/bundle/\(size)/0.tlog-proof")
            #expect(proof.status == 200 && proof.text.contains(pending))

            // What is served has the quorum on both heads, for whoever has the keys.
            let policy = try TwinPolicy(
                parsing: Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            )
            for (path, suite) in [("/eu/checkpoint", Suite.sha256), ("/eu/sm3/checkpoint", .sm3)] {
                let note = try UnverifiedNote(parsing: try await daemon.web.get(path).body)
                let keys = policy.full.logKeys + policy.full.witnessKeys
                #expect(policy.isSatisfied(on: suite, by: try note.verified(by: keys).verified))
            }
            let full = try await daemon.web.get("/eu/policy.full")
            #expect(try Data(full.body) == Data(contentsOf: URL(fileURLWithPath: file)))
            let shown = try await daemon.web.get("/eu/policy")
            #expect(shown.status == 200 && !shown.text.contains("/sm3+"))
            _ = try Policy(parsing: shown.body)
            try await daemon.stop()
            try await server.stop()
        }

        @Test func aPolicyThatCannotBeUsedStopsTheStart() async throws {
            let house = try await House.withLog("bad-policy")
            let council = try WitnessCouncil()
            let good = String(
                decoding: council.policyText(logKeys: try house.verifierKeys()),
                as: UTF8.self
            )
            let path = house.path + "/policy"
            for (text, argument, words) in [
                ("quorum nobody\n", path, "the policy"),
                (String(good.split(separator: "\n", maxSplits: 2)[2]), path, "missing: log"),
                (good.replacing("https://eu", with: "ftp://eu"), path, "not a URL"),
                (good, "cn=" + path, "there is no log cn"),
            ] {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path))
                let run = try await house.run(
                    [
                        "serve", "--data", house.data, "--listen", "127.0.0.1:0", "--policy",
                        argument,
                    ]
                )
                #expect(run.status == 1 && run.output.contains(words), "\(run.output)")
            }
            let usage = try await house.run(
                ["serve", "--data", house.data, "--policy", "eu=\(path),eu=\(path)"]
            )
            #expect(usage.status == 64, "\(usage.output)")
        }
    }
}
