/// Base64 with the URL-safe alphabet and without padding: RFC 4648 §5, as RFC 9901 writes disclosures.
///
/// SPEC: RECORD-10: bytes have exactly one spelling: trailing bits are zero, nothing else stands in it.
enum Base64URL {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    /// Two digits for every 12 bits.
    private static let pairs: [(UInt8, UInt8)] = (0..<4_096).map {
        (digits[$0 >> 6], digits[$0 & 63])
    }

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xff, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    /// How many digits spell so many bytes.
    static func digitCount(ofBytes count: Int) -> Int { (count * 4 + 2) / 3 }

    /// The digits that spell `bytes`.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { self.encode($0) }
    }

    /// The digits that spell `bytes`.
    static func encode(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: self.digitCount(ofBytes: bytes.count)) {
            digits,
            count in
            count = self.encode(bytes, into: digits[...])
        }
    }

    /// Writes the digits that spell `bytes`, and tells how many there are.
    ///
    /// - Precondition: `digits` has room for them.
    static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        into digits: Slice<UnsafeMutableBufferPointer<UInt8>>
    ) -> Int {
        let digits = UnsafeMutableBufferPointer(rebasing: digits)
        precondition(
            digits.count >= self.digitCount(ofBytes: bytes.count),
            "there is room for the digits"
        )
        return self.pairs.withUnsafeBufferPointer { pairs in
            var (read, written) = (0, 0)
            while read + 3 <= bytes.count {
                let bits =
                    Int(bytes[read]) << 16 | Int(bytes[read + 1]) << 8 | Int(bytes[read + 2])
                (digits[written], digits[written + 1]) = pairs[bits >> 12]
                (digits[written + 2], digits[written + 3]) = pairs[bits & 0xfff]
                read += 3
                written += 4
            }
            switch bytes.count - read {
            case 1:
                (digits[written], digits[written + 1]) = pairs[Int(bytes[read]) << 4]
                written += 2
            case 2:
                let bits = Int(bytes[read]) << 10 | Int(bytes[read + 1]) << 2
                (digits[written], digits[written + 1]) = pairs[bits >> 6]
                digits[written + 2] = pairs[bits & 63].1
                written += 3
            default: break
            }
            return written
        }
    }

    /// The bytes that `digits` spell; nil unless it is their one spelling.
    static func decode(_ digits: some Collection<UInt8>) -> [UInt8]? {
        guard digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var (bits, bitCount) = (UInt32(0), 0)
        for digit in digits {
            let value = self.values[Int(digit)]
            guard value != 0xff else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        guard bits & ((1 << UInt32(bitCount)) - 1) == 0 else { return nil }
        return bytes
    }
}
