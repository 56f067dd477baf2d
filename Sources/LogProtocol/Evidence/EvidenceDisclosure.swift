public import Records

/// One disclosed field of a record, with its ways to both roots.
public struct EvidenceDisclosure: Hashable, Sendable {
    /// The leaf in the record's trees, counted from 0.
    public let index: Int
    /// The disclosure: base64url of `[salt, name, value]`.
    public let digits: [UInt8]
    /// The ways to the roots.
    public let paths: DisclosurePaths

    /// Creates a disclosure from its parts.
    public init(index: Int, digits: [UInt8], paths: DisclosurePaths) {
        self.index = index
        self.digits = digits
        self.paths = paths
    }
}
