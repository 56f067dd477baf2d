/// A record as the vault holds it.
public struct VaultRow: Hashable, Sendable {
    /// The index of the record's entry.
    public let index: UInt64
    /// HMAC of the record's id.
    public let recordMAC: [UInt8]
    /// What is not sealed.
    public let header: VaultHeader
    /// What may be done with it.
    public let state: VaultState
    /// Whether a legal hold keeps it from being erased.
    public let isHeld: Bool
    /// The entry whose action changed it last; nil if none did.
    public let changedBy: UInt64?
    /// What is sealed; nil if it is erased. The ciphertext is empty where only rows were asked for.
    public let sealed: SealedContent?

    /// Joins the parts.
    public init(
        index: UInt64,
        recordMAC: [UInt8],
        header: VaultHeader,
        state: VaultState,
        isHeld: Bool,
        changedBy: UInt64?,
        sealed: SealedContent?
    ) {
        self.index = index
        self.recordMAC = recordMAC
        self.header = header
        self.state = state
        self.isHeld = isHeld
        self.changedBy = changedBy
        self.sealed = sealed
    }
}
