/// The origin of a Concordat log: the name of its SHA-256 tree and of its Ed25519 key.
///
/// The tree with SM3 is a log of its own, whose origin is ``sm3Text``. Origins that could be taken
/// for such a sibling, for a number or for one of our formats are refused.
///
/// SPEC: TWIN-3.
public struct LogOrigin: Hashable, Sendable {
    private let name: WireText

    /// The longest origin, in bytes: with the sibling's suffix it still fits into 255.
    public static let maximumByteCount = KeyName.maximumByteCount - LogOrigin.sm3Suffix.utf8.count

    /// What the sibling's origin has behind the log's own.
    public static let sm3Suffix = "/sm3"

    /// Creates an origin.
    ///
    /// - Throws: ``OriginError`` that names the rule which `text` breaks.
    public init(_ text: String) throws(OriginError) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.maximumByteCount else {
            throw .tooLong(byteCount: text.utf8.count)
        }
        guard KeyName.isValid(text) else { throw .forbiddenCharacter }
        guard !text.utf8.suffix(Self.sm3Suffix.utf8.count).elementsEqual(Self.sm3Suffix.utf8) else {
            throw .reserved
        }
        guard !text.utf8.starts(with: "concordat/".utf8) else { throw .reserved }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard !text.utf8.allSatisfy({ digits.contains($0) }) else { throw .reserved }
        self.name = WireText(text)
    }

    /// The origin line of the SHA-256 tree's checkpoints.
    public var text: String { self.name.string }

    /// The origin line of the SM3 tree's checkpoints.
    public var sm3Text: String { self.text + Self.sm3Suffix }
}

extension LogOrigin: CustomStringConvertible {
    /// The same as ``text``.
    public var description: String { self.text }
}
