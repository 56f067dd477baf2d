import AsyncHTTPClient
import LogProtocol
import NIOCore
import NIOHTTP1
import SignedNotes

/// Requests over HTTP/1.1 on connections that are kept, with limits on time and size and without
/// redirects: a prefix is an address.
struct HTTPExchanges: Sendable {
    /// What came back.
    struct Answer {
        let status: Int
        let contentType: String?
        let retryAfterSeconds: UInt64?
        let body: [UInt8]
    }

    private let client: HTTPClient
    private let requestTimeout: TimeAmount

    /// `connectionCount` is how many connections to a host may be open at a time.
    init(timeouts: HTTPTimeouts, connectionCount: Int, tls: ClientTLS? = nil) {
        var configuration = HTTPClient.Configuration()
        configuration.tlsConfiguration = tls?.configuration
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        // Nobody would see the spans, and they take their time all the same.
        configuration.tracing.tracer = nil
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionCount
        // Who is not there is not there: callers have rules of their own for asking again, and a
        // publisher is to know at once that a witness is away.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout = .init(connect: TimeAmount(timeouts.connect))
        self.client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: configuration
        )
        self.requestTimeout = TimeAmount(timeouts.request)
    }

    /// Closes all connections.
    func shutdown() async {
        // Fails only if it was shut down before, and then there is nothing left to close.
        try? await self.client.shutdown()
    }

    /// Sends a request and reads the whole answer, up to `byteLimit` of its status.
    func send(
        _ request: HTTPClientRequest,
        byteLimit: (_ status: Int) -> Int
    ) async throws(TransportError) -> Answer {
        do {
            let answer = try await self.execute(request)
            let status = Int(answer.status.code)
            let limit = byteLimit(status)
            return Answer(
                status: status,
                contentType: answer.headers.first(name: "Content-Type"),
                retryAfterSeconds: answer.headers.first(name: "Retry-After")
                    .flatMap { CanonicalDecimal.parse($0) },
                body: try await Self.bytes(of: answer, limit: limit)
            )
        } catch {
            throw Self.transportError(error)
        }
    }

    /// Sends a request and returns the status of the answer, of which `byteLimit` bytes are read at most.
    func status(
        of request: HTTPClientRequest,
        byteLimit: Int
    ) async throws(TransportError) -> Int {
        do {
            let answer = try await self.execute(request)
            var byteCount = 0
            // A body that was read leaves a connection for the next request; one that is too long is cut
            // off with its connection.
            for try await part in answer.body {
                byteCount += part.readableBytes
                guard byteCount <= byteLimit else { break }
            }
            return Int(answer.status.code)
        } catch {
            throw Self.transportError(error)
        }
    }

    /// The body of an answer, copied once.
    private static func bytes(of answer: HTTPClientResponse, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        if let length = answer.headers.first(name: "Content-Length").flatMap({ Int($0) }) {
            guard length <= limit else { throw TransportError.answerTooLarge(limit: limit) }
            bytes.reserveCapacity(length)
        }
        for try await part in answer.body {
            guard part.readableBytes <= limit - bytes.count else {
                throw TransportError.answerTooLarge(limit: limit)
            }
            part.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    private func execute(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
        var request = request
        request.headers.add(name: "User-Agent", value: "concordat")
        return try await self.client.execute(request, timeout: self.requestTimeout)
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
