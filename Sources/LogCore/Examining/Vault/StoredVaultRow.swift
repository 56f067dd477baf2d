/// A record's row in the vault as it is stored, whatever it says, with what lies beside it.
public struct StoredVaultRow: Hashable, Sendable {
    /// The index of the record's entry.
    public let index: UInt64
    /// The number by which the record's id is looked up.
    public let idPrefix: Int64
    /// HMAC of the record's id.
    public let recordMAC: [UInt8]
    /// HMAC of the request that brought it; nil where there is none.
    public let bodyMAC: [UInt8]?
    /// What is not sealed.
    public let header: VaultHeader
    /// The number of its state.
    public let state: Int16
    /// Whether it is held.
    public let isHeld: Bool
    /// The entry whose action changed it last; nil where there is none.
    public let changedBy: UInt64?
    /// The epoch; nil where there is none.
    public let epoch: Int32?
    /// The record's key; nil where there is none.
    public let wrappedKey: [UInt8]?
    /// What it is found by; nil where there is nothing.
    public let tokens: [Int64]?
    /// The contents; nil where there are none.
    public let ciphertext: [UInt8]?

    /// Joins what was read.
    public init(
        index: UInt64,
        idPrefix: Int64,
        recordMAC: [UInt8],
        bodyMAC: [UInt8]?,
        header: VaultHeader,
        state: Int16,
        isHeld: Bool,
        changedBy: UInt64?,
        epoch: Int32?,
        wrappedKey: [UInt8]?,
        tokens: [Int64]?,
        ciphertext: [UInt8]?
    ) {
        self.index = index
        self.idPrefix = idPrefix
        self.recordMAC = recordMAC
        self.bodyMAC = bodyMAC
        self.header = header
        self.state = state
        self.isHeld = isHeld
        self.changedBy = changedBy
        self.epoch = epoch
        self.wrappedKey = wrappedKey
        self.tokens = tokens
        self.ciphertext = ciphertext
    }

    /// Whether the id is found by its prefix.
    var hasItsPrefix: Bool {
        self.recordMAC.count == 32
            && self.recordMAC.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
                == UInt64(bitPattern: self.idPrefix)
    }

    /// The row of a living record; nil if a part of one is missing.
    var living: VaultRow? {
        guard let state = VaultState(rawValue: self.state), state != .erased,
            let epoch = self.epoch.flatMap({ UInt32(exactly: $0) }), let key = self.wrappedKey,
            let tokens = self.tokens, let ciphertext = self.ciphertext
        else { return nil }
        return VaultRow(
            index: self.index,
            recordMAC: self.recordMAC,
            header: self.header,
            state: state,
            isHeld: self.isHeld,
            changedBy: self.changedBy,
            sealed: SealedContent(
                epoch: epoch,
                wrappedKey: key,
                ciphertext: ciphertext,
                tokens: tokens
            )
        )
    }
}
