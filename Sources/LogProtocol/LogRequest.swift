/// A request to a log.
public struct LogRequest: Hashable, Sendable {
    /// What is asked for.
    public enum Method: String, Hashable, Sendable {
        /// To read.
        case get = "GET"
        /// To append.
        case post = "POST"
    }

    /// To read or to append.
    public let method: Method
    /// The path below the log's prefix, without a leading slash.
    public let path: String
    /// The bytes to append; empty for reading.
    public let body: [UInt8]
    /// What the body is; nil without one.
    public let mediaType: MediaType?
    /// The key under which the log recognises a repeated request: 1 to 255 visible ASCII
    /// characters.
    public let idempotencyKey: String?
    /// The token that says who asks: RFC 6750. Nil for what is public.
    public let bearerToken: String?

    private init(
        method: Method,
        path: String,
        body: [UInt8],
        mediaType: MediaType?,
        idempotencyKey: String?,
        bearerToken: String? = nil
    ) {
        self.method = method
        self.path = path
        self.body = body
        self.mediaType = mediaType
        self.idempotencyKey = idempotencyKey
        self.bearerToken = bearerToken
    }

    /// A request to read.
    public static func get(_ path: String) -> LogRequest {
        LogRequest(method: .get, path: path, body: [], mediaType: nil, idempotencyKey: nil)
    }

    /// A request to read what is not public, by whoever holds the token.
    ///
    /// - Precondition: The token has visible ASCII characters only.
    public static func get(_ path: String, bearerToken: String) -> LogRequest {
        precondition(
            !bearerToken.isEmpty && bearerToken.utf8.allSatisfy { 0x21...0x7e ~= $0 },
            "a token can stand in a header"
        )
        return LogRequest(
            method: .get,
            path: path,
            body: [],
            mediaType: nil,
            idempotencyKey: nil,
            bearerToken: bearerToken
        )
    }

    /// A request to append, by whoever holds the token if there is one.
    public static func post(
        _ path: String,
        _ body: [UInt8],
        _ mediaType: MediaType,
        idempotencyKey: String,
        bearerToken: String? = nil
    ) -> LogRequest {
        LogRequest(
            method: .post,
            path: path,
            body: body,
            mediaType: mediaType,
            idempotencyKey: idempotencyKey,
            bearerToken: bearerToken
        )
    }
}
