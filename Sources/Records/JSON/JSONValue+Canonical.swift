/// RFC 8785, for the values that ``JSONValue`` has.
extension JSONValue {
    /// The canonical bytes: no white space, members in the order of their names' UTF-16.
    ///
    /// - Precondition: No number is of a greater magnitude than ``largestInteger``.
    public var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        self.appendCanonical(to: &bytes)
        return bytes
    }

    /// Adds the canonical bytes at the end of `bytes`.
    func appendCanonical(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: [0x6e, 0x75, 0x6c, 0x6c])
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .integer(let integer): Self.appendCanonical(integer, to: &bytes)
        case .string(let string): Self.appendCanonical(string, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                element.appendCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (position, member) in JSONMember.sorted(members).enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.appendCanonical(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.appendCanonical(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// SPEC: CJSON-2: a whole number has one spelling everywhere below 2^53.
    static func appendCanonical(_ integer: Int64, to bytes: inout [UInt8]) {
        precondition(
            integer.magnitude <= UInt64(Self.largestInteger),
            "a number has one spelling everywhere"
        )
        bytes.append(contentsOf: String(integer).utf8)
    }

    /// SPEC: CJSON-1: RFC 8785 section 3.2.2.2: what need not be escaped is not.
    static func appendCanonical(_ string: String, to bytes: inout [UInt8]) {
        var string = string
        bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { utf8 in
            // What needs no escape goes over in runs: a text may be a whole schema.
            var start = utf8.startIndex
            for position in utf8.indices {
                let byte = utf8[position]
                guard byte < 0x20 || byte == 0x22 || byte == 0x5c else { continue }
                bytes.append(contentsOf: utf8[start..<position])
                self.appendEscaped(byte, to: &bytes)
                start = position + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0a: bytes.append(contentsOf: "\\n".utf8)
        case 0x0c: bytes.append(contentsOf: "\\f".utf8)
        case 0x0d: bytes.append(contentsOf: "\\r".utf8)
        case 0..<0x20:
            bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        default: bytes.append(byte)
        }
    }
}
