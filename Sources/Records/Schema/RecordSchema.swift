/// The schema of one class of records: its fields in the order of their leaves, and its rules.
///
/// Read from the bytes of a file in `Specs/schemas`, by whose digest statements name it.
public struct RecordSchema: Sendable {
    /// The bytes of the file.
    public let bytes: [UInt8]
    /// The digest of the file.
    public let digest: ContentDigest
    /// The file as a text of canonical JSON: it goes into every file of evidence.
    let canonicalText: [UInt8]
    /// The class of the records, such as `data-access`.
    public let recordClass: String
    /// The version of the schema.
    public let version: Int64
    /// The fields; field i is leaf i of a record's tree.
    public let fields: [RecordField]
    let rules: [SchemaRule]
    /// The fields that every record has.
    let requiredIndexes: [Int]
    /// What is the same in all records of open and of opaque logs.
    let template: RecordTemplate
    let opaqueTemplate: RecordTemplate
    private let names: FieldNames

    /// SPEC: RECORD-3: the field that takes what the schema does not name.
    static let attributesName = "attributes"

    /// Reads a schema.
    ///
    /// - Throws: ``SchemaError`` with the line that is wrong: anything that this reader does not
    ///   understand is, since it would go unchecked.
    public init(parsing bytes: [UInt8]) throws(SchemaError) {
        var parser = SchemaParser(bytes)
        let parts = try parser.parse()
        self.bytes = bytes
        self.digest = ContentDigest(of: bytes)
        self.canonicalText =
            JSONValue.string(String(decoding: bytes, as: UTF8.self)).canonicalBytes
        self.recordClass = parts.recordClass
        self.version = parts.version
        self.fields = parts.fields
        self.rules = parts.rules
        self.requiredIndexes = parts.fields.filter(\.isRequired).map(\.index)
        self.names = FieldNames(parts.fields.map(\.name))
        self.template = RecordTemplate(parts.fields.map(\.name))
        self.opaqueTemplate = RecordTemplate(RecordShape.opaque.leafNames(parts.fields.map(\.name)))
    }

    /// The position of a field; nil if the schema has none of this name.
    public func index(of name: String) -> Int? {
        self.names.index(of: name, hash: NameHash.of(name))
    }

    func index(of member: JSONMember) -> Int? {
        self.names.index(of: member.name, hash: member.hash)
    }
}

extension RecordSchema {
    /// The schemas that the project ships, by the names of their files.
    public static let embedded: [RecordSchema] = EmbeddedSchemas.files.map { file in
        do { return try RecordSchema(parsing: Array(file.text.utf8)) } catch {
            preconditionFailure("the embedded schema \(file.name) is one: \(error)")
        }
    }
}
