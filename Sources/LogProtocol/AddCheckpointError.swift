public import SignedNotes

/// Why bytes are not the body of `add-checkpoint`. Lines are counted from 1.
public enum AddCheckpointError: Error, Hashable, Sendable {
    /// The body has `byteCount` bytes, more than ``Limits/addCheckpointByteCount``.
    case tooLarge(byteCount: Int)
    /// The first line is not `old <size>` in its one spelling.
    case oldSize
    /// A line of the proof is not the base64 of 32 bytes.
    case hash(line: Int)
    /// The proof has more hashes than ``Limits/addCheckpointHashCount``.
    case tooManyHashes(count: Int)
    /// There is no empty line with a note behind it.
    case noNote
    /// What stands behind the empty line is not a note.
    case note(NoteError)
    /// The note's text is not a checkpoint.
    case checkpoint(CheckpointError)
    /// The old size is larger than that of the checkpoint.
    case oldSizeAbove(oldSize: UInt64, size: UInt64)
}

extension AddCheckpointError: CustomStringConvertible {
    /// What is wrong, in words for whoever sent it.
    public var description: String {
        switch self {
        case .tooLarge(let byteCount):
            "the body has \(byteCount) bytes, more than \(Limits.addCheckpointByteCount)"
        case .oldSize: "line 1 is not of the form old <size>"
        case .hash(let line): "line \(line) is not the base64 of a hash of 32 bytes"
        case .tooManyHashes(let count):
            "the proof has \(count) hashes or more, and \(Limits.addCheckpointHashCount) are allowed"
        case .noNote: "there is no empty line with a checkpoint behind it"
        case .note(let error): "\(error)"
        case .checkpoint(let error): "\(error)"
        case .oldSizeAbove(let oldSize, let size):
            "the old size \(oldSize) is larger than the checkpoint's, \(size)"
        }
    }
}
