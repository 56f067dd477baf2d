/// Why bytes are not JSON that every reader takes for the same value.
public struct StrictJSONError: Error, Hashable, Sendable {
    /// The rule that is broken. The texts are stable: programs may compare them.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// There is nothing but white space.
        case empty = "json-empty"
        /// There are more bytes than the limit.
        case tooLarge = "json-too-large"
        /// The bytes begin with a byte-order mark, of whatever encoding.
        case byteOrderMark = "json-byte-order-mark"
        /// The bytes are not UTF-8: truncated, overlong, a surrogate, beyond U+10FFFF.
        case invalidUTF8 = "json-invalid-utf8"
        /// An escape names half of a surrogate pair.
        case loneSurrogate = "json-lone-surrogate"
        /// A backslash is followed by something that is no escape.
        case badEscape = "json-bad-escape"
        /// A control character stands unescaped in a text.
        case controlCharacter = "json-control-character"
        /// Two members of an object have the same name.
        case duplicateMember = "json-duplicate-member"
        /// Arrays and objects lie more than ``StrictJSON/maximumDepth`` deep in each other.
        case tooDeep = "json-too-deep"
        /// A number is not written as JSON writes numbers.
        case malformedNumber = "json-malformed-number"
        /// A number has a fraction, an exponent or a sign on zero: readers would differ.
        case numberNotWhole = "json-number-not-whole"
        /// A number is of a magnitude of 2^53 or more: readers would round it.
        case numberTooLarge = "json-number-too-large"
        /// A word that is not `true`, `false` or `null`.
        case badLiteral = "json-bad-literal"
        /// A comma with nothing behind it.
        case trailingComma = "json-trailing-comma"
        /// Something stands behind the end of the value.
        case trailingBytes = "json-trailing-bytes"
        /// The bytes end within a value.
        case truncated = "json-truncated"
        /// A character that cannot stand where it does.
        case unexpectedCharacter = "json-unexpected-character"
    }

    /// The rule that is broken.
    public let code: Code
    /// Where, in bytes from the beginning.
    public let offset: Int
    /// The member that is being read, such as `attributes.tags[2]`; empty at the top.
    public let path: String

    /// Creates an error.
    public init(_ code: Code, offset: Int, path: String = "") {
        self.code = code
        self.offset = offset
        self.path = path.shortened
    }

    /// The same error, seen from the member or element that encloses it.
    func inside(_ component: String) -> StrictJSONError {
        let path =
            self.path.isEmpty || self.path.utf8.first == UInt8(ascii: "[")
            ? component + self.path : "\(component).\(self.path)"
        return StrictJSONError(self.code, offset: self.offset, path: path)
    }
}

extension String {
    /// The text, or its beginning if it is long: names come from outside, and errors are sent back.
    var shortened: String {
        self.utf8.count <= 200 ? self : String(self.unicodeScalars.prefix(100)) + "\u{2026}"
    }
}

extension StrictJSONError: CustomStringConvertible {
    /// What is wrong and where, in words.
    public var description: String {
        let place = self.path.isEmpty ? "" : " in \(self.path)"
        return "\(self.code.words) at byte \(self.offset)\(place)"
    }
}

extension StrictJSONError.Code {
    /// The rule in words.
    var words: String {
        switch self {
        case .empty: "no value"
        case .tooLarge: "more bytes than the limit"
        case .byteOrderMark: "a byte-order mark"
        case .invalidUTF8: "bytes that are not UTF-8"
        case .loneSurrogate: "half of a surrogate pair"
        case .badEscape: "a backslash that begins no escape"
        case .controlCharacter: "a control character in a text"
        case .duplicateMember: "a second member of the same name"
        case .tooDeep: "more than \(StrictJSON.maximumDepth) arrays and objects in each other"
        case .malformedNumber: "a malformed number"
        case .numberNotWhole: "a number with a fraction, an exponent or a sign on zero"
        case .numberTooLarge: "a number of 2^53 or more"
        case .badLiteral: "a word that is not true, false or null"
        case .trailingComma: "a comma with nothing behind it"
        case .trailingBytes: "something behind the end of the value"
        case .truncated: "the end of the bytes within a value"
        case .unexpectedCharacter: "an unexpected character"
        }
    }
}
