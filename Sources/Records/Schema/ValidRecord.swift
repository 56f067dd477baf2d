/// A record that its schema accepts: the values by field.
public struct ValidRecord: Sendable {
    /// The schema.
    public let schema: RecordSchema
    /// The value of each field, in the order of the schema; nil where the record has none.
    public internal(set) var values: [JSONValue?]

    /// The value of a field; nil if there is none, or no such field.
    public subscript(name: String) -> JSONValue? {
        self.schema.index(of: name).flatMap { self.values[$0] }
    }

    /// How many fields have a value.
    public var presentCount: Int { self.values.count { $0 != nil } }

    /// The same record with another value of a field, as the log fills it in; nil if the schema has
    /// no such field or the field does not take the value.
    public func setting(_ name: String, to value: JSONValue) -> ValidRecord? {
        guard let index = self.schema.index(of: name),
            self.schema.fields[index].type.violation(of: value) == nil
        else { return nil }
        var copy = self
        copy.values[index] = value
        return copy
    }
}
