import LogProtocol
import LogTesting
import Records
import SignedNotes
import Testing

/// `concordat completeness --all`: what a log answers about each entry.
@Suite(.timeLimit(.minutes(2))) struct CensusCommandTests {
    private func run(
        _ body: String,
        _ more: [String] = []
    ) async throws -> (run: CommandProcess.Result, request: String) {
        let home = try TemporaryFolder()
        let token = try home.write(Array("abc.def.ghi\n".utf8), to: "token")
        let server = try CannedServer(
            answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        )
        let run = try await CommandProcess.run(
            [
                "completeness", "--all", "--log", "http://127.0.0.1:\(server.port)/eu",
                "--token-file", token, "--retry", "0s",
            ] + more
        )
        let request = String(decoding: try #require(await server.received()), as: UTF8.self)
        return (run, request)
    }

    private static func answer(missing: Int, dummies: String? = nil) -> String {
        let listed = (0..<missing).map { #"{"index":\#($0),"reason":"no-contents"}"# }
        return #"{"first":0,"size":6,"counts":{"record":\#(5 - missing),"control":0,"erased":0,"#
            + #""dummy":1,"missing":\#(missing)},"missing":[\#(listed.joined(separator: ","))]"#
            + (dummies.map { #","dummies":[\#($0)]"# } ?? "") + "}"
    }

    @Test func whatIsMissingIsListed() async throws {
        let whole = try await self.run(Self.answer(missing: 0))
        #expect(whole.run.status == 0, "\(whole.run.errors)")
        #expect(
            whole.run.output
                == "proven: each of 6 entries is accounted for: 5 records, 0 erased, 0 control "
                + "records, 1 dummies\n"
        )
        #expect(whole.request.hasPrefix("GET /eu/completeness?first=0&limit=1000 "))
        #expect(whole.request.lowercased().contains("authorization: bearer abc.def.ghi"))
        let holes = try await self.run(Self.answer(missing: 2))
        #expect(holes.run.status == 1)
        #expect(
            holes.run.output
                == "refuted at entries: 2 of 6 entries are missing: 0 (no-contents), 1 (no-contents)\n"
        )
        let json = try await self.run(Self.answer(missing: 0), ["--json"])
        #expect(json.run.output.contains(#""dummy":1"#))
        // An answer that does not add up decides nothing.
        let odd = try await self.run(
            Self.answer(missing: 0).replacing(#""record":5"#, with: #""record":4"#)
        )
        #expect(odd.run.status == 2, "\(odd.run.output)")
    }

    /// Evidence of another record, however good, does not make a dummy.
    @Test func whatIsCalledADummyIsVerified() async throws {
        let sample = try SampleEvidence(shape: .opaque)
        let evidence = String(
            decoding: try sample.evidence(disclosing: ["record_class"]).bytes,
            as: UTF8.self
        )
        let listed = #"{"index":\#(SampleEvidence.position.index),"evidence":\#(evidence)}"#
        let keys = sample.verifierKeys.flatMap { ["--vkey", $0.description] }
        let other = try await self.run(
            Self.answer(missing: 0, dummies: listed),
            ["--purpose", "criminal-proceedings"] + keys
        )
        #expect(other.run.status == 1, "\(other.run.output)")
        #expect(other.run.output == "refuted at dummy 5: its class is another one\n")
        #expect(
            other.request.hasPrefix(
                "GET /eu/completeness?first=0&limit=50&purpose=criminal-proceedings "
            )
        )
        let strangers = try SampleEvidence().verifierKeys.flatMap { ["--vkey", $0.description] }
        let unknown = try await self.run(
            Self.answer(missing: 0, dummies: listed),
            ["--purpose", "criminal-proceedings"] + strangers
        )
        #expect(unknown.run.status == 2, "\(unknown.run.output)")
    }

    @Test func wrongUsageIsSixtyFour() async throws {
        let base = ["completeness", "--log", "http://127.0.0.1:9/eu", "--token-file", "-"]
        for arguments in [
            [], ["--all", "--writer", "clinic", "--count", "1"], ["--all", "--count", "1"],
            ["--all", "--purpose", "a b"], ["--all", "--vkey", "x"],
            ["--writer", "clinic", "--count", "1", "--purpose", "x"],
        ] {
            let run = try await CommandProcess.run(base + arguments)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
        }
    }
}
