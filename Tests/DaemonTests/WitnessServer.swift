import LogProtocol
import LogTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import SignedNotes

/// Scripted witnesses over HTTP on a loopback port, each below its name.
final class WitnessServer: Sendable {
    let witnesses: [ScriptedWitness]
    private let channel: any Channel

    /// Starts the server.
    init(_ witnesses: [ScriptedWitness]) async throws {
        self.witnesses = witnesses
        self.channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(Handler(witnesses))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    /// The prefix of a witness.
    func url(of witness: ScriptedWitness) -> String {
        "http://127.0.0.1:\(self.channel.localAddress?.port ?? 0)/\(witness.name)"
    }

    /// Stops listening.
    func stop() async throws { try await self.channel.close().get() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let witnesses: [ScriptedWitness]
        private var target = ""
        private var body: [UInt8] = []

        init(_ witnesses: [ScriptedWitness]) { self.witnesses = witnesses }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch self.unwrapInboundIn(data) {
            case .head(let head):
                self.target = head.uri
                self.body = []
            case .body(let bytes): self.body += Array(bytes.readableBytesView)
            case .end:
                Self.respond(self.target, self.body, self.witnesses, on: context.channel)
            }
        }

        private static func respond(
            _ target: String,
            _ body: [UInt8],
            _ witnesses: [ScriptedWitness],
            on channel: any Channel
        ) {
            // Ends with the answer; who waits for none is the client.
            Task { await Self.send(target, body, witnesses, on: channel) }
        }

        private static func send(
            _ target: String,
            _ body: [UInt8],
            _ witnesses: [ScriptedWitness],
            on channel: any Channel
        ) async {
            let answer = await Self.answer(target, body, witnesses)
            var head = HTTPResponseHead(
                version: .http1_1,
                status: HTTPResponseStatus(statusCode: answer.status)
            )
            head.headers.add(name: "Content-Type", value: answer.type)
            head.headers.add(name: "Content-Length", value: "\(answer.body.count)")
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            channel.write(
                HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: answer.body))),
                promise: nil
            )
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        }

        private static func answer(
            _ target: String,
            _ body: [UInt8],
            _ witnesses: [ScriptedWitness]
        ) async -> (status: Int, type: String, body: [UInt8]) {
            let parts = target.split(separator: "/")
            guard let witness = witnesses.first(where: { parts.first.map(String.init) == $0.name })
            else { return (404, "text/plain", []) }
            do {
                if parts.count == 2, parts[1] == WitnessPath.addCheckpoint {
                    let response = try await witness.addCheckpoint(
                        AddCheckpointRequest(parsing: body)
                    )
                    return (response.status, response.contentType, response.body)
                }
                for origin in [House.origin, House.origin + "/sm3"]
                where target.hasSuffix(WitnessPath.checkpoint(ofOrigin: origin)) {
                    guard case .cosigned(let note) = try await witness.latestHead(ofOrigin: origin)
                    else { return (404, "text/plain", []) }
                    return (200, "text/plain; charset=utf-8", note.bytes)
                }
                return (404, "text/plain", [])
            } catch is AddCheckpointError {
                return (400, "text/plain", [])
            } catch {
                return (500, "text/plain", [])
            }
        }
    }
}
