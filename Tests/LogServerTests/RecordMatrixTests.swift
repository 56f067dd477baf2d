import CryptoSuites
import Foundation
import Listening
import LogCore
import LogTesting
import Records
import Testing
import Witnessing

@testable import LogServer

/// Specs/access.md over HTTP, with a real log and vault: every role and profile asks for a record of
/// every class in every state, and gets what a table by hand says.
@Suite struct RecordMatrixTests {
    private static let classes = [
        "data-access", "ai-decision", "capture-state", "clock-change", "correction", "incident",
        "schema-change",
    ]

    /// The principals who are auditors, each with a purpose of his profile, the classes that he sees
    /// and whether contents that are restricted or blocked are for him.
    private static let auditors:
        [(profile: String, purpose: String, classes: Set<String>, states: Int)] =
            [
                (
                    "eu-ai-act", "market-surveillance",
                    ["ai-decision", "incident", "correction", "schema-change"], 3
                ),
                ("eu-gdpr", "supervision", Set(Self.classes), 3),
                // The data access of the sample is none of law enforcement.
                (
                    "eu-led", "verify-lawfulness",
                    ["incident", "correction", "capture-state", "clock-change"], 3
                ),
                (
                    "es-judicial-interception", "criminal-proceedings",
                    ["capture-state", "clock-change"], 3
                ),
                (
                    "es-ens", "security-audit",
                    ["data-access", "ai-decision", "incident", "capture-state", "clock-change"], 1
                ),
                ("cn-pipl-audit", "compliance-audit", [], 0),
                ("cn-csl-mlps", "mlps-assessment", [], 0),
                ("cn-genai-algo", "filing", [], 0), ("foreign-witness", "witnessing", [], 0),
            ]

    /// The access file with a principal for each profile, beside a writer and an operator.
    private static var accessText: String {
        let auditors = self.auditors.map {
            #""\#($0.profile)":{"role":"auditor","profile":"\#($0.profile)","engagement":"E-1","#
                + #""logs":["eu"],"from":"2026-01-01","until":"2026-12-31"}"#
        }
        let writer =
            #""clinic":{"role":"writer","logs":{"eu":[\#(self.classes.map { "\"\($0)\"" }.joined(separator: ","))]}}"#
        let keeper = #""keeper":{"role":"operator","logs":["eu"]}"#
        let names = self.auditors.map(\.profile) + ["clinic", "keeper"]
        let tokens = names.map { #"{"subject":"\#($0)","principal":"\#($0)"}"# }
        return """
            {"audience":"https://log.example",
             "principals":{\((auditors + [writer, keeper]).joined(separator: ","))},
             "issuers":[{"issuer":"https://login.example","keys":{"file":"x"},
                         "tokens":[\(tokens.joined(separator: ","))]}]}
            """
    }

    private static func id(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-"
            + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// A record of a class that its schema accepts.
    private static func record(_ recordClass: String, _ id: String) -> JSONValue {
        var members: [JSONMember]
        switch recordClass {
        case "data-access":
            members = SampleRecords.dataAccess(recordID: id).members ?? []
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
                        ("incident_id", .string("i")), ("state", .string("opened")),
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
        _ auditor: (profile: String, purpose: String, classes: Set<String>, states: Int),
        _ recordClass: String,
        _ state: RecordState
    ) -> Int {
        if auditor.states == 0 { return 403 }
        guard auditor.classes.contains(recordClass) else { return 404 }
        switch state {
        case .active: return 200
        case .restricted, .blocked: return auditor.states == 3 ? 200 : 404
        case .erased:
            return auditor.profile == "eu-gdpr" && recordClass == "ai-decision" ? 404 : 410
        }
    }

    @Test func nobodyGetsARecordThatTheTableDoesNotGiveHim() async throws {
        let smith = try TokenSmith()
        let store = MemoryLogStore()
        let test = try await TestLog(in: store, name: "eu", origin: "log.example/eu")
        let keys = try MemoryEpochKeys(.aes256GCM)
        let vault = try Vault(
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
        let options = RecordOptions(
            crosswalk: try CrosswalkLibrary.embedded().newest,
            interval: 1,
            now: { TokenSmith.now }
        )
        try #require(test.descriptor.jurisdiction == "EU")
        try await test.running(signer: signer, vault: vault) { log in
            try await withServer([log], access: gate, records: options) { server in
                try await Self.ask(server, log, smith)
            }
        }
        await signer.close()
    }

    private static func ask(
        _ server: ListenAddress,
        _ log: LogService,
        _ smith: TokenSmith
    ) async throws {
        func bearer(_ subject: String) throws -> [String] {
            let claims = TokenSmith.claims(subject: subject)
            return ["Authorization: Bearer \(try smith.edToken(claims))"]
        }
        let writer = try bearer("clinic")
        let keeper = try bearer("keeper")
        var records: [(id: String, recordClass: String, state: RecordState)] = []
        for recordClass in Self.classes {
            for state in RecordState.allCases {
                let id = Self.id(records.count + 1)
                records.append((id, recordClass, state))
                let answer = try await server.request(
                    "POST",
                    "/eu/records",
                    writer,
                    body: Self.record(recordClass, id).canonicalBytes
                )
                try #require(answer.status == 201, "\(recordClass): \(answer.text)")
            }
        }
        try #require(await log.published(UInt64(records.count)))
        let verbs: [RecordState: String] = [
            .restricted: "restrict", .blocked: "block", .erased: "erase",
        ]
        for record in records {
            guard let verb = verbs[record.state] else { continue }
            let answer = try await server.request(
                "POST",
                "/eu/records/\(record.id)/retention",
                keeper,
                body: Array(#"{"action":"\#(verb)","ground":"gdpr-17-1-d"}"#.utf8)
            )
            try #require(answer.status == 200, "\(record): \(answer.text)")
        }

        var counts: [Int: Int] = [:]
        for auditor in Self.auditors {
            let fields = try bearer(auditor.profile)
            let absent = try await server.request(
                "GET",
                "/eu/records/\(Self.id(999))?purpose=\(auditor.purpose)",
                fields
            )
            #expect(absent.status == (auditor.states == 0 ? 403 : 404))
            for record in records {
                let answer = try await server.request(
                    "GET",
                    "/eu/records/\(record.id)?purpose=\(auditor.purpose)",
                    fields
                )
                let expected = Self.status(auditor, record.recordClass, record.state)
                if answer.status != expected {
                    Issue.record("\(auditor.profile) \(record): \(answer.status) \(answer.text)")
                }
                // What is not for him is not there, byte for byte.
                if expected == 404 || expected == 403, answer.body != absent.body {
                    Issue.record("\(auditor.profile) \(record): \(answer.text)")
                }
                counts[answer.status, default: 0] += 1
            }
        }
        #expect(Set(counts.keys) == [200, 403, 404, 410], "\(counts)")
        for record in records {
            for (fields, status) in [([], 401), (writer, 403), (keeper, 403)] {
                let answer = try await server.request(
                    "GET",
                    "/eu/records/\(record.id)?purpose=supervision",
                    fields
                )
                if answer.status != status { Issue.record("\(record): \(answer.status)") }
            }
        }
    }
}
