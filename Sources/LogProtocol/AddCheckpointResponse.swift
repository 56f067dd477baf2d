public import SignedNotes

/// What a witness answers to `add-checkpoint`: every status of C2SP tlog-witness, and what else
/// comes over HTTP.
///
/// Reasons are a witness's own words, cut to a line of visible ASCII: for people and logs only.
public enum AddCheckpointResponse: Hashable, Sendable {
    /// 200: the head is cosigned. At least one line; none is verified, and some may be of keys
    /// that nobody knows.
    case cosigned([NoteSignature])
    /// 400: the witness could not read the request, or the old size is above the head's.
    case malformed(reason: String)
    /// 403: no signature of a key that the witness trusts for the origin, or one that is wrong.
    case notSignedByLog(reason: String)
    /// 404: the witness does not know the origin.
    case unknownOrigin(reason: String)
    /// 409 with the content type `text/x.tlog.size`: the head that the witness cosigned last has
    /// another size than the request said. To be asked again from that size.
    case otherSize(UInt64)
    /// 409 without that content type: how older witnesses say that they hold another root of the
    /// same size. A possible fork.
    case conflict(reason: String)
    /// 422: the consistency proof does not lead from the witness's head to this one. A possible
    /// fork.
    case inconsistent(reason: String)
    /// 429: not now. The witness may say when, in seconds.
    case tooManyRequests(retryAfterSeconds: UInt64?, reason: String)
    /// 5xx: the witness cannot. What became of the request is unknown: ask again from its size.
    case failed(status: Int, retryAfterSeconds: UInt64?, reason: String)
    /// A status that no witness answers with, such as a redirect, which is not followed.
    case unexpected(status: Int, reason: String)
    /// A status of a witness with a body that is not what belongs to it.
    case garbled(status: Int, reason: String)
}

extension AddCheckpointResponse {
    /// The content type of a 409 that names a size.
    public static let sizeMediaType = "text/x.tlog.size"

    /// Reads an answer, whatever it is.
    ///
    /// `contentType` is the header's value, with parameters if it has any.
    public init(
        status: Int,
        contentType: String?,
        retryAfterSeconds: UInt64?,
        body: [UInt8]
    ) {
        let reason = Self.reason(in: body)
        switch status {
        case 200:
            do throws(NoteError) {
                let lines = try NoteSignature.lines(parsing: body)
                self =
                    lines.isEmpty
                    ? .garbled(status: 200, reason: "no signature lines") : .cosigned(lines)
            } catch {
                self = .garbled(status: 200, reason: "\(error)")
            }
        case 400: self = .malformed(reason: reason)
        case 403: self = .notSignedByLog(reason: reason)
        case 404: self = .unknownOrigin(reason: reason)
        case 409 where Self.isSizeMediaType(contentType):
            if body.last == UInt8(ascii: "\n"), let size = CanonicalDecimal.parse(body.dropLast()) {
                self = .otherSize(size)
            } else {
                self = .garbled(status: 409, reason: "not a size: \(reason)")
            }
        case 409: self = .conflict(reason: reason)
        case 422: self = .inconsistent(reason: reason)
        case 429: self = .tooManyRequests(retryAfterSeconds: retryAfterSeconds, reason: reason)
        case 500..<600:
            self = .failed(status: status, retryAfterSeconds: retryAfterSeconds, reason: reason)
        default: self = .unexpected(status: status, reason: reason)
        }
    }

    /// The HTTP status.
    public var status: Int {
        switch self {
        case .cosigned: 200
        case .malformed: 400
        case .notSignedByLog: 403
        case .unknownOrigin: 404
        case .otherSize, .conflict: 409
        case .inconsistent: 422
        case .tooManyRequests: 429
        case .failed(let status, _, _), .unexpected(let status, _), .garbled(let status, _): status
        }
    }

    /// The content type that goes with ``body``.
    public var contentType: String {
        if case .otherSize = self { return Self.sizeMediaType }
        return "text/plain; charset=utf-8"
    }

    /// How long to wait before the next request, in seconds; nil if nothing is said of it.
    public var retryAfterSeconds: UInt64? {
        switch self {
        case .tooManyRequests(let seconds, _), .failed(_, let seconds, _): seconds
        default: nil
        }
    }

    /// The body, as a witness sends it.
    public var body: [UInt8] {
        switch self {
        case .cosigned(let lines): Array(lines.map(\.line).joined().utf8)
        case .otherSize(let size): Array("\(size)\n".utf8)
        case .malformed(let reason), .notSignedByLog(let reason), .unknownOrigin(let reason),
            .conflict(let reason), .inconsistent(let reason), .tooManyRequests(_, let reason),
            .failed(_, _, let reason), .unexpected(_, let reason), .garbled(_, let reason):
            Array("\(reason)\n".utf8)
        }
    }

    /// Whether the answer says that witness and log may hold two histories: publishing is to stop
    /// and somebody to be told.
    public var isPossibleFork: Bool {
        switch self {
        case .conflict, .inconsistent: true
        default: false
        }
    }

    private static func isSizeMediaType(_ contentType: String?) -> Bool {
        guard let essence = contentType?.split(separator: ";").first else { return false }
        let trimmed = essence.split { $0 == " " || $0 == "\t" }
        return trimmed.count == 1 && trimmed[0].lowercased() == self.sizeMediaType
    }

    /// The first line of a body, so cut that it can stand in a line of a log.
    static func reason(in body: [UInt8]) -> String {
        let line = body.prefix(200).prefix { $0 != UInt8(ascii: "\n") }
        let visible = UInt8(ascii: " ")...UInt8(ascii: "~")
        return String(
            decoding: line.map { visible.contains($0) ? $0 : UInt8(ascii: "?") },
            as: UTF8.self
        )
    }
}

extension AddCheckpointResponse: CustomStringConvertible {
    /// The answer in words, without the lines of a cosignature.
    public var description: String {
        switch self {
        case .cosigned(let lines): "cosigned with \(lines.count) lines"
        case .malformed(let reason): "refused as malformed: \(reason)"
        case .notSignedByLog(let reason): "refused as not signed by the log: \(reason)"
        case .unknownOrigin(let reason): "the origin is not known: \(reason)"
        case .otherSize(let size): "the witness is at size \(size)"
        case .conflict(let reason): "conflict, a possible fork: \(reason)"
        case .inconsistent(let reason): "inconsistent, a possible fork: \(reason)"
        case .tooManyRequests(_, let reason): "asked to come later: \(reason)"
        case .failed(let status, _, let reason): "the witness failed (\(status)): \(reason)"
        case .unexpected(let status, let reason): "unexpected status \(status): \(reason)"
        case .garbled(let status, let reason): "garbled answer (\(status)): \(reason)"
        }
    }
}
