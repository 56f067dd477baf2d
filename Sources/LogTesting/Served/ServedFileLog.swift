import LogProtocol

/// A log of files in memory, over HTTP on a loopback port.
public final class ServedFileLog: Sendable {
    /// The log: what it is and how it lies.
    public let log: FileLog
    private let server: LoopbackServer

    /// Starts serving.
    public init(_ log: FileLog) async throws {
        self.log = log
        self.server = try await LoopbackServer { request in
            guard request.method == "GET",
                let answer = try? await log.send(.get(String(request.path.dropFirst())))
            else { return nil }
            // As a log says that there is nothing: with a problem document.
            let type =
                answer.status == 200 ? "application/octet-stream" : "application/problem+json"
            return LoopbackServer.Answer(
                status: answer.status,
                answer.body,
                fields: [("Content-Type", type)]
            )
        }
    }

    /// Its address.
    public var url: String { self.server.url }

    /// Stops listening.
    public func stop() async throws { try await self.server.stop() }
}
