import NIOCore
import NIOHTTP1

/// What a request gets, before the connection adds what concerns the connection.
struct Answer: Sendable {
    /// The status.
    var status: HTTPResponseStatus
    /// The header fields, without `Content-Length`, `Date` and `Connection`.
    var fields: [(String, String)]
    /// The body; left out in answers to HEAD.
    var body: ByteBuffer
    /// What happened inside, for the operator's log.
    var incident: String?

    /// Creates an answer with a body of a type.
    init(
        _ status: HTTPResponseStatus = .ok,
        type: ContentType,
        caching: Caching,
        body: ByteBuffer
    ) {
        self.status = status
        self.fields = []
        // Room for what the connection adds, too.
        self.fields.reserveCapacity(8)
        self.fields.append(("Content-Type", type.rawValue))
        self.fields.append(("Cache-Control", caching.rawValue))
        self.body = body
    }

    /// Creates the answer to a reader who has the bytes already.
    init(notModified entityTag: String, caching: Caching) {
        self.status = .notModified
        self.fields = [("ETag", entityTag), ("Cache-Control", caching.rawValue)]
        self.body = ByteBuffer()
    }
}

/// What the bytes of an answer are.
enum ContentType: String, Sendable {
    /// A signed note, a proof file or a decimal number.
    case text = "text/plain; charset=utf-8"
    /// A tile or a bundle.
    case bytes = "application/octet-stream"
    /// JSON.
    case json = "application/json"
    /// A JSON document a line.
    case lines = "application/x-ndjson"
    /// RFC 9457.
    case problem = "application/problem+json"
    /// Prometheus text.
    case metrics = "text/plain; version=0.0.4; charset=utf-8"
}

/// How long caches may use an answer.
enum Caching: String, Sendable {
    /// For ever: the path has all inputs, and the bytes under it never change.
    // SPEC: HTTP-3: what follows from its path alone.
    case immutable = "public, max-age=31536000, immutable"
    /// Only after asking again: the newest head.
    case revalidated = "no-cache"
    /// Never: what depends on more than the path, and errors.
    case none = "no-store"
}
