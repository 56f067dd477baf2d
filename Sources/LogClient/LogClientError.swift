public import LogProtocol

/// Why a log did not do what it was asked.
public enum LogClientError: Error, Hashable, Sendable {
    /// There was no answer. What became of the request is unknown.
    case transport(TransportError)
    /// The log refused the request and changed nothing: a status 4xx.
    case refused(ProblemDocument)
    /// The log, or something in front of it, failed: what became of the request is unknown.
    case failed(ProblemDocument)
    /// The entry is not, or not yet, below the published head.
    case notPublished(ProblemDocument)
    /// The answer is not what the log's own specification says; why, in words.
    case malformedAnswer(String)
    /// The log says that at this index it holds another entry than the one that was sent.
    case otherLeafHash(index: UInt64)
}

extension LogClientError {
    /// Whether the answer is a plain 404: no such file, and no word of a log about it.
    public var isMissing: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.status == 404 && !problem.type.utf8.starts(with: "urn:".utf8)
    }
}

extension LogClientError: CustomStringConvertible {
    /// What went wrong, in words.
    public var description: String {
        switch self {
        case .transport(let error): error.description
        case .refused(let problem): "the log refused (\(problem.status)): \(problem)"
        case .failed(let problem): "the log failed (\(problem.status)): \(problem)"
        case .notPublished(let problem): "\(problem)"
        case .malformedAnswer(let reason): "the log's answer is malformed: \(reason)"
        case .otherLeafHash(let index):
            "the log answers index \(index) with another leaf hash than the entry's"
        }
    }
}
