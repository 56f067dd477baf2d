/// Why a text is not a twin note, or a note does not vouch for one.
public enum TwinNoteError: Error, Hashable, Sendable {
    /// The text is not five lines in their one spelling, the first `concordat/twin/v1`.
    case malformed
    /// The origin is not one of a Concordat log.
    case origin
    /// The size is not a decimal number below 2^64 without leading zeros.
    case size
    /// A root is not the base64 of 32 bytes.
    case root
    /// The size is 0 and a root is not that of the tree without entries.
    case rootOfEmptyTree
    /// The log's keys of these suites are not among those that verified.
    case notSignedByLog(missing: Set<Suite>)
    /// The checkpoint of this suite has another origin, size or root.
    case differs(from: Suite)
}

extension TwinNoteError {
    /// What the error says about the twin note.
    public var verdict: Verdict {
        switch self {
        case .notSignedByLog: .undecided
        case .malformed, .origin, .size, .root, .rootOfEmptyTree, .differs:
            .refuted
        }
    }
}

extension TwinNoteError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .malformed: "the twin note is not five lines behind each other"
        case .origin: "the twin note's origin is malformed"
        case .size: "the twin note's size is not a decimal number"
        case .root: "a root of the twin note is not the base64 of 32 bytes"
        case .rootOfEmptyTree: "a root of the twin note is not that of a tree without entries"
        case .differs(let suite):
            "the \(suite) checkpoint has another origin, size or root than the twin note"
        case .notSignedByLog(let missing):
            "no configured key is the log's own for "
                + missing.map(\.rawValue).sorted().joined(separator: " and ")
        }
    }
}
