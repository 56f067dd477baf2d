/// The bytes of a hexadecimal string, in which spaces and newlines stand for nothing.
func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.isWhitespace ? nil : $0.hexDigitValue }
    precondition(
        digits.count == hex.filter { !$0.isWhitespace }.count && digits.count.isMultiple(of: 2),
        "a test's hexadecimal is well-formed"
    )
    return stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

extension [UInt8] {
    /// A copy with one bit changed; bit 0 is the lowest of the first byte.
    func flipping(bit: Int) -> [UInt8] {
        var copy = self
        copy[bit / 8] ^= 1 << (bit % 8)
        return copy
    }
}
