import CryptoSuites
import Foundation
import Glibc
import LogProtocol
import LogTesting
import PrivateCluster
import SignedNotes
import Synchronization
import Testing

@testable import concordatd

extension DaemonTests {
    /// A log's keys and its policy change while it works: the real programs.
    @Suite struct KeyRotationTests {
        /// Appends until it is told to stop, whatever becomes of the daemon meanwhile.
        private final class Load: Sendable {
            private let isOver = Mutex(false)
            private let count = Mutex(0)
            let endpoint: Endpoint

            init(_ web: Web) { self.endpoint = Endpoint(web) }

            func end() { self.isOver.withLock { $0 = true } }

            /// How many entries were acknowledged.
            var acknowledged: Int { self.count.withLock { $0 } }

            func run(_ name: String) async {
                var number = 0
                while !self.isOver.withLock({ $0 }) {
                    let entry = Array("\(name) \(number)".utf8)
                    let answer = try? await self.endpoint.web.post(
                        "/eu/add",
                        entry,
                        key: "\(name)-\(number)"
                    )
                    guard answer?.status == 200 else {
                        try? await Task.sleep(for: .milliseconds(20))
                        continue
                    }
                    number += 1
                    self.count.withLock { $0 += 1 }
                }
            }
        }

        private func rotate(
            _ house: House,
            at size: String,
            kind: String = "ed25519"
        ) async throws -> (last: UInt64, vkeys: [String]) {
            let run = try await house.run(Self.arguments(house, size, kind))
            try #require(run.status == 0, "\(run.output)")
            return try Self.report(run.output)
        }

        private static func arguments(_ house: House, _ size: String, _ kind: String) -> [String] {
            [
                "keys", "rotate", "--data", house.data, "--name", "eu", "--at", size, "--kind",
                kind,
                "--json",
            ]
        }

        private static func report(_ text: String) throws -> (last: UInt64, vkeys: [String]) {
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
            let report = try #require(object as? [String: Any])
            return (
                try #require((report["at"] as? NSNumber)?.uint64Value),
                try #require(report["vkeys"] as? [String])
            )
        }

        /// Short here; `make drill` makes it long: a key of either kind changes again and again under
        /// load, the daemon is killed around each change, and every stranger accepts the whole.
        @Test func keysChangeUnderLoadAndKills() async throws {
            let house = try await House.withLog("rotation")
            let seed = try Drill.seed()
            var generator = SeededGenerator(seed: seed)
            var daemon = try await house.serve()
            try await daemon.waitUntilReady()
            let load = Load(try daemon.web)
            var lasts: [UInt64] = []
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 { group.addTask { await load.run("writer-\(number)") } }
                defer { load.end() }
                for round in 0..<(Drill.isLong ? 12 : 2) {
                    let kind = round.isMultiple(of: 2) ? "ed25519" : "sm2"
                    let last = try await self.rotateAhead(
                        house,
                        daemon,
                        kind,
                        isNext: round % 3 == 2,
                        &generator
                    )
                    lasts.append(last)
                    try await eventually("the cut-over is near") {
                        try await daemon.publishedSize + 50 > last
                    }
                    try await Task.sleep(
                        for: .milliseconds(Int.random(in: 0...200, using: &generator))
                    )
                    daemon.program.signal(SIGKILL)
                    _ = try await daemon.program.waitUntilEnded()
                    daemon = try await house.serve()
                    load.endpoint.web = try daemon.web
                    try await daemon.waitUntilPublished(last + 40)
                }
                load.end()
                try await group.waitForAll()
            }
            let size = try await daemon.publishedSize
            try await daemon.waitUntilReady()
            let failures = try await self.check(house, daemon, lasts, size)
            try Drill.report(
                "keysChangeUnderLoadAndKills",
                seed: seed,
                count: load.acknowledged,
                "entries over \(lasts.count) changes of keys",
                failures: failures
            )
            try await daemon.stop()
            let fsck = try await house.run(["fsck", "--data", house.data])
            #expect(fsck.status == 0, "\(fsck.output)")
        }

        /// Changes a key a little ahead of where the log is: further ahead if that was passed meanwhile.
        private func rotateAhead(
            _ house: House,
            _ daemon: Daemon,
            _ kind: String,
            isNext: Bool,
            _ generator: inout SeededGenerator
        ) async throws -> UInt64 {
            var margin = UInt64.random(in: 60...120, using: &generator)
            while true {
                let at = isNext ? "next" : "\(try await daemon.publishedSize + margin)"
                let run = try await house.run(Self.arguments(house, at, kind))
                if run.status == 0 { return try Self.report(run.output).last }
                try #require(run.output.contains("were signed before it"), "\(run.output)")
                margin *= 2
            }
        }

        /// What strangers say who have the first keys only.
        private func check(
            _ house: House,
            _ daemon: Daemon,
            _ lasts: [UInt64],
            _ size: UInt64
        ) async throws -> Int {
            let first = try house.verifierKeys().flatMap { ["--vkey", "\($0)"] }
            let state = house.path + "/state"
            let audit = try await house.concordat(
                ["audit", "--log", try daemon.web.base + "/eu", "--state", state, "--json"] + first
            )
            #expect(audit.status == 0, "\(audit.output)")
            let python = try await house.python(["full", state, "--json"] + first)
            #expect(python.status == 0, "\(python.output)")
            // Both lead to what the operator's own list says.
            let listed = try await house.run(["keys", "list", "--data", house.data]).output
                .split(separator: "\n").compactMap {
                    $0.split(separator: "\t").last.map(String.init)
                }
            #expect(listed.count == 2 + lasts.count)
            for output in [audit.output, python.output] {
                let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
                let keys = (object as? [String: Any])?["keys"] as? [String]
                #expect(Set(keys ?? []) == Set(listed.filter { $0.contains("..") }))
            }
            // Every published head that the store has is signed by the keys of its size alone.
            let keys = try listed.map { try VerifierKey(parsingWithSizes: $0) }
            var checked = 0
            for last in lasts {
                for size in (last > 100 ? last - 100 : 0)...last + 40 {
                    let answer = try await daemon.web.get("/eu/proof/bundle/\(size)/0.tlog-proof")
                    guard answer.status == 200 else { continue }
                    let file = try ProofFile<SHA256Hasher>(parsing: answer.body)
                    #expect(try file.note.verified(by: keys).unknown.isEmpty, "\(size)")
                    checked += 1
                }
            }
            #expect(checked > 0, "no head near a change was published")
            return try await self.checkForgery(house, state, listed) ? 0 : 1
        }

        /// The old private key alone signs the newest head: nobody accepts it.
        private func checkForgery(
            _ house: House,
            _ state: String,
            _ listed: [String]
        ) async throws -> Bool {
            let path = house.path + "/forged"
            try await House.copy(state, to: path)
            try FileManager.default.removeItem(atPath: path + "/audit")
            guard case .ed25519(let key) = try KeyFile.load(house.keys + "/ed25519.pem") else {
                return false
            }
            let old = try Ed25519NoteSigner(name: House.origin, privateKey: key)
            for name in ["checkpoint", "twin"] {
                let url = URL(fileURLWithPath: "\(path)/\(name)")
                let note = try UnverifiedNote(parsing: Array(try Data(contentsOf: url)))
                let sm2 = note.keeping { $0.name.utf8.elementsEqual("\(House.origin)/sm3".utf8) }
                let line = try old.signature(over: note.text, at: 1_800_000_000)
                let lines = [line] + (sm2?.signatures ?? [])
                let text = note.text + "\n" + lines.map(\.line).joined()
                try Data(text.utf8).write(to: url)
            }
            let first = try house.verifierKeys().flatMap { ["--vkey", "\($0)"] }
            let ranged = listed.flatMap { ["--vkey", $0] }
            var isRefused = true
            // Who has the first keys only cannot verify the head of the other suite either, and is not
            // convinced; who has all of them knows that this one is false.
            for (keys, status) in [(first, Int32(2)), (ranged, 1)] {
                let audit = try await house.concordat(
                    ["audit", "--log", path, "--state", "\(house.path)/\(UUID().uuidString)"] + keys
                )
                let python = try await house.python(["full", path] + keys)
                #expect(audit.status == status, "\(audit.output)")
                #expect(python.status == status, "\(python.output)")
                #expect(status == 2 || audit.output.contains("good for heads of up to"))
                isRefused = isRefused && audit.status == status && python.status == status
            }
            return isRefused
        }

        @Test func aSignerInAnotherProcessChangesItsKeyByItself() async throws {
            let house = try await House.withLog("rotation-signer")
            let socket = house.path + "/signer.sock"
            let signer = try await house.startSigner(socket: socket)
            let daemon = try await house.serve(["--signer", "unix:" + socket])
            try await daemon.append((0..<5).map { "before \($0)" })
            let (last, vkeys) = try await self.rotate(house, at: "8")
            #expect(last == 8 && vkeys.count == 2)
            try await daemon.append(["six", "seven"])
            try await daemon.waitUntilPublished(8)
            signer.signal(SIGKILL)
            _ = try await signer.waitUntilEnded()
            let next = try await house.startSigner(socket: socket)
            try await daemon.append(["eight", "nine"])
            try await daemon.waitUntilPublished(10)
            let keys = try vkeys.map { try VerifierKey(parsingWithSizes: $0) }
            let note = try UnverifiedNote(parsing: try await daemon.web.get("/eu/checkpoint").body)
            #expect(try note.verified(by: keys).verified.first?.key.sizes.lowerBound == 9)
            let metadata = try await daemon.web.get("/eu/log.json").object
            #expect((metadata["events"] as? [NSNumber])?.count == 1)
            #expect((metadata["keys"] as? [String])?.contains(vkeys[1]) == true)
            try await daemon.stop()
            next.signal(SIGTERM)
            #expect(try await next.waitUntilEnded() == .status(0), "\(next.output)")
            // Once the new key signs, the old private one may go.
            try FileManager.default.removeItem(atPath: house.keys + "/ed25519.pem")
            let again = try await house.serve()
            try await again.append(["ten"])
            try await again.waitUntilPublished(11)
            try await again.stop()
        }

        @Test func whatChangesNothingIsRefusedBeforeItIsWritten() async throws {
            let house = try await House.withLog("rotation-refused")
            let daemon = try await house.serve()
            try await daemon.append((0..<5).map { "entry \($0)" })
            let files = try FileManager.default.contentsOfDirectory(atPath: house.keys)
            for (arguments, status, words) in [
                (["--at", "3"], Int32(1), "heads of that size were signed before it"),
                (["--at", "soon"], 64, "it is a tree size"),
                (["--at", "100", "--kind", "p256"], 64, "ed25519 or sm2"),
                (["--at", "100", "--reason", "whim"], 64, "scheduled"),
            ] {
                let run = try await house.run(
                    ["keys", "rotate", "--data", house.data, "--name", "eu"] + arguments
                )
                #expect(run.status == status && run.output.contains(words), "\(run.output)")
            }
            let unknown = try await house.run([
                "keys", "rotate", "--data", house.data, "--name", "cn", "--at", "next",
            ])
            #expect(unknown.status == 1)
            let now = try FileManager.default.contentsOfDirectory(atPath: house.keys)
            #expect(Set(now).subtracting(files).isSubset(of: ["lock"]))
            // Two for the same heads: the second is seen though the first has not taken hold.
            _ = try await self.rotate(house, at: "100")
            let second = try await house.run([
                "keys", "rotate", "--data", house.data, "--name", "eu", "--at", "50",
            ])
            #expect(
                second.status == 1 && second.output.contains("an earlier statement"),
                "\(second.output)"
            )
            try await daemon.stop()
        }

        @Test func anAnnouncedPolicyJudgesHeadsFromItsSizeOn() async throws {
            let house = try await House.withLog("policy-event")
            let council = try WitnessCouncil()
            let server = try await WitnessServer(council.witnesses)
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
            let file = house.path + "/eu.policy"
            let announce = [
                "policy", "announce", "--data", house.data, "--name", "eu", "--file", file,
            ]
            try Data("quorum nobody\n".utf8).write(to: URL(fileURLWithPath: file))
            let bad = try await house.run(announce + ["--from", "next"])
            #expect(bad.status == 1 && bad.output.contains("cannot be used"), "\(bad.output)")
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))

            var daemon = try await house.serve()
            try await daemon.append(["a", "b"])
            for witness in council.side("cn") { witness.behave(.fails) }
            let run = try await house.run(announce + ["--from", "5", "--reason", "first"])
            #expect(run.status == 0 && run.output.contains("5 entries and more"), "\(run.output)")
            let late = try await house.run(announce + ["--from", "5"])
            #expect(late.status == 1 && late.output.contains("an earlier statement"))
            // Below its size the policy asks nobody.
            try await daemon.append(["d"])
            try await daemon.waitUntilPublished(4)
            #expect(try await daemon.web.get("/eu/policy.full").text == "quorum none\n")
            try await daemon.append(["e"])
            try await eventually("a side is missing") {
                try await daemon.web.get("/readyz").text.contains("\"waiting_since\"")
            }
            #expect(try await daemon.publishedSize == 4)
            // And after a start, though no file is configured.
            daemon.program.signal(SIGKILL)
            _ = try await daemon.program.waitUntilEnded()
            daemon = try await house.serve()
            try await eventually("a side is missing again") {
                try await daemon.web.get("/readyz").text.contains("\"waiting_since\"")
            }
            #expect(try await daemon.publishedSize == 4)
            for witness in council.witnesses { witness.behave(.honest) }
            try await daemon.waitUntilPublished(5)
            #expect(try await daemon.web.get("/eu/policy.full").text == text)
            let policies = try #require(
                try await daemon.web.get("/eu/log.json").object["policies"] as? [[String: Any]]
            )
            #expect((policies.first?["from"] as? NSNumber)?.intValue == 5)
            #expect((policies.first?["index"] as? NSNumber)?.intValue == 2)

            // Whoever verifies takes the policy of the head's size.
            let none = house.path + "/none.policy"
            let logs = try house.verifierKeys().map { "log \($0)\n" }.joined()
            try Data("\(logs)quorum none\n".utf8).write(to: URL(fileURLWithPath: none))
            let entry = house.path + "/entry"
            try Data("a".utf8).write(to: URL(fileURLWithPath: entry))
            for (size, policies, status) in [
                (4, [none + "@..4", file + "@5.."], Int32(0)),
                (5, [none + "@..4", file + "@5.."], 0),
                (4, [file], 1), (5, [none + "@..4"], 2),
            ] {
                let proof = try await daemon.web.get("/eu/proof/bundle/\(size)/0.tlog-proof")
                let path = "\(house.path)/proof-\(size)"
                try Data(proof.body).write(to: URL(fileURLWithPath: path))
                let verified = try await house.concordat(
                    ["verify", "--entry", entry] + policies.flatMap { ["--policy", $0] } + [path]
                )
                #expect(verified.status == status, "\(size) \(policies): \(verified.output)")
            }
            try await daemon.stop()
            try await server.stop()
        }
    }
}
