import CryptoSuites
import LogCore
import LogProtocol
import LogTesting
import MerkleTree
import Records
import SignedNotes
import Testing

@testable import LogServer

/// `GET completeness`: what each entry is, and who may know.
@Suite struct CensusTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private static func census(
        _ bench: RecordBench,
        _ query: String = "",
        as subject: String = "keeper"
    ) async throws -> CensusAnswer {
        let response = try await bench.get(
            "/eu/completeness" + (query.isEmpty ? "" : "?\(query)"),
            as: subject
        )
        try #require(response.status == 200, "\(response.text)")
        return try CensusAnswer(parsing: response.body)
    }

    private static func counts(
        record: UInt64 = 0,
        control: UInt64 = 0,
        erased: UInt64 = 0,
        dummy: UInt64 = 0,
        missing: UInt64 = 0
    ) -> CensusAnswer.Counts {
        var counts = CensusAnswer.Counts()
        counts.record = record
        counts.control = control
        counts.erased = erased
        counts.dummy = dummy
        counts.missing = missing
        return counts
    }

    /// A statement whose contents nobody has.
    private static func statement(_ shape: RecordShape) throws -> [UInt8] {
        let schema = try #require(SchemaRegistry.embedded["data-access"])
        let record = try schema.validate(
            SampleRecords.dataAccess(),
            in: RecordContext(jurisdiction: "EU")
        )
        return try RecordSealer(
            schema,
            shape: shape,
            hash: .sha256,
            crosswalk: CrosswalkLibrary.embedded().newest.digest,
            interval: 1
        ).seal(
            record,
            retention: "R6M",
            recorded: RecordTime(seconds: Int64(TokenSmith.now)),
            secret: secureRandomBytes(32)
        ).statement
    }

    private static func plant(_ bytes: [UInt8], in bench: RecordBench) async throws -> UInt64 {
        try await bench.log.append(Submission(entries: EntryBatch(bytes), key: nil))
            .indexes.lowerBound
    }

    /// SPEC: COMP-8.
    @Test func everyEntryIsAccountedForOrListed() async throws {
        try await RecordBench.running(self.smith) { bench in
            for number in 0..<4 {
                let sent = try await bench.post(
                    "/eu/records",
                    RecordBench.access(number),
                    as: "clinic"
                )
                #expect(sent.status == 201)
            }
            #expect(await bench.log.published(4))
            let erased = try await bench.post(
                "/eu/records/\(RecordBench.id(1))/retention",
                ["action": .string("erase"), "ground": .string("gdpr-17-1-d")],
                as: "keeper"
            )
            #expect(erased.status == 200, "\(erased.text)")
            #expect(await bench.log.published(5))
            let whole = try await Self.census(bench)
            #expect(whole.counts == Self.counts(record: 3, control: 1, erased: 1))
            #expect(whole.missing.isEmpty && whole.disclosureIndex == nil && whole.next == nil)
            // Planted: a statement without contents, and bytes that are none.
            let statement = try await Self.plant(Self.statement(.open), in: bench)
            let bytes = try await Self.plant(Array("opaque bytes".utf8), in: bench)
            #expect(statement == 5)
            #expect(bytes == 6)
            #expect(await bench.log.published(7))
            // Altered by somebody with all rights: the entry of a record, to another record's and to none.
            let log = bench.log.descriptor.id
            bench.store.overwriteEntry(at: 2, of: log, with: try Self.statement(.open))
            bench.store.overwriteEntry(at: 3, of: log, with: Array("not a statement".utf8))
            let answer = try await Self.census(bench)
            #expect(answer.counts == Self.counts(record: 1, control: 1, erased: 1, missing: 4))
            #expect(
                answer.missing.map { "\($0.index) \($0.reason)" } == [
                    "2 other-contents", "3 no-statement", "5 no-contents", "6 no-contents",
                ]
            )
        }
    }

    /// SPEC: COMP-9: who signed a public statement decides what it is.
    @Test func statementsThatAreNotInForceAreListed() async throws {
        try await RecordBench.running(self.smith) { bench in
            let change = try KeyChange(after: bench.keys)
            let keys = [bench.keys.ed25519 as any NoteSigner, bench.keys.sm2]
            // Far ahead: the log goes on with its keys meanwhile.
            let body = change.body(bench.keys.ed25519, by: change.next.ed25519, from: 1_000)
            let stranger = try KeyChange(origin: "log.example/other")
            let entries: [[UInt8]] = [
                // By nobody, by one suite alone, without the new key, about another log.
                try change.entry(body, signedBy: []),
                try change.entry(body, signedBy: [keys[0], change.next.ed25519]),
                try change.entry(body, signedBy: keys),
                try stranger.ed25519(from: 1_000),
                // What it speaks of is over before it stands.
                try change.ed25519(from: 1),
                // A policy by nobody.
                try change.entry(
                    [
                        "origin": .string("log.example/eu"),
                        "policy": .string("quorum none\n"), "effective_size": .integer(1_000),
                    ],
                    class: "policy-event",
                    signedBy: []
                ),
                // The form of a successor's first entry, and not the first.
                Self.refounded("log.example/before"),
            ]
            for (index, entry) in entries.enumerated() {
                #expect(try await Self.plant(entry, in: bench) == UInt64(index))
            }
            #expect(await bench.log.published(UInt64(entries.count)))
            let answer = try await Self.census(bench)
            #expect(answer.counts == Self.counts(missing: UInt64(entries.count)))
            #expect(
                answer.missing.map(\.reason)
                    == Array(repeating: "not-in-force", count: entries.count - 1) + ["no-contents"]
            )
        }
        // One that is signed as it has to be changes the keys, and counts.
        try await RecordBench.running(self.smith) { bench in
            let change = try KeyChange(after: bench.keys)
            #expect(try await Self.plant(Self.refounded("log.example/before"), in: bench) == 0)
            let policy = try change.policy("quorum none\n", from: 1_000)
            let signed = try await Self.plant(policy, in: bench)
            #expect(await bench.log.published(signed + 1))
            let answer = try await Self.census(bench)
            #expect(answer.counts == Self.counts(control: 2), "\(answer.missing)")
        }
        // A successor of itself, or in another spelling.
        for entry in [
            Self.refounded("log.example/eu"), Self.refounded("log.example/before") + [0x0a],
        ] {
            try await RecordBench.running(self.smith) { bench in
                #expect(try await Self.plant(entry, in: bench) == 0)
                #expect(await bench.log.published(1))
                let answer = try await Self.census(bench)
                #expect(answer.counts == Self.counts(missing: 1))
            }
        }
    }

    /// The first entry of a log that takes the place of another.
    private static func refounded(_ origin: String) -> [UInt8] {
        let root = JSONValue.string(SHA256Hasher.emptyRoot.base64)
        let last: JSONValue = [
            "basis": .string("signer-record"), "origin": .string(origin), "sha256": root,
            "size": .integer(0), "sm3": root,
        ]
        let statement: JSONValue = [
            "class": .string("refounded"), "last": last, "reason": .string("planned"),
            "recorded": .string("2026-11-23T10:00:00Z"), "v": .integer(1),
        ]
        return statement.canonicalBytes
    }

    /// SPEC: RECORD-23, COMP-8: dummies are proven to the profile that may know, and a statement of the
    /// same shape without contents is not among them.
    @Test func dummiesOfAnOpaqueLogAreProvenAndAPlantedOneIsMissing() async throws {
        var pace = OpaquePace()
        pace.period = .milliseconds(50)
        pace.batch = 2
        let fixed = pace
        try await RecordBench.running(self.smith, pace: fixed) { bench in
            let sent = try await bench.post("/eu/records", RecordBench.access(1), as: "clinic")
            #expect(sent.status == 201)
            let record = UInt64(try StrictJSON.parse(sent.body)["index"]?.integer ?? 0)
            let planted = try await Self.plant(Self.statement(.opaque), in: bench)
            #expect(await bench.log.published(max(record, planted) + 1))
            let purpose = try RecordBench.purpose()
            let answer = try await Self.census(bench, "purpose=\(purpose)&limit=1000", as: "aepd")
            #expect(answer.missing.map { "\($0.index) \($0.reason)" } == ["\(planted) no-contents"])
            #expect(answer.counts.record == 1)
            #expect(answer.counts.control == 0)
            #expect(UInt64(answer.dummies.count) == answer.counts.dummy)
            #expect(!answer.dummies.isEmpty)
            for (index, evidence) in answer.dummies {
                let proven = try evidence.verify(trusting: .keys(bench.log.verifierKeys))
                #expect(proven.index == index && proven.isAgreementChecked)
                #expect(proven.fields.map(\.name) == ["record_class", "schema"])
                #expect(proven.fields.first?.value == .string("dummy"))
            }
            // What he was told is in the log before he was.
            let disclosure = try #require(answer.disclosureIndex)
            let row = try #require(try await bench.vault.row(at: disclosure))
            #expect(row.header.recordClass == "auditor-disclosure")
            let noted = try RecordContent(parsing: #require(try bench.vault.open(row)).content)
            #expect(
                noted.record["target_indexes"]?.elements?.compactMap(\.integer)
                    == answer.dummies.map { Int64($0.index) }
            )
            #expect(
                noted.record["fields"]?.elements?.compactMap(\.text) == ["record_class", "schema"]
            )
            // An operator sees what is there, and no contents.
            let kept = try await Self.census(bench, "limit=1000")
            #expect(kept.disclosureIndex == nil && kept.dummies.isEmpty)
            #expect(kept.counts.dummy > 0 && kept.counts.missing == 1)
        }
    }

    @Test func pagesCoverEveryIndexOnce() async throws {
        try await RecordBench.running(self.smith) { bench in
            let lines = (0..<25).map { RecordBench.access($0).canonicalBytes }
            _ = try await bench.server.request(
                "POST",
                "/eu/records",
                bench.bearer("clinic") + ["Content-Type: application/x-ndjson"],
                body: Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            )
            #expect(await bench.log.published(25))
            var total: UInt64 = 0
            var next: UInt64? = 0
            var pages = 0
            while let first = next, pages < 10 {
                let page = try await Self.census(bench, "first=\(first)&limit=7")
                #expect(page.size == 25)
                total += page.counts.total ?? 0
                next = page.next
                pages += 1
            }
            #expect(total == 25 && pages == 4)
            let beyond = try await Self.census(bench, "first=99")
            #expect(beyond.counts.total == 0 && beyond.next == nil)
        }
    }

    /// SPEC: ACC-17.
    @Test func onlyWhoMayKnowIsTold() async throws {
        try await RecordBench.running(self.smith) { bench in
            _ = try await bench.post("/eu/records", RecordBench.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            for subject in ["clinic", "model", "stranger"] {
                let answer = try await bench.get("/eu/completeness", as: subject)
                expectProblem(answer, status: 403)
            }
            expectProblem(try await bench.server.request("GET", "/eu/completeness"), status: 401)
            // An auditor says what for, in words of his profile.
            expectProblem(try await bench.get("/eu/completeness", as: "aepd"), status: 403)
            expectProblem(
                try await bench.get("/eu/completeness?purpose=hr", as: "aepd"),
                status: 403
            )
            for query in ["limit=0", "limit=1001", "first=-1", "first=x", "what=1", "limit="] {
                let wrong = try await bench.get("/eu/completeness?\(query)", as: "keeper")
                #expect(wrong.status == 400, "\(query): \(wrong.text)")
            }
            // Nothing was told, so nothing was written.
            let size = try await bench.size
            #expect(size == 1)
        }
        // A profile that does not see how captures went does not see this either.
        let access = AccessFixture.text.replacing(#""eu-gdpr""#, with: #""eu-ai-act""#)
        try await RecordBench.running(self.smith, access: access) { bench in
            _ = try await bench.post("/eu/records", RecordBench.access(1), as: "clinic")
            #expect(await bench.log.published(1))
            let answer = try await bench.get(
                "/eu/completeness?purpose=market-surveillance",
                as: "aepd"
            )
            expectProblem(answer, status: 403)
        }
        try await RecordBench.running(self.smith, access: nil) { bench in
            expectProblem(
                try await bench.server.request("GET", "/eu/completeness"),
                status: 403,
                member: "Authorization"
            )
        }
    }
}
