/// Why a text is not a checkpoint, or a note does not vouch for one.
public enum CheckpointError: Error, Hashable, Sendable {
    /// The text is not three lines in their one spelling.
    case malformed
    /// The origin is empty, longer than 255 bytes, or has a space, a `+` or a control character.
    case origin
    /// The size is not a decimal number below 2^64 without leading zeros.
    case size
    /// The root is not the base64 of 32 bytes.
    case root
    /// The size is 0 and the root is not that of the tree without entries.
    case rootOfEmptyTree
    /// There are lines behind the root.
    case extensionLines
    /// None of the keys that verified is of the origin and of the suite.
    case notSignedByLog
}

extension CheckpointError {
    /// What the error says about the checkpoint.
    public var verdict: Verdict {
        switch self {
        case .notSignedByLog: .undecided
        case .malformed, .origin, .size, .root, .rootOfEmptyTree, .extensionLines: .refuted
        }
    }
}

extension CheckpointError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .malformed: "the checkpoint is not three lines"
        case .origin: "the checkpoint's origin is malformed"
        case .size: "the checkpoint's size is not a decimal number"
        case .root: "the checkpoint's root is not the base64 of 32 bytes"
        case .rootOfEmptyTree: "the checkpoint's root is not that of a tree without entries"
        case .extensionLines: "the checkpoint has extension lines"
        case .notSignedByLog: "no configured key is the log's own for this tree"
        }
    }
}
