import CryptoSuites
import Foundation
import Listening
import LogCore
import LogProtocol
import LogTesting
import MerkleTree
import Records
import SignedNotes
import Testing
import Witnessing

@testable import LogServer

/// Records over HTTP, with a real log, signer and vault behind the server.
@Suite struct RecordTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private func withBench(
        access: Bool = true,
        _ body: @escaping @Sendable (RecordBench) async throws -> Void
    ) async throws {
        try await RecordBench.running(
            self.smith,
            access: access ? AccessFixture.text : nil,
            body
        )
    }

    private static func id(_ number: Int) -> String { RecordBench.id(number) }

    private static func access(_ number: Int, _ more: [JSONMember] = []) -> JSONValue {
        RecordBench.access(number, more)
    }

    private static func object(_ response: RawResponse) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
        )
    }

    // MARK: Appending

    @Test func aRecordIsPromisedAndItsEvidenceVerifies() async throws {
        try await self.withBench { bench in
            let record = Self.access(1)
            let response = try await bench.post("/eu/records", record, as: "clinic")
            #expect(response.status == 201, "\(response.text)")
            #expect(response["Location"] == "/eu/records/\(Self.id(1))")
            let answer = try Self.object(response)
            #expect(answer["index"] as? Int == 0)
            #expect(answer["record_id"] as? String == Self.id(1))
            #expect(await bench.log.published(1))
            let entry = Array(try await bench.log.entries(at: 0..<1)[0])
            let statement = try Statement(parsing: entry)
            #expect(statement.recordClass == "data-access")
            #expect(statement.retention == "R6M")
            let hashes = try #require(answer["leaf_hash"] as? [String: String])
            #expect(hashes["sha256"] == SHA256Hasher.leafHash(entry).base64)
            #expect(hashes["sm3"] == SM3Hasher.leafHash(entry).base64)
            // Nothing of what it says is public.
            let text = String(decoding: entry, as: UTF8.self)
            #expect(!text.contains("staff") && !text.contains(Self.id(1)))
            // In the vault it is, under the writer who was authenticated.
            let row = try #require(try await bench.vault.row(id: Array(Self.id(1).utf8)))
            #expect(row.header.writer == "clinic")
            let content = try RecordContent(
                parsing: try #require(try bench.vault.open(row)).content
            )
            #expect(content.trees().commitment == statement.commitment)
            #expect(content.record["writer"]?.text == "clinic")
        }
    }

    @Test func whoWaitsGetsTheEvidence() async throws {
        try await self.withBench { bench in
            for isRepeat in [false, true] {
                let response = try await bench.post(
                    "/eu/records",
                    Self.access(1),
                    as: "clinic",
                    ["Prefer: respond-async, wait=30"]
                )
                #expect(response.status == 201)
                #expect(response["Preference-Applied"] == "wait=30")
                #expect((response["Idempotent-Replay"] == "true") == isRepeat)
                let json = try StrictJSON.parse(response.body)
                let evidence = try Evidence(
                    parsing: try #require(json["evidence"]).canonicalBytes
                )
                #expect(evidence.disclosures.count == 32)
                let entry = Array(try await bench.log.entries(at: 0..<1)[0])
                #expect(evidence.statement == entry)
            }
        }
    }

    /// SPEC: VAULT-9: what another one sent is another request, be it byte for byte the same.
    @Test func anotherWriterGetsNothingOfARecord() async throws {
        let access = AccessFixture.text.replacing(#"["ai-decision"]"#, with: #"["data-access"]"#)
        try await RecordBench.running(self.smith, access: access) { bench in
            let first = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(first.status == 201)
            for fields in [[], ["Prefer: wait=30"]] {
                let other = try await bench.post("/eu/records", Self.access(1), as: "model", fields)
                expectProblem(other, status: 409, member: "Idempotency-Key")
                #expect(!other.text.contains("clinic"))
            }
            #expect(try await bench.size == 1)
        }
    }

    @Test func aRetryIsARepeatAndAnotherRecordAConflict() async throws {
        try await self.withBench { bench in
            let first = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(first.status == 201)
            let again = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(again.status == 201)
            #expect(again["Idempotent-Replay"] == "true")
            #expect(try Self.object(again)["index"] as? Int == 0)
            let other = Self.access(1, [JSONMember(name: "db_system", value: .string("x"))])
            let conflict = try await bench.post("/eu/records", other, as: "clinic")
            expectProblem(conflict, status: 409, member: "Idempotency-Key")
            // A key of the writer's own stands for one record.
            let key = ["Idempotency-Key: abc"]
            let keyed = try await bench.post("/eu/records", Self.access(2), as: "clinic", key)
            #expect(keyed.status == 201)
            let wrong = try await bench.post("/eu/records", Self.access(3), as: "clinic", key)
            expectProblem(wrong, status: 409, member: "Idempotency-Key")
            let size = try await bench.log.append(
                Submission(entries: .init(Array("x".utf8)), key: nil)
            ).indexes.lowerBound
            #expect(size == 2)
        }
    }

    @Test func eachLineIsAnsweredAndAWrongOneHarmsNoOther() async throws {
        try await self.withBench { bench in
            let lines: [[UInt8]] = [
                Self.access(1).canonicalBytes, Array("{".utf8), Self.access(2).canonicalBytes,
                Self.access(3, [JSONMember(name: "outcome", value: .string("maybe"))])
                    .canonicalBytes,
                Array(#"{"record_class":"nothing"}"#.utf8), Self.access(1).canonicalBytes,
                SampleRecords.aiDecision().canonicalBytes,
            ]
            let response = try await bench.server.request(
                "POST",
                "/eu/records",
                bench.bearer("clinic") + ["Content-Type: application/x-ndjson"],
                body: Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            )
            #expect(response.status == 200)
            let answers = try response.body.split(separator: UInt8(ascii: "\n")).map {
                try StrictJSON.parse(Array($0))
            }
            #expect(answers.count == lines.count)
            #expect(answers[0]["index"]?.integer == 0)
            #expect(answers[1]["error"]?["status"]?.integer == 400)
            #expect(answers[1]["error"]?["member"]?.text == "line 2 body")
            #expect(answers[2]["index"]?.integer == 1)
            #expect(answers[3]["error"]?["status"]?.integer == 422)
            #expect(answers[4]["error"]?["status"]?.integer == 403, "not one of the writer's")
            #expect(answers[5]["index"]?.integer == 0)
            #expect(answers[5]["replay"]?.bool == true)
            #expect(answers[6]["error"]?["member"]?.text == "line 7 record_class")
        }
    }

    @Test func whatOnlyTheLogSaysIsRefused() async throws {
        try await self.withBench(access: false) { bench in
            for name in ["retention-action", "auditor-disclosure", "nothing", "opaque"] {
                let record: JSONValue = [
                    "record_class": .string(name), "record_id": .string(Self.id(1)),
                ]
                let response = try await bench.post("/eu/records", record)
                expectProblem(response, status: 422, member: "record_class")
            }
            let retention = Self.access(
                1,
                [JSONMember(name: "retention_class", value: .string("R3Y"))]
            )
            // A class of Chinese law, in a European log.
            expectProblem(
                try await bench.post("/eu/records", retention),
                status: 422,
                member: "retention_class"
            )
            // Without configured writers this machine appends; nobody reads.
            #expect(try await bench.post("/eu/records", Self.access(2)).status == 201)
            let read = try await bench.server.request(
                "GET",
                "/eu/records/\(Self.id(2))?purpose=x"
            )
            expectProblem(read, status: 403, member: "Authorization")
        }
    }

    /// Specs/records.md section 1 where it counts: no hostile document gets in, whole or as a line.
    @Test func hostileDocumentsAreRefusedAndChangeNothing() async throws {
        try await self.withBench { bench in
            var count = 0
            for (code, documents) in HostileDocuments.all {
                // Too large for a record is more than the documents of that code are.
                for document in documents where code != .tooLarge {
                    let response = try await bench.server.request(
                        "POST",
                        "/eu/records",
                        bench.bearer("clinic"),
                        body: document
                    )
                    let problem = expectProblem(response, status: 400, member: "body")
                    let text = String(decoding: document.prefix(80), as: UTF8.self)
                    #expect(problem?.detail?.contains("(\(code.rawValue))") == true, "\(text)")
                    count += 1
                }
            }
            #expect(count > 16 * 10)
            let large = [UInt8](repeating: 0x20, count: 1 << 18) + Array("{}".utf8)
            let response = try await bench.server.request(
                "POST",
                "/eu/records",
                bench.bearer("clinic"),
                body: large
            )
            #expect(response.status == 413)
            let sent = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(try Self.object(sent)["index"] as? Int == 0)
        }
    }

    // MARK: Reading

    /// A purpose of the auditor's profile.
    private static func purpose() throws -> String {
        let profile = try #require(CrosswalkLibrary.embedded().newest.profile("eu-gdpr"))
        return try #require(profile.purposes.sorted().first)
    }

    @Test func anAuditorGetsHisFieldsAfterTheDisclosureIsInTheLog() async throws {
        let purpose = try Self.purpose()
        try await self.withBench { bench in
            _ = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            let path = "/eu/records/\(Self.id(1))?purpose=\(purpose)"
            let response = try await bench.get(path, as: "aepd")
            #expect(response.status == 200, "\(response.text)")
            let json = try StrictJSON.parse(response.body)
            #expect(json["disclosure"]?["index"]?.integer == 1)
            let evidence = try Evidence(parsing: try #require(json["evidence"]).canonicalBytes)
            let names = try evidence.disclosures.map {
                try RecordDisclosure(parsing: $0.digits).name
            }
            #expect(names.contains("actor_id"))
            // Values of Chinese law never leave to this profile.
            #expect(!names.contains("legal_basis_cn"))
            let digests = evidence.disclosures.map { "\(ContentDigest(of: $0.digits))" }
            #expect(json["disclosure"]?["digests"]?.elements?.compactMap(\.text) == digests)
            // What the entry says is what left.
            let row = try #require(try await bench.vault.row(at: 1))
            #expect(row.header.recordClass == "auditor-disclosure")
            let noted = try RecordContent(parsing: #require(try bench.vault.open(row)).content)
            #expect(
                noted.record["disclosure_digests"]?.elements?.compactMap(\.text) == digests
            )
            #expect(noted.record["auditor_id"]?.text == "aepd")
            // Fewer fields, if fewer are asked for.
            let few = try await bench.get(path + "&fields=actor_id,outcome", as: "aepd")
            let fewJSON = try StrictJSON.parse(few.body)
            #expect(fewJSON["evidence"]?["disclosures"]?.elements?.count == 2)
        }
    }

    @Test func absentAndForbiddenRecordsAnswerAlike() async throws {
        let purpose = try Self.purpose()
        try await self.withBench { bench in
            _ = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            _ = try await bench.get("/eu/records/\(Self.id(1))?purpose=\(purpose)", as: "aepd")
            #expect(await bench.log.published(2))
            let absent = try await bench.get(
                "/eu/records/\(Self.id(9))?purpose=\(purpose)",
                as: "aepd"
            )
            #expect(absent.status == 404)
            // A decision about nobody is none that this profile shows.
            var decision = SampleRecords.aiDecision(recordID: Self.id(50)).members ?? []
            decision.removeAll { $0.name == "affected_person_ref" }
            decision.append(JSONMember(name: "record_class", value: .string("ai-decision")))
            let sent = try await bench.post("/eu/records", .object(decision), as: "model")
            #expect(sent.status == 201, "\(sent.text)")
            #expect(await bench.log.published(3))
            let hidden = try await bench.get(
                "/eu/records/\(Self.id(50))?purpose=\(purpose)",
                as: "aepd"
            )
            #expect(hidden.status == 404)
            #expect(hidden.body == absent.body)
            for (subject, status) in [("clinic", 403), ("keeper", 403), ("stranger", 403)] {
                let path = "/eu/records/\(Self.id(1))?purpose=\(purpose)"
                #expect(try await bench.get(path, as: subject).status == status, "\(subject)")
            }
            let nobody = try await bench.server.request(
                "GET",
                "/eu/records/\(Self.id(1))?purpose=\(purpose)"
            )
            #expect(nobody.status == 401)
            let aimless = try await bench.get("/eu/records/\(Self.id(1))", as: "aepd")
            expectProblem(aimless, status: 400, member: "purpose")
            let other = try await bench.get("/eu/records/\(Self.id(1))?purpose=hr", as: "aepd")
            #expect(other.status == 403)
        }
    }

    @Test func recordsAreFoundWithinTheProfile() async throws {
        let purpose = try Self.purpose()
        try await self.withBench { bench in
            for number in 1...7 {
                let response = try await bench.post(
                    "/eu/records",
                    Self.access(number),
                    as: "clinic"
                )
                #expect(response.status == 201)
            }
            #expect(await bench.log.published(7))
            var found: [String] = []
            var cursor = ""
            for _ in 0..<5 {
                let response = try await bench.get(
                    "/eu/records?purpose=\(purpose)&actor=staff%3A1&limit=2&fields=actor_id\(cursor)",
                    as: "aepd"
                )
                #expect(response.status == 200, "\(response.text)")
                let json = try StrictJSON.parse(response.body)
                let records = try #require(json["records"]?.elements)
                found += records.compactMap { $0["record_id"]?.text }
                for record in records {
                    #expect(record["evidence"]?["disclosures"]?.elements?.count == 1)
                }
                guard let next = json["next"]?.text else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(found == [7, 4, 1].map(Self.id))
            let none = try await bench.get(
                "/eu/records?purpose=\(purpose)&actor=nobody",
                as: "aepd"
            )
            #expect(try StrictJSON.parse(none.body)["records"]?.elements?.isEmpty == true)
            for query in ["actor=", "limit=0", "limit=101", "cursor=x", "from=now", "what=x"] {
                let wrong = try await bench.get(
                    "/eu/records?purpose=\(purpose)&\(query)",
                    as: "aepd"
                )
                #expect(wrong.status == 400, "\(query): \(wrong.text)")
            }
            let timed = try await bench.get(
                "/eu/records?purpose=\(purpose)&until=2020-01-01T00:00:00Z",
                as: "aepd"
            )
            #expect(try StrictJSON.parse(timed.body)["records"]?.elements?.isEmpty == true)
        }
    }

    // MARK: Retention

    @Test func aRecordIsErasedByAnEntryAndItsProofStays() async throws {
        let purpose = try Self.purpose()
        try await self.withBench { bench in
            _ = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            let path = "/eu/records/\(Self.id(1))/retention"
            // Before six months only on a ground of data-protection law.
            let wish: JSONValue = [
                "action": .string("erase"), "ground": .string("gdpr-17-1-d"),
                "record_id": .string(Self.id(100)),
            ]
            for subject in ["clinic", "aepd"] {
                #expect(try await bench.post(path, wish, as: subject).status == 403, "\(subject)")
            }
            let hold: JSONValue = [
                "action": .string("hold"), "ground": .string("claim"),
                "hold_ref": .string("case-1"),
            ]
            #expect(try await bench.post(path, hold, as: "keeper").status == 200)
            let held = try await bench.post(path, wish, as: "keeper")
            expectProblem(held, status: 409, member: "action")
            let release: JSONValue = [
                "action": .string("release"), "ground": .string("settled"),
                "hold_ref": .string("case-1"),
            ]
            #expect(try await bench.post(path, release, as: "keeper").status == 200)
            for isRepeat in [false, true] {
                let erased = try await bench.post(path, wish, as: "keeper")
                #expect(erased.status == 200, "\(isRepeat): \(erased.text)")
                let answer = try Self.object(erased)
                #expect(answer["index"] as? Int == 3)
                #expect(answer["state"] as? String == "erased")
                #expect(answer["live"] as? String == "now")
                #expect((answer["backups"] as? String)?.hasPrefix("by 20") == true)
            }
            let row = try #require(try await bench.vault.row(at: 0))
            #expect(row.state == .erased)
            #expect(row.sealed == nil)
            let gone = try await bench.get(
                "/eu/records/\(Self.id(1))?purpose=\(purpose)",
                as: "aepd"
            )
            #expect(gone.status == 410)
            // The id stays used, and the entry provable.
            let again = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            expectProblem(again, status: 409, member: "Idempotency-Key")
            #expect(await bench.log.published(4))
            let proof = try await bench.server.request("GET", "/eu/proof/bundle/0")
            #expect(proof.status == 200)
        }
    }

    @Test func erasedFieldsAreGoneAndTheOthersProve() async throws {
        let purpose = try Self.purpose()
        try await self.withBench { bench in
            _ = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            let wish: JSONValue = [
                "action": .string("erase"), "ground": .string("gdpr-17-1-d"),
                "fields": .array([.string("actor_id")]),
            ]
            let erased = try await bench.post(
                "/eu/records/\(Self.id(1))/retention",
                wish,
                as: "keeper"
            )
            #expect(erased.status == 200, "\(erased.text)")
            #expect(try Self.object(erased)["action"] as? String == "erase-fields")
            let response = try await bench.get(
                "/eu/records/\(Self.id(1))?purpose=\(purpose)",
                as: "aepd"
            )
            #expect(response.status == 200, "\(response.text)")
            let json = try StrictJSON.parse(response.body)
            let evidence = try Evidence(parsing: try #require(json["evidence"]).canonicalBytes)
            let names = try evidence.disclosures.map {
                try RecordDisclosure(parsing: $0.digits).name
            }
            #expect(!names.contains("actor_id"))
            #expect(names.contains("outcome"))
            let found = try await bench.get(
                "/eu/records?purpose=\(purpose)&actor=staff%3A1",
                as: "aepd"
            )
            #expect(try StrictJSON.parse(found.body)["records"]?.elements?.isEmpty == true)
        }
    }

    @Test func malformedWishesChangeNothing() async throws {
        try await self.withBench { bench in
            _ = try await bench.post("/eu/records", Self.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            let path = "/eu/records/\(Self.id(1))/retention"
            for body in [
                "", "[]", "{}", #"{"action":"shred","ground":"x"}"#, #"{"action":"erase"}"#,
                #"{"action":"erase","ground":"x","fields":[]}"#,
                #"{"action":"hold","ground":"x","fields":["actor_id"]}"#,
                #"{"action":"erase","ground":"x","why":"y"}"#,
                #"{"action":"erase","ground":"x","action":"hold"}"#,
            ] {
                let response = try await bench.server.request(
                    "POST",
                    path,
                    bench.bearer("keeper"),
                    body: Array(body.utf8)
                )
                #expect(response.status == 400, "\(body): \(response.text)")
            }
            let absent = try await bench.post(
                "/eu/records/\(Self.id(2))/retention",
                ["action": .string("hold"), "ground": .string("x")],
                as: "keeper"
            )
            #expect(absent.status == 404)
            #expect(try await bench.vault.row(at: 0)?.state == .active)
            #expect(try await bench.vault.row(at: 1) == nil)
        }
    }
}
