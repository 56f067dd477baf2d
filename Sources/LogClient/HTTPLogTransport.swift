import AsyncHTTPClient
public import LogProtocol
import NIOCore
import NIOHTTP1
import SignedNotes

/// Requests to a log over HTTP/1.1. Redirects are not followed: a log's prefix is its address.
public struct HTTPLogTransport: LogTransport {
    private let url: LogURL
    private let client: HTTPClient
    private let requestTimeout: TimeAmount

    /// Creates a transport. Whoever creates it calls ``shutdown()`` in the end.
    ///
    /// `connectionCount` is how many connections may be open at a time.
    public init(
        url: LogURL,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        connectionCount: Int = 8
    ) {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionCount
        configuration.timeout = .init(connect: TimeAmount(timeouts.connect))
        self.url = url
        self.client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration
        )
        self.requestTimeout = TimeAmount(timeouts.request)
    }

    /// Closes all connections.
    public func shutdown() async {
        // Fails only if it was shut down before, and then there is nothing left to close.
        try? await self.client.shutdown()
    }

    /// Sends a request and reads the whole answer, up to ``Limits/answerByteCount`` or
    /// ``Limits/bundleByteCount``.
    public func send(_ request: LogRequest) async throws(TransportError) -> LogResponse {
        do {
            let answer = try await self.client.execute(
                self.httpRequest(for: request),
                timeout: self.requestTimeout
            )
            let status = Int(answer.status.code)
            let limit =
                (200..<300).contains(status)
                ? Self.byteLimit(of: request.path) : Limits.problemByteCount
            let body: ByteBuffer
            do {
                body = try await answer.body.collect(upTo: limit)
            } catch is NIOTooManyBytesError {
                throw TransportError.answerTooLarge(limit: limit)
            }
            return LogResponse(
                status: status,
                retryAfterSeconds: answer.headers.first(name: "Retry-After")
                    .flatMap { CanonicalDecimal.parse($0) },
                body: Array(body.readableBytesView)
            )
        } catch {
            throw Self.transportError(error)
        }
    }

    private static func byteLimit(of path: String) -> Int {
        if case .entries = LogFile(path: path) { return Limits.bundleByteCount }
        return Limits.answerByteCount
    }

    private func httpRequest(for request: LogRequest) -> HTTPClientRequest {
        var httpRequest = HTTPClientRequest(url: self.url.appending(request.path))
        httpRequest.method = HTTPMethod(rawValue: request.method.rawValue)
        httpRequest.headers.add(name: "User-Agent", value: "concordat")
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

    private static func transportError(_ error: any Error) -> TransportError {
        switch error {
        case let error as TransportError:
            return error
        case let error as HTTPClientError
        where [.deadlineExceeded, .readTimeout, .writeTimeout].contains(error):
            return .timeout
        case let error as HTTPClientError
        where [.invalidURL, .emptyHost, .emptyScheme].contains(error):
            return .invalidURL
        default:
            return .connection("\(error)")
        }
    }
}
