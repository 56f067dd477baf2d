import AsyncHTTPClient
public import LogProtocol
import NIOHTTP1

/// Tells somebody something over HTTP: a JSON body, a short answer that nobody reads, no redirects.
public struct HTTPWebhook: Sendable {
    private let exchanges: HTTPExchanges

    /// The longest answer that is read, in bytes.
    public static let answerByteCount = 64 << 10

    /// Creates a way to tell. Whoever creates it calls ``shutdown()`` in the end.
    public init(
        timeouts: HTTPTimeouts = HTTPTimeouts(connect: .seconds(5), request: .seconds(10))
    ) {
        self.exchanges = HTTPExchanges(timeouts: timeouts, connectionCount: 2)
    }

    /// Closes all connections.
    public func shutdown() async { await self.exchanges.shutdown() }

    /// Posts a body and returns the status. A longer answer than ``answerByteCount`` changes nothing about
    /// it: what is behind that is not read.
    ///
    /// - Throws: ``TransportError``. What became of the request is unknown then.
    public func post(_ body: [UInt8], to url: LogURL) async throws(TransportError) -> Int {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(body)
        return try await self.exchanges.status(of: request, byteLimit: Self.answerByteCount)
    }
}
