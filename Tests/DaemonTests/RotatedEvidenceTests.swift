import CryptoSuites
import Foundation
import LogProtocol
import LogTesting
import MerkleTree
import SignedNotes
import Testing

@testable import concordatd

extension DaemonTests {
    /// Specs/evidence.md, "When keys have changed": files that are kept over a change of keys, verified
    /// offline by the command line and by the reference verifier.
    @Suite struct RotatedEvidenceTests {
        private static let fields = ["actor_id", "purpose", "operation", "resource_ref"]

        /// Files of evidence about one record, made before and after both keys changed.
        private struct Desk {
            let house: RecordHouse
            let policy: String
            /// The keys that the log began with.
            let first: [VerifierKey]
            /// All keys with the sizes that they are good for.
            let sized: [String]
            /// The last size of an old key.
            let last: UInt64

            var before: String { self.house.path("before.json") }
            var after: String { self.house.path("after.json") }

            func verify(_ arguments: [String], _ file: String) async throws -> Int32 {
                try await self.house.concordat(["verify"] + arguments + [file]).status
            }
        }

        private static func vkeys(_ keys: [String]) -> [String] { keys.flatMap { ["--vkey", $0] } }

        /// A log under six witnesses, whose keys of both suites change after a record was kept.
        private func withDesk(_ body: (Desk) async throws -> Void) async throws {
            let house = try await RecordHouse.open("eu", jurisdiction: "EU", "rotated-evidence")
            try await house.allow("clinic", ["--role", "writer", "--class", "data-access"])
            try await house.allow(auditor: "aepd", profile: "eu-gdpr", engagement: "AEPD-2026-17")
            let first = try house.house.verifierKeys()
            let council = try WitnessCouncil()
            let server = try await WitnessServer(council.witnesses)
            let policy = house.path("eu.policy")
            let text = council.witnesses.reduce(
                String(decoding: council.policyText(logKeys: first), as: UTF8.self)
            ) { text, witness in
                text.replacing("https://\(witness.name).example", with: server.url(of: witness))
            }
            try Data(text.utf8).write(to: URL(filePath: policy))
            let daemon = try await house.serve(["--policy", "eu=" + policy])
            let record = DomainRecords.newID()
            try await self.keep(record, number: 1, house, daemon)
            try await self.fetch(record, house, daemon, to: house.path("before.json"))
            var sized: [String] = []
            var last: UInt64 = 0
            for kind in ["ed25519", "sm2"] {
                let run = try await house.house.run([
                    "keys", "rotate", "--data", house.house.data, "--name", "eu", "--at", "next",
                    "--kind", kind, "--json",
                ])
                try #require(run.status == 0, "\(run.output)")
                let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
                let report = try #require(object as? [String: Any])
                sized += try #require(report["vkeys"] as? [String])
                last = try #require((report["at"] as? NSNumber)?.uint64Value)
            }
            try await self.keep(DomainRecords.newID(), number: 2, house, daemon)
            try await self.fetch(record, house, daemon, to: house.path("after.json"))
            try await daemon.stop()
            try await server.stop()
            // What follows needs files and keys.
            try await body(
                Desk(house: house, policy: policy, first: first, sized: sized, last: last)
            )
        }

        private func keep(
            _ record: String,
            number: Int,
            _ house: RecordHouse,
            _ daemon: Daemon
        ) async throws {
            let indexes = try await house.send(
                daemon,
                [DomainRecords.access(record, number: number, jurisdiction: "EU")],
                as: "clinic"
            )
            try await house.waitUntilPublished(daemon, index: try #require(indexes.first))
        }

        private func fetch(
            _ record: String,
            _ house: RecordHouse,
            _ daemon: Daemon,
            to path: String
        ) async throws {
            let run = try await house.evidence(
                daemon,
                of: record,
                purpose: "supervision",
                fields: Self.fields,
                as: "aepd",
                to: path
            )
            try #require(run.status == 0, "\(run.output)")
        }

        @Test func aRecordIsProvenOverAChangeOfKeys() async throws {
            try await self.withDesk { desk in
                let first = Self.vkeys(desk.first.map(\.description))
                let sized = Self.vkeys(desk.sized)
                let new = Self.vkeys(desk.sized.filter { !$0.contains("@..") })
                #expect(new.count == 4)
                let policy = ["--policy", desk.policy]
                // The policy of later heads has the new keys in its log lines.
                let next = desk.house.path("next.policy")
                let lines = try String(contentsOfFile: desk.policy, encoding: .utf8)
                    .split(separator: "\n").filter { !$0.hasPrefix("log ") }
                let keys = try desk.sized.map { try VerifierKey(parsingWithSizes: $0) }
                    .filter { $0.sizes.upperBound == .max }
                let text = keys.map { "log \($0)\n" }.joined() + lines.joined(separator: "\n")
                try Data("\(text)\n".utf8).write(to: URL(filePath: next))
                let policies = [
                    "--policy", "\(desk.policy)@..\(desk.last)", "--policy",
                    "\(next)@\(desk.last + 1)..",
                ]
                for (arguments, before, after) in [
                    (first, 0, 2), (sized, 0, 0), (policy, 0, 2), (policy + sized, 0, 0),
                    (policy + new, 2, 0), (policies, 0, 0),
                ] as [([String], Int32, Int32)] {
                    #expect(try await desk.verify(arguments, desk.before) == before, "\(arguments)")
                    #expect(try await desk.verify(arguments, desk.after) == after, "\(arguments)")
                }
                for file in [desk.before, desk.after] {
                    let python = try await desk.house.house.python(["verify"] + sized + [file])
                    #expect(python.status == 0, "\(python.output)")
                }
                try await self.checkDamage(desk, policy + sized)
                try await self.checkForgery(desk, policy, sized)
            }
        }

        /// A letter of each member is another one.
        private func checkDamage(_ desk: Desk, _ arguments: [String]) async throws {
            let text = try String(contentsOfFile: desk.after, encoding: .utf8)
            let path = desk.house.path("damaged.json")
            for member in ["disclosure", "proof", "schema", "sm3_proof", "statement", "twin"] {
                let start = try #require(text.range(of: "\"\(member)\":"))
                var letters = Array(text.utf8)
                let place = text.utf8.distance(from: text.startIndex, to: start.upperBound) + 40
                letters[place] = letters[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : 0x41
                try Data(letters).write(to: URL(filePath: path))
                #expect(try await desk.verify(arguments, path) == 1, "\(member)")
            }
        }

        /// Whole files that somebody made: with fewer cosignatures, and with the old key's signature under
        /// a head that is beyond it.
        private func checkForgery(
            _ desk: Desk,
            _ policy: [String],
            _ sized: [String]
        ) async throws {
            let evidence = try Evidence(
                parsing: Array(try Data(contentsOf: URL(filePath: desk.after)))
            )
            let path = desk.house.path("forged.json")
            let inclusion = try InclusionProof(
                leafIndex: evidence.proof.index,
                treeSize: evidence.proof.claimedCheckpoint().size,
                path: evidence.proof.path
            )
            func write(_ note: UnverifiedNote, twin: UnverifiedNote) throws {
                let forged = try Evidence(
                    statement: evidence.statement,
                    schema: evidence.schema,
                    disclosures: evidence.disclosures,
                    proof: ProofFile(inclusion, note: note),
                    sm3Proof: evidence.sm3Proof,
                    twin: twin
                )
                try Data(forged.bytes).write(to: URL(filePath: path))
            }
            let note = evidence.proof.note
            let own = try #require(
                note.keeping { $0.name.utf8.elementsEqual(House.origin.utf8) }
            )
            try write(own, twin: evidence.twin)
            #expect(try await desk.verify(policy + sized, path) == 1)
            #expect(try await desk.verify(sized, path) == 0, "who has no policy asks no witness")

            let pem = desk.house.house.keys + "/ed25519.pem"
            guard case .ed25519(let key) = try KeyFile.load(pem) else {
                Issue.record("no old key")
                return
            }
            let stolen = try Ed25519NoteSigner(name: House.origin, privateKey: key)
            func resigned(_ note: UnverifiedNote) throws -> UnverifiedNote {
                let others = note.signatures.filter {
                    !$0.name.utf8.elementsEqual(House.origin.utf8)
                }
                return try SignedNote.sign(text: note.text, with: [stolen], at: 1).adding(others)
            }
            try write(try resigned(note), twin: try resigned(evidence.twin))
            #expect(try await desk.verify(policy + sized, path) == 1)
            #expect(try await desk.verify(sized, path) == 1)
            let python = try await desk.house.house.python(["verify"] + sized + [path])
            #expect(python.status == 1, "\(python.output)")
        }
    }
}
