/// Why a text is not the origin of a log.
public enum OriginError: Error, Hashable, Sendable {
    /// The text has no characters.
    case empty
    /// The text has `byteCount` bytes, more than ``LogOrigin/maximumByteCount``.
    case tooLong(byteCount: Int)
    /// The text has a space, a `+` or a control character.
    case forbiddenCharacter
    /// The text ends in `/sm3`, has only digits, or starts with `concordat/`.
    case reserved
}

extension OriginError: CustomStringConvertible {
    /// What is wrong, in words for whoever configured the origin.
    public var description: String {
        switch self {
        case .empty: "the origin is empty"
        case .tooLong(let byteCount):
            "the origin has \(byteCount) bytes, more than \(LogOrigin.maximumByteCount)"
        case .forbiddenCharacter: "the origin has a space, a '+' or a control character"
        case .reserved:
            "the origin ends in '/sm3', has only digits, or starts with 'concordat/'"
        }
    }
}
