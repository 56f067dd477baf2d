import CryptoSuites
import LogCore
import LogProtocol
import LogTesting
import MerkleTree
import Records
import SignedNotes
import Testing

@testable import LogServer

/// An opaque log over HTTP: what goes in is read as in any other log, and what comes out shows nothing.
@Suite struct OpaqueRecordTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private static var pace: OpaquePace {
        var pace = OpaquePace()
        pace.period = .milliseconds(20)
        pace.batch = 3
        return pace
    }

    private func withBench(
        isPaced: Bool = true,
        _ body: @escaping @Sendable (RecordBench) async throws -> Void
    ) async throws {
        try await RecordBench.running(self.smith, pace: Self.pace, isPaced: isPaced, body)
    }

    /// SPEC: RECORD-20: records of three classes, short and long, reads, searches and a hold: one shape.
    @Test func everyEntryHasOneShapeWhateverWentIn() async throws {
        let purpose = try RecordBench.purpose()
        try await self.withBench { bench in
            let long = JSONMember(
                name: "attributes",
                value: ["note": .string(String(repeating: "x", count: 40_000))]
            )
            for record in [RecordBench.access(1), RecordBench.access(2, [long])] {
                let sent = try await bench.post("/eu/records", record, as: "clinic")
                #expect(sent.status == 201, "\(sent.text)")
            }
            var decision = SampleRecords.aiDecision(recordID: RecordBench.id(3)).members ?? []
            decision.append(JSONMember(name: "record_class", value: .string("ai-decision")))
            let sent = try await bench.post("/eu/records", .object(decision), as: "model")
            #expect(sent.status == 201, "\(sent.text)")
            let last = try StrictJSON.parse(sent.body)["index"]?.integer ?? 0
            #expect(await bench.log.published(UInt64(last) + 1))
            for path in ["/\(RecordBench.id(1))?", "?actor=staff%3A1&"] {
                let read = try await bench.get(
                    "/eu/records\(path)purpose=\(purpose)",
                    as: "aepd"
                )
                #expect(read.status == 200, "\(read.text)")
            }
            let held = try await bench.post(
                "/eu/records/\(RecordBench.id(1))/retention",
                [
                    "action": .string("hold"), "ground": .string("claim"),
                    "hold_ref": .string("case-1"),
                ],
                as: "keeper"
            )
            #expect(held.status == 200, "\(held.text)")
            let entry = try StrictJSON.parse(held.body)["index"]?.integer ?? 0
            #expect(await bench.log.published(UInt64(entry) + 1))
            let size = try bench.log.publishedHead().head.size
            #expect(size.isMultiple(of: UInt64(Self.pace.batch)))
            let entries = try await bench.log.entries(at: 0..<size)
            var lengths: Set<Int> = []
            var shapes: Set<[String]> = []
            for index in 0..<entries.count {
                let bytes = Array(entries[index])
                lengths.insert(bytes.count)
                let statement = try Statement(parsing: bytes)
                shapes.insert([
                    statement.recordClass, statement.retention, "\(statement.schema)",
                    "\(statement.crosswalk)", "\(statement.commitment.fieldCount)",
                ])
            }
            #expect(lengths.count == 1, "\(lengths)")
            #expect(shapes.count == 1, "\(shapes)")
            #expect(shapes.first?.prefix(2) == ["opaque", "opaque"])
            let metadata = try await bench.server.request("GET", "/eu/log.json")
            #expect(metadata.text.contains(#""opaque_records":true"#))
        }
    }

    /// SPEC: RECORD-22, RECORD-26.
    @Test func anAuditorReadsHisFieldsAndFindsNoDummies() async throws {
        let purpose = try RecordBench.purpose()
        try await self.withBench { bench in
            for number in 1...3 {
                let sent = try await bench.post(
                    "/eu/records",
                    RecordBench.access(number),
                    as: "clinic"
                )
                #expect(sent.status == 201)
            }
            #expect(await bench.log.published(30))
            let read = try await bench.get(
                "/eu/records/\(RecordBench.id(2))?purpose=\(purpose)&fields=actor_id,outcome",
                as: "aepd"
            )
            #expect(read.status == 200, "\(read.text)")
            let json = try StrictJSON.parse(read.body)
            let evidence = try Evidence(parsing: try #require(json["evidence"]).canonicalBytes)
            let proven = try evidence.verify(trusting: .keys(bench.log.verifierKeys))
            #expect(proven.isAgreementChecked)
            #expect(proven.fields.map(\.name) == ["outcome", "actor_id", "schema"])
            #expect(proven.statement.isOpaque)
            let digests = evidence.disclosures.map { "\(ContentDigest(of: $0.digits))" }
            #expect(json["disclosure"]?["digests"]?.elements?.compactMap(\.text) == digests)
            // A search for anything finds records, over all its pages, and nothing else.
            var classes: [String] = []
            var cursor = ""
            for _ in 0..<10 {
                let found = try await bench.get(
                    "/eu/records?purpose=\(purpose)&limit=2&fields=record_class\(cursor)",
                    as: "aepd"
                )
                #expect(found.status == 200, "\(found.text)")
                let page = try StrictJSON.parse(found.body)
                for record in page["records"]?.elements ?? [] {
                    let evidence = try Evidence(
                        parsing: try #require(record["evidence"]).canonicalBytes
                    )
                    let fields = try evidence.verify(trusting: .keys(bench.log.verifierKeys)).fields
                    classes += fields.filter { $0.name == "record_class" }.compactMap(\.value.text)
                }
                guard let next = page["next"]?.text else { break }
                cursor = "&cursor=\(next)"
            }
            #expect(classes.count { $0 == "data-access" } == 3)
            #expect(Set(classes).isSubset(of: ["data-access", "auditor-disclosure"]))
        }
    }

    @Test func afterFieldsAreErasedTheOthersProve() async throws {
        let purpose = try RecordBench.purpose()
        try await self.withBench { bench in
            let sent = try await bench.post("/eu/records", RecordBench.access(1), as: "clinic")
            let index = try StrictJSON.parse(sent.body)["index"]?.integer ?? 0
            #expect(await bench.log.published(UInt64(index) + 1))
            let erased = try await bench.post(
                "/eu/records/\(RecordBench.id(1))/retention",
                [
                    "action": .string("erase"), "ground": .string("gdpr-17-1-d"),
                    "fields": .array([.string("actor_id")]),
                ],
                as: "keeper"
            )
            #expect(erased.status == 200, "\(erased.text)")
            let read = try await bench.get(
                "/eu/records/\(RecordBench.id(1))?purpose=\(purpose)",
                as: "aepd"
            )
            let json = try StrictJSON.parse(read.body)
            let evidence = try Evidence(parsing: try #require(json["evidence"]).canonicalBytes)
            let names = try evidence.verify(trusting: .keys(bench.log.verifierKeys)).fields
                .map(\.name)
            #expect(!names.contains("actor_id"))
            #expect(names.contains("outcome") && names.contains("schema"))
        }
    }

    @Test func whatNothingPacesIsRefusedAndSoAreBytes() async throws {
        try await self.withBench(isPaced: false) { bench in
            let sent = try await bench.post("/eu/records", RecordBench.access(1), as: "clinic")
            expectProblem(sent, status: 503)
            let bytes = try await bench.server.request(
                "POST",
                "/eu/entries",
                bench.bearer("clinic"),
                body: Array("bytes".utf8)
            )
            expectProblem(bytes, status: 403, member: "entry")
            let size = try await bench.size
            #expect(size == 0)
        }
    }
}
