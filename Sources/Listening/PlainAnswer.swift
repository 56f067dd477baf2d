public import HTTPTypes
public import HummingbirdCore
public import NIOCore

/// A short answer to a request: a status, a few fields, all of the body at once. Never cached.
public struct PlainAnswer: Sendable {
    /// The status.
    public var status: Int
    /// What the body is.
    public var contentType = "text/plain; charset=utf-8"
    /// Fields besides those that every such answer has.
    public var fields: HTTPFields = [:]
    /// The body.
    public var body: [UInt8]

    /// A line of text.
    public init(status: Int, text: String) {
        self.status = status
        self.body = Array("\(text)\n".utf8)
    }

    /// Figures in Prometheus' text format.
    public init(metrics text: String) {
        self.status = 200
        self.contentType = "text/plain; version=0.0.4; charset=utf-8"
        self.body = Array(text.utf8)
    }

    /// An answer to a request whose method the path does not take.
    public init(allowing methods: String) {
        self.init(status: 405, text: "the path does not take this method")
        self.fields[.allow] = methods
    }

    /// Writes the answer. If a part of the request's body was left unread, the connection ends with it.
    public func send(
        to request: Request,
        _ writer: consuming ResponseWriter,
        _ channel: any Channel,
        isBodyLeft: Bool
    ) async throws {
        var head = HTTPResponse(status: .init(code: self.status), headerFields: self.fields)
        head.headerFields[.contentType] = self.contentType
        head.headerFields[.contentLength] = "\(self.body.count)"
        head.headerFields[.cacheControl] = "no-store"
        if isBodyLeft { head.headerFields[.connection] = "close" }
        if request.method == .head {
            try await writer.writeResponse(head)
        } else {
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: self.body))
            try await writer.write(response: head, body: body)
        }
        if isBodyLeft { channel.close(promise: nil) }
    }
}

extension Request {
    /// Whether the head announces a body.
    public var hasBody: Bool {
        self.headers[.transferEncoding] != nil
            || self.headers[.contentLength].map { $0 != "0" } == true
    }
}
