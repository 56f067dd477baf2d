extension [UInt8] {
    /// Adds the bytes of a literal at the end.
    mutating func append(_ literal: StaticString) {
        literal.withUTF8Buffer { self.append(contentsOf: $0) }
    }
}
