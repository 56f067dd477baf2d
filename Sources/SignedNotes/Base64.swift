/// Base64 as the formats of this module write it: RFC 4648 §4, padded, on one line.
///
/// SPEC: NOTE-0: bytes have exactly one spelling. White space, missing padding, the URL-safe
/// alphabet and trailing bits that are not zero are refused.
public enum Base64 {
    /// The characters that spell `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        bytes.withContiguousStorageIfAvailable { self.encode(buffer: $0) }
            ?? Array(bytes).withUnsafeBufferPointer { self.encode(buffer: $0) }
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

    private static func encode(buffer bytes: UnsafeBufferPointer<UInt8>) -> String {
        let groupCount = (bytes.count + 2) / 3
        return self.digits.withUnsafeBufferPointer { digits in
            String(unsafeUninitializedCapacity: groupCount * 4) { text in
                for group in 0..<groupCount {
                    let rest = min(3, bytes.count - group * 3)
                    var bits: UInt32 = 0
                    for position in 0..<3 {
                        let byte = position < rest ? bytes[group * 3 + position] : 0
                        bits = bits << 8 | UInt32(byte)
                    }
                    for position in 0..<4 {
                        text[group * 4 + position] =
                            position <= rest
                            ? digits[Int(bits >> (18 - 6 * UInt32(position)) & 63)] : self.padding
                    }
                }
                return groupCount * 4
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
