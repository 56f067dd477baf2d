import AsyncHTTPClient
public import LogProtocol
import NIOHTTP1

/// Requests to a witness over HTTP/1.1, on connections that are kept between requests. Redirects
/// are not followed.
public struct HTTPWitnessTransport: WitnessTransport {
    private let submission: LogURL
    private let monitoring: LogURL
    private let exchanges: HTTPExchanges

    /// Creates a transport. Whoever creates it calls ``shutdown()`` in the end.
    ///
    /// `submission` and `monitoring` are the two prefixes of the witness; one is enough if they are
    /// the same. `timeouts` bound each request, `connectionCount` how many may be under way.
    public init(
        submission: LogURL,
        monitoring: LogURL? = nil,
        timeouts: HTTPTimeouts = HTTPTimeouts(connect: .seconds(2), request: .seconds(10)),
        connectionCount: Int = 4
    ) {
        self.submission = submission
        self.monitoring = monitoring ?? submission
        self.exchanges = HTTPExchanges(timeouts: timeouts, connectionCount: connectionCount)
    }

    /// Closes all connections.
    public func shutdown() async { await self.exchanges.shutdown() }

    /// Asks the witness to cosign a head, and reads the answer up to
    /// ``Limits/witnessAnswerByteCount``.
    public func addCheckpoint(
        _ request: AddCheckpointRequest
    ) async throws(TransportError) -> AddCheckpointResponse {
        var httpRequest = HTTPClientRequest(
            url: self.submission.appending(WitnessPath.addCheckpoint)
        )
        httpRequest.method = .POST
        httpRequest.headers.add(name: "Content-Type", value: "text/plain; charset=utf-8")
        httpRequest.body = .bytes(request.body)
        let answer = try await self.exchanges.send(httpRequest, byteLimit: Self.byteLimit)
        return AddCheckpointResponse(
            status: answer.status,
            contentType: answer.contentType,
            retryAfterSeconds: answer.retryAfterSeconds,
            body: answer.body
        )
    }

    /// Asks for the head of `origin` that the witness cosigned last, and reads the answer up to
    /// ``Limits/witnessAnswerByteCount``.
    public func latestHead(
        ofOrigin origin: String
    ) async throws(TransportError) -> WitnessedHead {
        let path = WitnessPath.checkpoint(ofOrigin: origin)
        let answer = try await self.exchanges.send(
            HTTPClientRequest(url: self.monitoring.appending(path)),
            byteLimit: Self.byteLimit
        )
        return WitnessedHead(
            status: answer.status,
            retryAfterSeconds: answer.retryAfterSeconds,
            body: answer.body
        )
    }

    private static func byteLimit(ofStatus _: Int) -> Int { Limits.witnessAnswerByteCount }
}
