import MerkleTree

/// What the leaves of a record have to be, by its schema and shape.
public struct RecordForm: Sendable {
    private let schema: RecordSchema
    private let shape: RecordShape
    private let names: [String]

    /// The form of records of this schema, in an opaque log or another one.
    public init(_ schema: RecordSchema, isOpaque: Bool) {
        self.schema = schema
        self.shape = isOpaque ? .opaque : .open
        self.names = self.shape.leafNames(schema.fields.map(\.name))
    }

    /// The digest of the schema that statements of opaque logs name.
    public static var opaqueSchemaDigest: ContentDigest { OpaqueSchema.digest }

    /// The name of the leaf of an opaque record that names its schema.
    public static var schemaLeafName: String { RecordShape.schemaName }

    /// How many leaves there are.
    public var leafCount: Int { self.names.count }

    /// The leaf that names the schema; nil in open logs.
    public var schemaLeaf: Int? { self.shape == .opaque ? RecordShape.schemaLeaf : nil }

    /// Checks that a disclosure may stand at this leaf: its name is the schema's, its value absent or
    /// one that the schema allows.
    ///
    /// - Throws: ``DisclosureError/otherField(expected:)`` or ``DisclosureError/value``.
    public func check(
        _ disclosure: RecordDisclosure,
        at index: Int
    ) throws(DisclosureError) {
        guard self.names.indices.contains(index) else { throw .path(.leafIndexOutOfRange) }
        guard disclosure.name.utf8.elementsEqual(self.names[index].utf8) else {
            throw .otherField(expected: self.names[index])
        }
        if index == self.schemaLeaf {
            guard disclosure.value == .string(self.schema.digest.description) else { throw .value }
            return
        }
        if case .null = disclosure.value { return }
        guard index < self.schema.fields.count,
            self.schema.fields[index].type.violation(of: disclosure.value) == nil
        else { throw .value }
    }
}
