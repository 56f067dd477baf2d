/// Schemas by digest and by class.
public struct SchemaRegistry: Sendable {
    private let byDigest: [ContentDigest: RecordSchema]
    private let newest: [String: RecordSchema]

    /// All schemas, by class and version.
    public let schemas: [RecordSchema]

    /// Collects schemas.
    public init(_ schemas: [RecordSchema]) {
        self.schemas = schemas
        self.byDigest = Dictionary(schemas.map { ($0.digest, $0) }) { first, _ in first }
        self.newest = Dictionary(schemas.map { ($0.recordClass, $0) }) { first, second in
            first.version >= second.version ? first : second
        }
    }

    /// Those that the project ships.
    public static let embedded = SchemaRegistry(RecordSchema.embedded)

    /// The bytes of a file, which are UTF-8, as a text of canonical JSON; made already for those that the
    /// project ships.
    public static func canonicalText(of file: [UInt8]) -> [UInt8] {
        self.embedded.schemas.first { $0.bytes == file }?.canonicalText
            ?? JSONValue.string(String(decoding: file, as: UTF8.self)).canonicalBytes
    }

    /// The schema with this digest; nil if it is unknown.
    public subscript(digest: ContentDigest) -> RecordSchema? { self.byDigest[digest] }

    /// The newest schema of a class; nil if the class is unknown.
    public subscript(recordClass: String) -> RecordSchema? { self.newest[recordClass] }
}
