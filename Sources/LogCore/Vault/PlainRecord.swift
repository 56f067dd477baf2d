/// A record before it is sealed, or after it was opened.
public struct PlainRecord: Hashable, Sendable {
    /// The record's own id, as its writer chose it.
    public let id: [UInt8]
    /// Who sent it, and the request that brought it, byte for byte: what a retry has to be equal to.
    public let body: [UInt8]
    /// What is not sealed.
    public let header: VaultHeader
    /// What it is found by.
    public let terms: [SearchTerm]
    /// The bytes from which its disclosures are made.
    public let content: [UInt8]
    /// What its entry does to another record, if it is a retention action.
    public let action: VaultAction?

    /// Joins the parts.
    public init(
        id: [UInt8],
        body: [UInt8],
        header: VaultHeader,
        terms: [SearchTerm],
        content: [UInt8],
        action: VaultAction? = nil
    ) {
        self.id = id
        self.body = body
        self.header = header
        self.terms = terms
        self.content = content
        self.action = action
    }
}
