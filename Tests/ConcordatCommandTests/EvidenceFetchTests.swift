import LogProtocol
import LogTesting
import SignedNotes
import Testing

@testable import concordat

/// `concordat evidence`.
@Suite struct EvidenceFetchTests {
    private static let record = "6f1c1a52-8d0f-4b61-9d5e-0a4c6f8e2b17"

    private func arguments(
        _ server: CannedServer,
        _ folder: TemporaryFolder,
        _ more: [String] = []
    ) throws -> [String] {
        let token = try folder.write(Array("header.payload.signature\n".utf8), to: "token")
        return [
            "evidence", "--log", "http://127.0.0.1:\(server.port)/eu", "--record", Self.record,
            "--token-file", token, "--retry", "0s", "--purpose", "dpv:LegalCompliance",
        ] + more
    }

    private func disclosed(_ evidence: String) -> String {
        let index = SampleEvidence.position.index
        return
            #"{"disclosure":{"index":9,"digests":[]},"index":\#(index),"record_id":"\#(Self.record)","#
            + #""evidence":\#(evidence)}"#
    }

    private func answer(_ body: String, status: String = "200 OK") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    @Test func theTokenAndTheFieldsAreSentAndTheFileIsWritten() async throws {
        let sample = try SampleEvidence()
        let evidence = try sample.evidence(disclosing: ["actor_id", "operation", "outcome"])
        let server = try CannedServer(
            answer: self.answer(
                self.disclosed(String(decoding: evidence.bytes, as: UTF8.self))
            )
        )
        let folder = try TemporaryFolder()
        let keys = sample.verifierKeys.flatMap { ["--vkey", $0.description] }
        let result = try await CommandProcess.run(
            self.arguments(server, folder, ["--fields", "operation,outcome"] + keys)
        )
        #expect(result.status == 0, "\(result.errors)")
        let expected = try sample.evidence(disclosing: ["operation", "outcome"])
        #expect(Array(result.output.utf8) == expected.bytes)
        let request = String(decoding: try #require(await server.received()), as: UTF8.self)
        #expect(
            request.hasPrefix(
                "GET /eu/records/\(Self.record)?purpose=dpv:LegalCompliance&fields=operation,outcome "
            )
        )
        #expect(result.errors == "the log recorded this disclosure as entry 9\n")
        #expect(request.contains("Bearer header.payload.signature\r\n"))
    }

    @Test func whatDoesNotHoldIsNotWritten() async throws {
        let sample = try SampleEvidence()
        let evidence = try sample.evidence(disclosing: ["outcome"])
        let folder = try TemporaryFolder()
        let text = String(decoding: evidence.bytes, as: UTF8.self)
        let other = try SampleEvidence().verifierKeys.flatMap { ["--vkey", $0.description] }
        // Other keys decide nothing; a damaged file is no answer.
        for (body, status) in [(text, 2), (text.replacing("twin/v1", with: "twin/v2"), 2)] {
            let server = try CannedServer(answer: self.answer(self.disclosed(body)))
            let result = try await CommandProcess.run(self.arguments(server, folder, other))
            #expect(result.status == status)
            #expect(result.output.isEmpty)
            #expect(!result.errors.isEmpty)
        }
    }

    @Test func aRefusalIsSaid() async throws {
        let folder = try TemporaryFolder()
        let server = try CannedServer(
            answer: self.answer(
                #"{"type":"about:blank","title":"no such record","status":404}"#,
                status: "404 Not Found"
            )
        )
        let result = try await CommandProcess.run(self.arguments(server, folder))
        #expect(result.status == 1)
        #expect(result.errors.contains("no such record"))
    }

    @Test(arguments: [
        ["--record", "../checkpoint"], ["--record", "6F1C1A52-8D0F-4B61-9D5E-0A4C6F8E2B17"],
        ["--fields", "a,,b"], ["--fields", "a b"], ["--fields", ""], ["--purpose", "a&b"],
        ["--purpose", ""],
    ])
    func wrongUsageIsRefused(_ arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let token = try folder.write([0x61], to: "token")
        var all = [
            "evidence", "--log", "http://127.0.0.1:1/eu", "--token-file", token,
        ]
        if arguments[0] != "--record" { all += ["--record", Self.record] }
        if arguments[0] != "--purpose" { all += ["--purpose", "audit"] }
        #expect(try await CommandProcess.run(all + arguments).status == 64)
    }
}
