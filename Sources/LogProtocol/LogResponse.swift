/// A log's answer to a request.
public struct LogResponse: Hashable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// How long the log asks to wait before the request is repeated, in seconds.
    public let retryAfterSeconds: UInt64?
    /// The whole body.
    public let body: [UInt8]

    /// Creates an answer from its parts.
    public init(status: Int, retryAfterSeconds: UInt64? = nil, body: [UInt8]) {
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.body = body
    }

    /// Whether the request was done.
    public var isSuccess: Bool { (200..<300).contains(self.status) }
}
