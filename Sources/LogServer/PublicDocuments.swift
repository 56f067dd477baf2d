/// Documents that statements name by their digests: versions of the crosswalk and schemas of records.
public struct PublicDocuments: Sendable {
    /// Versions of the crosswalk, by SHA-256 of their bytes.
    public let crosswalks: [[UInt8]: [UInt8]]
    /// Schemas, by SHA-256 of their bytes.
    public let schemas: [[UInt8]: [UInt8]]

    /// Joins the two.
    public init(crosswalks: [[UInt8]: [UInt8]] = [:], schemas: [[UInt8]: [UInt8]] = [:]) {
        self.crosswalks = crosswalks
        self.schemas = schemas
    }
}
