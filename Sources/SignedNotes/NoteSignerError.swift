/// Why a note was not signed.
public enum NoteSignerError: Error, Hashable, Sendable {
    /// The text is no checkpoint, and the kind of signature covers nothing else.
    case notACheckpoint
}

extension NoteSignerError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .notACheckpoint: "an ML-DSA-44 cosignature covers checkpoints alone"
        }
    }
}
