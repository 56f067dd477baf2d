/// A class of records as a Swift type: each field a property. The types are written by
/// `Specs/schemas/generate_types.py`.
public protocol TypedRecord: Sendable {
    /// The class, as schemas and statements name it.
    static var recordClass: String { get }

    /// A record without any field.
    init()

    /// Takes the values out of a record of this class.
    init(_ record: ValidRecord)

    /// The record's members, in the order of the schema.
    var json: JSONValue { get }
}

extension TypedRecord {
    /// Checks the record against the newest schema of its class that `schemas` have.
    ///
    /// - Throws: ``RecordError``, see ``RecordSchema/validate(_:in:)``.
    /// - Precondition: `schemas` have one.
    public func validated(
        in context: RecordContext,
        by schemas: SchemaRegistry = .embedded
    ) throws(RecordError) -> ValidRecord {
        guard let schema = schemas[Self.recordClass] else {
            preconditionFailure("there is a schema for \(Self.recordClass)")
        }
        return try schema.validate(self.json, in: context)
    }
}
