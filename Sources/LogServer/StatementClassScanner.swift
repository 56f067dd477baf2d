/// Finds the `class` members of a JSON object, without asking that the rest be correct.
///
/// It reads leniently on purpose: bytes that some JSON reader might take for a statement of a
/// control class are not for writers, whatever a strict reader says to them.
struct StatementClassScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    /// Creates a scanner over an entry.
    init(_ entry: ArraySlice<UInt8>) {
        self.bytes = entry
        self.position = entry.startIndex
    }

    /// The texts of the object's `class` members up to the first place that is no JSON at all.
    mutating func classes() -> [[UInt8]] {
        var classes: [[UInt8]] = []
        if self.bytes.starts(with: [0xef, 0xbb, 0xbf]) { self.position += 3 }
        guard self.take(UInt8(ascii: "{")) else { return [] }
        while let name = self.string(), self.take(UInt8(ascii: ":")) {
            if name == Array("class".utf8), self.peek() == UInt8(ascii: "\"") {
                guard let value = self.string() else { return classes }
                classes.append(value)
            } else {
                self.skipValue()
            }
            guard self.take(UInt8(ascii: ",")) else { return classes }
        }
        return classes
    }

    /// The next byte that is not white space.
    private mutating func peek() -> UInt8? {
        while self.position < self.bytes.endIndex {
            let byte = self.bytes[self.position]
            guard byte == 0x20 || (0x09...0x0d).contains(byte) else { return byte }
            self.position += 1
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.peek() == byte else { return false }
        self.position += 1
        return true
    }

    /// Reads a string, with its escapes undone; nil if there is none or it does not end.
    private mutating func string() -> [UInt8]? {
        guard self.take(UInt8(ascii: "\"")) else { return nil }
        var text: [UInt8] = []
        while self.position < self.bytes.endIndex {
            let byte = self.bytes[self.position]
            self.position += 1
            if byte == UInt8(ascii: "\"") { return text }
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard self.position < self.bytes.endIndex else { return nil }
            let escaped = self.bytes[self.position]
            self.position += 1
            text += escaped == UInt8(ascii: "u") ? self.unicodeEscape() : [Self.unescaped(escaped)]
        }
        return nil
    }

    /// Reads the four digits behind `\u`. Only ASCII matters: the names looked for have no other.
    private mutating func unicodeEscape() -> [UInt8] {
        let digits = self.bytes[self.position...].prefix(4)
        guard digits.count == 4,
            let code = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return [] }
        self.position += 4
        return code < 0x80 ? [UInt8(code)] : [0xff]
    }

    private static func unescaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }

    /// Moves to the end of a value: to the next comma or brace of this object.
    private mutating func skipValue() {
        var depth = 0
        while let byte = self.peek() {
            switch byte {
            case UInt8(ascii: "\""):
                guard self.string() != nil else { return }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard depth > 0 else { return }
                depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                return
            default:
                break
            }
            self.position += 1
        }
    }
}
