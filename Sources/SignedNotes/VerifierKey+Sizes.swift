extension VerifierKey {
    /// The same key for heads of these sizes alone.
    public func bounded(to sizes: ClosedRange<UInt64>) -> VerifierKey {
        var key = self
        key.sizes = sizes
        return key
    }

    /// The same key for heads of every size.
    public var unbounded: VerifierKey { self.bounded(to: Self.allSizes) }

    /// Whether the key is good for heads of certain sizes only.
    public var isBounded: Bool { self.sizes != Self.allSizes }

    /// Reads a key with the sizes that it is good for: `<vkey>`, or `<vkey>@<first>..<last>`, where
    /// either number may be missing: `@..4096`, `@4097..`.
    ///
    /// SPEC: ROT-2: what follows the last `@` is taken for sizes only if it has no `+`: a vkey ends
    /// in base64, which has no `@`, and a name with one is followed by a `+`.
    ///
    /// - Throws: ``VerifierKeyError``; of them ``VerifierKeyError/malformedSizes`` if the sizes are
    ///   none.
    public init(parsingWithSizes text: String) throws(VerifierKeyError) {
        guard let position = text.utf8.lastIndex(of: UInt8(ascii: "@")),
            !text.utf8[position...].contains(UInt8(ascii: "+"))
        else {
            try self.init(parsing: text)
            return
        }
        let key = try VerifierKey(parsing: String(text[..<position]))
        guard let sizes = Self.sizes(parsing: text[text.utf8.index(after: position)...]) else {
            throw .malformedSizes
        }
        self = key.bounded(to: sizes)
        // One spelling for each: what was read above must be what would be printed.
        guard self.textWithSizes.hasSameBytes(as: text) else { throw .malformedSizes }
    }

    /// Reads `<first>..<last>`, of which either number may be missing; nil if it is something else.
    public static func sizes(parsing text: some StringProtocol) -> ClosedRange<UInt64>? {
        let digits = Array(text.utf8)
        let dots = Array("..".utf8)
        guard let start = digits.indices.first(where: { digits[$0...].starts(with: dots) }) else {
            return nil
        }
        func number(_ digits: ArraySlice<UInt8>, ifMissing bound: UInt64) -> UInt64? {
            digits.isEmpty ? bound : CanonicalDecimal.parse(digits)
        }
        guard let first = number(digits[..<start], ifMissing: 0),
            let last = number(digits[(start + dots.count)...], ifMissing: .max), first <= last
        else { return nil }
        return first...last
    }

    /// The key as ``init(parsingWithSizes:)`` reads it.
    public var textWithSizes: String {
        guard self.isBounded else { return self.description }
        let first = self.sizes.lowerBound == 0 ? "" : "\(self.sizes.lowerBound)"
        let last = self.sizes.upperBound == .max ? "" : "\(self.sizes.upperBound)"
        return "\(self.description)@\(first)..\(last)"
    }
}
