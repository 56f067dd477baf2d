import CryptoSuites
import Foundation
import Glibc
import LogClient
import LogProtocol
import LogTesting
import SignedNotes
import Synchronization
import Testing

/// The witness as a program: its commands, its exit statuses, and what kill -9 does to it.
@Suite struct WitnessProcessTests {
    @Test func keysAreMadeOnceAndShownAsPolicy() async throws {
        let house = try WitnessHouse()
        let new = try await house.run(["keys", "new", "--config", house.configuration])
        #expect(new.status == 0, "\(new.output)")
        let keys = try new.output.split(separator: "\n").map {
            try VerifierKey(parsing: String($0))
        }
        #expect(keys.map(\.algorithm) == [.cosignatureEd25519, .cosignatureMLDSA44, .sm2])
        #expect(keys.last?.name == "witness.example/killed/sm3")
        let again = try await house.run(["keys", "new", "--config", house.configuration])
        #expect(again.status == 1)
        #expect(again.output.contains("exists already"), "\(again.output)")
        let show = try await house.run([
            "keys", "show", "--config", house.configuration, "--url", "https://w.example",
        ])
        #expect(show.status == 0, "\(show.output)")
        // The lines are those of a policy under which the witness counts once on either head.
        let policy = try TwinPolicy(parsing: Array("\(show.output)quorum killed\n".utf8))
        #expect(policy.countedOperators.map(\.name) == ["witness.example/killed"])
        #expect(Set(policy.full.witnesses.map(\.key)) == Set(keys))
        let status = try await house.run(["status", "--config", house.configuration])
        #expect(status.status == 0, "\(status.output)")
    }

    /// SPEC: WITNESS-24: the next keys beside the old ones, in one policy, and then in their place, also if
    /// that is interrupted after any of its steps.
    @Test func nextKeysTakeThePlaceOfTheOldOnes() async throws {
        let house = try WitnessHouse()
        func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
            try await house.run(["keys"] + arguments + ["--config", house.configuration])
        }
        func keys(_ output: String) throws -> [VerifierKey] {
            try output.split(separator: "\n").map { try VerifierKey(parsing: String($0)) }
        }
        #expect(try await run("add").status == 1, "there are none to change")
        let old = try keys(try await run("new").output)
        for arguments in [["retire"], ["show", "--next"]] {
            let none = try await house.run(
                ["keys"] + arguments + ["--config", house.configuration]
            )
            #expect(none.status == 1 && none.output.contains("no next keys"), "\(none.output)")
        }
        let added = try await run("add")
        try #require(added.status == 0, "\(added.output)")
        let next = try keys(added.output)
        #expect(next.map(\.name) == old.map(\.name) && Set(next).isDisjoint(with: old))
        let again = try await run("add")
        #expect(again.status == 1 && again.output.contains("exists already"), "\(again.output)")
        #expect(try keys(try await run("show", "--keys-only").output) == old + next)
        #expect(try keys(try await run("show", "--next", "--keys-only").output) == next)
        for (arguments, count) in [([String](), 6), (["--next"], 3)] {
            let show = try await house.run(
                ["keys", "show", "--config", house.configuration, "--url", "https://w.example"]
                    + arguments
            )
            let policy = try TwinPolicy(parsing: Array("\(show.output)quorum killed\n".utf8))
            #expect(policy.countedOperators.map(\.name) == ["witness.example/killed"])
            #expect(policy.full.witnesses.count == count)
        }
        // What an end in the middle leaves: one private key has taken its place, and no other file.
        let folder = house.data + "/keys"
        // Other names of the old private keys, under which their bytes are still to be seen.
        let kinds = ["ed25519", "ml-dsa-44", "sm2"]
        for kind in kinds {
            try FileManager.default.linkItem(
                atPath: "\(folder)/\(kind).pem",
                toPath: "\(house.data)/\(kind).seen"
            )
        }
        try FileManager.default.moveItem(
            atPath: folder + "/ed25519.pem",
            toPath: folder + "/ed25519.pem.retired"
        )
        try FileManager.default.moveItem(
            atPath: folder + "/next/ed25519.pem",
            toPath: folder + "/ed25519.pem"
        )
        let (program, _) = try await house.serve()
        program.signal(SIGTERM)
        #expect(try await program.waitUntilEnded() == .status(0), "\(program.output)")
        #expect(try await run("retire").status == 0)
        #expect(try keys(try await run("show", "--keys-only").output) == next)
        #expect(!FileManager.default.fileExists(atPath: folder + "/next"))
        for kind in kinds {
            let bytes = try Data(contentsOf: URL(filePath: "\(house.data)/\(kind).seen"))
            #expect(!bytes.isEmpty && bytes.allSatisfy { $0 == 0 }, "the old \(kind) key is there")
            let retired = "\(folder)/\(kind).pem.retired"
            #expect(!FileManager.default.fileExists(atPath: retired))
        }
        let mode = try FileManager.default.attributesOfItem(atPath: folder + "/sm2.pem")
        #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func whatCannotBeUsedIsSaidWithItsStatus() async throws {
        let house = try WitnessHouse()
        let missing = try await house.run(["serve", "--config", house.configuration])
        #expect(missing.status == 1)
        #expect(missing.output.contains("no such file"), "\(missing.output)")
        let broken = try house.write("{\"name\":1}", to: "broken.json")
        for arguments in [
            ["serve", "--config", broken], ["status", "--config", "/nowhere/witness.json"],
            ["keys", "show"], ["nonsense"],
        ] {
            let run = try await house.run(arguments)
            #expect(run.status == 64, "\(arguments): \(run.output)")
        }
        for arguments in [["--help"], ["serve", "--help"], ["keys", "new", "--help"]] {
            let run = try await house.run(arguments)
            #expect(run.status == 0)
            #expect(run.output.contains("concordat-witness"), "\(arguments)")
        }
    }

    @Test func aDamagedRecordIsToldByStatusAndByAnswers() async throws {
        let house = try WitnessHouse(entryCount: 5)
        let new = try await house.run(["keys", "new", "--config", house.configuration])
        try #require(new.status == 0, "\(new.output)")
        let (program, url) = try await house.serve()
        let transport = HTTPWitnessTransport(submission: url)
        let first = try await transport.addCheckpoint(house.request(0, 3))
        #expect(first.status == 200)
        // A second process keeps off.
        let second = try await house.run(["serve", "--config", house.configuration])
        #expect(second.status == 1)
        #expect(second.output.contains("in use"), "\(second.output)")
        program.signal(SIGTERM)
        #expect(try await program.waitUntilEnded() == .status(0))
        await transport.shutdown()

        let good = try await house.run(["status", "--config", house.configuration, "--json"])
        #expect(good.status == 0)
        #expect(good.output.contains("\"size\":3"), "\(good.output)")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: house.record))
        bytes[50] ^= 1
        try bytes.write(to: URL(fileURLWithPath: house.record))
        let bad = try await house.run(["status", "--config", house.configuration])
        #expect(bad.status == 1)
        #expect(bad.output.contains("damaged"), "\(bad.output)")
        let (again, secondURL) = try await house.serve()
        let secondTransport = HTTPWitnessTransport(submission: secondURL)
        let refused = try await secondTransport.addCheckpoint(house.request(3, 5))
        #expect(refused.status == 503, "\(refused)")
        guard case .failed = try await secondTransport.latestHead(ofOrigin: WitnessHouse.origin)
        else {
            Issue.record("a head is shown")
            return
        }
        again.signal(SIGTERM)
        _ = try await again.waitUntilEnded()
        await secondTransport.shutdown()
    }

    /// kill -9 at random moments, under requests that follow each other: the witness never forgets a
    /// head whose cosignature left, and never cosigns two heads from one old size.
    @Test func killedBetweenStoringAndAnsweringItForgetsNothing() async throws {
        let rounds = Drill.isLong ? 100 : 6
        let seed = try Drill.seed()
        var random = SeededGenerator(seed: seed)
        let house = try WitnessHouse(entryCount: 400)
        let new = try await house.run(["keys", "new", "--config", house.configuration])
        try #require(new.status == 0, "\(new.output)")
        var known = 0
        var failures = 0
        for round in 0..<rounds {
            let (program, url) = try await house.serve()
            let transport = HTTPWitnessTransport(
                submission: url,
                timeouts: HTTPTimeouts(connect: .seconds(5), request: .seconds(20))
            )
            let latest = try await transport.latestHead(ofOrigin: WitnessHouse.origin)
            var size = 0
            if case .cosigned(let note) = latest {
                size = Int(try CheckpointText(parsing: note.text).size)
            }
            if size < known { failures += 1 }
            #expect(size >= known, "round \(round), seed \(seed)")
            let delay = Duration.milliseconds(Int.random(in: 0..<80, using: &random))
            let killer = Task {
                try await Task.sleep(for: delay)
                program.signal(SIGKILL)
            }
            while size < 399, program.ending == nil {
                let goal = size + 1
                guard
                    let answer = try? await transport.addCheckpoint(house.request(size, goal))
                else { break }
                switch answer {
                case .cosigned: size = goal
                case .otherSize(let other): size = Int(other)
                default:
                    failures += 1
                    Issue.record("round \(round), seed \(seed): \(answer)")
                }
                known = max(known, size)
            }
            try await killer.value
            #expect(try await program.waitUntilEnded() == .signal(SIGKILL))
            await transport.shutdown()
        }
        try Drill.report("witness-kill", seed: seed, count: rounds, "kills", failures: failures)
    }
}
