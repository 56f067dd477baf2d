import FoundationEssentials

/// JSON as it goes over the wire and out of the command line: members in alphabetical order, no
/// white space, slashes as they are.
public enum WireJSON {
    /// The document that `value` makes.
    ///
    /// - Throws: What the value's own encoding throws; none of this package's does.
    public static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The value that a document makes; nil if it is not JSON, or not of this shape.
    public static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from bytes: some Collection<UInt8>
    ) -> Value? {
        try? JSONDecoder().decode(type, from: Data(bytes))
    }
}
