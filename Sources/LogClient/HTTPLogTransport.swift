import AsyncHTTPClient
public import LogProtocol
import NIOHTTP1

/// Requests to a log over HTTP/1.1. Redirects are not followed: a log's prefix is its address.
public struct HTTPLogTransport: LogTransport {
    private let url: LogURL
    private let exchanges: HTTPExchanges

    /// Creates a transport. Whoever creates it calls ``shutdown()`` in the end.
    ///
    /// `connectionCount` is how many connections may be open at a time. Without `tls` no certificate is
    /// shown, and the authorities are those of the system.
    public init(
        url: LogURL,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        connectionCount: Int = 8,
        tls: ClientTLS? = nil
    ) {
        self.url = url
        self.exchanges = HTTPExchanges(
            timeouts: timeouts,
            connectionCount: connectionCount,
            tls: tls
        )
    }

    /// Closes all connections.
    public func shutdown() async { await self.exchanges.shutdown() }

    /// Sends a request and reads the whole answer, up to ``Limits/answerByteCount`` or
    /// ``Limits/bundleByteCount``.
    public func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        let answer = try await self.exchanges.send(self.httpRequest(for: request)) { status in
            (200..<300).contains(status)
                ? Self.byteLimit(of: request.path) : Limits.problemByteCount
        }
        return LogResponse(
            status: answer.status,
            retryAfterSeconds: answer.retryAfterSeconds,
            body: answer.body
        )
    }

    private static func byteLimit(of path: String) -> Int {
        let isBundle = Self.bundlePaths.contains { path.utf8.starts(with: $0.utf8) }
        return isBundle ? Limits.bundleByteCount : Limits.answerByteCount
    }

    /// How the paths of bundles begin.
    private static let bundlePaths = ["tile/entries/", "sm3/tile/entries/"]

    private func httpRequest(for request: LogRequest) -> HTTPClientRequest {
        var httpRequest = HTTPClientRequest(url: self.url.appending(request.path))
        httpRequest.method = HTTPMethod(rawValue: request.method.rawValue)
        if let mediaType = request.mediaType {
            httpRequest.headers.add(name: "Content-Type", value: mediaType.rawValue)
            httpRequest.body = .bytes(request.body)
        }
        if let key = request.idempotencyKey {
            httpRequest.headers.add(name: "Idempotency-Key", value: key)
        }
        if let token = request.bearerToken {
            httpRequest.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        return httpRequest
    }
}
