/// Why a log refused a request: RFC 9457.
public struct ProblemDocument: Hashable, Sendable, Codable {
    /// The kind of problem, a URI.
    public let type: String
    /// The kind of problem, in words.
    public let title: String
    /// The HTTP status.
    public let status: Int
    /// What is wrong with this request.
    public let detail: String?
    /// The part of the request that is wrong.
    public let member: String?
    /// The limit that the request exceeds.
    public let limit: UInt64?

    /// Creates a document from its parts.
    public init(
        type: String,
        title: String,
        status: Int,
        detail: String? = nil,
        member: String? = nil,
        limit: UInt64? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.member = member
        self.limit = limit
    }

    /// The kind of a proof for an entry that is promised and not yet published.
    public static let notPublishedType = "urn:concordat:problem:not-published"
}

extension ProblemDocument: CustomStringConvertible {
    /// The problem on one line, for people.
    public var description: String {
        let detail = self.detail ?? self.title
        return self.member.map { "\($0): \(detail)" } ?? detail
    }
}
