public import MerkleTree

/// Why a disclosure is refused.
public enum DisclosureError: Error, Hashable, Sendable {
    /// It is not base64url of `[salt, name, value]` in its one spelling.
    case malformed
    /// It is not the field that the schema has at this index.
    case otherField(expected: String)
    /// The value is not one that the schema allows for the field.
    case value
    /// The path does not lead from the disclosure to the root.
    case path(ProofError)
}
