/// The short name of a log: a path element of its URLs and the name of its folders.
///
/// 1 to 63 characters of `a` to `z`, `0` to `9` and `-`, beginning with a letter; none of the
/// names that the daemon's own routes use.
public struct LogName: Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let text: String

    /// Checks a name.
    ///
    /// - Throws: ``LogNameError`` that says which rule is broken.
    public init(_ text: String) throws(LogNameError) {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count) else { throw .length }
        guard let first = bytes.first, Self.letters.contains(first) else { throw .firstCharacter }
        guard bytes.allSatisfy({ Self.letters.contains($0) || Self.others.contains($0) }) else {
            throw .characters
        }
        guard !Self.reserved.contains(text) else { throw .reserved }
        self.text = text
    }

    /// The name.
    public var description: String { self.text }

    private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    private static let others = Set("0123456789-".utf8)
    private static let reserved: Set<String> = ["healthz", "readyz", "metrics", "v1"]
}

/// Which rule a log's name breaks.
public enum LogNameError: Error, Hashable, Sendable {
    /// The name does not have 1 to 63 characters.
    case length
    /// The name does not begin with a letter from a to z.
    case firstCharacter
    /// The name has a character other than a to z, 0 to 9 and `-`.
    case characters
    /// The name is that of one of the daemon's own routes.
    case reserved
}

extension LogNameError: CustomStringConvertible {
    /// The rule in a sentence.
    public var description: String {
        switch self {
        case .length: "a log's name has 1 to 63 characters"
        case .firstCharacter: "a log's name begins with a letter from a to z"
        case .characters: "a log's name has the characters a to z, 0 to 9 and - only"
        case .reserved: "healthz, metrics, readyz and v1 are names of the daemon's own routes"
        }
    }
}
