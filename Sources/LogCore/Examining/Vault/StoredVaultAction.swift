/// An action's row in the vault as it is stored, whatever it says.
public struct StoredVaultAction: Hashable, Sendable {
    /// The index of the retention-action entry.
    public let entryIndex: UInt64
    /// The index of the record's entry.
    public let recordIndex: UInt64
    /// The number of what is done.
    public let kind: Int16
    /// The number of what came of it; nil if it is yet to be carried out.
    public let outcome: Int16?
    /// The fields that are erased.
    public let fields: [String]

    /// Joins what was read.
    public init(
        entryIndex: UInt64,
        recordIndex: UInt64,
        kind: Int16,
        outcome: Int16?,
        fields: [String]
    ) {
        self.entryIndex = entryIndex
        self.recordIndex = recordIndex
        self.kind = kind
        self.outcome = outcome
        self.fields = fields
    }
}
