import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP server on a loopback port that answers what a test says.
public final class LoopbackServer: Sendable {
    /// A request with its whole body.
    public struct Request: Sendable {
        /// The method.
        public let method: String
        /// The path, with a slash at its beginning.
        public let path: String
        /// The body.
        public let body: [UInt8]
        fileprivate let fields: HTTPHeaders

        /// The value of a field; nil if there is none.
        public func field(_ name: String) -> String? { self.fields.first(name: name) }
    }

    /// An answer.
    public struct Answer: Sendable {
        /// The status.
        public var status: Int
        /// Fields besides the length.
        public var fields: [(name: String, value: String)]
        /// The body.
        public var body: [UInt8]

        /// Joins the parts.
        public init(
            status: Int,
            _ body: [UInt8] = [],
            fields: [(name: String, value: String)] = []
        ) {
            self.status = status
            self.fields = fields
            self.body = body
        }
    }

    private let channel: any Channel

    /// Starts the server. Who gets no answer finds the connection closed.
    public init(
        _ answer: @escaping @Sendable (Request) async -> Answer?
    ) async throws {
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler(answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// The port, which the system chose.
    public var port: Int { self.channel.localAddress?.port ?? 0 }

    /// The address, without a slash at its end.
    public var url: String { "http://127.0.0.1:\(self.port)" }

    /// Stops listening. Connections end when their clients leave.
    public func stop() async throws { try await self.channel.close().get() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: @Sendable (Request) async -> Answer?
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ answer: @escaping @Sendable (Request) async -> Answer?) { self.answer = answer }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch self.unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                self.body = []
            case .body(let bytes): self.body += Array(bytes.readableBytesView)
            case .end:
                guard let head = self.head else { return }
                let request = Request(
                    method: head.method.rawValue,
                    path: head.uri,
                    body: self.body,
                    fields: head.headers
                )
                Self.respond(to: request, self.answer, on: context.channel)
            }
        }

        private static func respond(
            to request: Request,
            _ answer: @escaping @Sendable (Request) async -> Answer?,
            on channel: any Channel
        ) {
            // Ends with the answer; who waits for none is the client.
            Task { await Self.send(request, answer, on: channel) }
        }

        private static func send(
            _ request: Request,
            _ answer: @Sendable (Request) async -> Answer?,
            on channel: any Channel
        ) async {
            guard let reply = await answer(request) else {
                channel.close(promise: nil)
                return
            }
            var head = HTTPResponseHead(
                version: .http1_1,
                status: HTTPResponseStatus(statusCode: reply.status)
            )
            for (name, value) in reply.fields { head.headers.add(name: name, value: value) }
            head.headers.add(name: "Content-Length", value: "\(reply.body.count)")
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            channel.write(
                HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: reply.body))),
                promise: nil
            )
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }
    }
}
