/// A record whose content was opened.
public struct OpenedRecord: Hashable, Sendable {
    /// The row.
    public let row: VaultRow
    /// The record's own id.
    public let id: [UInt8]
    /// What it is found by.
    public let terms: [SearchTerm]
    /// The bytes from which its disclosures are made.
    public let content: [UInt8]
}
