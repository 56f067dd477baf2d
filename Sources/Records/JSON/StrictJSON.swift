/// Reads JSON that can be taken in one way only: RFC 8259 with the rules of I-JSON (RFC 7493) and ours.
///
/// What another reader might take for something else is refused, with one
/// ``StrictJSONError/Code`` for each kind.
public enum StrictJSON {
    /// SPEC: JSON-9: how deep arrays and objects may lie in each other.
    public static let maximumDepth = 16
    /// The most bytes that are read unless the caller says otherwise: 1 MiB.
    public static let defaultMaximumByteCount = 1 << 20

    /// The value that `bytes` spell.
    ///
    /// - Throws: ``StrictJSONError`` with the first rule that is broken: size, emptiness, byte-order
    ///   mark and encoding are looked at before anything else.
    public static func parse(
        _ bytes: [UInt8],
        maximumByteCount: Int = defaultMaximumByteCount
    ) throws(StrictJSONError) -> JSONValue {
        // A typed error does not pass through the buffer's own rethrowing.
        let result = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(StrictJSONError) in
                // SPEC: JSON-1.
                guard bytes.count <= maximumByteCount else {
                    throw StrictJSONError(.tooLarge, offset: maximumByteCount)
                }
                var parser = StrictJSONParser(bytes)
                return try parser.document()
            }
        }
        return try result.get()
    }
}
