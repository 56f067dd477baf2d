/// Finds what is not UTF-8: RFC 3629, table 3-7 of the Unicode standard.
enum UTF8Check {
    /// Where the first ill-formed sequence begins; nil if all is well.
    static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                position += 1
                continue
            }
            guard let (count, second) = self.form(of: byte), position + count <= bytes.count,
                second.contains(bytes[position + 1]),
                bytes[position..<position + count].dropFirst(2).allSatisfy({ $0 & 0xc0 == 0x80 })
            else { return position }
            position += count
        }
        return nil
    }

    /// How many bytes a sequence with this first byte has, and which the second may be.
    private static func form(of first: UInt8) -> (count: Int, second: ClosedRange<UInt8>)? {
        switch first {
        case 0xc2...0xdf: (2, 0x80...0xbf)
        case 0xe0: (3, 0xa0...0xbf)  // below: overlong
        case 0xed: (3, 0x80...0x9f)  // above: surrogates
        case 0xe1...0xef: (3, 0x80...0xbf)
        case 0xf0: (4, 0x90...0xbf)  // below: overlong
        case 0xf1...0xf3: (4, 0x80...0xbf)
        case 0xf4: (4, 0x80...0x8f)  // above: beyond U+10FFFF
        default: nil
        }
    }
}
