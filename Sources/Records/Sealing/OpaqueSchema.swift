/// The schema that every statement of an opaque log names.
enum OpaqueSchema {
    /// The class of a record that is none.
    static let dummyClass = "dummy"
    /// The retention class of a record that is none.
    static let dummyRetention = "none"

    static let schema: RecordSchema = {
        guard let schema = SchemaRegistry.embedded[Statement.opaqueClass] else {
            preconditionFailure("the opaque schema is embedded")
        }
        return schema
    }()

    static let digest = schema.digest
}
