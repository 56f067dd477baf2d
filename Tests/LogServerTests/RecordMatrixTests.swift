import CryptoSuites
import Foundation
import Listening
import LogCore
import LogTesting
import Records
import Testing
import Witnessing

@testable import LogServer

/// Specs/access.md over HTTP, with real logs and vaults of both sides: every role and profile does
/// everything to a record of every class in every state, and gets what a table by hand says.
@Suite struct RecordMatrixTests {
    /// Classes that writers send.
    private static let sent = [
        "data-access", "ai-decision", "capture-state", "clock-change", "correction", "incident",
        "schema-change",
    ]
    /// Classes that the log writes itself.
    private static let own = ["retention-action", "auditor-disclosure"]

    /// An auditor: the profile, its home, a purpose of it, the classes whose samples he sees, those of
    /// which he sees other records, and how many of the states active, restricted and blocked.
    private struct Auditor {
        let profile: String
        let home: String
        let purpose: String
        let classes: Set<String>
        var others: Set<String> = []
        let states: Int
    }

    private static let auditors = [
        Auditor(
            profile: "eu-ai-act",
            home: "EU",
            purpose: "market-surveillance",
            classes: [
                "ai-decision", "incident", "correction", "schema-change", "retention-action",
            ],
            states: 3
        ),
        Auditor(
            profile: "eu-gdpr",
            home: "EU",
            purpose: "supervision",
            classes: Set(Self.sent + Self.own),
            states: 3
        ),
        Auditor(
            profile: "eu-led",
            home: "EU",
            purpose: "verify-lawfulness",
            classes: [
                "incident", "correction", "capture-state", "clock-change", "retention-action",
                "auditor-disclosure",
            ],
            // The sample is none of law enforcement.
            others: ["data-access"],
            states: 3
        ),
        Auditor(
            profile: "es-judicial-interception",
            home: "EU",
            purpose: "criminal-proceedings",
            classes: ["capture-state", "clock-change", "retention-action", "auditor-disclosure"],
            others: ["data-access"],
            states: 3
        ),
        Auditor(
            profile: "es-ens",
            home: "EU",
            purpose: "security-audit",
            classes: [
                "data-access", "ai-decision", "incident", "capture-state", "clock-change",
                "retention-action", "auditor-disclosure",
            ],
            states: 1
        ),
        Auditor(
            profile: "cn-pipl-audit",
            home: "CN",
            purpose: "compliance-audit",
            classes: [
                "data-access", "ai-decision", "incident", "correction", "schema-change",
                "retention-action", "auditor-disclosure",
            ],
            states: 1
        ),
        Auditor(
            profile: "cn-csl-mlps",
            home: "CN",
            purpose: "mlps-assessment",
            classes: [
                "data-access", "ai-decision", "incident", "capture-state", "clock-change",
                "retention-action", "auditor-disclosure",
            ],
            states: 2
        ),
        Auditor(
            profile: "cn-genai-algo",
            home: "CN",
            purpose: "filing",
            classes: ["ai-decision", "incident", "correction", "schema-change"],
            states: 1
        ),
        Auditor(
            profile: "foreign-witness",
            home: "",
            purpose: "witnessing",
            classes: [],
            states: 0
        ),
    ]

    /// Everybody who has a role.
    private static let names = Self.auditors.map(\.profile) + ["clinic", "bank", "keeper"]

    /// The access file with a principal for each profile, beside two writers and an operator.
    private static var accessText: String {
        let auditors = self.auditors.map {
            #""\#($0.profile)":{"role":"auditor","profile":"\#($0.profile)","engagement":"E-1","#
                + #""logs":["eu"],"from":"2026-01-01","until":"2026-12-31"}"#
        }
        let classes = self.sent.map { "\"\($0)\"" }.joined(separator: ",")
        let others = [
            #""clinic":{"role":"writer","logs":{"eu":[\#(classes)]}}"#,
            #""bank":{"role":"writer","logs":{"eu":["ai-decision"]}}"#,
            #""keeper":{"role":"operator","logs":["eu"]}"#,
        ]
        let tokens = self.names.map { #"{"subject":"\#($0)","principal":"\#($0)"}"# }
        return """
            {"audience":"https://log.example",
             "principals":{\((auditors + others).joined(separator: ","))},
             "issuers":[{"issuer":"https://login.example","keys":{"file":"x"},
                         "tokens":[\(tokens.joined(separator: ","))]}]}
            """
    }

    private static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-"
            + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// A record of a class that its schema accepts on both sides.
    private static func record(_ recordClass: String, _ id: String) -> JSONValue {
        var members: [JSONMember]
        switch recordClass {
        case "data-access":
            members =
                SampleRecords.dataAccess(recordID: id)
                .replacing("data_class_cn", with: .string("sensitive_personal")).members ?? []
        case "ai-decision":
            members = SampleRecords.aiDecision(recordID: id).members ?? []
            members.removeAll { $0.name == "affected_person_ref" }
            members.append(JSONMember(name: "affected_person_ref", value: .string("p-1")))
        default:
            let own: [(String, JSONValue)] =
                switch recordClass {
                case "capture-state":
                    [("capture_id", .string("c")), ("state", .string("started"))]
                case "clock-change": [("clock_id", .string("c")), ("change", .string("step"))]
                case "correction": [("target_index", .integer(0)), ("reason", .string("typo"))]
                case "incident":
                    [
                        // One that is open keeps its own record from being erased.
                        ("incident_id", .string("i")), ("state", .string("closed")),
                        ("category", .string("breach")),
                        ("detected_time", .string("2026-11-23T10:00:00Z")),
                    ]
                default:
                    [
                        ("subject", .string("crosswalk")), ("name", .string("v1")),
                        ("new_digest", .string("\(ContentDigest(of: []))")),
                    ]
                }
            members =
                [
                    JSONMember(name: "record_id", value: .string(id)),
                    JSONMember(name: "event_time", value: .string("2026-11-23T10:00:00Z")),
                    JSONMember(name: "actor_id", value: .string("staff:1")),
                    JSONMember(name: "actor_type", value: .string("user")),
                ] + own.map { JSONMember(name: $0.0, value: $0.1) }
        }
        members.removeAll { $0.name == "record_class" || $0.name == "writer_seq" }
        members.append(JSONMember(name: "record_class", value: .string(recordClass)))
        return .object(members)
    }

    /// What an auditor gets for a record: 200, 404 or 410, or 403 from abroad.
    private static func status(
        _ auditor: Auditor,
        _ jurisdiction: String,
        _ recordClass: String,
        _ state: RecordState
    ) -> Int {
        guard auditor.home == jurisdiction else { return 403 }
        guard auditor.classes.contains(recordClass) else { return 404 }
        switch state {
        case .active: return 200
        case .restricted: return auditor.states >= 2 ? 200 : 404
        case .blocked: return auditor.states >= 3 ? 200 : 404
        case .erased:
            return auditor.profile == "eu-gdpr" && recordClass == "ai-decision" ? 404 : 410
        }
    }

    @Test(arguments: ["EU", "CN"])
    func nobodyGetsWhatTheTableDoesNotGiveHim(_ jurisdiction: String) async throws {
        let smith = try TokenSmith()
        let store = MemoryLogStore()
        let test = try await TestLog(
            in: store,
            name: "eu",
            origin: "log.example/eu",
            jurisdiction: jurisdiction
        )
        let keys = try MemoryEpochKeys(CipherKind(jurisdiction: jurisdiction))
        let vault = Vault(
            log: test.descriptor,
            store: store,
            keys: keys.keyring(),
            idSecret: [UInt8](repeating: 1, count: 32)
        ) { bytes, fields in
            try RecordContent(parsing: bytes).erasing(fields: fields)?.bytes
        }
        try await vault.refresh()
        let signer = try await test.openSigner()
        let gate = try AccessFixture.gate(
            MemoryKeySets(smith.keySet()),
            text: Self.accessText
        )
        let seconds = TestSeconds()
        let options = RecordOptions(
            crosswalk: try CrosswalkLibrary.embedded().newest,
            interval: 1,
            now: { seconds.now }
        )
        try await test.running(signer: signer, vault: vault) { log in
            try await withServer([log], access: gate, records: options) { server in
                let matrix = Matrix(
                    jurisdiction: jurisdiction,
                    server: server,
                    log: log,
                    vault: vault,
                    bearers: try Self.names.reduce(into: [:]) { bearers, name in
                        let token = try smith.edToken(TokenSmith.claims(subject: name))
                        bearers[name] = "Authorization: Bearer \(token)"
                    }
                )
                try await matrix.run(seconds)
            }
        }
        await signer.close()
    }

    /// A record that is there.
    private struct Known {
        let id: String
        let recordClass: String
        let state: RecordState
    }

    /// A server with records, asked by everybody.
    private struct Matrix: Sendable {
        let jurisdiction: String
        let server: ListenAddress
        let log: LogService
        let vault: Vault
        /// A field for each name. Signing takes longer than answering.
        let bearers: [String: String]

        func run(_ seconds: TestSeconds) async throws {
            let records = try await self.fill(seconds)
            try await self.search(records)
            try await self.read(records)
            try await self.refuse(records)
        }

        private func fields(of subject: String?) throws -> [String] {
            guard let subject else { return [] }
            return [try #require(self.bearers[subject])]
        }

        private func post(
            _ path: String,
            _ body: [UInt8],
            as subject: String?
        ) async throws -> RawResponse {
            try await self.server.request(
                "POST",
                path,
                self.fields(of: subject),
                body: body
            )
        }

        private func get(_ path: String, as subject: String?) async throws -> RawResponse {
            try await self.server.request("GET", path, self.fields(of: subject))
        }

        private func act(
            _ id: String,
            _ verb: String,
            recordID: String? = nil,
            as subject: String? = "keeper"
        ) async throws -> RawResponse {
            let name = recordID.map { #","record_id":"\#($0)""# } ?? ""
            return try await self.post(
                "/eu/records/\(id)/retention",
                Array(
                    #"{"action":"\#(verb)","ground":"gdpr-17-1-d","hold_ref":"h"\#(name)}"#.utf8
                ),
                as: subject
            )
        }

        private static func index(_ response: RawResponse) throws -> Int64 {
            let json = try StrictJSON.parse(response.body)
            return try #require((json["disclosure"]?["index"] ?? json["index"])?.integer)
        }

        // MARK: Filling

        /// Appends a record of every class for every state, and brings it there.
        private func fill(_ seconds: TestSeconds) async throws -> [Known] {
            var records: [Known] = []
            for recordClass in RecordMatrixTests.sent {
                for state in RecordState.allCases {
                    let id = RecordMatrixTests.id(records.count + 1)
                    records.append(Known(id: id, recordClass: recordClass, state: state))
                    let answer = try await self.post(
                        "/eu/records",
                        RecordMatrixTests.record(recordClass, id).canonicalBytes,
                        as: "clinic"
                    )
                    try #require(answer.status == 201, "\(recordClass): \(answer.text)")
                }
            }
            try #require(await self.log.published(UInt64(records.count)))
            // Every class is kept for half a year, and a ground of European law is none in China.
            seconds.set(TokenSmith.now + 200 * 86_400)
            let own = try await self.ownRecords(of: records[0].id)
            records += own
            let verbs: [RecordState: String] = [
                .restricted: "restrict", .blocked: "block", .erased: "erase",
            ]
            // Those that the log wrote just now are as young as that.
            seconds.set(TokenSmith.now + 400 * 86_400)
            var last: Int64 = 0
            for record in records {
                guard let verb = verbs[record.state] else { continue }
                let answer = try await self.act(record.id, verb)
                try #require(answer.status == 200, "\(record): \(answer.text)")
                last = try Self.index(answer)
            }
            try #require(await self.log.published(UInt64(last + 1)))
            return records
        }

        /// Makes the log write records of its own about one: a disclosure and an action for every state.
        private func ownRecords(of id: String) async throws -> [Known] {
            var records: [Known] = []
            let auditor = try #require(
                RecordMatrixTests.auditors.first {
                    $0.home == self.jurisdiction && $0.classes.contains("auditor-disclosure")
                        && $0.classes.contains("data-access")
                }
            )
            for (number, state) in RecordState.allCases.enumerated() {
                let action = RecordMatrixTests.id(1_000 + number)
                let verb = number.isMultiple(of: 2) ? "hold" : "release"
                let acted = try await self.act(id, verb, recordID: action)
                try #require(acted.status == 200, "\(acted.text)")
                records.append(Known(id: action, recordClass: "retention-action", state: state))
                let read = try await self.get(
                    "/eu/records/\(id)?purpose=\(auditor.purpose)",
                    as: auditor.profile
                )
                try #require(read.status == 200, "\(read.text)")
                let index = UInt64(try Self.index(read))
                let row = try #require(try await self.vault.row(at: index))
                let opened = try #require(try self.vault.open(row))
                records.append(
                    Known(
                        id: String(decoding: opened.id, as: UTF8.self),
                        recordClass: "auditor-disclosure",
                        state: state
                    )
                )
                try #require(await self.log.published(index + 1))
            }
            return records
        }

        // MARK: Asking

        /// Every auditor searches every class: he finds what he could read, and nothing else.
        private func search(_ records: [Known]) async throws {
            let known = Set(records.map(\.id))
            for auditor in RecordMatrixTests.auditors {
                for recordClass in RecordMatrixTests.sent + RecordMatrixTests.own + ["opaque"] {
                    let answer = try await self.get(
                        "/eu/records?purpose=\(auditor.purpose)&class=\(recordClass)&limit=100"
                            + "&fields=record_class",
                        as: auditor.profile
                    )
                    let place = "\(auditor.profile) \(self.jurisdiction) \(recordClass)"
                    guard auditor.home == self.jurisdiction,
                        auditor.classes.union(auditor.others).contains(recordClass)
                    else {
                        if answer.status != 403 { Issue.record("\(place): \(answer.status)") }
                        continue
                    }
                    try #require(answer.status == 200, "\(place): \(answer.text)")
                    // Each record comes with its whole schema.
                    let json = try StrictJSON.parse(answer.body, maximumByteCount: 16 << 20)
                    let found = json["records"]?.elements?.compactMap { $0["record_id"]?.text }
                    let expected = records.filter { record in
                        record.recordClass == recordClass
                            && RecordMatrixTests.status(
                                auditor,
                                self.jurisdiction,
                                recordClass,
                                record.state
                            ) == 200
                    }
                    #expect(
                        Set(found ?? []).intersection(known) == Set(expected.map(\.id)),
                        "\(place)"
                    )
                    #expect(json["next"] == nil, "\(place): all on one page")
                }
            }
        }

        /// Everybody reads every record.
        private func read(_ records: [Known]) async throws {
            var counts: [Int: Int] = [:]
            for auditor in RecordMatrixTests.auditors {
                let absent = try await self.get(
                    "/eu/records/\(RecordMatrixTests.id(9_999))?purpose=\(auditor.purpose)",
                    as: auditor.profile
                )
                #expect(absent.status == (auditor.home == self.jurisdiction ? 404 : 403))
                for record in records {
                    let answer = try await self.get(
                        "/eu/records/\(record.id)?purpose=\(auditor.purpose)",
                        as: auditor.profile
                    )
                    let expected = RecordMatrixTests.status(
                        auditor,
                        self.jurisdiction,
                        record.recordClass,
                        record.state
                    )
                    if answer.status != expected {
                        Issue.record(
                            "\(auditor.profile) \(record): \(answer.status) \(answer.text)"
                        )
                    }
                    // What is not for him is not there, byte for byte.
                    if expected == 404 || expected == 403, answer.body != absent.body {
                        Issue.record("\(auditor.profile) \(record): \(answer.text)")
                    }
                    counts[answer.status, default: 0] += 1
                }
            }
            #expect(Set(counts.keys) == [200, 403, 404, 410], "\(counts)")
            let total = counts.values.reduce(0, +)
            #expect(total == 324, "nine profiles, nine classes, four states")
            for record in records {
                for (subject, status) in [
                    (nil, 401), ("clinic", 403), ("bank", 403), ("keeper", 403),
                ] as [(String?, Int)] {
                    let answer = try await self.get(
                        "/eu/records/\(record.id)?purpose=supervision",
                        as: subject
                    )
                    if answer.status != status { Issue.record("\(record): \(answer.status)") }
                }
            }
        }

        /// Everybody tries what is not his: to append, and to act on the keeping of a record.
        private func refuse(_ records: [Known]) async throws {
            let strangers: [(String?, Int)] =
                [(nil, 401)] + RecordMatrixTests.auditors.map { ($0.profile as String?, 403) }
            for recordClass in RecordMatrixTests.sent + RecordMatrixTests.own {
                let record = RecordMatrixTests.record(recordClass, RecordMatrixTests.id(5_000))
                let writers: [(String?, Int)] = [
                    ("keeper", 403), ("bank", recordClass == "ai-decision" ? 201 : 403),
                ]
                for (subject, status) in strangers + writers {
                    let answer = try await self.post(
                        "/eu/records",
                        record.canonicalBytes,
                        as: subject
                    )
                    if answer.status != status {
                        let name = subject ?? "nobody"
                        Issue.record("\(name) \(recordClass): \(answer.status) \(answer.text)")
                    }
                }
            }
            for record in records {
                for (subject, status) in strangers + [("clinic", 403), ("bank", 403)] {
                    for verb in ["erase", "hold"] {
                        let answer = try await self.act(record.id, verb, as: subject)
                        if answer.status != status {
                            Issue.record("\(subject ?? "nobody") \(record): \(answer.status)")
                        }
                    }
                }
                let row = try #require(try await self.vault.row(id: Array(record.id.utf8)))
                #expect(row.state.name == record.state.rawValue && !row.isHeld)
            }
            for verb in ["restrict", "block", "unblock", "hold", "release", "erase"] {
                let absent = try await self.act(RecordMatrixTests.id(9_999), verb)
                #expect(absent.status == 404, "\(verb)")
            }
        }
    }
}
