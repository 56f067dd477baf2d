import CryptoSuites
import LogClient
import LogProtocol
import SignedNotes
import Testing

@Suite struct HTTPWitnessTransportTests {
    private func request() throws -> AddCheckpointRequest {
        let signer = try Ed25519NoteSigner(name: "log.example", privateKey: .generate())
        let text = try Checkpoint(
            origin: "log.example",
            size: 0,
            root: SHA256Hasher.emptyRoot
        ).text
        return try AddCheckpointRequest(
            oldSize: 0,
            note: SignedNote.sign(text: text, with: [signer], at: 1)
        )
    }

    /// Lends a transport to a server that gives one answer.
    @discardableResult
    private func withTransport<Result>(
        to server: CannedServer,
        timeouts: HTTPTimeouts = HTTPTimeouts(connect: .seconds(5), request: .seconds(60)),
        _ body: (HTTPWitnessTransport) async throws -> Result
    ) async throws -> Result {
        let url = try #require(LogURL("http://127.0.0.1:\(server.port)/witness"))
        let transport = HTTPWitnessTransport(submission: url, timeouts: timeouts)
        do {
            let result = try await body(transport)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw error
        }
    }

    private static func answer(_ status: String, _ fields: String, _ body: String) -> String {
        "HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
    }

    @Test func theBodyIsTheRequestAndNothingElse() async throws {
        let server = try CannedServer(answer: Self.answer("404 Not Found", "", "no\n"))
        let request = try self.request()
        let answer = try await self.withTransport(to: server) {
            try await $0.addCheckpoint(request)
        }
        #expect(answer == .unknownOrigin(reason: "no"))
        let text = String(decoding: try #require(await server.received()), as: UTF8.self)
        #expect(text.hasPrefix("POST /witness/add-checkpoint HTTP/1.1\r\n"))
        #expect(text.utf8.suffix(request.body.count).elementsEqual(request.body))
    }

    @Test(arguments: [
        (
            "409 Conflict", "Content-Type: text/x.tlog.size\r\n", "17\n",
            AddCheckpointResponse.otherSize(17)
        ),
        ("409 Conflict", "Content-Type: text/plain\r\n", "17\n", .conflict(reason: "17")),
        (
            "429 Too Many Requests", "Retry-After: 30\r\n", "slow\n",
            .tooManyRequests(retryAfterSeconds: 30, reason: "slow")
        ),
        (
            "503 Service Unavailable", "Retry-After: soon\r\n", "",
            .failed(status: 503, retryAfterSeconds: nil, reason: "")
        ),
        (
            "302 Found", "Location: http://127.0.0.1:1/\r\n", "",
            .unexpected(status: 302, reason: "")
        ),
    ])
    func answersAreReadWithTheirFields(
        _ status: String,
        fields: String,
        body: String,
        expected: AddCheckpointResponse
    ) async throws {
        let server = try CannedServer(answer: Self.answer(status, fields, body))
        let request = try self.request()
        let answer = try await self.withTransport(to: server) {
            try await $0.addCheckpoint(request)
        }
        #expect(answer == expected)
    }

    @Test func answerBeyondTheLimitIsNotRead() async throws {
        let limit = Limits.witnessAnswerByteCount
        let body = String(repeating: "x", count: limit + 1)
        let server = try CannedServer(answer: Self.answer("200 OK", "", body))
        let request = try self.request()
        try await self.withTransport(to: server) { transport in
            await #expect(throws: TransportError.answerTooLarge(limit: limit)) {
                try await transport.addCheckpoint(request)
            }
        }
    }

    @Test func silenceEndsInATimeout() async throws {
        let server = try CannedServer(answer: nil)
        let request = try self.request()
        let timeouts = HTTPTimeouts(connect: .seconds(5), request: .milliseconds(200))
        try await self.withTransport(to: server, timeouts: timeouts) { transport in
            await #expect(throws: TransportError.timeout) {
                try await transport.addCheckpoint(request)
            }
        }
    }

    @Test func theNewestHeadIsAskedForByTheHashOfItsOrigin() async throws {
        let server = try CannedServer(answer: Self.answer("404 Not Found", "", ""))
        let head = try await self.withTransport(to: server) {
            try await $0.latestHead(ofOrigin: "log.example/eu")
        }
        #expect(head == .none)
        let text = String(decoding: try #require(await server.received()), as: UTF8.self)
        #expect(
            text.hasPrefix(
                "GET /witness/4c53c70237e251dc165df32ada923b5896bb2ab2b8d286e2a6ba908892efecc0"
                    + "/checkpoint HTTP/1.1\r\n"
            )
        )
    }
}
