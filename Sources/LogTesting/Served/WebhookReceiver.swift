import Synchronization

/// Somebody who is told things over HTTP, and answers as a test says.
public final class WebhookReceiver: Sendable {
    /// A message as it came.
    public struct Message: Sendable {
        /// Where it was sent, with a slash at its beginning.
        public let path: String
        /// What it says.
        public let body: String
        /// The type that it names.
        public let contentType: String?
    }

    private struct State {
        var messages: [Message] = []
        var answers: [String: [LoopbackServer.Answer]] = [:]
    }

    /// Owned by this receiver; requests of several connections change it.
    private let state: Shared
    private let server: LoopbackServer

    private final class Shared: Sendable { let value = Mutex(State()) }

    /// Starts listening. Every message is taken with 200 unless something else is said.
    public init() async throws {
        let state = Shared()
        self.state = state
        self.server = try await LoopbackServer { request in
            let message = Message(
                path: request.path,
                body: String(decoding: request.body, as: UTF8.self),
                contentType: request.field("Content-Type")
            )
            return state.value.withLock { state in
                state.messages.append(message)
                let answers = state.answers[request.path] ?? []
                // The last one stays.
                if answers.count > 1 { state.answers[request.path]?.removeFirst() }
                return answers.first ?? LoopbackServer.Answer(status: 200)
            }
        }
    }

    /// Its address, without a path.
    public var url: String { self.server.url }

    /// Says how messages to a path are answered, one after the other; the last answer stays.
    public func answer(_ path: String, _ answers: [LoopbackServer.Answer]) {
        self.state.value.withLock { $0.answers[path] = answers }
    }

    /// What came to a path, in order.
    public func messages(to path: String) -> [Message] {
        self.state.value.withLock { $0.messages.filter { $0.path == path } }
    }

    /// Stops listening.
    public func stop() async throws { try await self.server.stop() }
}
