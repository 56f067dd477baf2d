import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// What a server answered.
struct WebAnswer: Sendable {
    let status: Int
    let fields: HTTPHeaders
    let body: [UInt8]

    /// A header field's value; nil if there is none.
    func field(_ name: String) -> String? { self.fields.first(name: name) }

    var text: String { String(decoding: self.body, as: UTF8.self) }

    /// The body as a JSON object.
    var object: [String: Any] {
        get throws {
            let value = try JSONSerialization.jsonObject(with: Data(self.body))
            return try #require(value as? [String: Any])
        }
    }
}

/// One place to ask, at a base URL such as `http://127.0.0.1:8080` or `http+unix://%2Fsocket`.
struct Web: Sendable {
    let base: String
    /// How long an answer may take.
    var patience: TimeAmount = .seconds(60)

    // Lives as long as the tests: it holds nothing that a daemon's end would leave behind.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        // Nobody waits here for another's answer: who is under way is at the daemon.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 512
        // A little before the daemon closes it for being idle, after 30 s: no request meets that.
        configuration.connectionPool.idleTimeout = .seconds(25)
        // Whoever asks a dead daemon learns it at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(
            eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
            configuration: configuration
        )
    }()

    func get(_ path: String, token: String? = nil) async throws -> WebAnswer {
        var request = HTTPClientRequest(url: self.base + path)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        return try await self.ask(request)
    }

    func post(
        _ path: String,
        _ body: [UInt8],
        key: String? = nil,
        type: String? = nil,
        token: String? = nil
    ) async throws -> WebAnswer {
        var request = HTTPClientRequest(url: self.base + path)
        request.method = .POST
        request.body = .bytes(ByteBuffer(bytes: body))
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let type { request.headers.add(name: "Content-Type", value: type) }
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        return try await self.ask(request)
    }

    private func ask(_ request: HTTPClientRequest) async throws -> WebAnswer {
        var request = request
        // A socket's path is no host, and HTTP/1.1 wants one.
        if self.base.hasPrefix("http+unix:") {
            request.headers.replaceOrAdd(name: "Host", value: "localhost")
        }
        let response = try await Self.client.execute(request, timeout: self.patience)
        let body = try await response.body.collect(upTo: 64 << 20)
        return WebAnswer(
            status: Int(response.status.code),
            fields: response.headers,
            body: Array(body.readableBytesView)
        )
    }
}
