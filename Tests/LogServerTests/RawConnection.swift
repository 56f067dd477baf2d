import Listening
import LogServer
import NIOCore
import NIOPosix
import Testing

/// An answer as it came over the wire.
struct RawResponse: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    /// The value of the field of this name, whatever its case; nil if there is none.
    subscript(name: String) -> String? {
        self.fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    var text: String { String(decoding: self.body, as: UTF8.self) }
}

/// A client that sends the bytes it is told to, whatever they are.
struct RawConnection: ~Copyable {
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()
    let channel: any Channel

    fileprivate init(
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>,
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        channel: any Channel
    ) {
        self.outbound = outbound
        self.inbound = inbound
        self.channel = channel
    }

    /// Sends bytes.
    func send(_ bytes: some Sequence<UInt8> & Sendable) async throws {
        try await self.outbound.write(ByteBuffer(bytes: Array(bytes)))
    }

    /// Sends a text.
    func send(_ text: String) async throws { try await self.send(Array(text.utf8)) }

    /// Says that nothing more will be sent.
    func finish() { self.outbound.finish() }

    /// Reads one answer; nil if the connection ends before one begins.
    mutating func receive(toHEAD isToHEAD: Bool = false) async throws -> RawResponse? {
        while true {
            if let response = try self.parse(isToHEAD: isToHEAD) { return response }
            guard var bytes = try await self.inbound.next() else {
                #expect(self.unread.readableBytes == 0, "the connection ended within an answer")
                return nil
            }
            self.unread.writeBuffer(&bytes)
        }
    }

    /// Reads until the other side says that nothing more will come.
    mutating func receiveAll() async throws -> [UInt8] {
        while var bytes = try await self.inbound.next() { self.unread.writeBuffer(&bytes) }
        return Array(self.unread.readableBytesView)
    }

    private mutating func parse(isToHEAD: Bool) throws -> RawResponse? {
        let view = self.unread.readableBytesView
        let separator = Array("\r\n\r\n".utf8)
        var end = view.startIndex
        while end + 4 <= view.endIndex, !view[end..<end + 4].elementsEqual(separator) { end += 1 }
        guard end + 4 <= view.endIndex else { return nil }
        let lines = String(decoding: view[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        let status = try #require(Int(lines[0].split(separator: " ")[1]))
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: String(parts[0]), value: parts[1].drop { $0 == " " }.description)
        }
        let length = fields.first { $0.name.lowercased() == "content-length" }
        let hasBody = !isToHEAD && status != 304 && status >= 200
        let byteCount = hasBody ? try #require(length.flatMap { Int($0.value) }) : 0
        guard view.endIndex - (end + 4) >= byteCount else { return nil }
        let body = Array(view[(end + 4)..<(end + 4 + byteCount)])
        self.unread.moveReaderIndex(forwardBy: end + 4 - view.startIndex + byteCount)
        return RawResponse(status: status, fields: fields, body: body)
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        // Carriage return and line feed are one character in Swift.
        self.split(separator: Character(separator), omittingEmptySubsequences: false)
            .map(String.init)
    }
}

extension ListenAddress {
    /// Connects, lets `body` send and receive, and disconnects.
    func withConnection<Result: Sendable>(
        _ body: @Sendable (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
        let initializer:
            @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> = {
                channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        let channel =
            switch self {
            case .tcp(let host, let port):
                try await bootstrap.connect(
                    host: host,
                    port: port,
                    channelInitializer: initializer
                )
            case .unix(let path):
                try await bootstrap.connect(
                    unixDomainSocketPath: path,
                    channelInitializer: initializer
                )
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(
                outbound: outbound,
                inbound: inbound.makeAsyncIterator(),
                channel: channel.channel
            )
            return try await body(&connection)
        }
    }

    /// Sends one request on a connection of its own and reads the answer.
    func request(
        _ method: String = "GET",
        _ path: String,
        _ fields: [String] = [],
        body: [UInt8]? = nil
    ) async throws -> RawResponse {
        let request = rawRequest(method, path, fields, body: body)
        return try await self.withConnection { connection in
            try await connection.send(request)
            return try #require(try await connection.receive(toHEAD: method == "HEAD"))
        }
    }
}

/// A correct request, in bytes.
func rawRequest(
    _ method: String,
    _ path: String,
    _ fields: [String] = [],
    body: [UInt8]? = nil
) -> [UInt8] {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: log.example\r\n"
    for field in fields { head += "\(field)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    return Array("\(head)\r\n".utf8) + (body ?? [])
}
