/// Base64 as the formats of this module write it: RFC 4648 §4, padded, on one line.
///
/// SPEC: NOTE-0: bytes have exactly one spelling. White space, missing padding, the URL-safe
/// alphabet and trailing bits that are not zero are refused.
public enum Base64 {
    /// The characters that spell `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        bytes.withContiguousStorageIfAvailable { self.encode(UnsafeRawBufferPointer($0)) }
            ?? Array(bytes).withUnsafeBytes { self.encode($0) }
    }

    /// The characters that spell `bytes`.
    public static func encode(_ bytes: UnsafeRawBufferPointer) -> String {
        let count = self.characterCount(ofBytes: bytes.count)
        return String(unsafeUninitializedCapacity: count) { text in
            self.write(bytes, to: text)
            return count
        }
    }

    /// Adds the characters that spell `bytes` to a text.
    public static func append(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        let count = self.characterCount(ofBytes: bytes.count)
        text += [UInt8](unsafeUninitializedCapacity: count) { characters, filled in
            self.write(bytes, to: characters)
            filled = count
        }
    }

    /// The bytes that `characters` spell; nil unless it is their one spelling.
    public static func decode(_ characters: some Collection<UInt8>) -> [UInt8]? {
        characters.withContiguousStorageIfAvailable { self.decode(buffer: $0) }
            ?? Array(characters).withUnsafeBufferPointer { self.decode(buffer: $0) }
    }

    /// The bytes that `text` spells; nil unless it is their one spelling.
    public static func decode(_ text: String) -> [UInt8]? { self.decode(text.utf8) }

    private static let padding = UInt8(ascii: "=")
    private static let notADigit: UInt8 = 0xff

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// The value of each digit, by its byte; ``notADigit`` for every other byte.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: notADigit, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    private static func characterCount(ofBytes count: Int) -> Int { (count + 2) / 3 * 4 }

    /// Writes the characters; there is room for them.
    private static func write(
        _ bytes: UnsafeRawBufferPointer,
        to text: UnsafeMutableBufferPointer<UInt8>
    ) {
        self.digits.withUnsafeBufferPointer { digits in
            func digit(_ bits: UInt32, _ shift: UInt32) -> UInt8 {
                digits[Int(bits >> shift & 63)]
            }
            var (start, end) = (0, 0)
            while start < bytes.count {
                let rest = bytes.count - start
                var bits = UInt32(bytes[start]) << 16
                if rest > 1 { bits |= UInt32(bytes[start + 1]) << 8 }
                if rest > 2 { bits |= UInt32(bytes[start + 2]) }
                text[end] = digit(bits, 18)
                text[end + 1] = digit(bits, 12)
                text[end + 2] = rest > 1 ? digit(bits, 6) : self.padding
                text[end + 3] = rest > 2 ? digit(bits, 0) : self.padding
                start += 3
                end += 4
            }
        }
    }

    private static func decode(buffer text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 4) else { return nil }
        guard let last = text.last else { return [] }
        let paddingCount = last != self.padding ? 0 : text[text.count - 2] != self.padding ? 1 : 2
        let digitCount = text.count - paddingCount
        let byteCount = text.count / 4 * 3 - paddingCount
        var isCanonical = true
        let bytes = self.values.withUnsafeBufferPointer { values in
            [UInt8](unsafeUninitializedCapacity: byteCount) { bytes, count in
                var bits: UInt32 = 0
                // Collects the marks of bytes that are no digits: their two top bits are set.
                var marks: UInt8 = 0
                for position in 0..<digitCount {
                    let value = values[Int(text[position])]
                    marks |= value
                    bits = bits << 6 | UInt32(value & 63)
                    if position & 3 == 3 {
                        bytes[count] = UInt8(truncatingIfNeeded: bits >> 16)
                        bytes[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
                        bytes[count + 2] = UInt8(truncatingIfNeeded: bits)
                        count += 3
                    }
                }
                switch paddingCount {
                case 1:  // 18 bits hold two bytes
                    bytes[count] = UInt8(truncatingIfNeeded: bits >> 10)
                    bytes[count + 1] = UInt8(truncatingIfNeeded: bits >> 2)
                    count += 2
                    isCanonical = bits & 3 == 0
                case 2:  // 12 bits hold one byte
                    bytes[count] = UInt8(truncatingIfNeeded: bits >> 4)
                    count += 1
                    isCanonical = bits & 15 == 0
                default: break
                }
                isCanonical = isCanonical && marks & 0xc0 == 0
            }
        }
        return isCanonical ? bytes : nil
    }
}
