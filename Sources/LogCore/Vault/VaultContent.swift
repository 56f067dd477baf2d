/// What a store writes into the vault in the transaction of a record's entry. Nothing in it can be
/// read without the epoch's key.
///
/// A class, as ``RecordAppend`` is: on its way to the store it goes through many hands, and a copy of all
/// of its parts for each of them costs more than sealing them.
public final class VaultContent: Sendable {
    /// HMAC of the record's id under the log's secret: 32 bytes.
    public let recordMAC: [UInt8]
    /// HMAC of the request that brought the record, under each living epoch's key: 32 bytes each.
    /// That of ``SealedContent/epoch`` is stored.
    public let bodyMACs: [UInt32: [UInt8]]
    /// What is not sealed.
    public let header: VaultHeader
    /// What is.
    public let sealed: SealedContent
    /// What the entry does to another record, if it is a retention action.
    public let action: VaultAction?

    /// Joins the parts.
    public init(
        recordMAC: [UInt8],
        bodyMACs: [UInt32: [UInt8]],
        header: VaultHeader,
        sealed: SealedContent,
        action: VaultAction? = nil
    ) {
        self.recordMAC = recordMAC
        self.bodyMACs = bodyMACs
        self.header = header
        self.sealed = sealed
        self.action = action
    }

    /// How many bytes the store is given, as far as they count.
    var byteCount: Int { self.sealed.ciphertext.count + 512 }
}

/// A content under a key of its own, and that key under the key of an epoch.
public struct SealedContent: Hashable, Sendable {
    /// The epoch, counted from 1.
    public let epoch: UInt32
    /// The content's key.
    public let wrappedKey: [UInt8]
    /// The content.
    public let ciphertext: [UInt8]
    /// What the record is found by.
    public let tokens: [Int64]

    /// Joins the parts.
    public init(epoch: UInt32, wrappedKey: [UInt8], ciphertext: [UInt8], tokens: [Int64]) {
        self.epoch = epoch
        self.wrappedKey = wrappedKey
        self.ciphertext = ciphertext
        self.tokens = tokens
    }
}

/// What is stored under a record's id: enough to tell a retry from another record.
public struct StoredRecordMark: Hashable, Sendable {
    /// The index of the record's entry.
    public let index: UInt64
    /// The epoch of ``bodyMAC``; nil if the record is erased.
    public let epoch: UInt32?
    /// HMAC of the request that brought it; nil if it is erased, or one of its fields is.
    public let bodyMAC: [UInt8]?

    /// Joins the three.
    public init(index: UInt64, epoch: UInt32?, bodyMAC: [UInt8]?) {
        self.index = index
        self.epoch = epoch
        self.bodyMAC = bodyMAC
    }
}

/// Which epochs a log's rows may have.
public struct VaultEpochs: Hashable, Sendable {
    /// Below it there is no row, and none is added.
    public let lowest: UInt32
    /// The one that new rows are to have.
    public let current: UInt32

    /// Joins the two.
    public init(lowest: UInt32, current: UInt32) {
        self.lowest = lowest
        self.current = current
    }

    /// Whether a row may have the epoch.
    public func takes(_ epoch: UInt32) -> Bool { self.lowest <= epoch && epoch <= self.current }
}
