import NIOHTTP1
import SignedNotes

/// What a request's header fields say, as far as it concerns us. Read in one pass.
struct RequestFields: Sendable {
    /// The length of the body as announced; nil if there is none or it comes in chunks.
    private(set) var contentLength: UInt64?
    /// Whether the body comes in chunks.
    private(set) var isChunked = false
    /// Whether the sender waits for `100 Continue` before it sends the body.
    private(set) var expectsContinue = false
    /// Whether the body is NDJSON.
    private(set) var isNDJSON = false
    /// Whether the body is compressed. We take none that is: it could be a bomb.
    private(set) var isEncoded = false
    /// Whether a browser sends the request for a page.
    private(set) var isFromPage = false
    /// Whether the sender asks for another protocol.
    private(set) var asksForUpgrade = false
    /// Whether the reader takes gzip.
    private(set) var acceptsGzip = false
    /// The entity tags that the reader has.
    private(set) var ifNoneMatch: String?
    /// The key that makes a retry recognisable.
    private(set) var idempotencyKey: [UInt8]?
    /// How many seconds the sender is ready to wait for more than the promise: RFC 7240 section 4.3,
    /// at most ``maximumWaitSeconds``.
    private(set) var waitSeconds: Int?
    /// What the sender brings to show who he is.
    private(set) var authorization: [UInt8]?
    /// The certificate that the client showed, and has the key of, when the connection was made; nil
    /// without TLS, and for a client without one. No field of a request says so.
    var certificate: ClientCertificate?

    /// Whether a body follows.
    var hasBody: Bool { self.isChunked || (self.contentLength ?? 0) > 0 }

    /// The longest `Idempotency-Key`, in bytes.
    static let maximumKeyByteCount = 255

    /// The longest wait that is heeded.
    static let maximumWaitSeconds = 60

    /// Reads the fields of a request.
    ///
    /// - Throws: A ``Problem`` for those that RFC 9110 and 9112 forbid and for those that could
    ///   make two parties see two requests where there is one.
    init(_ headers: HTTPHeaders, version: HTTPVersion) throws(Problem) {
        var hostCount = 0
        var contentTypeCount = 0
        for (name, value) in headers {
            // Names differ in length first, so most fields cost one comparison of numbers.
            switch name.utf8.count {
            case 4 where name.isField("host"):
                hostCount += 1
            case 6 where name.isField("origin"):
                self.isFromPage = true
            case 6 where name.isField("prefer"):
                self.readPreference(value)
            case 6 where name.isField("expect"):
                guard value.isToken("100-continue") else {
                    throw Problem(
                        .expectationFailed,
                        .unspecified,
                        "Only 100-continue can be expected.",
                        member: "Expect"
                    )
                }
                self.expectsContinue = true
            case 7 where name.isField("upgrade"):
                self.asksForUpgrade = true
            case 12 where name.isField("content-type"):
                contentTypeCount += 1
                self.isNDJSON = value.isMediaType("application/x-ndjson")
            case 13 where name.isField("authorization"):
                // Which of two counts must not depend on who reads.
                guard self.authorization == nil else {
                    throw Problem(
                        .badRequest,
                        .malformed,
                        "A request has at most one Authorization field.",
                        member: "Authorization"
                    )
                }
                self.authorization = Array(value.trimmed.utf8)
            case 13 where name.isField("if-none-match"):
                self.ifNoneMatch = value
            case 14 where name.isField("content-length"):
                // Two of them, or one that is no number, do not get here.
                self.contentLength = UInt64(value.trimmed) ?? UInt64.max
            case 15 where name.isField("accept-encoding"):
                self.acceptsGzip = Self.acceptsGzip(value)
            case 15 where name.isField("idempotency-key"):
                try self.readKey(value)
            case 16 where name.isField("content-encoding"):
                self.isEncoded = !value.isToken("identity")
            case 17 where name.isField("transfer-encoding"):
                guard !self.isChunked, value.isToken("chunked") else {
                    throw Problem(
                        .badRequest,
                        .malformed,
                        "The only transfer encoding is chunked.",
                        member: "Transfer-Encoding"
                    )
                }
                self.isChunked = true
            default:
                break
            }
        }
        // SPEC: RFC 9112 §3.2: a request without Host, or with more than one, gets 400.
        guard hostCount == 1 || (hostCount == 0 && version == .http1_0) else {
            throw Problem(
                .badRequest,
                .malformed,
                "A request has one Host field.",
                member: "Host"
            )
        }
        // Which of two says what the body is must not depend on who reads.
        guard contentTypeCount <= 1 else {
            throw Problem(
                .badRequest,
                .malformed,
                "A request has at most one Content-Type field.",
                member: "Content-Type"
            )
        }
        guard !(self.isChunked && self.contentLength != nil) else {
            throw Problem(
                .badRequest,
                .malformed,
                "A body comes in chunks or with its length, not both.",
                member: "Content-Length"
            )
        }
    }

    /// What is not understood of a preference is passed over, as RFC 7240 wants it.
    private mutating func readPreference(_ value: String) {
        for part in value.utf8.split(separator: UInt8(ascii: ",")) {
            let token = part.filter { $0 != UInt8(ascii: " ") }
            guard token.starts(with: "wait=".utf8),
                let seconds = CanonicalDecimal.parse(token.dropFirst("wait=".utf8.count)),
                self.waitSeconds == nil
            else { continue }
            self.waitSeconds = Int(min(seconds, UInt64(Self.maximumWaitSeconds)))
        }
    }

    private mutating func readKey(_ value: String) throws(Problem) {
        let bytes = Array(value.trimmed.utf8)
        let visible = UInt8(ascii: "!")...UInt8(ascii: "~")
        // SPEC: HTTP-12: one key of 1 to 255 visible ASCII characters.
        guard self.idempotencyKey == nil, (1...Self.maximumKeyByteCount).contains(bytes.count),
            bytes.allSatisfy({ visible.contains($0) })
        else {
            throw Problem(
                .badRequest,
                .malformed,
                "There is one key, of 1 to \(Self.maximumKeyByteCount) visible ASCII characters.",
                member: "Idempotency-Key",
                limit: UInt64(Self.maximumKeyByteCount)
            )
        }
        self.idempotencyKey = bytes
    }

    /// Whether a list of codings holds gzip with a weight above zero: RFC 9110 §12.5.3.
    private static func acceptsGzip(_ codings: String) -> Bool {
        codings.utf8.split(separator: UInt8(ascii: ",")).contains { coding in
            let parts = coding.split(separator: UInt8(ascii: ";"))
            guard let name = parts.first, Substring(name).isToken("gzip") else { return false }
            return !parts.dropFirst().contains { parameter in
                let weight = parameter.filter { $0 != UInt8(ascii: " ") }
                return weight.starts(with: "q=0".utf8)
                    && weight.dropFirst(3).allSatisfy { ".0".utf8.contains($0) }
            }
        }
    }

    /// Whether the reader has the bytes that `entityTag` names: RFC 9110 §13.1.2.
    func matches(entityTag: String) -> Bool {
        guard let list = self.ifNoneMatch else { return false }
        return list.utf8.split(separator: UInt8(ascii: ",")).contains { element in
            var tag = element.drop { $0 == UInt8(ascii: " ") }
            if tag.starts(with: "W/".utf8) { tag = tag.dropFirst(2) }
            return tag.elementsEqual("*".utf8) || tag.elementsEqual(entityTag.utf8)
                || (tag.last == UInt8(ascii: " ") && Substring(tag).isExactly(entityTag))
        }
    }
}

extension StringProtocol {
    /// Whether the name is `field`, which is in lower case and of the same length.
    fileprivate func isField(_ field: StaticString) -> Bool {
        self.equalsIgnoringCase(field)
    }

    /// Whether the text is `token`, whatever its case, apart from white space around it.
    fileprivate func isToken(_ token: StaticString) -> Bool {
        self.trimmed.equalsIgnoringCase(token)
    }

    fileprivate func isExactly(_ text: String) -> Bool {
        self.trimmed.utf8.elementsEqual(text.utf8)
    }

    /// Whether the text names this media type, with any parameters.
    fileprivate func isMediaType(_ type: StaticString) -> Bool {
        let end = self.firstIndex(of: ";") ?? self.endIndex
        return self[..<end].isToken(type)
    }

    fileprivate var trimmed: SubSequence {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let start = self.firstIndex { !isSpace($0) } ?? self.endIndex
        let end = self.lastIndex { !isSpace($0) }.map { self.index(after: $0) } ?? start
        return self[start..<end]
    }

    private func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
        lowercase.withUTF8Buffer { wanted in
            guard self.utf8.count == wanted.count else { return false }
            return zip(self.utf8, wanted).allSatisfy { byte, wanted in
                byte == wanted
                    || (byte | 0x20 == wanted
                        && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte))
            }
        }
    }
}
