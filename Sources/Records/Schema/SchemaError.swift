/// Why bytes are not a schema of records.
public struct SchemaError: Error, Hashable, Sendable {
    /// What is wrong, in words.
    public let reason: String
    /// The line, counted from 1.
    public let line: Int

    init(_ reason: String, line: Int) {
        self.reason = reason
        self.line = line
    }
}

extension SchemaError: CustomStringConvertible {
    /// What is wrong and where, in words.
    public var description: String { "line \(self.line): \(self.reason)" }
}
