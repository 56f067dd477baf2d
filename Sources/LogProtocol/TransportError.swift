/// Why a request has no answer.
public enum TransportError: Error, Hashable, Sendable {
    /// The log or witness could not be reached, or not anymore: what became of the request is
    /// unknown. The reason is for people.
    case connection(String)
    /// No answer in time: what became of the request is unknown.
    case timeout
    /// The answer is longer than the limit, in bytes.
    case answerTooLarge(limit: Int)
    /// The files of the log are there and cannot be read. The reason is for people.
    case unreadable(String)
    /// The prefix is not a URL with `http` or `https` and a host.
    case invalidURL
}

extension TransportError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .connection(let reason): "no connection: \(reason)"
        case .timeout: "no answer in time"
        case .answerTooLarge(let limit): "the answer has more than \(limit) bytes"
        case .unreadable(let reason): "the files cannot be read: \(reason)"
        case .invalidURL: "not a URL of the form http://host:port/path"
        }
    }
}
