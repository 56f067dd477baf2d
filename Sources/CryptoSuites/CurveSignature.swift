/// A signature of ECDSA or SM2: two numbers of 256 bits, each from 1 to the order of the curve less 1.
///
///     Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }      (RFC 3279 §2.2.3, DER)
///     raw: r || s, big-endian, 32 bytes each
///
/// One value has one spelling in either form. Whoever accepts several lets the same signature appear
/// under different bytes.
struct CurveSignature: Hashable {
    private let r: [UInt8]
    private let s: [UInt8]

    /// Reads `r || s`; nil unless it is 64 bytes with both numbers in range.
    init?(raw: [UInt8], kind: KeyKind) {
        guard raw.count == 64 else { return nil }
        self.init(r: Array(raw[..<32]), s: Array(raw[32...]), kind: kind)
    }

    /// Reads DER; nil unless it is the one encoding of two numbers in range.
    init?(der: [UInt8], kind: KeyKind) {
        // At most 2 + 2 * (2 + 33) = 72 bytes, so every length fits in one byte below 0x80.
        guard der.count >= 2, der[0] == 0x30, Int(der[1]) == der.count - 2, der.count <= 72
        else { return nil }
        var rest = der[2...]
        guard let r = Self.readInteger(&rest), let s = Self.readInteger(&rest), rest.isEmpty
        else { return nil }
        self.init(r: r, s: s, kind: kind)
    }

    private init?(r: [UInt8], s: [UInt8], kind: KeyKind) {
        guard let order = kind.curveOrder else { return nil }
        let zero = [UInt8](repeating: 0, count: 32)
        for number in [r, s] {
            guard zero.lexicographicallyPrecedes(number), number.lexicographicallyPrecedes(order)
            else { return nil }
        }
        self.r = r
        self.s = s
    }

    var raw: [UInt8] { self.r + self.s }

    var der: [UInt8] {
        let numbers = Self.integer(self.r) + Self.integer(self.s)
        return [0x30, UInt8(numbers.count)] + numbers
    }

    /// Takes one INTEGER off the front, as 32 bytes; nil if it is negative, padded or too large.
    private static func readInteger(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.popFirst() == 0x02, let count = rest.popFirst(), count > 0, count <= 33,
            rest.count >= count
        else { return nil }
        var number = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        // The highest bit is the sign, so a zero byte stands before it, and only before it.
        if number.first == 0 {
            number = number.dropFirst()
            guard let first = number.first, first >= 0x80 else { return nil }
        } else {
            guard let first = number.first, first < 0x80 else { return nil }
        }
        guard number.count <= 32 else { return nil }
        return [UInt8](repeating: 0, count: 32 - number.count) + number
    }

    private static func integer(_ number: [UInt8]) -> [UInt8] {
        var digits = Array(number.drop { $0 == 0 })
        if let first = digits.first, first >= 0x80 { digits.insert(0, at: 0) }
        return [0x02, UInt8(digits.count)] + digits
    }
}

extension KeyKind {
    /// The order n of the curve's base point, big-endian; nil for kinds whose signatures are not
    /// pairs of numbers.
    fileprivate var curveOrder: [UInt8]? {
        switch self {
        case .ed25519, .mldsa44: nil
        // FIPS 186-5, SP 800-186 §3.2.1.3.
        case .p256:
            [
                0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
                0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84,
                0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
            ]
        // GB/T 32918.5-2017.
        case .sm2:
            [
                0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff,
                0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0x72, 0x03, 0xdf, 0x6b, 0x21, 0xc6, 0x05, 0x2b,
                0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x23,
            ]
        }
    }
}
