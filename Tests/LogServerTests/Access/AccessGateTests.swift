import LogCore
import LogProtocol
import NIOCore
import NIOHTTP1
import Records
import Testing

@testable import LogServer

/// Specs/access.md over HTTP: who may append, and what refusals look like.
@Suite struct AccessGateTests {
    private let smith: TokenSmith

    init() throws { self.smith = try TokenSmith() }

    private func gate() throws -> AccessGate {
        try AccessFixture.gate(MemoryKeySets(self.smith.keySet()))
    }

    private func bearer(_ subject: String, _ more: String = "") throws -> [String] {
        [
            "Authorization: Bearer \(try self.smith.edToken(TokenSmith.claims(subject: subject, more)))"
        ]
    }

    @Test func withWritersOnlyTheyAppend() async throws {
        let log = try MemoryLog(size: 1)
        try await withServer([log], access: self.gate()) { server in
            let accepted = try await server.request(
                "POST",
                "/eu/entries",
                self.bearer("clinic"),
                body: Array("a".utf8)
            )
            #expect(accepted.status == 201, "\(accepted.text)")
            let added = try await server.request(
                "POST",
                "/eu/add",
                self.bearer("clinic"),
                body: Array("b".utf8)
            )
            #expect(added.status == 200)
            let lines = try await server.request(
                "POST",
                "/eu/entries",
                self.bearer("clinic") + ["Content-Type: application/x-ndjson"],
                body: Array("Yw==\n".utf8)
            )
            #expect(lines.status == 200)
            #expect(log.entries.count == 4)

            let refused: [([String], Int)] = try [
                ([], 401), (["Authorization: Basic YTpi"], 401), (["Authorization: Bearer"], 401),
                (["Authorization: Bearer x"], 401), (["Authorization: bearer  x.y.z"], 401),
                (self.bearer("clinic").map { $0 + "A" }, 401), (self.bearer("stranger"), 403),
                (self.bearer("aepd"), 403), (self.bearer("keeper"), 403),
                (self.bearer("model", #","azp":"app","groups":"writers""#), 403),
                (self.bearer("clinic") + self.bearer("clinic"), 400),
            ]
            for (fields, status) in refused {
                for path in ["/eu/entries", "/eu/add"] {
                    let answer = try await server.request(
                        "POST",
                        path,
                        fields,
                        body: Array("x".utf8)
                    )
                    let problem = expectProblem(answer, status: status, member: "Authorization")
                    #expect((answer["WWW-Authenticate"] == "Bearer") == (status == 401))
                    #expect(problem?.detail?.contains("stranger") != true)
                }
                let answer = try await server.request(
                    "POST",
                    "/eu/entries",
                    fields + ["Content-Type: application/x-ndjson"],
                    body: Array("Yw==\n".utf8)
                )
                expectProblem(answer, status: status)
            }
            #expect(log.entries.count == 4, "a refused request appended")
        }
    }

    /// Two writers with the same key are two: neither sees the other's index.
    @Test func retryKeysBelongToTheirWriter() async throws {
        let text = AccessFixture.text.replacing(
            #"{"eu": ["ai-decision"]}"#,
            with: #"{"eu": ["opaque"]}"#
        )
        let gate = try AccessFixture.gate(MemoryKeySets(self.smith.keySet()), text: text)
        let fields = try RequestFields(
            [
                "Host": "a",
                "Authorization":
                    "Bearer \(try self.smith.edToken(TokenSmith.claims(subject: "model", #","azp":"app","groups":"writers""#)))",
            ],
            version: .http1_1
        )
        let log = try MemoryLog()
        let writer = try await gate.writer(fields, log: log.descriptor, recordClass: "opaque")
        #expect(writer.name == "model")
    }

    @Test func readsStayPublic() async throws {
        let log = try MemoryLog(size: 3, publishing: [3])
        try await withServer([log], access: self.gate()) { server in
            for path in ["/eu/checkpoint", "/eu/tile/0/000.p/3", "/eu/log.json", "/healthz"] {
                #expect(try await server.request("GET", path).status == 200)
                // A token that is wrong does not matter where none is asked for.
                let answer = try await server.request("GET", path, ["Authorization: Bearer x"])
                #expect(answer.status == 200)
            }
        }
    }

    @Test func withoutWritersThisMachineAppendsAsBefore() async throws {
        let text = #"{"audience":"a","principals":{"o":{"role":"operator","logs":["eu"]}}}"#
        let gate = try AccessFixture.gate(MemoryKeySets(nil), text: text)
        let log = try MemoryLog()
        try await withServer([log], access: gate) { server in
            let answer = try await server.request("POST", "/eu/add", body: [1])
            #expect(answer.status == 200)
        }
    }

    @Test func keysThatCannotBeHadAreAWaitAndNotARefusal() async throws {
        let gate = try AccessFixture.gate(MemoryKeySets(nil))
        let log = try MemoryLog()
        try await withServer([log], access: gate) { server in
            let answer = try await server.request(
                "POST",
                "/eu/add",
                self.bearer("clinic"),
                body: [1]
            )
            expectProblem(answer, status: 503, member: "Authorization")
            #expect(answer["Retry-After"] == "60")
            #expect(log.entries.isEmpty)
        }
    }

    @Test func aCertificateStandsForItsPrincipalUnlessATokenSaysOtherwise() async throws {
        let gate = try self.gate()
        let known = ClientCertificate(digest: [UInt8](repeating: 1, count: 32))
        let unknown = ClientCertificate(digest: [UInt8](repeating: 2, count: 32))
        var plain = try RequestFields(["Host": "a"], version: .http1_1)
        plain.certificate = known
        #expect(try await gate.principal(plain)?.name == "clinic")
        plain.certificate = unknown
        #expect(try await gate.principal(plain) == nil)
        plain.certificate = nil
        #expect(try await gate.principal(plain) == nil)
        func fields(_ subject: String) throws -> RequestFields {
            let token = try self.smith.edToken(TokenSmith.claims(subject: subject))
            var fields = try RequestFields(
                ["Host": "a", "Authorization": "Bearer \(token)"],
                version: .http1_1
            )
            fields.certificate = known
            return fields
        }
        #expect(try await gate.principal(fields("clinic"))?.name == "clinic")
        await #expect(throws: Problem.self) { try await gate.principal(fields("keeper")) }
    }

    /// What the routes of records ask, by each role.
    @Test func recordsAreForTheirReadersAndKeepers() async throws {
        let gate = try self.gate()
        let log = try MemoryLog().descriptor
        let record = AccessedRecord(recordClass: "incident", state: .active, isPublished: true)
        func principal(_ subject: String) async throws -> Principal? {
            let token = try self.smith.edToken(TokenSmith.claims(subject: subject))
            return try await gate.principal(
                RequestFields(
                    ["Host": "a", "Authorization": "Bearer \(token)"],
                    version: .http1_1
                )
            )
        }
        let auditor = try await principal("aepd")
        let keeper = try await principal("keeper")
        let writer = try await principal("clinic")
        let seen = try gate.disclosure(to: auditor, of: record, in: log, purpose: "supervision")
        #expect(seen.grant.engagement == "AEPD-2026-17")
        #expect(seen.profile.id == "eu-gdpr")
        let found = try gate.search(
            by: auditor,
            in: log,
            recordClass: "incident",
            purpose: "complaint"
        )
        #expect(found.profile.id == "eu-gdpr")
        #expect(
            try gate.retention(by: keeper, of: record, in: log, verb: .erase).name == "keeper"
        )

        func problem(_ body: () throws(Problem) -> Void) -> Problem? {
            do throws(Problem) {
                try body()
                return nil
            } catch { return error }
        }
        for other in [nil, keeper, writer] {
            let status = problem { () throws(Problem) in
                _ = try gate.disclosure(to: other, of: record, in: log, purpose: "supervision")
            }?.status
            #expect(status == (other == nil ? .unauthorized : .forbidden))
        }
        for other in [nil, auditor, writer] {
            let refused = problem { () throws(Problem) in
                _ = try gate.retention(by: other, of: record, in: log, verb: .erase)
            }
            #expect(refused?.status == (other == nil ? .unauthorized : .forbidden))
        }
        let absent = problem { () throws(Problem) in
            _ = try gate.disclosure(to: auditor, of: nil, in: log, purpose: "supervision")
        }
        let hidden = problem { () throws(Problem) in
            _ = try gate.disclosure(
                to: auditor,
                of: AccessedRecord(recordClass: "incident", state: .active, isPublished: false),
                in: log,
                purpose: "supervision"
            )
        }
        #expect(absent?.status == .notFound)
        #expect(absent?.answer.body == hidden?.answer.body)
    }

    /// SPEC: ACC-3: the bytes of the answer, for each way in which a record is not there.
    @Test func hiddenRecordsHaveOneAnswer() throws {
        let answers = [AccessDecision.hidden].map { Problem($0).answer }
        for answer in answers {
            #expect(answer.status == .notFound)
            #expect(
                String(buffer: answer.body)
                    == #"{"type":"urn:concordat:problem:no-record","title":"No such record","status":404,"detail":"There is no such record.","member":"id"}"#
            )
        }
        #expect(Problem(AccessDecision.gone).answer.status == .gone)
        for refusal in AccessRefusal.allCases {
            let status = Problem(AccessDecision.refused(refusal)).status
            #expect(status == (refusal == .unauthenticated ? .unauthorized : .forbidden))
        }
    }
}
