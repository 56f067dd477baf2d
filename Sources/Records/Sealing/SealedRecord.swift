/// A record that is sealed: what becomes public, and what goes into the vault.
public struct SealedRecord: Sendable {
    /// The bytes of the entry.
    public let statement: [UInt8]
    /// What the statement commits to.
    public let commitment: RecordCommitment
    /// All that is needed to make the disclosures again: see ``RecordContent``. Secret.
    public let content: [UInt8]
    let packed: PackedDisclosures

    /// The disclosures, in the order of the fields, as many as the commitment counts. Secret.
    public var disclosures: [[UInt8]] {
        (0..<self.commitment.fieldCount).map { Array(self.packed.disclosure($0)) }
    }
}
