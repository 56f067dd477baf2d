/// A text that is equal to another only if their UTF-8 bytes are.
///
/// Swift's own strings are equal if they look the same; what is signed is bytes. Types that hold
/// text from the wire keep it in this form, so that their derived equality is that of the bytes.
struct WireText: Hashable, Sendable {
    let string: String

    init(_ string: String) { self.string = string }

    static func == (left: WireText, right: WireText) -> Bool {
        left.string.hasSameBytes(as: right.string)
    }

    func hash(into hasher: inout Hasher) {
        for byte in self.string.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8(0xff))
    }
}

extension String {
    /// Whether two texts are the same bytes, not only the same characters.
    package func hasSameBytes(as other: String) -> Bool { self.utf8.elementsEqual(other.utf8) }
}

extension Collection<UInt8> {
    /// The lines of a text, without their line feeds; nil unless there is one after the last line.
    func lines() -> [SubSequence]? {
        guard let last = self.suffix(1).first else { return [] }
        guard last == UInt8(ascii: "\n") else { return nil }
        var lines = self.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        lines.removeLast()
        return lines
    }

    /// The bytes behind `prefix`; nil if they do not begin with it.
    func removingPrefix(_ prefix: String) -> SubSequence? {
        self.starts(with: prefix.utf8) ? self.dropFirst(prefix.utf8.count) : nil
    }
}
