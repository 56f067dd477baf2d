/// The forms of texts in records. A schema names them by `x-format`, and spells most of them out as a
/// `pattern` for other readers of JSON Schema; a test holds each to its pattern.
enum TextFormat: String, CaseIterable, Sendable {
    /// A term of a vocabulary, in no language: letters, digits and `._:-`, up to 96.
    case code
    /// An opaque identifier, up to 256 visible ASCII characters. A digest of what it names may stand
    /// behind it, as `#sha256:<hexadecimal>` or `#sm3:<hexadecimal>`.
    case ref
    /// A moment, UTC: ``RecordTime``.
    case timestamp
    /// A UUID in lower case.
    case uuid
    /// A country: two capital letters of ISO 3166-1.
    case country
    /// A country or subdivision of ISO 3166-2, with the region of a provider behind a slash.
    case location
    /// A digest with the name of its hash.
    case digest
    /// A decimal number as text.
    case decimal
    /// One line of text without control characters.
    case text
    /// Several lines of text: no control characters but line feeds.
    case lines

    /// Whether a text has this form.
    func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { self.matches($0) }
    }

    private func matches(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .code:
            guard let first = utf8.first, utf8.count <= 96, Self.isAlphanumeric(first) else {
                return false
            }
            return utf8.allSatisfy {
                Self.isAlphanumeric($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
                    || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "-")
            }
        case .ref:
            return 1...256 ~= utf8.count && utf8.allSatisfy { 0x21...0x7e ~= $0 }
        case .timestamp:
            return RecordTime(parsing: utf8) != nil
        case .uuid:
            return utf8.count == 36
                && utf8.indices.allSatisfy {
                    [8, 13, 18, 23].contains($0)
                        ? utf8[$0] == UInt8(ascii: "-") : Self.isLowerHexadecimal(utf8[$0])
                }
        case .country:
            return utf8.count == 2 && utf8.allSatisfy(Self.isUpper)
        case .location:
            return Self.isLocation(utf8[...])
        case .digest:
            let isNamed = utf8.starts(with: "sha256:".utf8) || utf8.starts(with: "sm3:".utf8)
            let digits = utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
            return isNamed && digits.count == 64 && digits.allSatisfy(Self.isLowerHexadecimal)
        case .decimal:
            return Self.isDecimal(utf8[...])
        case .text:
            return utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
        case .lines:
            return utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a }
        }
    }

    /// What is expected, in words.
    var words: String {
        switch self {
        case .code: "a code of up to 96 letters, digits and ._:-"
        case .ref: "up to 256 visible ASCII characters"
        case .timestamp: "a UTC time such as 2026-11-23T10:00:00Z"
        case .uuid: "a UUID in lower case"
        case .country: "a country of ISO 3166-1, such as ES"
        case .location: "a place of ISO 3166-2, such as ES-MD or CN-BJ/north-1"
        case .digest: "sha256: or sm3: and 64 hexadecimal digits"
        case .decimal: "a decimal number as text"
        case .text: "a text without control characters"
        case .lines: "lines of text without control characters"
        }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isUpper(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isLower(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        self.isDigit(byte) || self.isUpper(byte) || self.isLower(byte)
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        self.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    /// `[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9-]{1,32})?`
    private static func isLocation(_ bytes: Bytes) -> Bool {
        var rest = bytes.dropFirst(2)
        guard bytes.count >= 2, bytes.prefix(2).allSatisfy(self.isUpper) else { return false }
        if rest.first == UInt8(ascii: "-") {
            let part = rest.dropFirst().prefix { self.isUpper($0) || self.isDigit($0) }
            guard 1...3 ~= part.count else { return false }
            rest = rest.dropFirst(1 + part.count)
        }
        guard rest.first == UInt8(ascii: "/") else { return rest.isEmpty }
        let region = rest.dropFirst()
        return 1...32 ~= region.count
            && region.allSatisfy {
                self.isLower($0) || self.isDigit($0) || $0 == UInt8(ascii: "-")
            }
    }

    /// `-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?`
    private static func isDecimal(_ bytes: Bytes) -> Bool {
        var rest = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
        let integer = rest.prefix(while: self.isDigit)
        guard 1...18 ~= integer.count, integer.first != UInt8(ascii: "0") || integer.count == 1
        else { return false }
        rest = rest.dropFirst(integer.count)
        guard rest.first == UInt8(ascii: ".") else { return rest.isEmpty }
        let fraction = rest.dropFirst()
        return 1...18 ~= fraction.count && fraction.allSatisfy(self.isDigit)
    }
}
