/// Why a request has no answer.
public enum TransportError: Error, Hashable, Sendable {
    /// The log could not be reached, or not anymore: what became of the request is unknown. The
    /// reason is for people.
    case connection(String)
    /// No answer in time: what became of the request is unknown.
    case timeout
    /// The answer is longer than the limit, in bytes.
    case answerTooLarge(limit: Int)
    /// The files of the log are there and cannot be read. The reason is for people.
    case unreadable(String)
    /// The prefix of the log is not a URL with `http` or `https` and a host.
    case invalidURL
}

extension TransportError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .connection(let reason): "no connection to the log: \(reason)"
        case .timeout: "the log did not answer in time"
        case .answerTooLarge(let limit): "the log's answer has more than \(limit) bytes"
        case .unreadable(let reason): "the log cannot be read: \(reason)"
        case .invalidURL: "not a URL of the form http://host:port/log"
        }
    }
}
