/// A value of canonical JSON (RFC 8785), as far as statements use it: texts, whole numbers below 2^53
/// and objects. Equal values have equal bytes.
public indirect enum CanonicalJSON: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A whole number. At most ``largestNumber``.
    case number(UInt64)
    /// Members by name.
    case object([String: CanonicalJSON])

    /// The largest number that every reader takes for itself: 2^53 - 1.
    public static let largestNumber: UInt64 = (1 << 53) - 1

    /// The bytes.
    ///
    /// - Precondition: No number is above ``largestNumber``.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        self.append(to: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): Self.append(text, to: &bytes)
        case .number(let number):
            precondition(number <= Self.largestNumber, "a number has one spelling everywhere")
            bytes += String(number).utf8
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            // RFC 8785 section 3.2.3: in the order of UTF-16 code units.
            let names = members.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
            for (position, name) in names.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.append(name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                members[name]?.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// RFC 8785 section 3.2.2.2: what need not be escaped is not.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0..<0x20:
                bytes += (byte < 0x10 ? "\\u000" : "\\u00").utf8
                bytes += String(byte, radix: 16).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
