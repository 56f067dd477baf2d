/// Unsigned numbers as the formats of this module write them: ASCII digits, no sign, no leading
/// zeros, `0` for zero.
///
/// SPEC: NOTE-0: numbers have exactly one spelling.
public enum CanonicalDecimal {
    /// The number that `digits` spell; nil unless it is its one spelling and fits into 64 bits.
    public static func parse(_ digits: some Collection<UInt8>) -> UInt64? {
        guard let first = digits.first, digits.count == 1 || first != UInt8(ascii: "0") else {
            return nil
        }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// The number that `text` spells; nil unless it is its one spelling and fits into 64 bits.
    public static func parse(_ text: some StringProtocol) -> UInt64? { self.parse(text.utf8) }
}
