/// What became of one line of an NDJSON body.
///
///     {"index":7,"leaf_hash":{...}}
///     {"error":{<problem document>}}
public enum AppendResult: Hashable, Sendable {
    /// The entry is in the log.
    case appended(AppendedEntry)
    /// The entry is not in the log, and why.
    case refused(ProblemDocument)
}

extension AppendResult: Codable {
    private enum CodingKeys: String, CodingKey {
        case error
    }

    /// Reads the result.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        if let problem = try members.decodeIfPresent(ProblemDocument.self, forKey: .error) {
            self = .refused(problem)
        } else {
            self = .appended(try AppendedEntry(from: decoder))
        }
    }

    /// Writes the result.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .appended(let entry):
            try entry.encode(to: encoder)
        case .refused(let problem):
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(problem, forKey: .error)
        }
    }
}
