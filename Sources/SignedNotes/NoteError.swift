/// Why bytes are not a note, or a note is not verified.
public enum NoteError: Error, Hashable, Sendable {
    /// The note has `byteCount` bytes, more than ``UnverifiedNote/maximumByteCount``.
    case tooLarge(byteCount: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// A control character other than a line feed.
    case controlCharacter
    /// There is no text, no empty line behind it, or no line feed at the end.
    case malformed
    /// A signature line is not `— <name> <base64>` in its one spelling.
    case malformedSignature
    /// More signature lines than ``UnverifiedNote/maximumSignatureCount``.
    case tooManySignatures
    /// Two signature lines of one key.
    case duplicateSignature(name: String)
    /// Two different keys to verify with have one name and one key ID.
    case ambiguousKeys(name: String)
    /// A line of a key to verify with does not verify. The whole note is refused.
    case invalidSignature(name: String)
    /// A line is of a key to verify with that is not good for heads of the note's size; nil if the
    /// note is no head. The whole note is refused.
    case keyOutOfSizes(name: String, size: UInt64?, sizes: ClosedRange<UInt64>)
    /// No line is of a key to verify with: nothing is known against the note, nor for it.
    case noKnownKey
}

extension NoteError {
    /// What the error says about the note.
    public var verdict: Verdict {
        switch self {
        case .noKnownKey, .ambiguousKeys: .undecided
        case .tooLarge, .notUTF8, .controlCharacter, .malformed, .malformedSignature,
            .tooManySignatures, .duplicateSignature, .invalidSignature,
            .keyOutOfSizes:
            .refuted
        }
    }
}

extension NoteError: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .tooLarge(let byteCount):
            "the note has \(byteCount) bytes, more than \(UnverifiedNote.maximumByteCount)"
        case .notUTF8: "the note is not UTF-8"
        case .controlCharacter: "the note has a control character"
        case .malformed: "the note is not a text, an empty line and signature lines"
        case .malformedSignature: "a signature line is malformed"
        case .tooManySignatures:
            "the note has more than \(UnverifiedNote.maximumSignatureCount) signature lines"
        case .duplicateSignature(let name): "two signature lines of one key of \(name)"
        case .ambiguousKeys(let name): "two different keys of \(name) have one key ID"
        case .invalidSignature(let name): "the signature of \(name) does not verify"
        case .keyOutOfSizes(let name, let size, let sizes):
            "\(size.map { "a head of \($0) entries" } ?? "a text that is no head") is signed with the "
                + "key of \(name) that is good for \(sizes.sizeText)"
        case .noKnownKey: "no signature is of a configured key"
        }
    }
}

extension ClosedRange<UInt64> {
    /// The sizes in words.
    fileprivate var sizeText: String {
        if self.upperBound == .max { return "heads of \(self.lowerBound) entries and more only" }
        if self.lowerBound == 0 { return "heads of up to \(self.upperBound) entries only" }
        return "heads of \(self.lowerBound) to \(self.upperBound) entries only"
    }
}
