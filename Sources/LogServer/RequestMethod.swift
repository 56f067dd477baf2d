import NIOHTTP1

/// A request's method, as far as it makes a difference here.
enum RequestMethod: String, CaseIterable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    /// Any other.
    case other

    /// Sorts a method.
    init(_ method: HTTPMethod) {
        switch method {
        case .GET: self = .get
        case .HEAD: self = .head
        case .POST: self = .post
        default: self = .other
        }
    }

    /// Whether the method only reads.
    var isRead: Bool { self == .get || self == .head }
}
