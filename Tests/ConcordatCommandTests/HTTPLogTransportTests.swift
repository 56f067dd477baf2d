import Foundation
import LogClient
import LogProtocol
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPLogTransportTests {
    private func send(
        _ request: LogRequest,
        to server: CannedServer,
        timeouts: HTTPTimeouts = HTTPTimeouts()
    ) async throws -> Result<LogResponse, TransportError> {
        let url = try #require(LogURL("http://127.0.0.1:\(server.port)/eu"))
        let transport = HTTPLogTransport(url: url, timeouts: timeouts)
        let result: Result<LogResponse, TransportError>
        do throws(TransportError) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        return result
    }

    @Test func requestCarriesItsBodyTypeAndKey() async throws {
        let server = try CannedServer(answer: "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok")
        let request = LogRequest.post("entries", [0, 255], .entry, idempotencyKey: "k-1")
        let result = try await self.send(request, to: server)
        #expect(try result.get() == LogResponse(status: 201, body: Array("ok".utf8)))
        let received = try #require(await server.received())
        #expect(received.starts(with: "POST /eu/entries HTTP/1.1\r\n".utf8))
        #expect(received.suffix(6).elementsEqual(Array("\r\n\r\n".utf8) + [0, 255]))
        let head = String(decoding: received.dropLast(2), as: UTF8.self).lowercased()
        #expect(head.contains("\r\ncontent-type: application/octet-stream\r\n"))
        #expect(head.contains("\r\nidempotency-key: k-1\r\n"))
        #expect(head.contains("\r\ncontent-length: 2\r\n"))
    }

    @Test func retryAfterIsReadIfItIsANumber() async throws {
        for (value, seconds) in [("7", 7 as UInt64?), ("Wed, 21 Oct 2026 07:28:00 GMT", nil)] {
            let server = try CannedServer(
                answer: "HTTP/1.1 503 Busy\r\nRetry-After: \(value)\r\nContent-Length: 0\r\n\r\n"
            )
            let response = try await self.send(.get("log.json"), to: server).get()
            #expect(response == LogResponse(status: 503, retryAfterSeconds: seconds, body: []))
        }
    }

    @Test func redirectIsNotFollowed() async throws {
        let target = try CannedServer(answer: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let server = try CannedServer(
            answer: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(target.port)/\r\n"
                + "Content-Length: 0\r\n\r\n"
        )
        #expect(try await self.send(.get("log.json"), to: server).get().status == 302)
        #expect(!target.wasAsked)
    }

    @Test func answerBeyondTheLimitIsNotRead() async throws {
        let body = String(repeating: "a", count: Limits.answerByteCount + 1)
        let server = try CannedServer(
            answer: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        #expect(
            try await self.send(.get("log.json"), to: server)
                == .failure(.answerTooLarge(limit: Limits.answerByteCount))
        )
        let problem = String(repeating: "a", count: Limits.problemByteCount + 1)
        let refusing = try CannedServer(
            answer: "HTTP/1.1 400 Bad\r\nContent-Length: \(problem.utf8.count)\r\n\r\n\(problem)"
        )
        #expect(
            try await self.send(.get("log.json"), to: refusing)
                == .failure(.answerTooLarge(limit: Limits.problemByteCount))
        )
    }

    @Test func bundleMayBeLongerThanOtherAnswers() async throws {
        let body = String(repeating: "a", count: Limits.answerByteCount + 1)
        let server = try CannedServer(
            answer: "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        let response = try await self.send(.get("sm3/tile/entries/x001/000"), to: server).get()
        #expect(response.body.count == body.utf8.count)
    }

    @Test func lostConnectionIsSaid() async throws {
        for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "no HTTP\r\n\r\n"] {
            let server = try CannedServer(answer: answer)
            let result = try await self.send(.get("log.json"), to: server)
            guard case .failure(.connection) = result else {
                Issue.record("\(answer): \(result)")
                return
            }
        }
    }

    @Test func silenceEndsInATimeout() async throws {
        let server = try CannedServer(answer: nil)
        let result = try await self.send(
            .get("log.json"),
            to: server,
            timeouts: HTTPTimeouts(request: .milliseconds(200))
        )
        #expect(result == .failure(.timeout))
    }
}
