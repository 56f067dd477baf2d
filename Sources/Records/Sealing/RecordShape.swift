/// What the statement of a record tells about it.
public enum RecordShape: String, Hashable, Sendable, CaseIterable {
    /// Its class, schema and retention class; the tree has a leaf for each field of the schema.
    case open
    /// Nothing: all statements of the log have one shape. The tree has 128 leaves, whatever the
    /// schema counts; the last one names the schema.
    case opaque

    /// SPEC: RECORD-21: the leaves of every record of an opaque log.
    static let opaqueLeafCount = 128
    /// SPEC: RECORD-22: the leaf of an opaque record that names its schema.
    static let schemaLeaf = opaqueLeafCount - 1
    /// The name of that leaf.
    static let schemaName = "schema"
    /// The name of the leaves between the schema's fields and that one.
    static let paddingName = "padding"

    /// The names of the leaves of a record whose schema has these fields.
    func leafNames(_ fields: [String]) -> [String] {
        switch self {
        case .open: fields
        case .opaque:
            fields
                + [String](repeating: Self.paddingName, count: Self.schemaLeaf - fields.count)
                + [Self.schemaName]
        }
    }
}
