/// The order of member names in canonical JSON: that of their UTF-16 code units.
///
/// SPEC: CJSON-3: RFC 8785 section 3.2.3.
enum CanonicalOrder {
    /// Whether `first` comes before `second`.
    static func precedes(_ first: String, _ second: String) -> Bool {
        var first = first.utf8.makeIterator()
        var second = second.utf8.makeIterator()
        while true {
            guard let right = second.next() else { return false }
            guard let left = first.next() else { return true }
            if left != right { return self.rank(left) < self.rank(right) }
        }
    }

    /// UTF-8 sorts as the code points do; UTF-16 puts those above U+FFFF, written with surrogates,
    /// in front of U+E000 to U+FFFF. Only the lead bytes EE, EF and F0 to F4 change places.
    private static func rank(_ byte: UInt8) -> UInt8 {
        byte >= 0xf0 ? byte - 2 : byte >= 0xee ? byte + 5 : byte
    }
}
